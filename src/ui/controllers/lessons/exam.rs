//! The final check: twelve items drawn for a name, as a lesson without hints and solutions.

use leptos::prelude::*;

use super::desk::Desk;
use super::draw::{self, Draw};
pub use super::draw::{ID, last};
use super::{done, library, resume};
use crate::lesson::exam;
use crate::page::lessons::{Address, class_code};
use crate::platform::fragment;

/// Draws the items for a name and opens the first one. Another draw for the same name is the next attempt.
pub fn begin(desk: Desk, name: &str, class: &str) {
    let (name, class) = (name.trim().to_owned(), class_code(class));
    let before = draw::last().filter(|last| last.name == name && last.class == class);
    let draw = Draw { attempt: before.map_or(1, |last| last.attempt + 1), name, class };
    desk.change_progress(|progress| progress.forget(ID));
    // The answers of another draw are not those of this one.
    done::forget_lesson(ID);
    resume::forget(ID);
    draw::write(&draw);
    library::forget_exam();
    fragment::go(&Address::new(ID, 0).fragment());
}

/// How many items of the last draw hold, and how many there are.
pub fn score(desk: Desk) -> Option<(usize, usize)> {
    draw::last()?;
    let steps: Vec<String> = (1..=exam::ITEMS).map(|place| place.to_string()).collect();
    let done = desk.progress.with(|progress| progress.count(ID, steps.iter().map(String::as_str)));
    Some((done, exam::ITEMS))
}
