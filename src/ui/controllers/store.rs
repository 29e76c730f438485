//! What is kept on this device: the draft and the theme. Never a credential, never an endpoint, never the mode.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::experiment::Draft;
use crate::platform::{focus, storage};
use crate::ui::lazy;
use crate::ui::state::{AppState, Theme};

/// Name of the stored draft.
const DRAFT: &str = "outcrop.draft.1";
/// Name of the stored theme.
const THEME: &str = "outcrop.theme";

/// The draft of the last visit, or the first experiment. A stored text that cannot be read is kept beside, so that nothing
/// typed is lost.
pub fn draft() -> Draft {
    let Some(text) = storage::read(DRAFT) else { return Draft::default() };
    serde_json::from_str(&text).unwrap_or_else(|_| {
        storage::write("outcrop.draft.unread", &text);
        Draft::default()
    })
}

/// The draft as it was last stored.
pub fn stored_draft() -> Option<String> {
    storage::read(DRAFT)
}

/// Name under which the reader's own draft is put aside while another one is on the page.
pub const MINE: &str = "outcrop.draft.mine";

/// Whether a draft was put aside and not taken back.
pub fn has_put_aside() -> bool {
    storage::read(MINE).is_some()
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
                    let _ = lazy::edited(state).await;
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
