//! From step to step, and out of the lesson.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::pass_on::address;
use super::{perform, start};
use crate::lesson::journal::Entry;
use crate::lesson::progress::Progress;
use crate::lesson::step::{Lesson, Place};
use crate::page::View;
use crate::page::lessons::Address;
use crate::platform::{clock, focus, fragment, frame};
use crate::ui::controllers::lessons::desk::{Desk, Size};
use crate::ui::controllers::lessons::{Left, bench, done, hand_in, library, own, resume, stored};
use crate::ui::controllers::{store, toast};
use crate::ui::state::AppState;

/// Opens the lesson that the address names. While a step is being prepared, the address may change again.
pub fn open(state: AppState) {
    let desk = Desk::of_page();
    let whole: Option<fn(Desk)> = match fragment::read().get(..3) {
        Some("#t=") => Some(hand_in::open_address),
        Some("#l=") => Some(own::open_address),
        Some(_) | None => None,
    };
    if let Some(open_address) = whole {
        bench::give_back(state);
        state.place.view.set(View::Lessons);
        open_address(desk);
        return;
    }
    hand_in::Table::of_page().arrived.set(None);
    if desk.is_opening.try_update_value(|is_opening| std::mem::replace(is_opening, true)) == Some(true) {
        return;
    }
    spawn_local(async move {
        let mut opened = None;
        while let Some(address) = Address::parse(&fragment::read()).filter(|address| opened.as_ref() != Some(address)) {
            opened = Some(address.clone());
            open_at(state, desk, address).await;
        }
        desk.is_opening.set_value(false);
    });
}

async fn open_at(state: AppState, desk: Desk, address: Address) {
    let Some(lesson) = library::find(&address.lesson) else {
        toast::say(state, format!("There is no lesson “{}”", address.lesson));
        fragment::replace(View::Lessons.address());
        bench::give_back(state);
        state.place.view.set(View::Lessons);
        return;
    };
    if let Err(why) = enter(desk, lesson, address).await {
        desk.error.set(Some(format!("The step cannot be prepared: {why}")));
    }
}

async fn enter(desk: Desk, lesson: Arc<Lesson>, address: Address) -> Result<(), String> {
    let state = desk.state;
    let last = lesson.steps.len().saturating_sub(1);
    let place = address.step.min(last);
    let is_open = state.overlay.teaches_untracked();
    let before = desk.lesson.with_untracked(|open| open.as_ref().map(|open| open.id.clone())).filter(|_| is_open);
    let is_same = before.as_ref() == Some(&lesson.id);
    let here = desk.step.get_untracked();
    if is_same && here == place {
        return Ok(());
    }
    let goes_on = is_same && place == here + 1 && desk.is_done.get_untracked();
    let Some(step) = lesson.steps.get(place).cloned() else { return Ok(()) };
    let kept = if is_open { None } else { resume::Bench::of(&lesson.id, &step.id) };
    bench::put_aside(state, store::settle).await;
    desk.class.set(address.class);
    let lesson = if is_same {
        desk.lesson.get_untracked().unwrap_or(lesson)
    } else {
        desk.round.set_value(kept.as_ref().map_or_else(|| first_round(desk), |kept| kept.round));
        desk.deal(&lesson)
    };
    let Some(step) = lesson.steps.get(place).cloned() else { return Ok(()) };
    desk.step.set(place);
    desk.lesson.set(Some(lesson.clone()));
    desk.size.set(Size::Half);
    desk.opened_at.set_value(clock::now());
    desk.change_progress(|progress| progress.last = Some((lesson.id.clone(), step.id.clone())));
    if goes_on {
        desk.next_turn();
        desk.is_playing.set(false);
        start::begin_step(desk, &step).await?;
    } else {
        start::arrive(desk, &lesson, place).await?;
        if let Some(kept) = kept.filter(|_| state.overlay.teaches_untracked()) {
            kept.fill(desk);
        }
    }
    Ok(())
}

/// The round that a lesson begins with: one for a whole class; otherwise another one at each visit.
fn first_round(desk: Desk) -> u32 {
    let seconds = u32::try_from(clock::now().0 / 1_000).unwrap_or_default();
    if desk.class.with_untracked(String::is_empty) { seconds } else { 0 }
}

/// Goes to another step of the open lesson.
fn to(desk: Desk, step: usize) {
    fragment::go(&Address { step, ..address(desk) }.fragment());
    frame::next(|| {
        focus::bring_into_view("#lesson [aria-current=\"step\"]");
    });
}

/// Goes to the next step; after the last one, to the list.
pub fn next(desk: Desk) {
    let step = untrack(|| desk.step.get() + 1);
    if step < untrack(|| desk.steps()) { to(desk, step) } else { close(desk) }
}

