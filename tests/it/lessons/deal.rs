//! Dealt cards: each draw can be solved, deals as many cards as the step says, and shows the service's own answer for a wrong place.

use std::collections::BTreeSet;

use outcrop::lesson::action::Action;
use outcrop::lesson::bench::Bench;
use outcrop::lesson::check::wrong;
use outcrop::lesson::deal::dealt;
use outcrop::lesson::player::play;
use outcrop::lesson::step::{Lesson, Step};

use super::played::lessons;
use super::road;

/// The lessons with a step that deals cards, and the place of that step.
fn dealing() -> Vec<(Lesson, usize)> {
    let all = lessons().into_iter().map(|(_, lesson)| lesson);
    let of = |lesson: Lesson| {
        let places: Vec<usize> = lesson
            .steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.cards.deal.is_some())
            .map(|(place, _)| place)
            .collect();
        places.into_iter().map(move |place| (lesson.clone(), place))
    };
    all.flat_map(of).collect()
}

/// The lesson with this one step.
fn alone(lesson: &Lesson, place: usize) -> Lesson {
    Lesson { steps: vec![lesson.steps[place].clone()], ..lesson.clone() }
}

fn texts(step: &Step) -> Vec<String> {
    step.cards.cards.iter().map(|card| card.text.clone()).collect()
}

#[test]
fn every_draw_can_be_played_and_draws_differ() {
    assert!(!dealing().is_empty());
    for (lesson, place) in dealing() {
        let (whole, count) = (texts(&lesson.steps[place]), lesson.steps[place].cards.deal.unwrap());
        let mut sets = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for number in 0..40 {
            let draw = format!("K7QF/{number}");
            let dealt_lesson = dealt(&lesson, &draw);
            assert_eq!(dealt_lesson, dealt(&lesson, &draw));
            let cards = texts(&dealt_lesson.steps[place]);
            assert_eq!(cards.len(), count);
            for bin in &lesson.steps[place].cards.bins {
                let of_bin = dealt_lesson.steps[place].cards.cards.iter().filter(|card| card.bin.as_ref() == Some(bin));
                assert!(of_bin.count() >= 1, "{draw}: no card of {bin}");
            }
            assert_eq!(play(&alone(&dealt_lesson, place), &road()).findings, [], "{draw}");
            seen.extend(cards.clone());
            sets.insert(cards);
        }
        assert!(sets.len() > 30, "{} has {} different draws of 40", lesson.id, sets.len());
        assert_eq!(seen.len(), whole.len(), "a card of {} is never dealt", lesson.id);
        for (other, step) in lesson.steps.iter().enumerate().filter(|(other, _)| *other != place) {
            assert_eq!(dealt(&lesson, "x").steps[other], *step, "a step that deals nothing is as it was");
        }
    }
}

#[test]
fn each_card_in_a_wrong_bin_shows_what_the_service_says() {
    for (lesson, place) in dealing() {
        let step = &lesson.steps[place];
        for card in &step.cards.cards {
            for bin in step.cards.bins.iter().filter(|bin| card.bin.as_ref() != Some(bin)) {
                let mut bench = Bench::at(&lesson, place, &road()).unwrap();
                bench.apply(&Action::Place(card.text.clone(), bin.clone()), &road()).unwrap();
                let shown = wrong(&step.wrong, &step.cards, bench.journal.view());
                assert!(shown.is_some(), "{}: {} in {bin} shows nothing", lesson.id, card.text);
            }
        }
    }
}
