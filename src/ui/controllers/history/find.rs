//! Lists and searches the runs: first the index, in slices, then the runs of which the index does not have enough, one at a time.

use super::index::stay;
use crate::experiment::document::history::{Entry, Find, Indexed, words};
use crate::platform::database::runs::Runs;
use crate::platform::database::{Key, index, runs};
use crate::platform::{BrowserError, clock};

/// How many records of the index are read at once.
const SLICE: usize = 50;
/// How many runs are read between two reports.
const REPORT: usize = 10;
/// Milliseconds that a search waits before it reads runs, so that typing on starts nothing.
const PAUSE_MS: u32 = 250;

/// The runs that a search has found so far, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The numbers of the runs.
    pub keys: Vec<Key>,
    /// How many runs are still to be searched; `None` at the end.
    pub left: Option<usize>,
}

/// Finds runs. `take` gets what was found so far, and ends the search with `false`.
pub async fn find(search: &str, take: impl Fn(Found) -> bool) -> Result<(), BrowserError> {
    let runs = runs::open().await?;
    let mut stored = runs.keys().await?;
    stored.reverse();
    let words = words(search);
    if words.is_empty() {
        take(Found { keys: stored, left: None });
        return Ok(());
    }
    let index = index::open().await.ok();
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for (place, slice) in stored.chunks(SLICE).enumerate() {
        let (Some(newest), Some(oldest)) = (slice.first(), slice.last()) else { break };
        let records = match &index {
            Some(index) => index.between(*oldest, *newest).await.unwrap_or_default(),
            None => Vec::new(),
        };
        for key in slice {
            let record = records.binary_search_by_key(key, |(key, _)| *key).ok().and_then(|at| records.get(at));
            match record.and_then(|(_, text)| Indexed::from_json(text)).map(|record| record.find(&words)) {
                Some(Find::Yes) => found.push(*key),
                Some(Find::No) => {}
                Some(Find::Unknown) | None => unknown.push(*key),
            }
        }
        let left = stored.len().saturating_sub((place + 1) * SLICE) + unknown.len();
        if !take(Found { keys: found.clone(), left: Some(left) }) {
            return Ok(());
        }
        clock::turn().await;
    }
    if !unknown.is_empty() {
        clock::sleep_ms(PAUSE_MS).await;
    }
    for (place, key) in unknown.iter().enumerate() {
        let is_found = has(&runs, *key, search, &words).await?;
        if is_found {
            let at = found.partition_point(|other| other > key);
            found.insert(at, *key);
        }
        if (is_found || place % REPORT == 0)
            && !take(Found { keys: found.clone(), left: Some(unknown.len() - place - 1) })
        {
            return Ok(());
        }
    }
    take(Found { keys: found, left: None });
    Ok(())
}

/// Whether a run has every word of the search. Most runs without them are told without reading them as JSON.
async fn has(runs: &Runs, key: Key, search: &str, words: &[String]) -> Result<bool, BrowserError> {
    let Some(run) = runs.get(key).await? else { return Ok(false) };
    Ok(run.may_have(words) && Entry::from_json(&run.whole()).is_some_and(|entry| entry.matches(search)))
}

/// What a list shows of these runs, in their order. A run without a record is read, and gets one.
pub async fn rows(keys: &[Key]) -> Result<Vec<(Key, Indexed)>, BrowserError> {
    let index = index::open().await.ok();
    let known = match &index {
        Some(index) => index.get(keys).await.unwrap_or_default(),
        None => Vec::new(),
    };
    let mut rows = Vec::new();
    for (place, key) in keys.iter().enumerate() {
        let record = known.get(place).and_then(Option::as_ref).and_then(|text| Indexed::from_json(text));
        if let Some(record) = record {
            rows.push((*key, record));
        } else if let Some(run) = runs::open().await?.get(*key).await? {
            let record = Indexed::of_stored(&run.whole());
            if let Some(index) = &index {
                // Without room for it, the run is read again the next time.
                let _ = index.add(*key, &record.to_json(), stay(&record)).await;
            }
            rows.push((*key, record));
        }
    }
    Ok(rows)
}
