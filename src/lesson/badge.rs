//! A badge: the final check of a hand-in, replayed. Whoever opens it sees the twelve items and whether each answer holds.

use super::bench::Road;
use super::exam::{self, PASS};
use super::hand_in::{EXAM, HandIn, Verdict};

/// What a badge shows, and what it cannot, for the page to say beside the result.
pub const SHOWS: &str = "The answers in this badge were replayed just now, on the simulator of this page, against the items that are drawn \
                         for this name, class code and attempt. A copy under another name gets other items and fails.";

/// What a badge cannot show.
pub const CANNOT_SHOW: &str = "It does not prove who answered, when, or without help. The page is open, so a program can answer too. For a \
                               grade, ask one item aloud.";

/// An item of the final check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it asked for.
    pub goal: String,
    /// What the replay of its answer showed; `None` without an answer.
    pub verdict: Option<Verdict>,
}

/// A final check, replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The learner's name, as typed.
    pub name: String,
    /// The class code; empty for none.
    pub class: String,
    /// The attempt, from 1.
    pub attempt: u32,
    /// The items, in order.
    pub items: Vec<Item>,
}

impl Badge {
    /// How many items hold.
    pub fn held(&self) -> usize {
        self.items.iter().filter(|item| item.verdict == Some(Verdict::Holds)).count()
    }

    /// Whether enough of them do.
    pub fn is_passed(&self) -> bool {
        self.held() >= PASS
    }

    /// Whether it was made with another set of items than this page has, so that nothing could be replayed.
    pub fn is_of_other_set(&self) -> bool {
        self.items.iter().any(|item| item.verdict == Some(Verdict::OtherSet))
    }
}

impl HandIn {
    /// The part of it that is a badge: the answers to the final check, for the name, class and attempt that they were drawn for.
    /// `None` without answers.
    pub fn badge(&self, name: &str, class: &str, attempt: u32) -> Option<Self> {
        let steps: Vec<_> = self.steps.iter().filter(|handed| handed.lesson == EXAM).cloned().collect();
        let badge = Self { steps, set: self.set, ..Self::new(name, class, attempt) };
        (!badge.steps.is_empty() && attempt > 0).then_some(badge)
    }

    /// Whether it holds nothing but a final check.
    pub fn is_badge(&self) -> bool {
        self.attempt > 0 && !self.steps.is_empty() && self.steps.iter().all(|handed| handed.lesson == EXAM)
    }

    /// The final check in it, replayed.
    pub fn check(&self, road: &Road<'_>) -> Badge {
        let verdicts = self.replay(|_| None, road);
        let verdict = |number: usize| {
            let answers = self.steps.iter().zip(&verdicts);
            let mut of_item = answers.filter(|(handed, _)| handed.lesson == EXAM && handed.step == number.to_string());
            of_item.next().map(|(_, verdict)| verdict.clone())
        };
        let drawn = exam::items(&self.class, &self.name, self.attempt);
        let goal = |item: super::step::Lesson| item.steps.into_iter().next().map(|step| step.goal).unwrap_or_default();
        let items = (1..).zip(drawn).map(|(number, item)| Item { goal: goal(item), verdict: verdict(number) });
        Badge { name: self.name.clone(), class: self.class.clone(), attempt: self.attempt, items: items.collect() }
    }
}
