//! Confirmations, and copying.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{clipboard, clock};
use crate::ui::state::{AppState, use_app};

/// How long a confirmation stays, in milliseconds.
const STAYS_MS: u32 = 4_000;

/// How long one stays that offers something to press, in milliseconds.
const OFFER_STAYS_MS: u32 = 12_000;

/// Shows a confirmation for a few seconds.
pub fn show(text: impl Into<String>) {
    say(use_app(), text);
}

/// Like [`show`], where the state is at hand.
pub fn say<T: Into<String>>(state: AppState, text: T) {
    stay(state, text.into(), STAYS_MS);
}

/// Like [`say`], with a button that takes the replaced draft back.
pub fn offer_undo(state: AppState, text: String) {
    state.status.undo.try_set(Some(text.clone()));
    stay(state, text, OFFER_STAYS_MS);
}

fn stay(state: AppState, text: String, stays_ms: u32) {
    state.status.toast.try_set(Some(text.clone()));
    spawn_local(async move {
        clock::sleep_ms(stays_ms).await;
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
