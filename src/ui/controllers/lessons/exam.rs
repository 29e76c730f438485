//! The final check: twelve items drawn for a name, as a lesson without hints and solutions.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::stored;
use crate::lesson::exam;
use crate::lesson::step::{Lesson, Start, Step};
use crate::page::lessons::{Address, class_code};
use crate::platform::{fragment, storage};

/// The name of the check among the lessons.
pub const ID: &str = "exam";

/// The storage key of the draw.
const DRAW: &str = "outcrop.lessons.1.exam";

/// For whom the items are drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draw {
    /// The learner's name.
    pub name: String,
    /// The code of the class; empty for none.
    pub class: String,
    /// The attempt, from 1.
    pub attempt: u32,
}

/// The last draw; none before the first.
pub fn last() -> Option<Draw> {
    let draw: Draw = serde_json::from_str(&storage::read(DRAW)?).ok()?;
    (draw.attempt > 0).then_some(draw)
}

/// The items of the last draw, as a lesson.
pub fn lesson() -> Option<Lesson> {
    let Draw { name, class, attempt } = last()?;
    let items = exam::items(&class, &name, attempt);
    let steps = items.into_iter().enumerate().filter_map(|(place, item)| {
        let Lesson { start, steps, .. } = item;
        let step = steps.into_iter().next()?;
        let start = joined(start, step.start);
        Some(Step { id: (place + 1).to_string(), start: Some(start), hint: Vec::new(), ..step })
    });
    Some(Lesson {
        id: ID.to_owned(),
        title: "Final check".to_owned(),
        minutes: 30,
        after: format!("{} of {} items pass.", exam::PASS, exam::ITEMS),
        start: Start::default(),
        steps: steps.collect(),
    })
}

/// The start of an item, with that of its step on top.
fn joined(start: Start, step: Option<Start>) -> Start {
    let Some(step) = step else { return start };
    Start {
        place: step.place.or(start.place),
        experiment: step.experiment.or(start.experiment),
        fault: step.fault.or(start.fault),
        program: step.program.or(start.program),
        account: [start.account, step.account].concat(),
    }
}

/// Draws the items for a name and opens the first one. Another draw for the same name is the next attempt.
pub fn begin(desk: Desk, name: &str, class: &str) {
    let (name, class) = (name.trim().to_owned(), class_code(class));
    let before = last().filter(|last| last.name == name && last.class == class);
    let draw = Draw { attempt: before.map_or(1, |last| last.attempt + 1), name, class };
    desk.progress.update(|progress| progress.forget(ID));
    stored::write_progress(desk);
    if let Ok(text) = serde_json::to_string(&draw) {
        // Without storage, a reload draws nothing again.
        let _ = storage::write(DRAW, &text);
    }
    super::library::forget_exam();
    fragment::go(&Address::new(ID, 0).fragment());
}

/// How many items of the last draw hold, and how many there are.
pub fn score(desk: Desk) -> Option<(usize, usize)> {
    last()?;
    let steps: Vec<String> = (1..=exam::ITEMS).map(|place| place.to_string()).collect();
    let done = desk.progress.with(|progress| progress.count(ID, steps.iter().map(String::as_str)));
    Some((done, exam::ITEMS))
}
