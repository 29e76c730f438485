//! Performs actions in the page, one after another, as a person would: each waits for what the one before brought.

use leptos::prelude::*;
use serde_json::Value;

use super::lines::{change_line, put_order};
use super::{ask, labs, operation, program};
use crate::experiment::Api;
use crate::experiment::document::lab::{LabKind, LabText};
use crate::experiment::run::answer_json::{self, Shape};
use crate::experiment::run::exchange::Exchange;
use crate::lesson::action::{Action, Button};
use crate::lesson::bench::{self, edit};
use crate::lesson::journal::{Caret, Entry, Journal, Pane};
use crate::lesson::step::{Place, Step};
use crate::page::{Inspect, View};
use crate::platform::{clock, point};
use crate::simulator::account::clock::HOUR_MS;
use crate::simulator::break_it::Choice;
use crate::text::json as rows;
use crate::twin::HEADER_PLACE;
use crate::ui::controllers::account::kept;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{look, tap, watch};
use crate::ui::controllers::visit::labs as labs_of;
use crate::ui::controllers::{parts, view_actions};
use crate::ui::state::inspected::{self, FrameChoice, Lane, SignatureChoice};
use crate::ui::widgets::json_view::Lit;

/// How often is looked whether something has happened, in milliseconds.
const LOOK_MS: u32 = 20;
/// How many looks a start may take, such as of a view that is loaded first.
const START: u32 = 400;
/// How many looks a run may take: a stream at its slowest fault takes less.
const RUN: u32 = 3_000;

/// Performs the actions of a step.
///
/// # Errors
/// Why one could not be performed; the others are then left.
pub async fn all(desk: Desk, step: &Step, actions: &[Action]) -> Result<(), String> {
    let turn = desk.turn();
    for action in actions {
        if !desk.goes_on(turn) {
            return Ok(());
        }
        // One action may be many calls: its state is large.
        Box::pin(one(desk, step, action)).await?;
    }
    Ok(())
}

async fn one(desk: Desk, step: &Step, action: &Action) -> Result<(), String> {
    let state = desk.state;
    match action {
        Action::Open(place) => {
            open(desk, *place).await;
            Ok(())
        }
        Action::Press(Button::Run) => run(desk).await,
        Action::Press(button @ (Button::TryConverse | Button::CompareLengths | Button::Search)) => {
            open(desk, Place::Embeddings).await;
            press(desk, button.label()).await
        }
        Action::Model(model) => {
            match labs::kind(desk) {
                Some(LabKind::Embeddings) => labs::change_texts(desk, |texts| texts.model.clone_from(model)),
                Some(LabKind::Images) => labs::change_images(desk, |images| images.model.clone_from(model)),
                Some(LabKind::Explorer) | None => state.draft.update(|draft| draft.model.clone_from(model)),
            }
            settle().await;
            Ok(())
        }
        Action::Setting(pointer, value) => {
            let (pointer, value) = (pointer.clone(), value.clone());
            if labs::kind(desk) == Some(LabKind::Images) {
                labs::change_images(desk, |images| images.settings.set(&pointer, value));
            } else {
                labs::change_texts(desk, |texts| texts.settings.set(&pointer, value));
            }
            settle().await;
            Ok(())
        }
        Action::Unsetting(pointer) => {
            if labs::kind(desk) == Some(LabKind::Images) {
                labs::change_images(desk, |images| images.settings.unset(pointer));
            } else {
                labs::change_texts(desk, |texts| texts.settings.unset(pointer));
            }
            settle().await;
            Ok(())
        }
        Action::Texts(texts) => {
            let rows: Vec<LabText> = texts.iter().map(LabText::new).collect();
            labs::change_texts(desk, |input| input.texts.replace(rows));
            settle().await;
            Ok(())
        }
        Action::Query(query) => {
            open(desk, Place::Embeddings).await;
            if !tap::write_query(query.clone()) {
                labs::change_texts(desk, |texts| texts.query.clone_from(query));
            }
            settle().await;
            Ok(())
        }
        Action::Fault(fault) => {
            state.mishap.set(*fault);
            Ok(())
        }
        Action::Caret(pane, at) => put_caret(desk, *pane, at).await,
        Action::Pin(pane, at) => {
            pin(desk, *pane, at)?;
            settle().await;
            Ok(())
        }
        Action::Unpin => {
            state.reading.lit.set(Lit::default());
            inspected::answers_lit().set(Lit::default());
            settle().await;
            Ok(())
        }
        Action::Guess(guess) => {
            desk.push(Entry::Guess(guess.clone()));
            Ok(())
        }
        Action::Answer(value) => {
            desk.push(Entry::Answer(value.clone()));
            Ok(())
        }
        Action::Place(card, bin) => place_card(desk, step, card, bin).await,
        Action::Order(texts) => put_order(desk, step, texts),
        Action::Code(text) => {
            desk.program.set(text.clone());
            Ok(())
        }
        Action::CodeLine(number, text) => change_line(desk, *number, Some(text)),
        Action::RemoveLine(number) => change_line(desk, *number, None),
        Action::Operation(input) => operation::call(desk, input).await,
        Action::Call(call) => operation::model_call(desk, call).await,
        Action::Sign(word) => sign(desk, word).await,
        Action::Frame(number) => {
            let api = state.run.session.with_untracked(|session| {
                session.exchanges().find(|call| !call.frames.is_empty()).map(|call| call.operation.api())
            });
            state.place.inspect.set(Inspect::Frames);
            let place = number.checked_sub(1).ok_or("frames are counted from 1")?;
            let grown = growth(desk);
            FrameChoice::of_page().select(Lane::Call(api.unwrap_or(Api::Converse)), place);
            look_at(desk, grown).await;
            // The tab chooses the first byte of a frame's payload by itself, with the next frame of the screen.
            clock::sleep_ms(4 * LOOK_MS).await;
            Ok(())
        }
        Action::Byte(byte) => {
            let grown = growth(desk);
            FrameChoice::of_page().byte.set(*byte);
            look_at(desk, grown).await;
            Ok(())
        }
        Action::Flip(byte) => {
            let grown = growth(desk);
            FrameChoice::of_page().flip.set(Some((*byte, 0)));
            look_at(desk, grown).await;
            Ok(())
        }
        Action::Clock(hours) => {
            let grown = growth(desk);
            kept::move_on(state, i64::from(*hours) * HOUR_MS).await;
            wait_for(desk, grown, START).await;
            Ok(())
        }
        Action::Quota(name, number) => {
            let (name, number) = (name.clone(), *number);
            let changed =
                parts::with_account(Box::new(move |account| match bench::quotas(account.quotas, &name, number) {
                    Ok(quotas) => {
                        account.quotas = quotas;
                        Value::Null
                    }
                    Err(why) => Value::String(why),
                }));
            if let Value::String(why) = changed.await.map_err(|error| error.to_string())? {
                return Err(why);
            }
            watch::read_account(desk);
            Ok(())
        }
        Action::Set(..)
        | Action::Unset(_)
        | Action::SendAs(_)
        | Action::Stream(_)
        | Action::Region(_)
        | Action::Message(..)
        | Action::AddMessage(..)
        | Action::RemoveMessage(_)
        | Action::Role(..)
        | Action::Put(..)
        | Action::Drop(..)
        | Action::Replace(..)
        | Action::Attach
        | Action::Continue(_)
        | Action::AnswerTool(_) => {
            let turn =
                state.run.session.with_untracked(|session| session.exchanges().next().map(Exchange::turn).cloned());
            let mut draft = state.draft.get_untracked();
            edit::draft(&mut draft, action, turn.as_ref())?;
            state.draft.set(draft);
            settle().await;
            Ok(())
        }
    }
}

