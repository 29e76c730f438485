//! Saving the vectors: CSV, JSON, and the two files of the TensorFlow Projector.

use leptos::prelude::*;

use super::state::Lab;
use super::state::use_lab;
use crate::experiment::embeddings::sheet::Sheet;
use crate::platform::{focus, save};
use crate::text::json;
use crate::ui::widgets::icon::late_icon;

/// A kind of file: its name on the page, and the end of its file name.
const KINDS: [(&str, &str); 4] = [
    ("CSV", ".csv"),
    ("JSON", ".json"),
    ("Projector vectors (TSV)", "-vectors.tsv"),
    ("Projector metadata (TSV)", "-metadata.tsv"),
];

/// The button and its menu.
#[component]
pub fn SaveMenu() -> impl IntoView {
    let lab = use_lab();
    let there = move || lab.picture.with(|picture| picture.as_ref().is_some_and(|picture| !picture.vectors.is_empty()));
    view! {
        <button type="button" class="btn btn--ghost btn--sm" popovertarget="lab-save" disabled=move || !there()>
            {late_icon("download")} "Save"
        </button>
        <div id="lab-save" class="menu" popover="auto">
            {KINDS.iter().map(|(name, end)| view! {
                <button
                    type="button"
                    class="menu__item"
                    on:click=move |_| {
                        focus::hide_popover("lab-save");
                        save(&lab, end);
                    }
                >
                    {*name}
                </button>
            }).collect_view()}
        </div>
    }
}

fn save(lab: &Lab, end: &str) {
    let Some(picture) = lab.picture.get_untracked() else { return };
    let Some(study) = lab.main.study.get_untracked() else { return };
    let sheet = Sheet::of(&study, &picture);
    let text = match end {
        ".csv" => sheet.csv(),
        ".json" => json::print(&sheet.json()),
        "-vectors.tsv" => sheet.projector_vectors(),
        _ => sheet.projector_metadata(),
    };
    if let Err(why) = save::text(&format!("{}{end}", sheet.file_stem()), &text) {
        lab.app.announcement.set(why);
    }
}
