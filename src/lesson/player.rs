//! Plays a lesson on the bench: each step is unmet at its start and met after its solution, and each failing attempt is
//! recognised by a line of its own.
//!
//! It is run for our lessons by a test, and for a teacher's own file when it is opened.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::bench::{Bench, Road};
use super::check::{outcome, wrong};
use super::deal::dealt;
use super::retired;
use super::step::{Lesson, Step};
use super::truth;

/// Something in a lesson that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The step's name.
    pub step: String,
    /// The line that it is about.
    pub line: usize,
    /// What does not hold.
    pub text: String,
}

/// A played lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// The lines of wrong attempts that a failing attempt has met.
    pub met: BTreeSet<usize>,
}

/// Plays every step of a lesson.
pub fn play(lesson: &Lesson, road: &Road<'_>) -> Played {
    let mut played = Played::default();
    // What is known of the cards is judged for all of them, and the play is with those of one draw.
    let (whole, lesson) = (lesson, &dealt(lesson, ""));
    for (place, (step, listed)) in lesson.steps.iter().zip(&whole.steps).enumerate() {
        let mut say = |line: usize, text: String| played.findings.push(Finding { step: step.id.clone(), line, text });
        if let Err(text) = solution(lesson, place, road) {
            say(step.line, text);
        }
        for text in truth::faults(listed, road) {
            say(step.line, text);
        }
        for text in retired::faults(listed, &lesson.start, road.now) {
            say(step.line, text);
        }
        let mut shown: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, attempt) in step.fail.iter().enumerate() {
            match failing(lesson, place, attempt, road) {
                Ok(line) => {
                    if let Some(other) = shown.insert(line, number + 1) {
                        let number = number + 1;
                        say(line, format!("the failing attempts {other} and {number} show the same line"));
                    }
                }
                Err(text) => say(step.line, format!("failing attempt {}: {text}", number + 1)),
            }
        }
        played.met.extend(shown.into_keys());
    }
    played
}

/// The start of a step is unmet, and its solution meets it.
fn solution(lesson: &Lesson, place: usize, road: &Road<'_>) -> Result<(), String> {
    let mut bench = Bench::at(lesson, place, road)?;
    let Some(step) = lesson.steps.get(place) else { return Ok(()) };
    if is_met(step, &bench) {
        return Err("it is met before anything was done".to_owned());
    }
    apply(&mut bench, &step.solve, road)?;
    match unmet(step, &bench).as_slice() {
        [] => Ok(()),
        unmet => Err(format!("after its solution this does not hold: {}", unmet.join("; "))),
    }
}

/// The line that a failing attempt shows.
fn failing(lesson: &Lesson, place: usize, attempt: &[Action], road: &Road<'_>) -> Result<usize, String> {
    let mut bench = Bench::at(lesson, place, road)?;
    let Some(step) = lesson.steps.get(place) else { return Err("there is no such step".to_owned()) };
    apply(&mut bench, attempt, road)?;
    if is_met(step, &bench) {
        return Err("it meets the step".to_owned());
    }
    match wrong(&step.wrong, &step.cards, bench.journal.view()) {
        Some(wrong) => Ok(wrong.line),
        None => Err(format!("no wrong line recognises it; unmet is: {}", unmet(step, &bench).join("; "))),
    }
}

fn apply(bench: &mut Bench, actions: &[Action], road: &Road<'_>) -> Result<(), String> {
    for (number, action) in actions.iter().enumerate() {
        bench.apply(action, road).map_err(|why| format!("action {}: {why}", number + 1))?;
    }
    Ok(())
}

/// Whether a step is met.
pub fn is_met(step: &Step, bench: &Bench) -> bool {
    outcome(&step.check, &step.cards, bench.journal.view()).iter().all(|judged| judged.met)
}

fn unmet(step: &Step, bench: &Bench) -> Vec<String> {
    let judged = outcome(&step.check, &step.cards, bench.journal.view());
    let unmet = judged.into_iter().filter(|judged| !judged.met);
    unmet.map(|judged| format!("{} (found: {})", judged.words, judged.found)).collect()
}
