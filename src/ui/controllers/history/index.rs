//! The index over the runs. It is derived from them: where it is absent, incomplete or full, the page reads the runs instead.

use crate::experiment::document::history::{Entry, HEAD_CHARACTERS, Head, Indexed, MOST_RUNS, absent};
use crate::platform::database::index::Stay;
use crate::platform::database::runs::Run;
use crate::platform::database::{Key, index, runs};
use crate::platform::{BrowserError, clock};

/// Whether the run of this record may be removed to make room.
pub fn stay(record: &Indexed) -> Stay {
    if record.pinned || record.is_unread { Stay::Kept } else { Stay::Loose }
}

/// Writes the record of a run.
pub async fn note(key: Key, record: &Indexed) {
    if let Ok(index) = index::open().await {
        // Without it, the run is read when the list shows it.
        let _ = index.put(key, &record.to_json(), stay(record)).await;
    }
}

/// Removes the records of runs.
pub async fn forget(keys: &[Key]) {
    if let Ok(index) = index::open().await {
        // A record without a run is not shown.
        let _ = index.delete(keys).await;
    }
}

/// Removes every record.
pub async fn forget_all() {
    if let Ok(index) = index::open().await {
        // As above.
        let _ = index.clear().await;
    }
}

/// Makes the records that are missing, one run at a time, while `goes_on`, and removes those whose run is gone. It can end at any point
/// and goes on from there the next time. Runs have no record if an earlier version of the page stored them, or if a visit ended early.
pub async fn complete(goes_on: impl Fn() -> bool) -> Result<(), BrowserError> {
    let index = index::open().await?;
    // In this order: a run is written before its record, so a record of which the run is absent later is that of a deleted run.
    let indexed = index.keys().await?;
    let runs = runs::open().await?;
    let stored = runs.keys().await?;
    let gone = absent(&indexed, &stored);
    if !gone.is_empty() {
        index.delete(&gone).await?;
    }
    for key in absent(&stored, &indexed).into_iter().rev() {
        if !goes_on() {
            break;
        }
        if let Some(run) = runs.get(key).await? {
            let record = Indexed::of_stored(&run.whole());
            index.add(key, &record.to_json(), stay(&record)).await?;
        }
        clock::turn().await;
    }
    Ok(())
}

/// Removes the oldest runs over the limit. A tab with an earlier version of the page may have pinned one without a note in the index, so
/// the beginning of a run is read before it is removed.
pub async fn make_room() -> Result<(), BrowserError> {
    complete(|| true).await?;
    let (index, runs) = (index::open().await?, runs::open().await?);
    let loose = index.loose().await?;
    for key in loose.iter().take(loose.len().saturating_sub(MOST_RUNS)) {
        match runs.get(*key).await? {
            Some(run) if is_pinned(&run) => {
                let record = Indexed::of_stored(&run.whole());
                index.put(*key, &record.to_json(), stay(&record)).await?;
            }
            Some(_) | None => {
                runs.delete(&[*key]).await?;
                index.delete(&[*key]).await?;
            }
        }
    }
    Ok(())
}

fn is_pinned(run: &Run) -> bool {
    let head = Head::of_beginning(&run.beginning(HEAD_CHARACTERS)).map(|head| head.pinned);
    head.unwrap_or_else(|| Entry::from_json(&run.whole()).is_none_or(|entry| entry.pinned))
}
