//! What covers the user's own work: an experiment from a link, a file or the history, or a draft that reproduces an
//! error.
//!
//! It shows what [`crate::experiment::document::visit`] decides; only `controllers::visit` writes it.

use leptos::prelude::*;

use crate::experiment::Origin;
use crate::experiment::document::visit::Source;

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
    /// Its answers, with the origin that its author states.
    pub answers: Vec<(Origin, String)>,
    /// Why it could not be opened.
    pub error: Option<String>,
}

/// What covers the user's own work.
#[derive(Clone, Copy)]
pub struct Overlay {
    /// The experiment from a link or a file, until the user decides.
    pub arrived: RwSignal<Option<Arrived>>,
    /// Whether the playground shows something other than the user's own draft, which the device keeps meanwhile.
    pub covered: RwSignal<bool>,
    /// Whether a draft that reproduces an error replaces the user's own.
    pub reproducing: RwSignal<bool>,
}

impl Overlay {
    /// No overlay.
    pub(super) fn new() -> Self {
        Self { arrived: RwSignal::new(None), covered: RwSignal::new(false), reproducing: RwSignal::new(false) }
    }
}
