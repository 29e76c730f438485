//! The list of the dialog: which runs are found, and which of them are drawn.
//!
//! Only the numbers of the runs that a search found are in memory, and the records of those that are drawn.

use std::cell::Cell;
use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::experiment::document::history::{Entry, Indexed};
use crate::experiment::document::visit::Event;
use crate::platform::BrowserError;
use crate::text::number;
use crate::ui::controllers::explorer::history as calls;
use crate::ui::controllers::history::{self, Found, Key};
use crate::ui::controllers::{toast, visit};
use crate::ui::state::AppState;

/// How many runs are drawn at first, and how many more a press shows.
const STEP: usize = 40;
/// The most runs that are drawn at once.
const MOST_DRAWN: usize = 2 * STEP;
/// How many are drawn in one task.
const IN_A_TASK: usize = 10;

/// A run that is drawn.
#[derive(Clone)]
pub struct Row {
    /// Its number.
    pub key: Key,
    /// What is shown of it.
    pub shown: ArcRwSignal<Indexed>,
}

/// A run that was deleted in this dialog.
#[derive(Clone)]
pub struct Deleted {
    /// What the list called it.
    pub name: String,
    key: Key,
    text: String,
}

/// Which way the window over the list moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// To newer runs.
    Newer,
    /// To older runs.
    Older,
}

/// The state of the dialog.
#[derive(Clone, Copy)]
pub struct List {
    state: AppState,
    /// What the search has found so far.
    pub found: RwSignal<Option<Found>>,
    /// The runs that are drawn.
    pub rows: RwSignal<Vec<Row>>,
    /// The first place that is drawn, and the one after the last.
    window: RwSignal<(usize, usize)>,
    /// Why the last action failed.
    pub error: RwSignal<Option<String>>,
    /// The words of the search.
    pub search: RwSignal<String>,
    /// The run that was deleted last.
    pub deleted: RwSignal<Option<Deleted>>,
    /// The run that is being renamed.
    pub renaming: RwSignal<Option<Key>>,
    /// Whether the user was asked to confirm that everything is deleted.
    pub clearing: RwSignal<bool>,
    /// The number of the last search: an earlier one ends.
    latest: StoredValue<u32>,
    /// The number of the last drawing: an earlier one ends.
    drawing: StoredValue<u32>,
}

impl List {
    /// The list of all runs.
    pub fn new(state: AppState) -> Self {
        let list = Self {
            state,
            found: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            window: RwSignal::new((0, STEP)),
            error: RwSignal::new(None),
            search: RwSignal::default(),
            deleted: RwSignal::new(None),
            renaming: RwSignal::new(None),
            clearing: RwSignal::new(false),
            latest: StoredValue::new(0),
            drawing: StoredValue::new(0),
        };
        list.act(async { Ok(()) });
        history::spawn(async move {
            // The rest is read when it is shown or searched.
            let _ = history::complete(move || list.latest.try_get_value().is_some()).await;
        });
        list
    }

    /// Searches for these words, from the newest run on.
    pub fn search(self, words: String) {
        self.search.set(words);
        self.window.set((0, STEP));
        self.act(async { Ok(()) });
    }

    /// Changes the store, then searches again.
    pub fn act(self, work: impl Future<Output = Result<(), BrowserError>> + 'static) {
        let this = next(self.latest);
        let search = self.search.try_get_untracked().unwrap_or_default();
        history::spawn(async move {
            let done = work.await;
            let is_latest = move || this.is_some() && self.latest.try_get_value() == this;
            let is_drawn = Cell::new(false);
            let read = history::find(&search, |found| {
                if !is_latest() {
                    return false;
                }
                let is_over = found.left.is_none();
                let is_new =
                    self.found.with_untracked(|before| before.as_ref().is_none_or(|before| before.keys != found.keys));
                self.found.set(Some(found));
                // The search goes on for many reports: what it found before is not read again for each.
                if is_new || is_over || !is_drawn.replace(true) {
                    self.draw();
                }
                true
            })
            .await;
            if is_latest() {
                self.error.try_set(done.err().or(read.err()).map(|error| history::advice(&error)));
            }
        });
    }

