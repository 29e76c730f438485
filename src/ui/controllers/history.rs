//! The history of this device: it keeps each finished run and performs the user's actions on runs.
//!
//! Every change is a transaction of its own on a fresh connection, so two tabs never overwrite each other's runs.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::toast;
use crate::experiment::Draft;
use crate::experiment::document::history::{Entry, HEAD_CHARACTERS, Head, Listed, MOST_RUNS, surplus};
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
    if database.count().await? <= MOST_RUNS {
        return Ok(key);
    }
    let (mut known, mut at) = (Vec::new(), None);
    while let Some(record) = database.before(at).await? {
        at = Some(record.key);
        let head = Head::of_beginning(&record.beginning(HEAD_CHARACTERS)).or_else(|| {
            Entry::from_json(&record.whole()).map(|entry| Head { at_ms: entry.at_ms, pinned: entry.pinned })
        });
        known.extend(head.map(|Head { at_ms, pinned }| (record.key, at_ms, pinned)));
    }
    let surplus = surplus(&known);
    if !surplus.is_empty() {
        database.delete(&surplus).await?;
    }
    Ok(key)
}

/// Does work on the store, beside what the page does.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    spawn_local(work);
}

/// The runs that a search found, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The runs.
    pub runs: Vec<(Key, Listed)>,
    /// Whether older ones were not looked at, because there are enough.
    pub has_more: bool,
    /// Whether the search goes on.
    pub is_searching: bool,
}

/// Finds this many runs, a record at a time, so that a history of any size blocks nothing. `take` gets what was found so far,
/// and ends the search with `false`.
pub async fn find(search: &str, wanted: usize, take: impl Fn(Found) -> bool) -> Result<(), BrowserError> {
    /// How many records are read between two reports.
    const REPORT: usize = 20;
    let database = database::open().await?;
    let (mut found, mut at, mut looked_at) = (Found { is_searching: true, ..Found::default() }, None, 0);
    while let Some(record) = database.before(at).await? {
        at = Some(record.key);
        looked_at += 1;
        if let Some(entry) = Entry::from_json(&record.whole()).filter(|entry| entry.matches(search)) {
            if found.runs.len() == wanted {
                found.has_more = true;
                break;
            }
            found.runs.push((record.key, Listed::of(&entry)));
        }
        if looked_at % REPORT == 0 && !take(found.clone()) {
            return Ok(());
        }
    }
    found.is_searching = false;
    take(found);
    Ok(())
}

/// The stored entry.
pub async fn get(key: Key) -> Result<Option<Entry>, BrowserError> {
    Ok(database::open().await?.get(key).await?.and_then(|text| Entry::from_json(&text)))
}

/// Changes the stored entry. One that another tab has deleted stays deleted.
pub async fn change(key: Key, change: impl FnOnce(&mut Entry)) -> Result<(), BrowserError> {
    if let Some(mut entry) = get(key).await? {
        change(&mut entry);
        put(key, &entry).await?;
    }
    Ok(())
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
