//! A hand-in: what a learner did, as inputs that can be replayed, in a link or a file.
//!
//! It holds no marks: requests, cards, answers and selections only. Whoever opens it sees them replayed on the simulator, step by
//! step. It proves that somebody produced right work for this name and class code. It does not prove who, when, or without help.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bench::{Bench, Road};
use super::deal::dealt;
use super::exam;
use super::input::{self, Input};
use super::player::is_met;
use super::step::Lesson;
use crate::share::codec::{self, Codec};

/// The version of the form.
const VERSION: u32 = 1;

/// What a link begins with, after `#`.
pub const PREFIX: &str = "t=";

/// The lesson name of the final check's items; their step is their number, from 1.
pub const EXAM: &str = "exam";

/// Most bytes of a hand-in.
const MOST_BYTES: usize = 1024 * 1024;

/// Most steps of a hand-in.
const MOST_STEPS: usize = 200;

/// Most inputs of a step.
const MOST_INPUTS: usize = 60;

/// What a replay cannot show, for the page to say beside the result.
pub const HONESTLY: &str = "A replay proves that somebody produced right work for this name and class code. It does not prove who, when, \
                            or without help. Times and hints are claims.";

/// A hand-in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandIn {
    /// The version of the form.
    pub version: u32,
    /// The version of the lessons and generators.
    pub set: u32,
    /// The learner's name, as typed.
    pub name: String,
    /// The class code, as typed.
    pub class: String,
    /// The attempt at the final check, from 1; 0 if it is not in it.
    #[serde(default)]
    pub attempt: u32,
    /// The steps.
    pub steps: Vec<Handed>,
}

/// A step of a hand-in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handed {
    /// The lesson's id, or `exam`.
    pub lesson: String,
    /// The step's name, or the item's number.
    pub step: String,
    /// What was done, in order.
    pub inputs: Vec<Input>,
    /// The draw that dealt its cards; empty if the lesson deals none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub draw: String,
    /// Whether “Show me” was used: a claim.
    #[serde(default)]
    pub shown: bool,
    /// How many hints were opened: a claim.
    #[serde(default)]
    pub hints: u32,
    /// Seconds spent: a claim.
    #[serde(default)]
    pub seconds: u32,
}

/// Why a hand-in cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandInError {
    /// Not one, or damaged.
    #[error("This is not a hand-in, or it is damaged: {0}. Ask for it again, as a file")]
    Wrong(String),
    /// From a newer version.
    #[error(
        "This hand-in was written by a newer version of Outcrop (format {0}; this page reads format {VERSION}). Reload the page"
    )]
    Newer(u64),
    /// More than is read.
    #[error("This hand-in is too large: {0}")]
    TooLarge(String),
}

/// What a replay of a step showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The conditions hold.
    Holds,
    /// They do not, or nothing could be replayed: why.
    Fails(String),
    /// The step is of another set: it was not replayed.
    OtherSet,
    /// The lesson is not one of this page; open its file first.
    UnknownLesson,
}

