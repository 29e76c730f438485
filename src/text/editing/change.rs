//! One change to a text: what gives way to what, and the selection afterwards.

use std::ops::Range;

use super::selection::Selection;

/// Some text gives way to other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What gives way.
    pub range: Range<usize>,
    /// What comes.
    pub text: String,
    /// What is selected afterwards.
    pub selection: Selection,
}

impl Change {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>, caret: usize) -> Self {
        Self { range, text: text.into(), selection: Selection::caret(caret) }
    }
}

/// What of `old` gives way to which part of `new`: the smallest stretch, between characters.
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
