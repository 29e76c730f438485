//! One change to a text: the replaced range, the new text, and the selection afterwards.

use std::ops::Range;

use super::selection::Selection;

/// Replaces a range of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The replaced range.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
    /// The selection afterwards.
    pub selection: Selection,
}

impl Change {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>, caret: usize) -> Self {
        Self { range, text: text.into(), selection: Selection::caret(caret) }
    }
}

/// The smallest range of `old` and of `new` that differs, on character boundaries.
pub(super) fn difference<'a>(old: &str, new: &'a str) -> (Range<usize>, &'a str) {
    let mut start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let most = old.len().min(new.len()) - start;
    let mut end = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - end) || !new.is_char_boundary(new.len() - end) {
        end -= 1;
    }
    (start..old.len() - end, new.get(start..new.len() - end).unwrap_or_default())
}