/// Lets the page follow a change.
async fn settle() {
    clock::sleep_ms(LOOK_MS).await;
}

/// How much has happened so far.
fn growth(desk: Desk) -> usize {
    desk.journal.with_untracked(Journal::count)
}

/// Waits until more has happened, but no longer than so many looks.
async fn wait_for(desk: Desk, before: usize, looks: u32) {
    for _ in 0..looks {
        if growth(desk) > before || !desk.state.overlay.teaches_untracked() {
            return;
        }
        settle().await;
    }
}

/// Waits until what is open in Frames is written down. What was open already changes nothing, and is written down all the same.
async fn look_at(desk: Desk, before: usize) {
    /// How many looks a change may take.
    const CHANGE: u32 = 15;
    wait_for(desk, before, CHANGE).await;
    if growth(desk) == before
        && let Some(glass) = untrack(|| watch::glass_of(desk.state))
    {
        desk.push(Entry::Glass(glass));
    }
}

/// Opens the view of a place, and waits until it is drawn.
pub async fn open(desk: Desk, place: Place) {
    let view = look::view_of(place);
    if desk.state.place.view.get_untracked() != view {
        desk.state.place.view.set(view);
    }
    for _ in 0..START {
        let is_left = !desk.state.overlay.teaches_untracked();
        // What is still to be filled in would end a run that begins before.
        let is_filled = labs_of::kind(view).is_none_or(|kind| !labs_of::Labs::of_page().waits(kind));
        if is_left || is_filled && desk.within(|| view_actions::is_drawn(view)) == Some(true) {
            return;
        }
        settle().await;
    }
}

/// Presses Run of the open view, and waits for the end of the run.
async fn run(desk: Desk) -> Result<(), String> {
    if desk.state.place.view.get_untracked() == View::Lessons {
        program::run_program(desk).await;
        return Ok(());
    }
    let before = growth(desk);
    for _ in 0..START {
        let pressed = desk.within(|| view_actions::current().and_then(|actions| actions.run.try_run(())));
        if pressed.flatten().is_some() {
            break;
        }
        settle().await;
    }
    ended(desk, before).await
}

/// Presses a button that a view has offered.
async fn press(desk: Desk, label: &'static str) -> Result<(), String> {
    let before = growth(desk);
    for _ in 0..START {
        if tap::press(label) {
            return ended(desk, before).await;
        }
        settle().await;
    }
    Err(format!("the button {label} is not in the page"))
}

