//! What was done in the steps that are met, kept on this device to be handed in.

use std::cell::RefCell;

use super::stored;
use crate::lesson::bench::Bench;
use crate::lesson::exam::SET;
use crate::lesson::hand_in::HandIn;
use crate::lesson::journal::Journal;
use crate::lesson::progress::{State, StepRecord};
use crate::platform::storage;

/// The storage key.
const KEY: &str = "outcrop.lessons.1.done";

thread_local! {
    /// What the device did not take; it lasts as long as the page.
    static UNSTORED: RefCell<Option<HandIn>> = const { RefCell::new(None) };
}

/// What can be handed in, without a name. Work of another set of lessons cannot be replayed any more.
pub fn stored() -> HandIn {
    let device = storage::read_shared(KEY)
        .and_then(|text| HandIn::from_json(&text).map_err(|_| storage::set_aside(KEY, &text)).ok());
    let device = device.filter(|hand_in| hand_in.set == SET).unwrap_or_else(|| HandIn::new("", "", 0));
    UNSTORED.with_borrow(|unstored| match unstored {
        Some(unstored) => unstored.clone().joined(device),
        None => device,
    })
}

/// Notes a step that is met, with what was done in it and what is kept of it. Says whether the device has it now.
pub fn note(lesson: &str, step: &str, draw: &str, journal: Journal, record: &StepRecord) -> bool {
    let mut bench = Bench::default();
    bench.journal = journal;
    let mut hand_in = stored();
    hand_in.add(lesson, step, &bench);
    if let Some(handed) = hand_in.steps.last_mut() {
        draw.clone_into(&mut handed.draw);
        handed.shown = record.state == State::Shown;
        handed.hints = record.hints;
        handed.seconds = record.seconds;
    }
    write(hand_in)
}

fn write(hand_in: HandIn) -> bool {
    let text = hand_in.to_json();
    // What could not be read again would take everything before it along.
    let is_stored = HandIn::from_json(&text).is_ok() && stored::write(KEY, &text);
    UNSTORED.set((!is_stored).then_some(hand_in));
    is_stored
}

/// Forgets what can be handed in.
pub fn forget() {
    storage::remove(KEY);
    UNSTORED.set(None);
}

/// Forgets what was done in a lesson.
pub fn forget_lesson(lesson: &str) {
    let mut hand_in = stored();
    hand_in.steps.retain(|handed| handed.lesson != lesson);
    write(hand_in);
}

/// How many steps can be handed in.
pub fn count() -> usize {
    stored().steps.len()
}
