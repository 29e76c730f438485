//! Brings the page to the start of a step: by its own start, or by the solutions of the steps before it.

use std::sync::Arc;

use leptos::prelude::*;

use super::perform;
use crate::experiment::document::lab::LabKind;
use crate::experiment::run::session::Session;
use crate::experiment::{Draft, Experiment, Subject};
use crate::lesson::journal::Journal;
use crate::lesson::step::{Lesson, Place, Start, Step};
use crate::page::{AnswerView, Inspect};
use crate::simulator::Pacing;
use crate::simulator::break_it::Choice;
use crate::ui::controllers::account::kept;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::draw;
use crate::ui::controllers::road;
use crate::ui::controllers::visit::labs::{Filled, Labs};
use crate::ui::state::inspected::{self, FrameChoice, SignatureChoice};
use crate::ui::widgets::json_view::Lit;

/// Begins a step where the page is now.
pub async fn begin_step(desk: Desk, step: &Step) -> Result<(), String> {
    desk.journal.update(Journal::begin);
    desk.clear_step();
    if let Some(start) = &step.start {
        begin(desk, step, start).await?;
        desk.journal.update(Journal::begin);
    }
    Ok(())
}

/// Brings the page to the start of a step, from wherever it is: the solutions of the steps before it are played at once.
///
/// # Errors
/// When a solution could not be played.
pub async fn arrive(desk: Desk, lesson: &Arc<Lesson>, step: usize) -> Result<(), String> {
    let turn = desk.next_turn();
    desk.is_arriving.set(true);
    desk.is_playing.set(true);
    road::pace(Pacing::Instant);
    let outcome = Box::pin(replay(desk, lesson, step, turn)).await;
    if desk.turn() == turn {
        road::pace(Pacing::Plausible);
        desk.is_playing.set(false);
        desk.is_arriving.set(false);
    }
    outcome
}

/// After each wait, the lesson may have been left: then the page holds the user's own work, and nothing may be put into it.
async fn replay(desk: Desk, lesson: &Lesson, place: usize, turn: u32) -> Result<(), String> {
    // An account that cannot be made new stays as it is, and the calls say what is wrong.
    let _ = kept::put(String::new()).await;
    if !desk.goes_on(turn) {
        return Ok(());
    }
    clear(desk);
    begin(desk, &Step::default(), &lesson.start).await?;
    // The items of the final check do not build on each other.
    let chained = if lesson.id == draw::ID { 0 } else { place };
    for before in lesson.steps.iter().take(chained) {
        if !desk.goes_on(turn) {
            return Ok(());
        }
        begin_step(desk, before).await?;
        if !desk.goes_on(turn) {
            return Ok(());
        }
        perform::all(desk, before, &before.solve).await?;
    }
    match lesson.steps.get(place).filter(|_| desk.goes_on(turn)) {
        Some(step) => begin_step(desk, step).await,
        None => Ok(()),
    }
}

/// An empty bench.
fn clear(desk: Desk) {
    let state = desk.state;
    desk.journal.set(Journal::default());
    desk.clear_step();
    desk.program.set(String::new());
    state.draft.set(Draft::default());
    state.mishap.set(None);
    state.run.session.set(Session::default());
    state.place.inspect.set(Inspect::Response);
    state.place.maximised.set(false);
    state.reading.answer_view.set(AnswerView::Json);
    state.reading.lit.set(Lit::default());
    inspected::answers_lit().set(Lit::default());
    let SignatureChoice { mistake, broken, .. } = SignatureChoice::of_page();
    mistake.set(Choice::Nothing);
    broken.set(None);
    FrameChoice::of_page().flip.set(None);
    for kind in LabKind::ALL {
        Labs::of_page().fill(kind, None);
    }
}

/// Applies a start. What it does not name stays.
async fn begin(desk: Desk, step: &Step, start: &Start) -> Result<(), String> {
    if start.is_empty() {
        return Ok(());
    }
    let state = desk.state;
    let filled = start.experiment.as_ref().map(|experiment| fill(desk, experiment));
    state.mishap.set(start.fault);
    let written = start.program.as_ref().map(|program| {
        desk.program.set(program.clone());
        Place::Program
    });
    if let Some(place) = start.place.or(written).or(filled) {
        perform::open(desk, place).await;
    }
    perform::all(desk, step, &start.account).await
}

/// Fills the forms as a link would, and says where.
fn fill(desk: Desk, experiment: &Experiment) -> Place {
    let state = desk.state;
    match &experiment.subject {
        Subject::Playground(draft) | Subject::Compare(draft, _) => {
            state.draft.set(draft.clone());
            state.run.session.set(Session::default());
            let tab = &experiment.view.tab;
            if let Some((tab, _)) = Inspect::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(tab)) {
                state.place.inspect.set(*tab);
            }
            Place::Playground
        }
        Subject::Lab(lab) => {
            state.draft.update(|draft| draft.region.clone_from(&lab.region));
            Labs::of_page().fill(lab.kind, Some(Filled { lab: lab.clone(), tab: experiment.view.tab.clone() }));
            match lab.kind {
                LabKind::Embeddings => Place::Embeddings,
                LabKind::Images => Place::Images,
                LabKind::Explorer => Place::Explorer,
            }
        }
    }
}
