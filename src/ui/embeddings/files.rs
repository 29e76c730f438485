//! Saving the vectors: CSV, JSON, and the two files of the TensorFlow Projector.

use leptos::prelude::*;

use super::state::Lab;
use super::state::use_lab;
use crate::experiment::embeddings::sheet::Sheet;
use crate::platform::{focus, save};
use crate::text::json;
use crate::ui::widgets::icon::late_icon;

/// A kind of file.
#[derive(Clone, Copy)]
enum Kind {
    Csv,
    Json,
    ProjectorVectors,
    ProjectorMetadata,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::ProjectorVectors, Self::ProjectorMetadata];

    /// Its name on the page, and its file name's ending.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("CSV", ".csv"),
            Self::Json => ("JSON", ".json"),
            Self::ProjectorVectors => ("Projector vectors (TSV)", "-vectors.tsv"),
            Self::ProjectorMetadata => ("Projector metadata (TSV)", "-metadata.tsv"),
        }
    }
}

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
            {Kind::ALL.map(|kind| view! {
                <button
                    type="button"
                    class="menu__item"
                    on:click=move |_| {
                        focus::hide_popover("lab-save");
                        save(&lab, kind);
                    }
                >
                    {kind.names().0}
                </button>
            }).into_iter().collect_view()}
        </div>
    }
}

fn save(lab: &Lab, kind: Kind) {
    let Some(picture) = lab.picture.get_untracked() else { return };
    let Some(study) = lab.main.study.get_untracked() else { return };
    let sheet = Sheet::of(&study, &picture);
    let text = match kind {
        Kind::Csv => sheet.csv(),
        Kind::Json => json::print(&sheet.json()),
        Kind::ProjectorVectors => sheet.projector_vectors(),
        Kind::ProjectorMetadata => sheet.projector_metadata(),
    };
    if let Err(error) = save::text(&format!("{}{}", sheet.file_stem(), kind.names().1), &text) {
        lab.state.status.announce(error.to_string());
    }
}
