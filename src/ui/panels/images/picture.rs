//! A field that holds a picture: choose a file, see it, take it out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::use_images;
use crate::bedrock::form::Field;
use crate::bedrock::picture::Picture;
use crate::experiment::images::describe;
use crate::platform::files;
use crate::ui::widgets::icon::late_icon;

/// The field.
#[component]
pub fn PictureField(field: Field) -> impl IntoView {
    let images = use_images();
    let refused = RwSignal::new(None::<String>);
    let picture = Memo::new(move |_| images.picture(field.pointer));
    let id = format!("img{}", field.pointer.replace('/', "-"));
    let note = format!("{id}-note");
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(file) = input.as_ref().and_then(|input| files::of_list(input.files()).into_iter().next()) else {
            return;
        };
        spawn_local(async move {
            let read = match files::read(file).await {
                Ok((name, bytes)) => Picture::read(&bytes).map_err(|why| format!("{name}: {why}")),
                Err(why) => Err(why),
            };
            match read {
                Ok(picture) => {
                    refused.try_set(None);
                    images.set_picture(&field, Some(&picture));
                }
                Err(why) => {
                    refused.try_set(Some(why));
                }
            }
        });
        // The same file may be chosen again.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    view! {
        <div class="field setfield">
            <label class="label" for=id.clone()>{field.label}</label>
            {move || picture.get().map(|picture| view! {
                <div class="imgs__given">
                    <img src=picture.data_url() alt=format!("{}: the chosen picture", field.label) />
                    <span>{describe(&picture)}</span>
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        aria-label=format!("Remove {}", field.label)
                        on:click=move |_| images.set_picture(&field, None)
                    >
                        {late_icon("trash")} "Remove"
                    </button>
                </div>
            })}
            <input
                class="imgs__file"
                type="file"
                id=id
                accept="image/png,image/jpeg,image/webp,image/gif"
                aria-describedby=note.clone()
                on:change=choose
            />
            <p class="setfield__note" id=note data-err=move || refused.read().is_some().then_some("")>
                {move || refused.get().unwrap_or_else(|| format!("{}. A result can be used too", field.note.trim_end_matches('.')))}
            </p>
        </div>
    }
}
