//! A field for one or more pictures: choose files, see them, remove them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::state::use_images;
use crate::bedrock::form::{Field, Kind};
use crate::bedrock::picture::Picture;
use crate::experiment::images::chosen::{self, Chosen};
use crate::experiment::images::labels::describe;
use crate::platform::files::from_list;
use crate::ui::controllers::files;
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
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let files = input.as_ref().map(|input| from_list(input.files())).unwrap_or_default();
        if !files.is_empty() {
            files::read(files, move |read| {
                let before = untrack(|| images.pictures(field.pointer));
                let Chosen { pictures, refused: why } = chosen::take(read, before, most);
                if !pictures.is_empty() {
                    images.set_pictures(&field, &pictures);
                }
                refused.try_set(why);
            });
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
    // A list names each by its number.
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
                {move || refused.get().unwrap_or_else(|| format!("{}. You can also use a result", field.note.trim_end_matches('.')))}
            </p>
        </div>
    }
}
