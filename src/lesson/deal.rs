//! Which cards of a step are dealt: a step may list more than it asks for, and a draw chooses among them.
//!
//! A draw is a text: the code of a class, and how often the step was started. The same draw deals the same cards on every device, so
//! a class sees one set of cards, and a replay sees the cards of the learner.

use super::action::Action;
use super::exam::draw::{Draw, seed_of};
use super::step::{Card, Lesson, Step};

/// The lesson with the cards that a draw deals. A step that deals all of its cards is as it was.
pub fn dealt(lesson: &Lesson, draw: &str) -> Lesson {
    let mut lesson = lesson.clone();
    for step in &mut lesson.steps {
        if let Some(count) = step.cards.deal {
            let seed = seed_of([lesson.id.as_str(), step.id.as_str(), draw]);
            deal(step, &chosen(step, count, &mut Draw::new(seed)));
        }
    }
    lesson
}

/// The places of the cards that are dealt: some of each bin, then any.
fn chosen(step: &Step, count: usize, draw: &mut Draw) -> Vec<usize> {
    let cards = &step.cards;
    // Equal numbers for all bins would let a learner count the last cards instead of knowing them.
    let least = (count / (2 * cards.bins.len().max(1))).max(1);
    let in_bin = |bin: &String| -> Vec<usize> {
        let own = cards.cards.iter().enumerate().filter(|(_, card)| card.bin.as_ref() == Some(bin));
        own.map(|(place, _)| place).collect()
    };
    let mut places: Vec<usize> = cards.bins.iter().flat_map(|bin| draw.some(&in_bin(bin), least)).collect();
    let rest: Vec<usize> = (0..cards.cards.len()).filter(|place| !places.contains(place)).collect();
    places.extend(draw.some(&rest, count.saturating_sub(places.len())));
    places.truncate(count);
    places.sort_unstable();
    places
}

/// Leaves these cards, and what is done with them.
fn deal(step: &mut Step, places: &[usize]) {
    let all = std::mem::take(&mut step.cards.cards);
    let left: Vec<Card> = places.iter().filter_map(|place| all.get(*place)).cloned().collect();
    let is_left = |text: &str| left.iter().any(|card| card.text == text);
    step.cards.tries.retain(|tried| is_left(&tried.card));
    step.solve.retain(|action| !matches!(action, Action::Place(card, _) if !is_left(card)));
    // A failing attempt shows what a kind of card does: a card that is not dealt is replaced by one of its bin.
    let bin_of = |text: &str| all.iter().find(|card| card.text == text).and_then(|card| card.bin.as_ref());
    for attempt in &mut step.fail {
        let mut used: Vec<String> = Vec::new();
        for action in attempt.iter_mut() {
            let Action::Place(card, _) = action else { continue };
            if !is_left(card) {
                let of_bin = |other: &&Card| other.bin.as_ref() == bin_of(card) && !used.contains(&other.text);
                if let Some(other) = left.iter().find(of_bin) {
                    card.clone_from(&other.text);
                }
            }
            used.push(card.clone());
        }
        attempt.retain(|action| !matches!(action, Action::Place(card, _) if !is_left(card)));
    }
    step.cards.cards = left;
    step.cards.deal = None;
}