    /// Draws the runs of the window, some in each task. Those that are drawn already stay until they are read again.
    fn draw(self) {
        let this = next(self.drawing);
        let (first, end) = self.window.get_untracked();
        let found = self.found.with_untracked(|found| found.as_ref().map(|found| (found.keys.len(), found.left)));
        let Some((count, left)) = found else { return };
        if count == 0 && left.is_some() {
            // A search that found nothing yet leaves what is on the screen.
            return;
        }
        let keys = self.found.with_untracked(|found| {
            let keys = found.as_ref().map(|found| found.keys.as_slice()).unwrap_or_default();
            keys.get(first.min(keys.len())..end.min(keys.len())).unwrap_or_default().to_vec()
        });
        let mut known: BTreeMap<Key, Row> =
            self.rows.with_untracked(|rows| rows.iter().map(|row| (row.key, row.clone())).collect());
        history::spawn(async move {
            if keys.is_empty() {
                self.rows.try_set(Vec::new());
            }
            for slice in keys.chunks(IN_A_TASK) {
                let read = history::rows(slice).await;
                if self.drawing.try_get_value() != this {
                    return;
                }
                let mut read: BTreeMap<Key, Indexed> = match read {
                    Ok(read) => read.into_iter().collect(),
                    Err(error) => {
                        self.error.try_set(Some(history::advice(&error)));
                        return;
                    }
                };
                for key in slice {
                    match (read.remove(key), known.get(key)) {
                        (Some(record), Some(row)) => {
                            if row.shown.with_untracked(|shown| *shown != record) {
                                row.shown.set(record);
                            }
                        }
                        (Some(record), None) => {
                            known.insert(*key, Row { key: *key, shown: ArcRwSignal::new(record) });
                        }
                        (None, _) => {
                            known.remove(key);
                        }
                    }
                }
                self.rows.try_set(keys.iter().filter_map(|key| known.get(key).cloned()).collect());
            }
        });
    }

    /// How many runs the search found so far.
    fn count(self) -> usize {
        self.found.with(|found| found.as_ref().map_or(0, |found| found.keys.len()))
    }

    /// Whether there are runs beyond the drawn ones, that way.
    pub fn has(self, towards: Towards) -> bool {
        let (first, end) = self.window.get();
        match towards {
            Towards::Newer => first > 0,
            Towards::Older => end < self.count(),
        }
    }

    /// Moves the window.
    pub fn go(self, towards: Towards) {
        self.window.update(|(first, end)| match towards {
            Towards::Older => {
                *end += STEP;
                *first = (*first).max(end.saturating_sub(MOST_DRAWN));
            }
            Towards::Newer => {
                *first = first.saturating_sub(STEP);
                *end = (*end).min(*first + MOST_DRAWN);
            }
        });
        self.draw();
    }

    /// Which runs are drawn, and how far the search is.
    pub fn status(self) -> String {
        let (first, end) = self.window.get();
        let count = self.count();
        let end = end.min(count);
        let mut status = if first == 0 && end == count {
            String::new()
        } else {
            let [first, end, count] = [first + 1, end, count].map(|number| number::grouped(number as u64));
            format!("Runs {first} to {end} of {count}. ")
        };
        let left = self.found.with(|found| found.as_ref().and_then(|found| found.left));
        if let Some(left) = left.filter(|left| *left > 0) {
            status.extend(["Searching ", &number::count(left as u64, "more run"), "…"]);
        }
        status
    }

    /// The place of a run among all that were found, from 1.
    pub fn place(self, key: Key) -> Option<usize> {
        let found = self.found.read_untracked();
        found.as_ref()?.keys.binary_search_by(|other| key.cmp(other)).ok().map(|place| place + 1)
    }

    /// Changes an entry.
    pub fn change(self, key: Key, change: impl FnOnce(&mut Entry) + 'static) {
        self.act(history::change(key, change));
    }

    /// Does something with the stored text of a run.
    pub fn with_text(self, key: Key, act: impl FnOnce(String) + 'static) {
        history::spawn(async move {
            match history::text(key).await {
                Ok(Some(text)) => act(text),
                Ok(None) => self.act(async { Ok(()) }),
                Err(error) => {
                    self.error.try_set(Some(history::advice(&error)));
                }
            }
        });
    }

    /// Deletes a run; it can be put back while the dialog is open.
    pub fn delete(self, key: Key, name: String) {
        self.with_text(key, move |text| {
            self.deleted.try_set(Some(Deleted { name, key, text }));
            self.act(history::delete(key));
        });
    }

    /// Puts the deleted run back.
    pub fn undo(self) {
        if let Some(Deleted { key, text, .. }) = self.deleted.get_untracked() {
            self.deleted.set(None);
            self.act(async move { history::put(key, &text).await });
        }
    }

    /// Deletes every run.
    pub fn clear(self) {
        self.clearing.set(false);
        self.deleted.set(None);
        self.act(history::clear());
    }

    /// Fills the form with a run.
    pub fn restore(self, key: Key) {
        self.with_text(key, move |text| {
            let Some(entry) = Entry::from_json(&text) else { return };
            let into = if let Some(lab) = entry.lab {
                calls::open(self.state, lab);
                "the Explorer"
            } else {
                visit::apply(self.state, Event::Restored(entry.draft));
                "the playground"
            };
            self.state.place.dialog.set(None);
            toast::show(format!("Restored into {into}. Nothing was sent"));
        });
    }
}

/// The next number; `None` once the dialog is gone.
fn next(number: StoredValue<u32>) -> Option<u32> {
    number.try_update_value(|number| {
        *number += 1;
        *number
    })
}
