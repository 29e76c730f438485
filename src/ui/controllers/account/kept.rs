//! The simulator's account on this device: kept if the reader wants it, with its clock, and as a file.
//!
//! A stored account that cannot be read is left as it is: nothing overwrites it until the reader starts a new one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use web_sys::File;

use crate::platform::{files, save, storage};
use crate::simulator::account::Account;
use crate::ui::controllers::{parts, toast};
use crate::ui::state::{AppState, Mode, Slot};

/// The storage key of the account.
const KEY: &str = "outcrop.account.1";
/// The name of a saved account.
const FILE: &str = "SIMULATED-outcrop-account.json";

/// What the page knows of the account.
#[derive(Clone, Copy)]
pub struct Kept {
    /// How far its clock is ahead, in milliseconds.
    pub ahead_ms: RwSignal<i64>,
    /// Whether it is kept on this device.
    pub on_device: RwSignal<bool>,
    /// Why a stored account or a file could not be read.
    pub error: RwSignal<Option<String>>,
    /// Counts the changes that did not come from a call: the clock was moved, or the account replaced.
    pub moves: RwSignal<u32>,
    is_restored: StoredValue<bool>,
}

thread_local! {
    static KEPT: Slot<Kept> = const { Slot::new() };
}

/// The account's signals.
pub fn kept() -> Kept {
    KEPT.with(|kept| {
        kept.get(|| Kept {
            ahead_ms: RwSignal::new(0),
            on_device: RwSignal::new(storage::read(KEY).is_some()),
            error: RwSignal::new(None),
            moves: RwSignal::new(0),
            is_restored: StoredValue::new(false),
        })
    })
}

/// Puts this account in place of the one in the page; the error says why it cannot be read.
async fn replace(text: String) -> Result<i64, String> {
    let outcome = parts::with_account(Box::new(move |account| match Account::from_json(&text) {
        Ok(read) => {
            *account = read;
            json!(account.clock.ahead_ms)
        }
        Err(error) => json!(error.to_string()),
    }));
    match outcome.await.map_err(|error| error.to_string())? {
        Value::String(error) => Err(error),
        ahead => Ok(ahead.as_i64().unwrap_or_default()),
    }
}

/// Reads the stored account, once, before the first call of a visit.
pub async fn restore(state: AppState) {
    let kept = kept();
    if state.mode.get_untracked() != Mode::Simulator
        || kept.is_restored.get_value()
        || state.overlay.teaches_untracked()
    {
        return;
    }
    kept.is_restored.set_value(true);
    let Some(text) = storage::read(KEY) else { return };
    match replace(text).await {
        Ok(ahead) => kept.ahead_ms.set(ahead),
        Err(error) => {
            kept.on_device.set(false);
            kept.error.set(Some(format!("The account on this device stays as it is and is not used. {error}")));
        }
    }
}

/// The account as a text.
///
/// # Errors
/// When the simulator does not load.
pub async fn text() -> Result<String, String> {
    match parts::with_account(Box::new(|account| json!(account.to_json()))).await {
        Ok(Value::String(text)) => Ok(text),
        Ok(_) => Ok(String::new()),
        Err(error) => Err(error.to_string()),
    }
}

/// Puts another account in place of the one in the page; an empty text stands for a new one. Nothing is stored.
///
/// # Errors
/// When the text is not an account; the one in the page then stays.
pub async fn put(text: String) -> Result<(), String> {
    let text = if text.is_empty() { Account::default().to_json() } else { text };
    let ahead = replace(text).await?;
    let kept = kept();
    kept.ahead_ms.set(ahead);
    kept.moves.update(|moves| *moves += 1);
    Ok(())
}

/// Stores the account after a call, if it is kept on this device.
pub async fn store(state: AppState) {
    let kept = kept();
    // The account of a lesson is not the user's.
    if state.mode.get_untracked() != Mode::Simulator
        || !kept.on_device.get_untracked()
        || state.overlay.teaches_untracked()
    {
        return;
    }
    if let Ok(Value::String(text)) = parts::with_account(Box::new(|account| json!(account.to_json()))).await
        && storage::write(KEY, &text).is_err()
    {
        kept.on_device.set(false);
        kept.error.set(Some("This device did not keep the account: its storage is full or blocked".to_owned()));
    }
}

/// Keeps the account on this device from now on, or removes it from there.
pub fn keep(state: AppState, on_device: bool) {
    if state.overlay.teaches_untracked() {
        toast::say(state, "A lesson has an account of its own. Leave the lesson first");
        return;
    }
    let kept = kept();
    if kept.error.get_untracked().is_some()
        && let Some(text) = storage::read(KEY)
    {
        // The stored account may be the one that could not be read.
        storage::set_aside(KEY, &text);
    }
    kept.error.set(None);
    kept.on_device.set(on_device);
    spawn_local(async move {
        if on_device {
            kept.is_restored.set_value(true);
            store(state).await;
        } else {
            storage::remove(KEY);
        }
    });
}

/// Moves the account's clock forward.
pub fn forward(state: AppState, ms: i64) {
    spawn_local(move_on(state, ms));
}

/// Moves the account's clock forward, and returns when that is done and stored.
pub async fn move_on(state: AppState, ms: i64) {
    let kept = kept();
    restore(state).await;
    let moved = parts::with_account(Box::new(move |account| {
        account.clock.forward(ms);
        json!(account.clock.ahead_ms)
    }));
    match moved.await {
        Ok(ahead) => {
            kept.ahead_ms.set(ahead.as_i64().unwrap_or_default());
            kept.moves.update(|moves| *moves += 1);
            store(state).await;
        }
        Err(error) => kept.error.set(Some(error.to_string())),
    }
}

/// Starts a new account.
pub fn reset(state: AppState) {
    let kept = kept();
    spawn_local(async move {
        let made = parts::with_account(Box::new(|account| {
            *account = Account::default();
            Value::Null
        }));
        if made.await.is_ok() {
            kept.is_restored.set_value(true);
            kept.ahead_ms.set(0);
            kept.error.set(None);
            kept.moves.update(|moves| *moves += 1);
            store(state).await;
            toast::say(state, "The simulator has a new, empty account");
        }
    });
}

/// Saves the account as a file.
pub fn save_file(state: AppState) {
    let kept = kept();
    spawn_local(async move {
        restore(state).await;
        if let Ok(Value::String(text)) = parts::with_account(Box::new(|account| json!(account.to_json()))).await
            && let Err(error) = save::text(FILE, &text)
        {
            kept.error.set(Some(error.to_string()));
        }
    });
}

/// Puts the account of a file in place of the one in the page. One that cannot be read replaces nothing.
pub fn open_file(state: AppState, file: File) {
    let kept = kept();
    spawn_local(async move {
        let read = match files::read(file).await {
            Ok((_, bytes)) => replace(String::from_utf8_lossy(&bytes).into_owned()).await,
            Err(error) => Err(error.to_string()),
        };
        match read {
            Ok(ahead) => {
                kept.is_restored.set_value(true);
                kept.ahead_ms.set(ahead);
                kept.error.set(None);
                kept.moves.update(|moves| *moves += 1);
                store(state).await;
                toast::say(state, "The simulator has the account of the file");
            }
            Err(error) => kept.error.set(Some(format!("The file was not opened. {error}"))),
        }
    });
}