/// Goes to the step before.
pub fn back(desk: Desk) {
    if let Some(step) = desk.step.get_untracked().checked_sub(1) {
        to(desk, step);
    }
}

/// Closes the lesson: the list is shown, and the user's own work is back.
pub fn close(desk: Desk) {
    let _ = desk;
    fragment::go(View::Lessons.address());
}

/// The address has become that of a view.
pub fn left_for(state: AppState, view: View) -> Left {
    let open = state.place.view.get_untracked();
    let is_within = view == View::Explorer && open == View::Explorer && state.overlay.teaches_untracked();
    if is_within {
        // A place in the Explorer belongs to the lesson, which keeps its address.
        let address = address(Desk::of_page()).fragment();
        frame::next(move || fragment::replace(&address));
        return Left::No;
    }
    bench::give_back(state);
    Left::Yes
}

/// Starts the step again.
pub fn reset(desk: Desk) {
    let Some(lesson) = desk.lesson.get_untracked() else { return };
    let place = desk.step.get_untracked();
    let lesson = drawn_again(desk, place).unwrap_or(lesson);
    spawn_local(async move {
        if let Err(why) = start::arrive(desk, &lesson, place).await {
            desk.error.set(Some(format!("The step cannot be prepared: {why}")));
        }
    });
}

/// The lesson with other cards, if this step deals some.
fn drawn_again(desk: Desk, place: usize) -> Option<Arc<Lesson>> {
    let (id, _) = desk.names()?;
    let whole = library::find(&id)?;
    whole.steps.get(place)?.cards.deal?;
    desk.round.update_value(|round| *round = round.wrapping_add(1));
    let lesson = desk.deal(&whole);
    desk.lesson.set(Some(lesson.clone()));
    Some(lesson)
}

/// Plays the solution in the page. The step counts as shown, not as done.
pub fn show_me(desk: Desk) {
    let (Some(lesson), Some(step)) = (desk.lesson.get_untracked(), desk.step_untracked()) else { return };
    if desk.is_playing.get_untracked() {
        return;
    }
    let place = desk.step.get_untracked();
    spawn_local(async move {
        let outcome = async {
            // From where the step begins: what was tried so far may be in the way.
            start::arrive(desk, &lesson, place).await?;
            let turn = desk.turn();
            if !desk.goes_on(turn) {
                return Ok(());
            }
            desk.is_shown.set(true);
            desk.is_playing.set(true);
            let outcome = perform::all(desk, &step, &step.solve).await;
            if desk.turn() == turn {
                desk.is_playing.set(false);
            }
            outcome
        }
        .await;
        if let Err(why) = outcome {
            desk.error.set(Some(format!("The solution cannot be shown: {why}")));
        }
    });
}

/// The part of the page that the step needs; tracked.
pub fn place(desk: Desk) -> Place {
    match desk.state.place.view.get() {
        View::Playground | View::Compare => Place::Playground,
        View::Embeddings => Place::Embeddings,
        View::Images => Place::Images,
        View::Explorer => Place::Explorer,
        View::Lessons => Place::Program,
    }
}

/// The refusal that the last attempt met, with its code.
pub fn refusal(desk: Desk) -> Option<(String, String)> {
    let journal = desk.journal.read();
    let last = journal.of_step().iter().rev().find_map(|entry| match entry {
        Entry::Call(call) => Some(call.error.as_ref().map(|error| (error.code.clone(), error.message.clone()))),
        Entry::Operation(call) => Some(call.error.as_ref().map(|error| (error.code.clone(), error.message.clone()))),
        Entry::Program(program) => Some((!program.error.is_empty()).then(|| (String::new(), program.error.clone()))),
        Entry::Signature(_)
        | Entry::Glass(_)
        | Entry::Embeddings(_)
        | Entry::Caret(_)
        | Entry::Pin(_)
        | Entry::Guess(_)
        | Entry::Answer(_)
        | Entry::Cards(_)
        | Entry::Account(_) => None,
    });
    last.flatten()
}

/// The reader reviews a lesson: it is not offered again for three days.
pub fn review(desk: Desk, lesson: &str) {
    desk.change_progress(|progress| progress.reviewed(lesson, clock::now()));
}

/// The reader does not want to review anything now.
pub fn not_now(desk: Desk) {
    desk.change_progress(|progress| progress.dismissed = Some(clock::now().0));
}

/// Forgets the progress in all lessons.
pub fn forget(desk: Desk) {
    stored::forget();
    done::forget();
    desk.progress.set(Progress::default());
    toast::say(desk.state, "Your progress is forgotten");
}
