//! A field that holds a picture, or some: choose files, see them, take them out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::state::use_images;
use crate::bedrock::form::{Field, Kind};
use crate::bedrock::picture::Picture;
use crate::experiment::images::labels::describe;
use crate::platform::files;
use crate::ui::widgets::icon::late_icon;

/// The field.
#[component]
pub fn PictureField(field: Field) -> impl IntoView {
    let images = use_images();
    let most = match field.kind {
        Kind::Pictures { most } => most,
        _ => 1,
    };
    let several = most > 1;
    let refused = RwSignal::new(None::<String>);
    let pictures = Memo::new(move |_| images.pictures(field.pointer));
    let id = format!("img{}", field.pointer.replace('/', "-"));
    let note = format!("{id}-note");
    let take = move |files: Vec<File>| async move {
        // What is chosen stands in the place of the one picture, and beside those of a list.
        let mut taken = if several { pictures.get_untracked() } else { Vec::new() };
        let mut refusals = Vec::new();
        for file in files {
            let read = match files::read(file).await {
                Ok((name, _)) if taken.len() == most => {
                    Err(format!("{name} was not added: the model takes {most} at most"))
                }
                Ok((name, bytes)) => Picture::read(&bytes).map_err(|why| format!("{name}: {why}")),
                Err(error) => Err(error.to_string()),
            };
            match read {
                Ok(picture) => taken.push(picture),
                Err(why) => refusals.push(why),
            }
        }
        if !taken.is_empty() {
            images.set_pictures(&field, &taken);
        }
        refused.try_set((!refusals.is_empty()).then(|| refusals.join(". ")));
    };
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let files = input.as_ref().map(|input| files::from_list(input.files())).unwrap_or_default();
        if !files.is_empty() {
            spawn_local(take(files));
        }
        // The same file may be chosen again.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let remove = move |place: usize| {
        let mut left = pictures.get_untracked();
        left.remove(place);
        refused.set(None);
        images.set_pictures(&field, &left);
    };
    // A list names each by its place.
    let named = move |place: usize| {
        if several { format!("{} {}", field.label, place + 1) } else { field.label.to_owned() }
    };
    let given = move |(place, picture): (usize, Picture)| {
        view! {
            <div class="imgs__given">
                <img src=picture.data_url() alt=format!("{}: the chosen picture", named(place)) />
                <span>{describe(&picture)}</span>
                <button
                    type="button"
                    class="btn btn--ghost btn--sm"
                    aria-label=format!("Remove {}", named(place))
                    on:click=move |_| remove(place)
                >
                    {late_icon("trash")} "Remove"
                </button>
            </div>
        }
    };
    view! {
        <div class="field setfield">
            <label class="label" for=id.clone()>{field.label}</label>
            {move || pictures.get().into_iter().enumerate().map(given).collect_view()}
            <input
                class="imgs__file"
                type="file"
                id=id
                accept="image/png,image/jpeg,image/webp,image/gif"
                multiple=several
                aria-describedby=note.clone()
                on:change=choose
            />
            <p class="setfield__note" id=note data-err=move || refused.read().is_some().then_some("")>
                {move || refused.get().unwrap_or_else(|| format!("{}. A result can be used too", field.note.trim_end_matches('.')))}
            </p>
        </div>
    }
}
