//! Confirmations, and copying.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{clipboard, clock};
use crate::ui::state::use_app;

/// How long a confirmation stays, in milliseconds.
const STAYS_MS: u32 = 4_000;

/// Shows a confirmation for a few seconds.
pub fn show(text: impl Into<String>) {
    let state = use_app();
    let text = text.into();
    state.toast.set(Some(text.clone()));
    spawn_local(async move {
        clock::sleep_ms(STAYS_MS).await;
        if state.toast.try_get_untracked().flatten().as_ref() == Some(&text) {
            state.toast.try_set(None);
        }
    });
}

/// Copies a text and says so.
pub fn copy(text: String) {
    let owner = Owner::current();
    spawn_local(async move {
        let said = match clipboard::copy(&text).await {
            Ok(()) => "Copied".to_owned(),
            Err(message) => message,
        };
        if let Some(owner) = owner {
            owner.with(|| show(said));
        }
    });
}
