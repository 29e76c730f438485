//! The history of this device: it keeps each finished run and performs the user's actions on runs.
//!
//! Every change is a transaction of its own on a fresh connection, so two tabs never overwrite each other's runs.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::toast;
use crate::experiment::Draft;
use crate::experiment::document::history::{Entry, surplus};
use crate::experiment::run::session::Session;
pub use crate::platform::database::Key;
use crate::platform::{BrowserError, database, storage};
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

/// Adds an entry, and removes the oldest ones if there are too many.
pub async fn add(entry: &Entry) -> Result<Key, BrowserError> {
    let database = database::open().await?;
    let key = database.add(&entry.to_json()).await?;
    let entries = all_in(&database).await?;
    let known: Vec<(Key, i64, bool)> = entries.iter().map(|(key, entry)| (*key, entry.at_ms, entry.pinned)).collect();
    let surplus = surplus(&known);
    if !surplus.is_empty() {
        database.delete(&surplus).await?;
    }
    Ok(key)
}

/// Performs a change of the store, then reads all entries again. `take` gets both outcomes.
pub fn then_all(
    work: impl Future<Output = Result<(), BrowserError>> + 'static,
    take: impl FnOnce(Result<(), BrowserError>, Result<Vec<(Key, Entry)>, BrowserError>) + 'static,
) {
    spawn_local(async move {
        let done = work.await;
        take(done, all().await);
    });
}

/// All entries, newest first.
pub async fn all() -> Result<Vec<(Key, Entry)>, BrowserError> {
    all_in(&database::open().await?).await
}

async fn all_in(database: &database::Database) -> Result<Vec<(Key, Entry)>, BrowserError> {
    let records = database.all().await?;
    let mut entries: Vec<(Key, Entry)> =
        records.into_iter().filter_map(|(key, text)| Some((key, Entry::from_json(&text)?))).collect();
    entries.sort_unstable_by_key(|(key, entry)| std::cmp::Reverse((entry.at_ms, *key)));
    Ok(entries)
}

/// Writes a changed or restored entry.
pub async fn put(key: Key, entry: &Entry) -> Result<(), BrowserError> {
    database::open().await?.put(key, &entry.to_json()).await
}

/// Removes one entry.
pub async fn delete(key: Key) -> Result<(), BrowserError> {
    database::open().await?.delete(&[key]).await
}

/// Removes every entry.
pub async fn clear() -> Result<(), BrowserError> {
    database::open().await?.clear().await
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
        if state.run.session.with_untracked(|session| session.run != run || session.is_running()) {
            return Ok(Box::pin(async {}));
        }
        state.run.session.with_untracked(|session| totals::add(state, session.exchanges()));
        let entry = super::entry_of_run(state);
        Ok(Box::pin(async move {
            if let Some(entry) = entry {
                super::keep(state, &entry).await;
            }
        }))
    }
}
