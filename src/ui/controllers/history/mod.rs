//! The history of this device: it keeps each finished run and performs the user's actions on runs.
//!
//! [`stored`] writes and reads the runs, [`index`] keeps the index over them and makes room, and [`find`](mod@find) lists and searches.
//! A run is read only when it is opened, changed or saved, or when a search asks for words that the index does not have.
//!
//! Every change is a transaction of its own on a fresh connection, so two tabs never overwrite each other's runs.

mod find;
mod index;
mod stored;
mod unread;

use leptos::prelude::*;
use leptos::task::spawn_local;

pub use self::find::{Found, find, rows};
pub use self::index::complete;
pub use self::stored::{add, change, clear, delete, put, text};
pub use self::unread::{Unread, forget_unread, save_unread, unread};
use super::toast;
use crate::experiment::Draft;
use crate::experiment::document::history::Entry;
use crate::experiment::run::session::Session;
pub use crate::platform::database::Key;
use crate::platform::{BrowserError, storage};
use crate::ui::state::AppState;

/// The storage key of the switch.
const SWITCH: &str = "outcrop.history";
/// Its value for off.
const OFF: &str = "off";

/// Whether runs are kept.
pub fn is_on() -> bool {
    storage::read(SWITCH).as_deref() != Some(OFF)
}

/// Turns keeping on or off. Existing runs stay.
pub fn switch(on: Switch) {
    match on {
        Switch::On => storage::remove(SWITCH),
        Switch::Off => {
            // If storage is blocked, no run is kept anyway.
            let _ = storage::write(SWITCH, OFF);
        }
    }
}

/// Whether runs are to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    Off,
}

/// The entry of the playground's run that has just ended, with its form.
pub fn entry_of_run(state: AppState) -> Option<Entry> {
    state.run.session.with_untracked(|session| state.run.sent.with_value(|draft| entry_of(draft, session)))
}

/// The entry of a finished run. A replayed recording is not a run.
pub fn entry_of(draft: &Draft, session: &Session) -> Option<Entry> {
    let began = session.exchanges().map(|call| call.started_at).min()?;
    let played = session.exchanges().any(|call| call.recorded_at.is_some());
    (!played).then(|| Entry::of(draft, session.exchanges(), began))
}

/// Keeps an entry, if runs are kept.
pub async fn keep(state: AppState, entry: &Entry) {
    if !is_on() {
        return;
    }
    if let Err(error) = add(entry).await {
        toast::say(state, format!("The run is not in the history. {}", advice(&error)));
    }
}

/// Why the history failed, and what the user can do about it.
pub fn advice(error: &BrowserError) -> String {
    if *error == BrowserError::QuotaExceeded {
        format!("{error}. Delete runs, or clear the history")
    } else {
        error.to_string()
    }
}

/// Does work on the store, beside what the page does.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    spawn_local(work);
}

/// The late part of this file; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
pub mod late {
    use futures_util::future::LocalBoxFuture;
    use leptos::prelude::WithUntracked;
    use wasm_split_helpers::wasm_split;

    use crate::experiment::run::session::RunId;
    use crate::ui::controllers::cost::totals;
    use crate::ui::late::PartError;
    use crate::ui::state::AppState;

    /// Counts and keeps the finished run, unless the next one started before this part was loaded.
    #[wasm_split(share, fallible)]
    pub fn keep_run(state: AppState, run: RunId) -> Result<LocalBoxFuture<'static, ()>, PartError> {
        let is_over = state.run.session.with_untracked(|session| session.run == run && !session.is_running());
        // What is run in a lesson is not the user's own work.
        if !is_over || state.overlay.teaches_untracked() {
            return Ok(Box::pin(async {}));
        }
        crate::ui::controllers::lessons::know();
        state.run.session.with_untracked(|session| totals::add(state, session.exchanges()));
        let entry = super::entry_of_run(state);
        Ok(Box::pin(async move {
            if let Some(entry) = entry {
                super::keep(state, &entry).await;
            }
        }))
    }
}
