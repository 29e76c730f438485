//! Confirmations, and copying.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{clipboard, clock};
use crate::ui::late::PartError;
use crate::ui::state::{AppState, use_app};

/// How long a confirmation is shown, in milliseconds.
const STAYS_MS: u32 = 4_000;

/// How long a confirmation with a button is shown, in milliseconds.
const OFFER_STAYS_MS: u32 = 12_000;

/// Shows a confirmation for a few seconds.
pub fn show(text: impl Into<String>) {
    say(use_app(), text);
}

/// Like [`show`], for callers that have the state.
pub fn say<T: Into<String>>(state: AppState, text: T) {
    stay(state, text.into(), STAYS_MS);
}

/// Like [`say`], with a button that restores the replaced draft.
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

/// Copies a text and confirms it.
pub fn copy(text: String) {
    copy_late(async move { Ok(text) });
}

/// Copies a text that a late part writes, once that part is loaded, and confirms it.
pub fn copy_late(text: impl Future<Output = Result<String, PartError>> + 'static) {
    let state = use_app();
    spawn_local(async move {
        let message = match text.await {
            // What was copied before is worth more than nothing.
            Ok(text) if text.is_empty() => "There is nothing to copy yet".to_owned(),
            Ok(text) => match clipboard::copy(&text).await {
                Ok(()) => "Copied".to_owned(),
                Err(_) => clipboard::DENIED.to_owned(),
            },
            Err(error) => error.to_string(),
        };
        say(state, message);
    });
}
