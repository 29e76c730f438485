//! Confirmations, and copying.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{clipboard, clock};
use crate::ui::state::{AppState, use_app};

/// How long a confirmation stays, in milliseconds.
const STAYS_MS: u32 = 4_000;

/// Shows a confirmation for a few seconds.
pub fn show(text: impl Into<String>) {
    say(use_app(), text);
}

/// Like [`show`], where the state is at hand.
pub fn say(state: AppState, text: impl Into<String>) {
    let text = text.into();
    state.status.toast.try_set(Some(text.clone()));
    spawn_local(async move {
        clock::sleep_ms(STAYS_MS).await;
        if state.status.toast.try_get_untracked().flatten().as_ref() == Some(&text) {
            state.status.toast.try_set(None);
        }
    });
}

/// Copies a text and says so.
pub fn copy(text: String) {
    let state = use_app();
    spawn_local(async move {
        let message = match clipboard::copy(&text).await {
            Ok(()) => "Copied",
            Err(_) => clipboard::DENIED,
        };
        say(state, message);
    });
}
