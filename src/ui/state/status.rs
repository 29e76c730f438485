//! Short-lived messages: on screen, and for screen readers.

use leptos::prelude::*;

/// The confirmation on screen, and the text of the status region.
#[derive(Clone, Copy)]
pub struct Status {
    /// A confirmation that is on screen for a few seconds.
    pub toast: RwSignal<Option<String>>,
    /// The confirmation with a button that restores the draft, if it has one.
    pub undo: RwSignal<Option<String>>,
    /// The selector of an answer that arrived out of sight.
    pub out_of_sight: RwSignal<Option<&'static str>>,
    /// The text of the status region, which a screen reader reads aloud.
    pub announcement: RwSignal<String>,
}

impl Status {
    /// No message.
    pub(super) fn new() -> Self {
        Self {
            toast: RwSignal::new(None),
            undo: RwSignal::new(None),
            out_of_sight: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
        }
    }

    /// Puts a text into the status region.
    pub fn announce(self, text: impl Into<String>) {
        self.announcement.set(text.into());
    }
}
