//! What is kept on this device: the draft, what is filled in in the other views, and the theme. Never a credential, never an endpoint, never the mode.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use super::arrive;
use crate::experiment::Draft;
use crate::experiment::document::lab::LabKind;
use crate::platform::{focus, storage};
use crate::ui::state::{AppState, Theme};

/// Name of the stored draft.
const DRAFT: &str = "outcrop.draft.1";
/// Name of the stored theme.
const THEME: &str = "outcrop.theme";

/// The draft of the last visit, or the first experiment.
pub fn draft() -> Draft {
    read(DRAFT).unwrap_or_default()
}

/// What is stored under a name. A text that cannot be read is kept beside, so that nothing typed is lost.
pub fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = storage::read(name)?;
    let read = serde_json::from_str(&text).ok();
    if read.is_none() {
        storage::write(&format!("{name}.unread"), &text);
    }
    read
}

/// The draft as it was last stored.
pub fn stored_draft() -> Option<String> {
    storage::read(DRAFT)
}

/// Name under which the reader's own draft is put aside while another one is on the page.
pub const MINE: &str = "outcrop.draft.mine";

/// Whether a draft or what is filled in in another view was put aside and not taken back.
pub fn has_put_aside() -> bool {
    [MINE, lab_aside(LabKind::Embeddings), lab_aside(LabKind::Images)].iter().any(|name| storage::read(name).is_some())
}

/// Name under which is stored what is filled in in a view.
pub fn lab(kind: LabKind) -> &'static str {
    match kind {
        LabKind::Embeddings => "outcrop.embeddings.1",
        LabKind::Images => "outcrop.images.1",
    }
}

/// Name under which it is put aside while something else is in the view.
pub fn lab_aside(kind: LabKind) -> &'static str {
    match kind {
        LabKind::Embeddings => "outcrop.embeddings.mine",
        LabKind::Images => "outcrop.images.mine",
    }
}

/// The theme of the last visit.
pub fn theme() -> Theme {
    match storage::read(THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Keeps draft and theme from now on.
pub fn keep(state: AppState) {
    Effect::new(move |_| {
        // A draft is plain data: it always becomes JSON.
        let Ok(text) = serde_json::to_string(&*state.draft.read()) else { return };
        match state.borrowed.get() {
            // What came by a link and is only looked at is not the reader's own.
            Some(borrowed) if borrowed == text => return,
            Some(_) => {
                state.borrowed.set(None);
                spawn_local(async move {
                    // Without the part, the fragment stays.
                    let _ = arrive::late::edited(state).await;
                });
            }
            None => {}
        }
        storage::write(DRAFT, &text);
    });
    Effect::new(move |_| {
        let name = match state.theme.get() {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        focus::set_root_attribute("data-theme", name);
        match name {
            Some(name) => {
                storage::write(THEME, name);
            }
            None => storage::remove(THEME),
        }
    });
}
