//! What a learner has done, as the device keeps it.
//!
//! Nothing is graded: a step is not begun, shown or done. Times are arguments. The stored form has a version; what cannot be read of
//! it is left out, so that odd data never keeps a lesson from opening.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::aws::time::Timestamp;

/// The version of the stored form.
const VERSION: u64 = 1;

/// After how many milliseconds a lesson is offered again: three days. Spaced repetition beats massed repetition, and growing gaps add
/// nothing (curriculum, principle 8).
pub const REVIEW_AFTER_MS: i64 = 3 * 24 * 60 * 60 * 1_000;

/// Most steps that are kept: more than all lessons and a term of a teacher's have.
const MOST_STEPS: usize = 5_000;

/// Longest guess that is kept, in characters.
const LONGEST_GUESS: usize = 200;

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing was done, or it is not met yet.
    #[default]
    NotBegun,
    /// Met after “Show me”.
    Shown,
    /// Met by the learner.
    Done,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::NotBegun => "open",
            Self::Shown => "shown",
            Self::Done => "done",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "shown" => Self::Shown,
            "done" => Self::Done,
            _ => Self::NotBegun,
        }
    }
}

/// What is kept of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepRecord {
    /// How far it is. Once done, it stays done.
    pub state: State,
    /// How many attempts missed.
    pub misses: u32,
    /// The last guess.
    pub guess: Option<String>,
    /// How many hints were opened.
    pub hints: u32,
    /// Seconds spent with it open.
    pub seconds: u32,
    /// When it was met, in milliseconds since 1970.
    pub met_at: Option<i64>,
}

/// What is kept of all lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The steps, by `lesson/step`.
    steps: BTreeMap<String, StepRecord>,
    /// When each lesson was last reviewed, in milliseconds since 1970.
    reviewed: BTreeMap<String, i64>,
    /// The lesson and the step that were open last.
    pub last: Option<(String, String)>,
    /// When the last offer of a review was dismissed, in milliseconds since 1970.
    pub dismissed: Option<i64>,
}

impl Progress {
    /// What is kept of a step.
    pub fn step(&self, lesson: &str, step: &str) -> StepRecord {
        self.steps.get(&key(lesson, step)).cloned().unwrap_or_default()
    }

    fn edit(&mut self, lesson: &str, step: &str) -> &mut StepRecord {
        let key = key(lesson, step);
        if self.steps.len() >= MOST_STEPS && !self.steps.contains_key(&key) {
            self.steps.pop_first();
        }
        self.steps.entry(key).or_default()
    }

    /// The step was met, by the learner or by “Show me”.
    pub fn met(&mut self, lesson: &str, step: &str, state: State, now: Timestamp) {
        let record = self.edit(lesson, step);
        record.state = record.state.max(state);
        record.met_at = Some(now.0);
    }

    /// An attempt missed. Two misses open the nudge.
    pub fn missed(&mut self, lesson: &str, step: &str) {
        let record = self.edit(lesson, step);
        record.misses = record.misses.saturating_add(1);
    }

    /// A guess was made.
    pub fn guessed(&mut self, lesson: &str, step: &str, guess: &str) {
        self.edit(lesson, step).guess = Some(guess.chars().take(LONGEST_GUESS).collect());
    }

    /// A hint was opened.
    pub fn hinted(&mut self, lesson: &str, step: &str) {
        let record = self.edit(lesson, step);
        record.hints = record.hints.saturating_add(1);
    }

    /// The step was open for so many more seconds.
    pub fn spent(&mut self, lesson: &str, step: &str, seconds: u32) {
        let record = self.edit(lesson, step);
        record.seconds = record.seconds.saturating_add(seconds);
    }

