//! What covers the user's own work: an experiment from a link, a file or the history, or a draft that reproduces an
//! error.
//!
//! It shows what [`crate::experiment::document::visit`] decides; only `controllers::visit` writes it, and
//! `controllers::lessons` the draft under a lesson.

use leptos::prelude::*;

use super::Slot;
use crate::experiment::document::visit::{SharedAnswers, Source};
use crate::experiment::run::session::RunId;
use crate::experiment::{Api, Draft};

/// An experiment from a link or a file, as its banner shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrived {
    /// Its source; `None` if an earlier visit left it undecided.
    pub source: Option<Source>,
    /// Its title.
    pub title: String,
    /// Its note.
    pub note: String,
    /// What was left out, and what could not be filled in.
    pub notes: Vec<String>,
    /// Whether the user has work of their own below it.
    pub has_own: bool,
    /// Whether the user has kept it: its title and note stay.
    pub is_kept: bool,
    /// Why it could not be opened.
    pub error: Option<String>,
}

/// Answers from a link or a file, and the playground's last run before them: a later run replaces them.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The answers.
    pub answers: SharedAnswers,
    /// The last run before they arrived.
    pub after: RunId,
}

thread_local! {
    /// Apart from the others: the state is passed by value, and what is rarely there need not be in it.
    static LESSON: Slot<RwSignal<Option<Draft>>> = const { Slot::new() };
}

/// What covers the user's own work.
#[derive(Clone, Copy)]
pub struct Overlay {
    /// The experiment from a link or a file, until the user decides.
    pub arrived: RwSignal<Option<Arrived>>,
    /// Its answers.
    pub shared: RwSignal<Option<Shared>>,
    /// Whether the playground shows something other than the user's own draft, which the device keeps meanwhile.
    pub covered: RwSignal<bool>,
    /// Whether a draft that reproduces an error replaces the user's own.
    pub reproducing: RwSignal<bool>,
    /// The user's draft that an example or a new start has replaced, until it is restored.
    pub replaced: RwSignal<Option<Draft>>,
}

impl Overlay {
    /// No overlay.
    pub(super) fn new() -> Self {
        Self {
            arrived: RwSignal::new(None),
            shared: RwSignal::new(None),
            covered: RwSignal::new(false),
            reproducing: RwSignal::new(false),
            replaced: RwSignal::new(None),
        }
    }

    /// While a lesson is open, which has a draft of its own: the draft of the playground from before. The device keeps it.
    #[expect(clippy::unused_self, reason = "it is reached like the rest of the state")]
    pub fn lesson(self) -> RwSignal<Option<Draft>> {
        LESSON.with(|lesson| lesson.get(|| RwSignal::new(None)))
    }

    /// Whether a lesson is open; tracked.
    pub fn teaches(self) -> bool {
        self.lesson().read().is_some()
    }

    /// Whether a lesson is open.
    pub fn teaches_untracked(self) -> bool {
        self.lesson().with_untracked(Option::is_some)
    }

    /// Whether there is an answer of this API from a link or a file that no run has replaced.
    pub fn has_answer(self, api: Api, last: RunId) -> bool {
        self.shared
            .read()
            .as_ref()
            .is_some_and(|shared| shared.after == last && shared.answers.of(api).next().is_some())
    }
}
