//! The runs: added, read, changed and removed, each with its record of the index.
//!
//! A run is written before its record, so a visit that ends between the two leaves a run without a record: [`super::index`] makes it.

use leptos::task::spawn_local;

use super::index;
use crate::experiment::document::history::{Entry, Indexed, MOST_RUNS};
use crate::platform::BrowserError;
use crate::platform::database::{Key, runs};

/// Adds an entry. Where there are too many, the oldest ones are removed after it. No other run is read.
pub async fn add(entry: &Entry) -> Result<Key, BrowserError> {
    let text = entry.to_json();
    let stored = runs::open().await?;
    let key = stored.add(&text).await?;
    index::note(key, &Indexed::of(entry, text.len())).await;
    if stored.count().await.is_ok_and(|count| count > MOST_RUNS) {
        spawn_local(async {
            // The next run tries again.
            let _ = index::make_room().await;
        });
    }
    Ok(key)
}

/// The stored text of a run.
pub async fn text(key: Key) -> Result<Option<String>, BrowserError> {
    Ok(runs::open().await?.get(key).await?.map(|run| run.whole()))
}

/// The stored entry; `None` if there is none, or if this version cannot read it.
pub async fn get(key: Key) -> Result<Option<Entry>, BrowserError> {
    Ok(text(key).await?.and_then(|text| Entry::from_json(&text)))
}

/// Changes the stored entry. One that another tab has deleted stays deleted.
pub async fn change(key: Key, change: impl FnOnce(&mut Entry)) -> Result<(), BrowserError> {
    if let Some(mut entry) = get(key).await? {
        change(&mut entry);
        put(key, &entry.to_json()).await?;
    }
    Ok(())
}

/// Writes the text of a changed or restored run.
pub async fn put(key: Key, text: &str) -> Result<(), BrowserError> {
    // The record of the old text must not outlive it.
    index::forget(&[key]).await;
    runs::open().await?.put(key, text).await?;
    index::note(key, &Indexed::of_stored(text)).await;
    Ok(())
}

/// Removes one run.
pub async fn delete(key: Key) -> Result<(), BrowserError> {
    runs::open().await?.delete(&[key]).await?;
    index::forget(&[key]).await;
    Ok(())
}

/// Removes every run.
pub async fn clear() -> Result<(), BrowserError> {
    runs::open().await?.clear().await?;
    index::forget_all().await;
    Ok(())
}
