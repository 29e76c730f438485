//! The part of a document in a text field: some of its lines, with each fold as one character.
//!
//! A text field with a megabyte needs a tenth of a second per key, so it gets only what is on screen and around it.
//! What is typed there is carried back into the document by comparing the field's text before and after; the caret
//! decides between equal alternatives. An edit never loses hidden text unless it clearly includes it: an edit of the
//! fold's own character opens the fold instead.

use std::ops::Range;

use super::change::{Change, difference};
use super::document::Document;
use super::history::Kind;
use super::selection::Selection;

/// The character for a fold.
const FOLDED: char = '⋯';

/// A part of the view: a range of the document, or a fold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    document: Range<usize>,
    view: Range<usize>,
    folded: bool,
}

/// The content of a text field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    text: String,
    pieces: Vec<Piece>,
}

/// The effect of an edit in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing changed.
    Nothing,
    /// The document changed.
    Changed,
    /// The edit touched a fold, which opened instead.
    Opened,
}

impl View {
    /// The view of a range of the document.
    pub fn new(document: &Document, range: Range<usize>) -> Self {
        let mut view = Self::default();
        let mut at = range.start;
        for fold in document.folds() {
            if fold.end <= at || fold.start >= range.end {
                continue;
            }
            if fold.start > at {
                view.push(document, at..fold.start, false);
            }
            view.push(document, fold.clone(), true);
            at = fold.end;
        }
        if at < range.end || view.pieces.is_empty() {
            view.push(document, at..range.end.max(at), false);
        }
        view
    }

    fn push(&mut self, document: &Document, range: Range<usize>, folded: bool) {
        let start = self.text.len();
        if folded {
            self.text.push(FOLDED);
        } else {
            self.text.push_str(document.slice(range.clone()));
        }
        self.pieces.push(Piece { document: range, view: start..self.text.len(), folded });
    }

    /// The text of the field.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it contains a fold.
    pub fn is_folded(&self) -> bool {
        self.pieces.iter().any(|piece| piece.folded)
    }

    /// The range of the document.
    pub fn covers(&self) -> Range<usize> {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => first.document.start..last.document.end,
            _ => 0..0,
        }
    }

    /// Converts a place in the field to a place in the document (bytes).
    pub fn to_document(&self, at: usize) -> usize {
        let piece = self.pieces.iter().find(|piece| at < piece.view.end).or(self.pieces.last());
        match piece {
            Some(piece) if piece.folded && at < piece.view.end => piece.document.start,
            Some(piece) if piece.folded => piece.document.end,
            Some(piece) => (piece.document.start + at.saturating_sub(piece.view.start)).min(piece.document.end),
            None => 0,
        }
    }

    /// Converts a place in the document to the nearest place in the field (bytes).
    pub fn to_view(&self, at: usize) -> usize {
        let Some(piece) = self.pieces.iter().find(|piece| at < piece.document.end).or(self.pieces.last()) else {
            return 0;
        };
        if piece.folded {
            return if at >= piece.document.end { piece.view.end } else { piece.view.start };
        }
        (piece.view.start + at.saturating_sub(piece.document.start)).min(piece.view.end)
    }

    /// Carries an edit back: the field's new text, and its caret (bytes).
    pub fn typed(&self, document: &mut Document, now: &str, caret: usize) -> Typed {
        let Some((range, inserted)) = edit(&self.text, now, caret) else { return Typed::Nothing };
        let met = |piece: &&Piece| {
            let inside = range.start < piece.view.end && range.end > piece.view.start;
            // Deleting more than the fold's character also deletes the hidden text.
            let is_included =
                range.start <= piece.view.start && range.end >= piece.view.end && range.len() > piece.view.len();
            piece.folded && inside && !is_included
        };
        if let Some(fold) = self.pieces.iter().find(met) {
            document.unfold(fold.document.clone());
            return Typed::Opened;
        }
        let start = self.to_document(range.start);
        let end = if range.is_empty() { start } else { self.to_document_end(range.end) };
        let after = start + inserted.len();
        let single = inserted.chars().nth(1).is_none();
        let kind = match (inserted.is_empty(), start == end) {
            (false, true) if single && inserted != "\n" => Kind::Typing,
            (true, false) if self.text.get(range).is_some_and(|deleted| deleted.chars().nth(1).is_none()) => {
                Kind::Deleting
            }
            _ => Kind::Other,
        };
        document
            .apply(Change { range: start..end, text: inserted.to_owned(), selection: Selection::caret(after) }, kind);
        Typed::Changed
    }

    /// As [`Self::to_document`], for the end of a range: after a fold, it is after the hidden text.
    fn to_document_end(&self, at: usize) -> usize {
        let piece = self.pieces.iter().find(|piece| at <= piece.view.end).or(self.pieces.last());
        match piece {
            Some(piece) if piece.folded => piece.document.end,
            Some(piece) => (piece.document.start + at.saturating_sub(piece.view.start)).min(piece.document.end),
            None => 0,
        }
    }
}

