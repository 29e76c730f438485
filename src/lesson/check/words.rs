//! Conditions in words: what is demanded, and what was found.

use serde_json::Value;

use super::condition::{Compare, Condition, Operand, Selector, Subject};
use super::evaluate::{are_right, distinct, is_full, judge, misplaced};
use super::fact::{read, shown};
use crate::lesson::journal::View;
use crate::lesson::step::Cards;

/// Longest value that is shown.
const MOST: usize = 80;

/// What a condition demands.
pub fn describe(condition: &Condition) -> String {
    match condition {
        Condition::Compare(selector, compare, operand) => {
            format!("{} {} {}", name(selector), verb(*compare), demanded(operand))
        }
        Condition::Near(selector, operand, within) => {
            format!("{} is {}, give or take {within}", name(selector), demanded(operand))
        }
        Condition::Exists(selector) => format!("{} is there", name(selector)),
        Condition::Guessed => "A guess is made".to_owned(),
        Condition::Cards => "Every card is in its place".to_owned(),
        Condition::Full => "Every card is placed".to_owned(),
        Condition::Ever(inner) => format!("at some point {}", describe(inner)),
        Condition::Distinct(selector, compare, number) => {
            format!("{} {} {number}", format_args!("different values of {}", name(selector)), verb(*compare))
        }
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Exists(selector) => format!("{} is absent", name(selector)),
            Condition::Compare(..)
            | Condition::Near(..)
            | Condition::Guessed
            | Condition::Cards
            | Condition::Full
            | Condition::Ever(_)
            | Condition::Distinct(..)
            | Condition::Not(_)
            | Condition::And(_)
            | Condition::Or(_)
            | Condition::Then(_) => format!("not: {}", describe(inner)),
        },
        Condition::And(all) => joined(all, " and "),
        Condition::Or(any) => joined(any, " or "),
        Condition::Then(all) => joined(all, ", then "),
    }
}

fn joined(all: &[Condition], between: &str) -> String {
    all.iter().map(describe).collect::<Vec<_>>().join(between)
}

/// What was found where a condition is not met; empty if nothing was.
pub fn found(condition: &Condition, cards: &Cards, view: View<'_>) -> String {
    match condition {
        Condition::Compare(selector, _, _) | Condition::Near(selector, _, _) => {
            read(selector, view).map(|value| short(&value)).unwrap_or_default()
        }
        Condition::Exists(_) | Condition::Guessed | Condition::Full | Condition::Ever(_) => String::new(),
        Condition::Cards => view
            .cards()
            .map(|placement| match misplaced(cards, placement).as_slice() {
                [] if cards.bins.is_empty() && !are_right(cards, placement) => "another order".to_owned(),
                [] if !is_full(cards, placement) => "not all are placed".to_owned(),
                [] => String::new(),
                [one] => {
                    cards.cards.get(*one).map(|card| format!("“{}” belongs elsewhere", card.text)).unwrap_or_default()
                }
                several => format!("{} cards belong elsewhere", several.len()),
            })
            .unwrap_or_default(),
        Condition::Distinct(selector, ..) => distinct(selector, view).to_string(),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Exists(selector) => read(selector, view).map(|value| short(&value)).unwrap_or_default(),
            Condition::Compare(..)
            | Condition::Near(..)
            | Condition::Guessed
            | Condition::Cards
            | Condition::Full
            | Condition::Ever(_)
            | Condition::Distinct(..)
            | Condition::Not(_)
            | Condition::And(_)
            | Condition::Or(_)
            | Condition::Then(_) => found(inner, cards, view),
        },
        Condition::And(all) | Condition::Or(all) => {
            let unmet = all.iter().find(|each| !judge(each, cards, view));
            unmet.map(|each| found(each, cards, view)).unwrap_or_default()
        }
        Condition::Then(all) => {
            let last = all.iter().rev().find(|each| !judge(each, cards, view));
            last.map(|each| found(each, cards, view)).unwrap_or_default()
        }
    }
}

/// A value, cut to what a line can show.
pub fn short(value: &Value) -> String {
    let text = shown(value);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn verb(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "is",
        Compare::Unequal => "is not",
        Compare::Less => "is less than",
        Compare::AtMost => "is at most",
        Compare::More => "is more than",
        Compare::AtLeast => "is at least",
        Compare::Contains => "contains",
        Compare::Lacks => "does not contain",
        Compare::In => "is one of",
    }
}

fn demanded(operand: &Operand) -> String {
    match operand {
        Operand::Value(Value::Array(items)) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        Operand::Value(value) => short(value),
        Operand::Fact(selector) => name(selector),
    }
}

/// A fact in words.
pub fn name(selector: &Selector) -> String {
    let whose = match selector.subject {
        Subject::Converse => "Converse",
        Subject::Invoke => "InvokeModel",
        Subject::Earlier => "the earlier Converse call",
        Subject::Operation => "the operation",
        Subject::Signature => "the signature",
        Subject::Glass => "the frame",
        Subject::Embeddings => "the embeddings",
        Subject::Program => "the program",
        Subject::Caret => "the selected row",
        Subject::Pin => "the pinned pair",
        Subject::Account => "the account",
        Subject::Guess => "your guess",
        Subject::Answer => "your answer",
    };
    let part = match selector.attribute.as_str() {
        "" => "",
        "req" => "request",
        "res" => "response",
        "head" => "response header",
        "err" => "error",
        "op" => "operation",
        "args" => "arguments",
        "base" => "model without prefix",
        other => other,
    };
    let space = if part.is_empty() { "" } else { " " };
    match selector.pointer.as_str() {
        "" => format!("{whose}{space}{part}"),
        pointer => format!("`{}` of {whose}{space}{part}", pointer.trim_start_matches('/').replace('/', ".")),
    }
}
