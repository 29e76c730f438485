//! Judges conditions over a journal.

use std::collections::BTreeSet;

use serde_json::Value;

use super::condition::{Compare, Condition, Operand, Selector};
use super::fact;
use super::words;
use crate::lesson::journal::{Placement, View};
use crate::lesson::step::{Card, Cards, Check, Wrong};

/// A condition of a step, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whether it is met.
    pub met: bool,
    /// What it demands, in words.
    pub words: String,
    /// What was found instead, in words; empty when it is met or nothing was found.
    pub found: String,
}

/// Each condition of a step, judged at this moment. The step is done when all are met.
pub fn outcome(checks: &[Check], cards: &Cards, view: View<'_>) -> Vec<Judged> {
    let judged = |check: &Check| {
        let met = judge(&check.condition, cards, view);
        let words = if check.words.is_empty() { words::describe(&check.condition) } else { check.words.clone() };
        let found = if met { String::new() } else { words::found(&check.condition, cards, view) };
        Judged { met, words, found }
    };
    checks.iter().map(judged).collect()
}

/// The first wrong attempt that is recognised.
pub fn wrong<'w>(wrongs: &'w [Wrong], cards: &Cards, view: View<'_>) -> Option<&'w Wrong> {
    if view.is_empty() {
        return None;
    }
    wrongs.iter().find(|wrong| judge(&wrong.condition, cards, view))
}

/// Whether a condition holds.
pub fn judge(condition: &Condition, cards: &Cards, view: View<'_>) -> bool {
    let holds = |condition: &Condition| judge(condition, cards, view);
    match condition {
        Condition::Compare(selector, compare, operand) => {
            let (left, right) = (fact::read(selector, view), value(operand, view));
            left.zip(right).is_some_and(|(left, right)| compared(&left, *compare, &right))
        }
        Condition::Near(selector, operand, within) => {
            let number = |value: Option<Value>| value.as_ref().and_then(as_number);
            let (left, right) = (number(fact::read(selector, view)), number(value(operand, view)));
            left.zip(right).is_some_and(|(left, right)| (left - right).abs() <= *within)
        }
        Condition::Exists(selector) => fact::read(selector, view).is_some(),
        Condition::Guessed => view.guess().is_some(),
        Condition::Full => view.cards().is_some_and(|placement| is_full(cards, placement)),
        Condition::Cards => view.cards().is_some_and(|placement| are_right(cards, placement)),
        Condition::Ever(inner) => (1..=view.len()).any(|entries| judge(inner, cards, view.until(entries))),
        Condition::Distinct(selector, compare, number) => {
            compared(&Value::from(distinct(selector, view)), *compare, &Value::from(*number))
        }
        Condition::Not(inner) => !holds(inner),
        Condition::And(all) => all.iter().all(holds),
        Condition::Or(any) => any.iter().any(holds),
        Condition::Then(all) => in_turn(all, cards, view),
    }
}

/// Whether each condition holds after entries later than those of the one before.
fn in_turn(all: &[Condition], cards: &Cards, view: View<'_>) -> bool {
    let mut rest = view;
    for condition in all {
        let held = (1..=rest.len()).find(|entries| judge(condition, cards, rest.until(*entries)));
        let Some(entries) = held else { return false };
        rest = rest.from(entries);
    }
    true
}

/// How many different values the fact had.
pub(super) fn distinct(selector: &Selector, view: View<'_>) -> usize {
    let at = |entries| fact::read(selector, view.until(entries)).map(|value| value.to_string());
    (1..=view.len()).filter_map(at).collect::<BTreeSet<_>>().len()
}

fn value(operand: &Operand, view: View<'_>) -> Option<Value> {
    match operand {
        Operand::Value(value) => Some(value.clone()),
        Operand::Fact(selector) => fact::read(selector, view),
    }
}

/// A number, also one that was typed.
fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => crate::text::number::decimal(text.trim()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn compared(left: &Value, compare: Compare, right: &Value) -> bool {
    let numbers = || as_number(left).zip(as_number(right));
    match compare {
        Compare::Equal => equal(left, right),
        Compare::Unequal => !equal(left, right),
        Compare::Less => numbers().is_some_and(|(left, right)| left < right),
        Compare::AtMost => numbers().is_some_and(|(left, right)| left <= right),
        Compare::More => numbers().is_some_and(|(left, right)| left > right),
        Compare::AtLeast => numbers().is_some_and(|(left, right)| left >= right),
        Compare::Contains => contains(left, right),
        Compare::Lacks => !contains(left, right),
        Compare::In => right.as_array().is_some_and(|list| list.iter().any(|item| equal(left, item))),
    }
}

/// Equal values; numbers by their value, however they are written.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(_) | Value::String(_), Value::Number(_)) => {
            as_number(left).zip(as_number(right)).is_some_and(|(left, right)| (left - right).abs() < f64::EPSILON)
        }
        _ => left == right,
    }
}

fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::String(whole), Value::String(part)) => whole.contains(part.as_str()),
        (Value::Array(items), part) => items.iter().any(|item| equal(item, part)),
        (Value::Object(members), Value::String(name)) => members.contains_key(name),
        (whole, Value::String(part)) => whole.to_string().contains(part.as_str()),
        _ => false,
    }
}

/// Whether cards are where they belong.
pub fn are_right(cards: &Cards, placement: &Placement) -> bool {
    let all = &cards.cards;
    if cards.bins.is_empty() {
        is_in_order(all, &placement.order)
    } else {
        misplaced(cards, placement).is_empty() && is_full(cards, placement)
    }
}

/// Whether every card is placed; in an order, whether as many are chosen as belong to it.
pub fn is_full(cards: &Cards, placement: &Placement) -> bool {
    if cards.bins.is_empty() {
        return placement.order.len() >= cards.cards.iter().filter(|card| !card.decoy).count();
    }
    (0..cards.cards.len()).all(|card| placement.bins.get(card).copied().flatten().is_some())
}

/// The placed cards that are in another bin than their own.
pub fn misplaced(cards: &Cards, placement: &Placement) -> Vec<usize> {
    let is_wrong = |(place, card): (usize, &Card)| {
        let bin = placement.bins.get(place).copied().flatten().and_then(|bin| cards.bins.get(bin))?;
        (card.bin.as_ref() != Some(bin)).then_some(place)
    };
    cards.cards.iter().enumerate().filter_map(is_wrong).collect()
}

fn is_in_order(cards: &[Card], order: &[usize]) -> bool {
    let wanted: Vec<usize> = cards.iter().enumerate().filter(|(_, card)| !card.decoy).map(|(place, _)| place).collect();
    if cards.iter().all(|card| card.after.is_empty()) {
        return order == wanted;
    }
    let all_there = order.len() == wanted.len() && wanted.iter().all(|place| order.contains(place));
    let place_of = |text: &str| {
        let card = cards.iter().position(|card| card.text == text)?;
        order.iter().position(|chosen| *chosen == card)
    };
    let waits = |card: &Card| {
        let own = place_of(&card.text);
        card.after.iter().all(|before| place_of(before).zip(own).is_some_and(|(before, own)| before < own))
    };
    all_there && cards.iter().filter(|card| !card.decoy).all(waits)
}
