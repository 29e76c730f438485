//! The stored texts that this version of the page could not read, each to be saved as a file or deleted.

use leptos::prelude::*;

use crate::text::number;
use crate::ui::controllers::history::{self, Unread};
use crate::ui::controllers::toast;
use crate::ui::widgets::icon_button::{Icon, IconButton};

const ABOUT: &str =
    "This version of the page could not read these stored texts whole. They are kept here until you delete them.";

/// The list; nothing where every text could be read.
pub fn unread() -> AnyView {
    let texts = RwSignal::new(history::unread());
    (move || {
        texts.with(|texts| !texts.is_empty()).then(|| {
            view! {
                <p class="notice">{ABOUT}</p>
                <ul class="runs" aria-label="Stored texts that could not be read">
                    {move || texts.get().into_iter().map(|text| item(texts, text)).collect_view()}
                </ul>
            }
        })
    })
    .into_any()
}

fn item(texts: RwSignal<Vec<Unread>>, text: Unread) -> AnyView {
    let (what, bytes) = (text.what.clone(), number::bytes(text.bytes));
    let (saved, deleted) = (text.clone(), text);
    view! {
        <li class="run">
            <div class="run__what">
                <b class="run__name">{what.clone()}</b>
                <p class="run__facts">{bytes}</p>
            </div>
            <div class="run__acts">
                <IconButton
                    label=format!("Save as a file: {what}")
                    title="Save as a file"
                    icon=Icon::Late("download")
                    on_press=move |()| toast::show(match history::save_unread(&saved) {
                        Ok(name) => format!("Saved as {name}"),
                        Err(error) => error.to_string(),
                    })
                />
                <IconButton
                    label=format!("Delete: {what}")
                    title="Delete"
                    icon=Icon::Late("trash")
                    on_press=move |()| {
                        history::forget_unread(&deleted);
                        texts.set(history::unread());
                    }
                />
            </div>
        </li>
    }
    .into_any()
}
