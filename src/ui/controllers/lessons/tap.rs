//! What the page passes to an open lesson: calls that end, and rows that the reader chooses. Without a lesson, nothing is made.

use std::cell::Cell;

use leptos::prelude::*;

use crate::lesson::journal::{Embeddings, Entry};
use crate::ui::state::Slot;

thread_local! {
    static TAKES: Cell<Option<fn(Entry)>> = const { Cell::new(None) };
    static STUDY: Slot<RwSignal<Option<Signal<Option<Embeddings>>>>> = const { Slot::new() };
}

/// Passes what happens to this function from now on; `None` to no longer do so.
pub fn open(takes: Option<fn(Entry)>) {
    TAKES.set(takes);
}

/// Passes what happened, if a lesson is open.
pub fn pass(entry: impl FnOnce() -> Option<Entry>) {
    if let Some(takes) = TAKES.get()
        && let Some(entry) = entry()
    {
        takes(entry);
    }
}

/// The last run of the embeddings view, once that view was opened. It is read only while a lesson is open.
pub fn study() -> RwSignal<Option<Signal<Option<Embeddings>>>> {
    STUDY.with(|study| study.get(|| RwSignal::new(None)))
}
