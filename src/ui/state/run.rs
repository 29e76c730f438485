//! The last run of the playground, and the totals of this visit.

use leptos::prelude::*;

use crate::aws::intake;
use crate::experiment::Draft;
use crate::experiment::run::metrics::{Metrics, Total};
use crate::experiment::run::session::Session;
use crate::ui::memo::memo;

/// The last run, and the sum of all runs.
#[derive(Clone, Copy)]
pub struct Run {
    /// The last run.
    pub session: RwSignal<Session>,
    /// The form at the start of the last run.
    pub sent: StoredValue<Draft>,
    /// The most bytes that are received of a response.
    pub most_bytes: RwSignal<usize>,
    /// Whether a call is running.
    pub running: Memo<bool>,
    total: StoredValue<Total>,
    total_words: RwSignal<String>,
}

impl Run {
    /// No run yet.
    pub(super) fn new() -> Self {
        let session = RwSignal::new(Session::default());
        Self {
            session,
            sent: StoredValue::new(Draft::default()),
            most_bytes: RwSignal::new(intake::USUAL),
            running: memo(move || session.with(Session::is_running)),
            total: StoredValue::new(Total::default()),
            total_words: RwSignal::new(String::new()),
        }
    }

    /// The totals of this visit; empty before the first call has ended. Tracked.
    pub fn total_words(self) -> String {
        self.total_words.get()
    }

    /// Adds finished calls to the totals.
    pub fn add(self, calls: impl Iterator<Item = Metrics>) {
        let words = self.total.try_update_value(|total| {
            calls.for_each(|call| total.add(&call));
            (total.calls > 0).then(|| total.words())
        });
        if let Some(Some(words)) = words {
            self.total_words.set(words);
        }
    }
}
