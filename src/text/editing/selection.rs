//! The caret, or a selected range with the caret at one of its ends.

use std::ops::Range;

/// A selection: from its anchor to the caret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The place where it began.
    pub anchor: usize,
    /// The place of the caret.
    pub head: usize,
}

impl Selection {
    /// A caret without a selected range.
    pub fn caret(at: usize) -> Self {
        Self { anchor: at, head: at }
    }

    /// The selected range.
    pub fn range(self) -> Range<usize> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }

    /// Whether the range is empty.
    pub fn is_caret(self) -> bool {
        self.anchor == self.head
    }
}