impl HandIn {
    /// An empty hand-in of this page's set.
    pub fn new(name: &str, class: &str, attempt: u32) -> Self {
        let (name, class) = (name.trim().to_owned(), class.trim().to_owned());
        Self { version: VERSION, set: exam::SET, name, class, attempt, steps: Vec::new() }
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn from_json(text: &str) -> Result<Self, HandInError> {
        if text.len() > MOST_BYTES {
            return Err(HandInError::TooLarge(format!("it has more than {MOST_BYTES} bytes")));
        }
        let wrong = |error: serde_json::Error| HandInError::Wrong(error.to_string());
        let value: Value = serde_json::from_str(text).map_err(wrong)?;
        match value.get("version").and_then(Value::as_u64) {
            Some(version) if version > u64::from(VERSION) => return Err(HandInError::Newer(version)),
            Some(_) => {}
            None => return Err(HandInError::Wrong("it has no version".to_owned())),
        }
        let read: Self = serde_json::from_value(value).map_err(wrong)?;
        if read.steps.len() > MOST_STEPS {
            return Err(HandInError::TooLarge(format!("it has more than {MOST_STEPS} steps")));
        }
        if let Some(step) = read.steps.iter().find(|step| step.inputs.len() > MOST_INPUTS) {
            return Err(HandInError::TooLarge(format!(
                "{}.{} has more than {MOST_INPUTS} inputs",
                step.lesson, step.step
            )));
        }
        let names: BTreeSet<_> = read.steps.iter().map(|step| (&step.lesson, &step.step)).collect();
        if names.len() < read.steps.len() {
            return Err(HandInError::Wrong("it has a step twice".to_owned()));
        }
        Ok(read)
    }

    /// The link's part after `#`.
    pub fn to_link(&self) -> String {
        let (codec, characters) = codec::shortest_of_all(&self.to_json());
        format!("{PREFIX}{}{characters}", codec.letter())
    }

    /// Reads a link's part after `#`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn from_link(fragment: &str) -> Result<Self, HandInError> {
        let rest = fragment.trim().trim_start_matches('#').strip_prefix(PREFIX);
        let mut rest = rest.ok_or_else(|| HandInError::Wrong("the link does not begin as one".to_owned()))?.chars();
        let codec = rest.next().and_then(Codec::from_letter);
        let codec = codec.ok_or_else(|| HandInError::Wrong("its codec is not known".to_owned()))?;
        let text = codec.decode(rest.as_str()).map_err(|error| HandInError::Wrong(error.to_string()))?;
        Self::from_json(&text)
    }

    /// Adds a step that passed: the inputs are read from the bench's journal.
    pub fn add(&mut self, lesson: &str, step: &str, bench: &Bench) {
        let mut inputs = input::of(&bench.journal);
        // The last ones decide.
        let surplus = inputs.len().saturating_sub(MOST_INPUTS);
        inputs.drain(..surplus);
        self.steps.retain(|handed| handed.lesson != lesson || handed.step != step);
        let handed = Handed { lesson: lesson.to_owned(), step: step.to_owned(), inputs, ..Handed::default() };
        self.steps.push(handed);
    }

    /// With the steps of another hand-in that this one does not have.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        for handed in other.steps {
            if !self.steps.iter().any(|own| own.lesson == handed.lesson && own.step == handed.step) {
                self.steps.push(handed);
            }
        }
        self
    }

    /// Replays every step. `find` gives a lesson by its id: the page's own, or one that was opened from a file.
    pub fn replay(&self, find: impl Fn(&str) -> Option<Lesson>, road: &Road<'_>) -> Vec<Verdict> {
        let items = if self.attempt > 0 { exam::items(&self.class, &self.name, self.attempt) } else { Vec::new() };
        let replayed = |handed: &Handed| {
            if self.set != exam::SET {
                return Verdict::OtherSet;
            }
            let (lesson, place) = if handed.lesson == EXAM {
                let number = handed.step.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                (number.and_then(|number| items.get(number)).cloned(), Some(0))
            } else {
                let lesson = find(&handed.lesson).map(|lesson| dealt(&lesson, &handed.draw));
                let place = lesson.as_ref().and_then(|lesson| lesson.step(&handed.step)).map(|(place, _)| place);
                (lesson, place)
            };
            match lesson.zip(place) {
                Some((lesson, place)) => verdict(&lesson, place, &handed.inputs, road),
                None => Verdict::UnknownLesson,
            }
        };
        self.steps.iter().map(replayed).collect()
    }
}

/// Replays the inputs of one step.
fn verdict(lesson: &Lesson, place: usize, inputs: &[Input], road: &Road<'_>) -> Verdict {
    let Some(step) = lesson.steps.get(place) else { return Verdict::UnknownLesson };
    let mut bench = match Bench::at(lesson, place, road) {
        Ok(bench) => bench,
        Err(why) => return Verdict::Fails(why),
    };
    for input in inputs.iter().take(MOST_INPUTS) {
        if let Err(why) = bench.replay(input, road) {
            return Verdict::Fails(why);
        }
    }
    if is_met(step, &bench) { Verdict::Holds } else { Verdict::Fails("its conditions do not hold".to_owned()) }
}
