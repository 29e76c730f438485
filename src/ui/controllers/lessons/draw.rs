//! For whom the items of the final check are drawn, and the items as a lesson without hints.

use serde::{Deserialize, Serialize};

use crate::lesson::exam;
use crate::lesson::step::{Lesson, Start, Step};
use crate::platform::storage;

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

/// Keeps a draw. Without storage, a reload draws nothing again.
pub fn write(draw: &Draw) {
    if let Ok(text) = serde_json::to_string(draw) {
        let _ = storage::write(DRAW, &text);
    }
}