    /// How far a lesson with these steps is: the least of its steps, so it is done when all are.
    pub fn lesson<'s>(&self, lesson: &str, steps: impl IntoIterator<Item = &'s str>) -> State {
        steps.into_iter().map(|step| self.step(lesson, step).state).min().unwrap_or_default()
    }

    /// How many of these steps are met.
    pub fn count<'s>(&self, lesson: &str, steps: impl IntoIterator<Item = &'s str>) -> usize {
        steps.into_iter().filter(|step| self.step(lesson, step).state != State::NotBegun).count()
    }

    /// Whether a lesson has anything kept.
    pub fn is_begun(&self, lesson: &str) -> bool {
        let prefix = format!("{lesson}/");
        self.steps.iter().any(|(key, record)| key.starts_with(&prefix) && *record != StepRecord::default())
    }

    /// The lessons that are due for a review: all their met steps, and their last review, are at least three days old. None within
    /// three days after an offer was dismissed. The one that waited longest comes first.
    pub fn due<'l>(&self, lessons: impl IntoIterator<Item = &'l str>, now: Timestamp) -> Vec<&'l str> {
        let is_old = |at: i64| now.0.saturating_sub(at) >= REVIEW_AFTER_MS;
        if self.dismissed.is_some_and(|at| !is_old(at)) {
            return Vec::new();
        }
        let last = |lesson: &str| {
            let prefix = format!("{lesson}/");
            let met = self.steps.iter().filter(|(key, _)| key.starts_with(&prefix)).filter_map(|(_, step)| step.met_at);
            met.chain(self.reviewed.get(lesson).copied()).max()
        };
        let mut due: Vec<(i64, &str)> =
            lessons.into_iter().filter_map(|lesson| Some((last(lesson).filter(|at| is_old(*at))?, lesson))).collect();
        due.sort_unstable();
        due.into_iter().map(|(_, lesson)| lesson).collect()
    }

    /// A review of a lesson was done.
    pub fn reviewed(&mut self, lesson: &str, now: Timestamp) {
        self.reviewed.insert(lesson.to_owned(), now.0);
    }

    /// Forgets what is kept of a lesson.
    pub fn forget(&mut self, lesson: &str) {
        let prefix = format!("{lesson}/");
        self.steps.retain(|key, _| !key.starts_with(&prefix));
        self.reviewed.remove(lesson);
        if self.last.as_ref().is_some_and(|(last, _)| last == lesson) {
            self.last = None;
        }
    }

    /// The stored form.
    pub fn to_json(&self) -> String {
        let steps: Map<String, Value> =
            self.steps.iter().map(|(key, record)| (key.clone(), record.to_value())).collect();
        let last = self.last.as_ref().map(|(lesson, step)| json!([lesson, step]));
        json!({
            "version": VERSION,
            "steps": steps,
            "reviewed": self.reviewed,
            "last": last,
            "dismissed": self.dismissed,
        })
        .to_string()
    }

    /// Reads the stored form. Odd parts are left out; a newer version, or a text that is not JSON, gives an empty progress.
    pub fn from_json(text: &str) -> Self {
        let stored: Value = serde_json::from_str(text).unwrap_or_default();
        if stored.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return Self::default();
        }
        let members = |name: &str| stored.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let steps = members("steps").into_iter().filter(|(key, _)| key.contains('/')).take(MOST_STEPS);
        let last = stored.get("last").and_then(Value::as_array).map(Vec::as_slice);
        Self {
            steps: steps.filter_map(|(key, value)| Some((key, StepRecord::from_value(&value)?))).collect(),
            reviewed: members("reviewed").into_iter().filter_map(|(lesson, at)| Some((lesson, at.as_i64()?))).collect(),
            last: match last {
                Some([Value::String(lesson), Value::String(step)]) => Some((lesson.clone(), step.clone())),
                Some(_) | None => None,
            },
            dismissed: stored.get("dismissed").and_then(Value::as_i64),
        }
    }
}

impl StepRecord {
    fn to_value(&self) -> Value {
        let mut out = Map::new();
        out.insert("state".to_owned(), self.state.word().into());
        for (name, count) in [("misses", self.misses), ("hints", self.hints), ("seconds", self.seconds)] {
            if count > 0 {
                out.insert(name.to_owned(), count.into());
            }
        }
        if let Some(guess) = &self.guess {
            out.insert("guess".to_owned(), guess.as_str().into());
        }
        if let Some(at) = self.met_at {
            out.insert("metAt".to_owned(), at.into());
        }
        Value::Object(out)
    }

