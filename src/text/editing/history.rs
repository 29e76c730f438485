//! What was done to a text, so that it can be taken back.
//!
//! A run of typing is one step, and so is a run of deleting. Changes that come from outside (the other side of a translation
//! was edited) are steps like any other, joined into one until something is typed here: one undo goes back to what was
//! written by hand. No clock is asked.

use super::selection::Selection;

/// How many bytes of text the history holds before its oldest steps go.
const MOST_BYTES: usize = 16_000_000;

/// What kind of change a step is; steps of one kind may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A character typed.
    Typing,
    /// A character deleted.
    Deleting,
    /// Anything else done here: a paste, a new line, an indent.
    Other,
    /// The text was written anew from outside.
    Outside,
}

/// One change: at a place, some text gave way to other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where, in bytes.
    pub at: usize,
    /// What was there.
    pub removed: String,
    /// What is there now.
    pub inserted: String,
    /// The selection before it.
    pub before: Selection,
    /// The selection after it.
    pub after: Selection,
    /// What kind of change it was.
    pub kind: Kind,
}

impl Step {
    /// Takes in a step that followed this one, if they are one act to the person who typed them.
    fn join(&mut self, next: &Self) -> bool {
        let joined = match (self.kind, next.kind) {
            (Kind::Typing, Kind::Typing)
                if next.removed.is_empty()
                    && next.at == self.at + self.inserted.len()
                    // A new word begins a new step.
                    && (!next.inserted.starts_with(char::is_whitespace)
                        || self.inserted.ends_with(char::is_whitespace)) =>
            {
                self.inserted.push_str(&next.inserted);
                true
            }
            (Kind::Deleting, Kind::Deleting) if next.inserted.is_empty() && self.inserted.is_empty() => {
                if next.at + next.removed.len() == self.at {
                    self.removed.insert_str(0, &next.removed);
                    self.at = next.at;
                    true
                } else if next.at == self.at {
                    self.removed.push_str(&next.removed);
                    true
                } else {
                    false
                }
            }
            _ => false,
        };
        if joined {
            self.after = next.after;
        }
        joined
    }

    fn bytes(&self) -> usize {
        self.removed.len() + self.inserted.len()
    }
}

/// The steps that can be taken back, and those that can be done again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Whether the next step may join the last one.
    open: bool,
}

impl History {
    /// Notes a change.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        let joined = self.open && self.done.last_mut().is_some_and(|last| last.join(&step));
        if !joined {
            self.done.push(step);
        }
        self.open = true;
        let mut bytes: usize = self.done.iter().map(Step::bytes).sum();
        let mut old = 0;
        while bytes > MOST_BYTES && old + 1 < self.done.len() {
            bytes -= self.done.get(old).map_or(0, Step::bytes);
            old += 1;
        }
        self.done.drain(..old);
    }

    /// The next step begins anew: the caret was moved.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// The last step, if it came from outside; it leaves the history to be written anew.
    pub fn take_outside(&mut self) -> Option<Step> {
        self.done.pop_if(|last| last.kind == Kind::Outside)
    }

    /// The step to take back.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        self.open = false;
        Some(step)
    }

    /// The step to do again.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        self.open = false;
        Some(step)
    }
}
