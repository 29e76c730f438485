//! The bench of the open lesson, kept on this device so that a reload resumes it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::desk::Desk;
use super::stored::BENCH;
use crate::experiment::document::lab::LabKind;
use crate::experiment::{Draft, Experiment, Subject};
use crate::lesson::journal::Placement;
use crate::platform::storage;
use crate::share::stored as document;
use crate::simulator::Mishap;
use crate::ui::controllers::visit::labs::{Filled, Labs};

/// The bench of a step, as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Bench {
    lesson: String,
    step: String,
    draft: String,
    program: String,
    fault: String,
    bins: Vec<Option<usize>>,
    order: Vec<usize>,
    /// What the cards were drawn by.
    pub round: u32,
    labs: Vec<String>,
}

impl Bench {
    /// The stored bench of this step; `None` if another step or none is stored.
    pub fn of(lesson: &str, step: &str) -> Option<Self> {
        let text = storage::read(BENCH)?;
        let Ok(bench) = serde_json::from_str::<Self>(&text) else {
            storage::set_aside(BENCH, &text);
            return None;
        };
        (bench.lesson == lesson && bench.step == step).then_some(bench)
    }

    /// Puts it into the page, but for the round, which the lesson was opened with.
    pub fn fill(self, desk: Desk) {
        let state = desk.state;
        if let Some(draft) = Draft::from_json(&self.draft) {
            state.draft.set(draft.repaired().0);
        }
        state.mishap.set(Mishap::from_key(&self.fault));
        desk.program.set(self.program);
        desk.placement.set(Placement { bins: self.bins, order: self.order });
        for text in &self.labs {
            if let Some(Experiment { subject: Subject::Lab(lab), view, .. }) = document::read(text) {
                Labs::of_page().fill(lab.kind, Some(Filled { lab, tab: view.tab }));
            }
        }
    }
}

/// Forgets the bench of this lesson.
pub fn forget(lesson: &str) {
    let stored = storage::read(BENCH).and_then(|text| serde_json::from_str::<Bench>(&text).ok());
    if stored.is_some_and(|bench| bench.lesson == lesson) {
        storage::remove(BENCH);
    }
}

/// Stores the bench after each change, until the calling view is gone.
pub fn follow(desk: Desk) {
    let state = desk.state;
    Effect::new(move |_| {
        let (draft, placement) = (state.draft.get(), desk.placement.get());
        let (program, fault) = (desk.program.get(), state.mishap.get());
        desk.journal.track();
        let (lesson, step) = (desk.lesson.get(), desk.step.get());
        let Some(lesson) = lesson.filter(|_| state.overlay.teaches_untracked()) else { return };
        let labs = LabKind::ALL.into_iter().filter_map(|kind| Labs::of_page().now(kind));
        let bench = Bench {
            step: lesson.steps.get(step).map(|step| step.id.clone()).unwrap_or_default(),
            lesson: lesson.id.clone(),
            draft: draft.to_json(),
            program,
            fault: fault.map(Mishap::key).unwrap_or_default().to_owned(),
            bins: placement.bins,
            order: placement.order,
            round: desk.round.get_value(),
            labs: labs.map(|filled| document::write(&Experiment::new(Subject::Lab(filled.lab)))).collect(),
        };
        if let Ok(text) = serde_json::to_string(&bench) {
            // A refused bench lasts as long as the page, which the panel then says.
            desk.keeps_bench.set(storage::write(BENCH, &text).is_ok());
        }
    });
}