    fn from_value(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        let count = |name: &str| {
            let value = members.get(name).and_then(Value::as_u64);
            value.and_then(|value| u32::try_from(value).ok()).unwrap_or_default()
        };
        let guess = members.get("guess").and_then(Value::as_str);
        Some(Self {
            state: State::from_word(members.get("state").and_then(Value::as_str).unwrap_or_default()),
            misses: count("misses"),
            guess: guess.map(|guess| guess.chars().take(LONGEST_GUESS).collect()),
            hints: count("hints"),
            seconds: count("seconds"),
            met_at: members.get("metAt").and_then(Value::as_i64),
        })
    }
}

fn key(lesson: &str, step: &str) -> String {
    format!("{lesson}/{step}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_348_800_000);
    const DAY_MS: i64 = 86_400_000;

    fn progress() -> Progress {
        let mut progress = Progress::default();
        progress.guessed("a1", "system", "They fall");
        progress.missed("a1", "system");
        progress.hinted("a1", "system");
        progress.spent("a1", "system", 40);
        progress.met("a1", "system", State::Shown, NOW);
        progress.met("a1", "run", State::Done, NOW.plus_ms(-DAY_MS));
        progress.reviewed("a2", NOW);
        progress.last = Some(("a1".to_owned(), "system".to_owned()));
        progress
    }

    #[test]
    fn what_is_kept_comes_back() {
        let kept = progress();
        assert_eq!(Progress::from_json(&kept.to_json()), kept);
    }

    #[test]
    fn odd_data_is_left_out() {
        for text in ["", "null", "[]", "{", r#"{"version": 2, "steps": {"a1/run": {"state": "done"}}}"#] {
            assert_eq!(Progress::from_json(text), Progress::default(), "{text}");
        }
        let odd = r#"{"version": 1, "steps": {"a1/run": {"state": "done", "misses": -3, "hints": "x", "guess": 5, "metAt": "y"},
            "odd": {"state": "done"}, "a1/x": 7}, "reviewed": {"a1": "never"}, "last": ["a1"], "dismissed": {}}"#;
        let read = Progress::from_json(odd);
        assert_eq!(read.step("a1", "run"), StepRecord { state: State::Done, ..StepRecord::default() });
        assert_eq!((read.steps.len(), read.reviewed.len(), read.last, read.dismissed), (1, 0, None, None));
    }

    #[test]
    fn a_step_that_is_done_stays_done() {
        let mut progress = progress();
        progress.met("a1", "run", State::Shown, NOW);
        assert_eq!(progress.step("a1", "run").state, State::Done);
        assert_eq!(progress.lesson("a1", ["run", "system"]), State::Shown);
        assert_eq!(progress.lesson("a1", ["run", "words"]), State::NotBegun);
        assert_eq!(progress.count("a1", ["run", "system", "words"]), 2);
        progress.forget("a1");
        assert!(!progress.is_begun("a1") && progress.last.is_none());
    }

    #[test]
    fn a_lesson_is_due_three_days_after_it_was_last_touched() {
        let mut progress = progress();
        let due = |progress: &Progress, days: i64| -> Vec<&'static str> {
            progress.due(["a1", "a2", "a3"], NOW.plus_ms(days * DAY_MS))
        };
        assert_eq!(due(&progress, 2), [""; 0]);
        assert_eq!(due(&progress, 3), ["a1", "a2"]);
        progress.dismissed = Some(NOW.plus_ms(3 * DAY_MS).0);
        assert_eq!(due(&progress, 5), [""; 0]);
        assert_eq!(due(&progress, 6), ["a1", "a2"]);
        progress.reviewed("a1", NOW.plus_ms(6 * DAY_MS));
        assert_eq!(due(&progress, 7), ["a2"]);
    }
}