/// The range of `old` that was replaced, and its new text. The caret is at the end of the typed text.
fn edit<'a>(old: &str, new: &'a str, caret: usize) -> Option<(Range<usize>, &'a str)> {
    if old == new {
        return None;
    }
    let (least, inserted) = difference(old, new);
    // Equal letters on both sides of the caret allow several answers; the right one ends at the caret.
    let tail = new.len().checked_sub(caret)?;
    let end = old.len().checked_sub(tail).unwrap_or(least.end);
    let start = least.start.min(caret).min(end);
    let fits =
        old.get(end..).is_some_and(|suffix| new.get(caret..) == Some(suffix)) && old.get(..start) == new.get(..start);
    match new.get(start..caret) {
        Some(text) if fits => Some((start..end, text)),
        _ => Some((least, inserted)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::single_range_in_vec_init, reason = "a list of one fold")]

    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str, folds: &[Range<usize>]) -> Document {
        let mut document = Document::new(text.to_owned());
        for fold in folds {
            document.fold(fold.clone());
        }
        document
    }

    #[test]
    fn shows_folds_as_one_character() {
        let document = folded("[1, [2, 3], 4]", &[5..9]);
        let view = View::new(&document, 0..14);
        assert_eq!(view.text(), "[1, [⋯], 4]");
        assert_eq!(view.to_document(5), 5);
        assert_eq!(view.to_document(8), 9);
        assert_eq!(view.to_view(7), 5);
        assert_eq!(view.to_view(9), 8);
        assert_eq!(view.covers(), 0..14);
        assert_eq!(View::new(&document, 0..0).text(), "");
    }

    #[test]
    fn typing_beside_a_fold_keeps_it() {
        let mut document = folded("[1, [2, 3], 4]", &[5..9]);
        let view = View::new(&document, 0..14);
        assert_eq!(view.typed(&mut document, "[10, [⋯], 4]", 3), Typed::Changed);
        assert_eq!(document.text(), "[10, [2, 3], 4]");
        assert_eq!(document.folds(), [6..10]);
        let view = View::new(&document, 0..15);
        assert_eq!(view.typed(&mut document, "[10, [⋯, 0], 4]", 12), Typed::Changed);
        assert_eq!(document.text(), "[10, [2, 3, 0], 4]");
        assert_eq!(document.selection(), Selection::caret(13));
    }

    #[test]
    fn deleting_the_fold_opens_it_and_deleting_more_takes_it() {
        let mut document = folded("[1, [2, 3], 4]", &[5..9]);
        let view = View::new(&document, 0..14);
        assert_eq!(view.typed(&mut document, "[1, [], 4]", 5), Typed::Opened);
        assert_eq!(document.text(), "[1, [2, 3], 4]");
        assert!(document.folds().is_empty());
        document.fold(5..9);
        assert_eq!(view.typed(&mut document, "[1, , 4]", 4), Typed::Changed);
        assert_eq!(document.text(), "[1, , 4]");
    }

    #[test]
    fn the_caret_says_which_of_two_equal_letters_was_typed() {
        let mut document = Document::new("aab".to_owned());
        let view = View::new(&document, 0..3);
        assert_eq!(view.typed(&mut document, "aaab", 1), Typed::Changed);
        assert_eq!(document.selection(), Selection::caret(1));
        let view = View::new(&document, 0..4);
        assert_eq!(view.typed(&mut document, "aab", 1), Typed::Changed, "Delete, not Backspace");
        assert_eq!(document.selection(), Selection::caret(1));
        assert_eq!(view.typed(&mut document, "aaab", 0), Typed::Nothing);
    }

    proptest! {
        #[test]
        fn an_edit_in_a_window_is_the_edit_in_the_document(
            text in "[ab\n]{0,30}", from in 0_usize..30, to in 0_usize..30,
            at in 0_usize..30, deleted in 0_usize..8, typed in "[abé]{0,4}",
        ) {
            let (from, to) = (from.min(to).min(text.len()), from.max(to).min(text.len()));
            let mut document = Document::new(text.clone());
            let view = View::new(&document, from..to);
            prop_assert_eq!(view.text(), &text[from..to]);
            let start = at.min(to - from);
            let end = (start + deleted).min(to - from);
            let mut now = view.text().to_owned();
            now.replace_range(start..end, &typed);
            let mut expected = text;
            expected.replace_range(from + start..from + end, &typed);
            view.typed(&mut document, &now, start + typed.len());
            prop_assert_eq!(document.text(), expected);
        }

        #[test]
        fn folding_shows_the_rest_as_it_is(text in "[ab\n]{1,30}", cuts in proptest::collection::vec((0_usize..30, 1_usize..6), 0..5)) {
            let mut document = Document::new(text.clone());
            for (at, length) in cuts {
                document.fold(at..at + length);
            }
            let view = View::new(&document, 0..text.len());
            let hidden: usize = document.folds().iter().map(ExactSizeIterator::len).sum();
            prop_assert_eq!(view.text().chars().count(), text.len() - hidden + document.folds().len());
            for (at, _) in text.char_indices() {
                let back = view.to_document(view.to_view(at));
                let in_fold = document.folds().iter().find(|fold| fold.contains(&at));
                prop_assert_eq!(back, in_fold.map_or(at, |fold| fold.start));
            }
        }
    }
}
