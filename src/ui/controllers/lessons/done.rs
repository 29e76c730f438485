//! What was done in the steps that are met, kept on this device to be handed in.

use crate::lesson::bench::Bench;
use crate::lesson::hand_in::HandIn;
use crate::lesson::journal::Journal;
use crate::lesson::progress::{State, StepRecord};
use crate::platform::storage;

/// The storage key.
const KEY: &str = "outcrop.lessons.1.done";

/// What can be handed in, without a name.
pub fn stored() -> HandIn {
    let nothing = || HandIn::new("", "", 0);
    let Some(text) = storage::read(KEY) else { return nothing() };
    HandIn::from_json(&text).unwrap_or_else(|_| {
        storage::set_aside(KEY, &text);
        nothing()
    })
}

/// Notes a step that is met, with what was done in it and what is kept of it.
pub fn note(lesson: &str, step: &str, journal: Journal, record: &StepRecord) {
    let mut bench = Bench::default();
    bench.journal = journal;
    let mut hand_in = stored();
    hand_in.add(lesson, step, &bench);
    if let Some(handed) = hand_in.steps.last_mut() {
        handed.shown = record.state == State::Shown;
        handed.hints = record.hints;
        handed.seconds = record.seconds;
    }
    // Without storage there is nothing to hand in, and the lesson goes on.
    let _ = storage::write(KEY, &hand_in.to_json());
}

/// Forgets what can be handed in.
pub fn forget() {
    storage::remove(KEY);
}

/// How many steps can be handed in.
pub fn count() -> usize {
    stored().steps.len()
}
