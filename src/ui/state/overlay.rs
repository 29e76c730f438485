//! What lies over the reader's own work: an experiment from a link, a file or the history, or a draft that reproduces an error.
//!
//! It shows what [`crate::experiment::document::visit`] decides; only `controllers::visit` writes it.

use leptos::prelude::*;

use crate::experiment::Api;
use crate::experiment::document::visit::{SharedAnswers, Source};
use crate::experiment::run::session::RunId;

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
    /// Whether the reader has work of their own below it.
    pub has_own: bool,
    /// Whether it is the reader's by now: title and note stay.
    pub is_kept: bool,
    /// Why nothing could be opened.
    pub error: Option<String>,
}

/// Answers that came by a link or a file, and the last run of the playground before that: a later one replaces them.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The answers.
    pub answers: SharedAnswers,
    /// The last run before they came.
    pub after: RunId,
}

/// What lies over the reader's own work.
#[derive(Clone, Copy)]
pub struct Overlay {
    /// What came by a link or a file, until its reader has decided.
    pub arrived: RwSignal<Option<Arrived>>,
    /// The answers that came with it.
    pub shared: RwSignal<Option<Shared>>,
    /// Whether the playground shows something other than the reader's own draft: while it does, the device keeps the own one.
    pub covered: RwSignal<bool>,
    /// Whether a draft that reproduces an error is in place of the reader's own.
    pub reproducing: RwSignal<bool>,
}

impl Overlay {
    /// The reader's own work.
    pub(super) fn new() -> Self {
        Self {
            arrived: RwSignal::new(None),
            shared: RwSignal::new(None),
            covered: RwSignal::new(false),
            reproducing: RwSignal::new(false),
        }
    }

    /// Whether an answer of this API came that no run has replaced.
    pub fn has_answer(self, api: Api, last: RunId) -> bool {
        self.shared
            .read()
            .as_ref()
            .is_some_and(|shared| shared.after == last && shared.answers.of(api).next().is_some())
    }
}
