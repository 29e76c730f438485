//! What lies over the reader's own work: an experiment from a link, a file or the history, or a draft that reproduces an error.
//!
//! It shows what [`crate::experiment::document::visit`] decides; only `controllers::visit` writes it.

use leptos::prelude::*;

use crate::experiment::document::visit::Source;
use crate::experiment::{Draft, Origin};

/// What came by a link or a file, as its banner shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrived {
    /// What it was opened from; `None` for what an earlier visit left undecided.
    pub source: Option<Source>,
    /// The title that its author gave it.
    pub title: String,
    /// The note that its author gave it.
    pub note: String,
    /// What was left out on the way, and what could not be filled in.
    pub notes: Vec<String>,
    /// The answers that came with it, and who gave them according to its author.
    pub answers: Vec<(Origin, String)>,
    /// Why nothing could be opened.
    pub error: Option<String>,
}

/// What lies over the reader's own work.
#[derive(Clone, Copy)]
pub struct Overlay {
    /// What came by a link or a file, until its reader has decided.
    pub arrived: RwSignal<Option<Arrived>>,
    /// Whether the playground shows something other than the reader's own draft: while it does, the device keeps the own one.
    pub covered: RwSignal<bool>,
    /// Whether a draft that reproduces an error is in place of the reader's own.
    pub reproducing: RwSignal<bool>,
    /// The reader's draft that an example or a new start has replaced, until it is taken back.
    pub replaced: RwSignal<Option<Draft>>,
}

impl Overlay {
    /// The reader's own work.
    pub(super) fn new() -> Self {
        Self {
            arrived: RwSignal::new(None),
            covered: RwSignal::new(false),
            reproducing: RwSignal::new(false),
            replaced: RwSignal::new(None),
        }
    }
}
