//! The caret, or a stretch of the text with the caret at one of its ends.

use std::ops::Range;

/// What is selected: from where the selection was begun to where the caret is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it was begun.
    pub anchor: usize,
    /// Where the caret is.
    pub head: usize,
}

impl Selection {
    /// A caret with nothing selected.
    pub fn caret(at: usize) -> Self {
        Self { anchor: at, head: at }
    }

    /// What lies between.
    pub fn range(self) -> Range<usize> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }

    /// Whether nothing is selected.
    pub fn is_caret(self) -> bool {
        self.anchor == self.head
    }
}
