//! The undo history of a text.
//!
//! A run of typing is one step, and so is a run of deleting. Changes from elsewhere (an edit on the other side of a
//! translation) are also steps, joined into one until the user types here, so one undo restores the typed text.
//! Grouping does not depend on time.

use super::selection::Selection;

/// The most bytes of text that the history keeps; older steps are dropped.
const MOST_BYTES: usize = 16_000_000;

/// The kind of a step; steps of one kind may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A character typed.
    Typing,
    /// A character deleted.
    Deleting,
    /// Any other edit here: a paste, a new line, an indent.
    Other,
    /// The text was replaced from elsewhere.
    Outside,
}

/// One change: some text at a place was replaced by other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The place, in bytes.
    pub at: usize,
    /// The old text.
    pub removed: String,
    /// The new text.
    pub inserted: String,
    /// The selection before the change.
    pub before: Selection,
    /// The selection after the change.
    pub after: Selection,
    /// The kind of change.
    pub kind: Kind,
}

impl Step {
    /// Joins a step that followed this one, if the user sees both as one.
    fn join(&mut self, next: &Self) -> bool {
        let joined = match (self.kind, next.kind) {
            (Kind::Typing, Kind::Typing)
                if next.removed.is_empty()
                    && next.at == self.at + self.inserted.len()
                    // A new word starts a new step.
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

/// The steps to undo, and the steps to redo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Whether the next step may join the last one.
    open: bool,
}

impl History {
    /// Records a change.
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

    /// Makes the next change a new step, because the caret moved.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Removes and returns the last step if it came from elsewhere, to be recorded again.
    pub fn take_external(&mut self) -> Option<Step> {
        self.done.pop_if(|last| last.kind == Kind::Outside)
    }

    /// The step to undo.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        self.open = false;
        Some(step)
    }

    /// The step to redo.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        self.open = false;
        Some(step)
    }
}