/// Waits until a run has ended and is written down.
async fn ended(desk: Desk, before: usize) -> Result<(), String> {
    wait_for(desk, before, START).await;
    for _ in 0..RUN {
        let actions = desk.within(view_actions::current).flatten();
        let running = actions.is_some_and(view_actions::ViewActions::is_running);
        if !running && !desk.state.run.running.get_untracked() {
            // Both calls of a run are written down with one frame of the screen.
            clock::sleep_ms(2 * LOOK_MS).await;
            return Ok(());
        }
        settle().await;
    }
    Err("the run did not end".to_owned())
}

/// Selects a row: it is marked, and written down as if it had the caret.
async fn put_caret(desk: Desk, pane: Pane, at: &str) -> Result<(), String> {
    if pane == Pane::Canonical {
        desk.state.place.inspect.set(Inspect::Signature);
        // The tab may have to be loaded first.
        for _ in 0..START {
            settle().await;
            if !desk.state.overlay.teaches_untracked() || tap::choose_line(at) {
                return Ok(());
            }
        }
        return Err(format!("the canonical request has no {at}"));
    }
    if pane == Pane::Image {
        labs::open_tab(LabKind::Images, "response");
        clock::sleep_ms(10 * LOOK_MS).await;
    }
    let nothing = || format!("{} has nothing at {at}", pane.word());
    let text = watch::shown_text(desk.state, pane).ok_or_else(nothing)?;
    let row = rows::rows(&text).iter().position(|row| row.pointers.iter().any(|pointer| pointer == at));
    let row = row.ok_or_else(nothing)?;
    point::clear();
    point::mark_first(&format!("#{} [data-n=\"{}\"]", watch::list_of(pane), row + 1));
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    let value = body.pointer(at).map(crate::lesson::check::fact::shown).unwrap_or_default();
    desk.push(Entry::Caret(Caret { pane, at: at.to_owned(), value }));
    Ok(())
}

/// Pins the pair that a row is part of.
fn pin(desk: Desk, pane: Pane, at: &str) -> Result<(), String> {
    let state = desk.state;
    let at = at.strip_prefix('/').filter(|at| at.starts_with(HEADER_PLACE)).unwrap_or(at);
    let is_converse = matches!(pane, Pane::ConverseRequest | Pane::ConverseResponse);
    let of_responses = matches!(pane, Pane::ConverseResponse | Pane::InvokeResponse);
    let links = if of_responses {
        state.run.session.with_untracked(|session| answer_json::links(session, Shape::Assembled))
    } else {
        state.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.twin.links.clone())).unwrap_or_default()
    };
    let place = links.iter().position(|link| {
        let own = if is_converse { &link.converse } else { &link.native };
        own.iter().any(|place| place == at)
    });
    let place = place.ok_or_else(|| format!("{} has no pair at {at}", pane.word()))?;
    let lit = if of_responses { inspected::answers_lit() } else { state.reading.lit };
    lit.set(Lit { hovered: None, pinned: Some(place) });
    Ok(())
}

async fn place_card(desk: Desk, step: &Step, card: &str, bin: &str) -> Result<(), String> {
    let place =
        step.cards.cards.iter().position(|own| own.text == card).ok_or_else(|| format!("there is no card “{card}”"))?;
    let chosen = step.cards.bins.iter().position(|own| own == bin).ok_or_else(|| format!("there is no bin “{bin}”"))?;
    ask::place_card(desk, place, Some(chosen));
    desk.push(Entry::Cards(desk.placement.get_untracked()));
    let tried = step.cards.tries.iter().find(|tried| tried.card == card && tried.bin == bin);
    for action in tried.map(|tried| tried.actions.as_slice()).unwrap_or_default() {
        Box::pin(one(desk, step, action)).await?;
    }
    Ok(())
}

/// Signs with a mistake, in the Signature tab.
async fn sign(desk: Desk, word: &str) -> Result<(), String> {
    let choice = Choice::ALL.into_iter().map(|(choice, ..)| choice).find(|choice| word_of(*choice) == word);
    let choice = choice.ok_or_else(|| format!("there is no mistake {word}"))?;
    let signature = SignatureChoice::of_page();
    signature.mistake.set(Choice::Nothing);
    desk.state.place.inspect.set(Inspect::Signature);
    clock::sleep_ms(10 * LOOK_MS).await;
    let before = growth(desk);
    signature.mistake.set(choice);
    wait_for(desk, before, START).await;
    Ok(())
}

/// The word of a mistake in lessons.
fn word_of(choice: Choice) -> &'static str {
    match choice {
        Choice::Nothing => "Nothing",
        Choice::Clock => "Clock",
        Choice::Region => "Region",
        Choice::Service => "Service",
        Choice::Path => "PathOnce",
        Choice::HeaderCase => "HeaderCase",
        Choice::HeaderSpaces => "HeaderSpaces",
        Choice::HeaderDropped => "HeaderDropped",
        Choice::BodyByte => "BodyByte",
        Choice::Token => "NoToken",
        Choice::Secret => "WrongSecret",
    }
}
