//! What the panel asks: a guess, an answer, cards.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::{perform, program};
use crate::lesson::check::evaluate;
use crate::lesson::check::fact;
use crate::lesson::journal::Entry;
use crate::page::{View, lessons};
use crate::ui::controllers::lessons::desk::Desk;

/// Records a guess; `None` if the reader wants to see the value without one.
pub fn guess(desk: Desk, guess: Option<String>) {
    if let (Some(guess), Some((lesson, step))) = (&guess, desk.names()) {
        desk.change_progress(|progress| progress.guessed(&lesson, &step, guess));
    }
    desk.push(Entry::Guess(guess));
}

/// What the guess was about, once it is there.
pub fn shown_value(desk: Desk) -> Option<String> {
    let selector = desk.with_step(|step| step.shows.clone())??;
    desk.journal.with(|journal| fact::read(&selector, journal.view())).map(|value| fact::shown(&value))
}

/// Judges an answer: a number, or a text.
pub fn answer(desk: Desk, typed: &str) {
    let value = serde_json::from_str::<Value>(typed).ok().filter(|value| value.is_number() || value.is_boolean());
    desk.push(Entry::Answer(value.unwrap_or_else(|| Value::String(typed.to_owned()))));
}

/// Puts a card into a bin, or takes it out.
pub fn place_card(desk: Desk, card: usize, bin: Option<usize>) {
    desk.placement.update(|placement| {
        if placement.bins.len() <= card {
            placement.bins.resize(card + 1, None);
        }
        if let Some(place) = placement.bins.get_mut(card) {
            *place = bin;
        }
    });
}

/// Moves a card of an order up or down by one.
pub fn move_card(desk: Desk, card: usize, by: isize) {
    desk.placement.update(|placement| {
        let Some(from) = placement.order.iter().position(|other| *other == card) else { return };
        let to = from.saturating_add_signed(by);
        if to < placement.order.len() {
            placement.order.swap(from, to);
        }
    });
}

/// Whether a card is part of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is.
    In,
    /// It is not.
    Out,
}

/// Takes a card into an order, as its last, or leaves it out.
pub fn use_card(desk: Desk, card: usize, what: Use) {
    desk.placement.update(|placement| {
        placement.order.retain(|other| *other != card);
        if what == Use::In {
            placement.order.push(card);
        }
    });
}

/// The places of so many cards of the open step, mixed.
pub fn shuffled(desk: Desk, count: usize) -> Vec<usize> {
    let seed = desk.names().map(|(lesson, step)| format!("{lesson}/{step}")).unwrap_or_default();
    lessons::mixed(&seed, count)
}

/// Whether some cards of an order belong to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoys {
    /// Some do: the order begins empty.
    Some,
    /// None does: the order begins with all cards.
    None,
}

/// Deals the cards of an order, unless they were dealt.
pub fn deal(desk: Desk, count: usize, decoys: Decoys) {
    let is_dealt = desk.placement.with_untracked(|placement| !placement.order.is_empty());
    if !is_dealt && decoys == Decoys::None {
        let order = shuffled(desk, count);
        desk.placement.update(|placement| placement.order = order);
    }
}

/// Runs what the reader chose, if the cards are calls, and then judges the cards.
pub fn check_cards(desk: Desk) {
    let Some(step) = desk.step_untracked() else { return };
    let placement = desk.placement.get_untracked();
    let text_of = |card: usize| step.cards.cards.get(card).map(|card| card.text.clone());
    let chosen = placement
        .bins
        .iter()
        .enumerate()
        .filter_map(|(card, bin)| Some((text_of(card)?, step.cards.bins.get((*bin)?)?)));
    let actions: Vec<_> = chosen
        .filter_map(|(card, bin)| step.cards.tries.iter().find(|of| of.card == card && of.bin == *bin))
        .flat_map(|of| of.actions.clone())
        .collect();
    // The cards of a step with a program are its lines.
    if step.cards.bins.is_empty() && desk.state.place.view.get_untracked() == View::Lessons {
        let lines: Vec<String> = placement.order.iter().filter_map(|card| text_of(*card)).collect();
        desk.program.set(lines.join("\n"));
        desk.push(Entry::Cards(placement));
        program::start_program(desk);
        return;
    }
    if actions.is_empty() {
        desk.push(Entry::Cards(placement));
        return;
    }
    desk.is_playing.set(true);
    spawn_local(async move {
        desk.push(Entry::Cards(placement));
        let outcome = perform::all(desk, &step, &actions).await;
        desk.is_playing.set(false);
        desk.error.set(outcome.err());
    });
}

/// After a check: the cards that are in another bin than their own. A card that was moved since then is not judged.
pub fn misplaced(desk: Desk) -> Option<Vec<usize>> {
    let judged = desk.journal.with(|journal| journal.view().cards().cloned())?;
    let now = desk.placement.get();
    let wrong = desk.with_step(|step| evaluate::misplaced(&step.cards, &judged))?;
    let is_as_judged = |card: &usize| judged.bins.get(*card) == now.bins.get(*card);
    Some(wrong.into_iter().filter(is_as_judged).collect())
}
