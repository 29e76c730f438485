//! A text with its caret and its history.

use std::ops::Range;

use super::change::{Change, difference};
use super::history::{History, Kind, Step};
use super::lines::Lines;
use super::selection::Selection;

/// A fold that hides more bytes than this opens in steps.
const VERY_LONG: usize = 32 * 1024;
/// The size of a step, in bytes.
const OPENED: usize = 4_000;

/// A text that can be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    text: String,
    lines: Lines,
    selection: Selection,
    history: History,
    /// The folded ranges: sorted, disjoint, not empty.
    folds: Vec<Range<usize>>,
}

impl Document {
    /// A document with the caret at its beginning.
    pub fn new(text: String) -> Self {
        let lines = Lines::new(&text);
        Self { text, lines, selection: Selection::default(), history: History::default(), folds: Vec::new() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A part of the text.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Its lines.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The selection.
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// The folded ranges.
    pub fn folds(&self) -> &[Range<usize>] {
        &self.folds
    }

    /// Moves the caret, or selects.
    pub fn select(&mut self, selection: Selection) {
        let selection = Selection { anchor: self.near(selection.anchor), head: self.near(selection.head) };
        if selection != self.selection {
            self.selection = selection;
            self.history.close();
        }
    }

    /// The nearest character boundary at or before this place.
    fn near(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Changes the text as a new step, or as part of the last one.
    pub fn apply(&mut self, change: Change, kind: Kind) {
        let range = self.near(change.range.start)..self.near(change.range.end.max(change.range.start));
        let step = Step {
            at: range.start,
            removed: self.slice(range).to_owned(),
            inserted: change.text,
            before: self.selection,
            after: change.selection,
            kind,
        };
        self.swap(step.at, step.removed.len(), &step.inserted);
        self.select_in_step(step.after);
        self.history.push(step);
    }

    /// Replaces the selection with a text.
    pub fn replace_selection(&mut self, text: &str) {
        let range = self.selection.range();
        let selection = Selection::caret(range.start + text.len());
        self.apply(Change { range, text: text.to_owned(), selection }, Kind::Other);
    }

    /// Takes over a text that was changed elsewhere. Only the difference is changed, and the caret keeps its context.
    pub fn replace(&mut self, text: &str) {
        if text == self.text {
            return;
        }
        let now = self.selection;
        let mut before = now;
        // Consecutive changes from elsewhere are one step.
        if let Some(last) = self.history.take_external() {
            self.swap(last.at, last.inserted.len(), &last.removed);
            before = last.before;
        }
        let (range, inserted) = difference(&self.text, text);
        let grown = |at: usize| {
            if at >= range.end { at - range.len() + inserted.len() } else { at.min(range.start + inserted.len()) }
        };
        let after = if before == now { Selection { anchor: grown(now.anchor), head: grown(now.head) } } else { now };
        let step = Step {
            at: range.start,
            removed: self.slice(range.clone()).to_owned(),
            inserted: inserted.to_owned(),
            before,
            after,
            kind: Kind::Outside,
        };
        self.swap(step.at, step.removed.len(), &step.inserted);
        self.select_in_step(after);
        self.history.push(step);
        self.history.close();
    }

    /// Undoes the last step; `false` if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.history.undo() else { return false };
        self.swap(step.at, step.inserted.len(), &step.removed);
        self.select_in_step(step.before);
        true
    }

    /// Repeats the last undone step; `false` if there is none.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.history.redo() else { return false };
        self.swap(step.at, step.removed.len(), &step.inserted);
        self.select_in_step(step.after);
        true
    }

    /// Folds a range. It absorbs the folds inside it; a caret inside moves before it.
    pub fn fold(&mut self, range: Range<usize>) {
        let range = self.near(range.start)..self.near(range.end.max(range.start));
        let apart = self.folds.iter().all(|fold| {
            fold.end <= range.start || range.end <= fold.start || (range.start <= fold.start && fold.end <= range.end)
        });
        if range.is_empty() || !apart {
            return;
        }
        self.folds.retain(|fold| fold.end <= range.start || range.end <= fold.start);
        let at = self.folds.partition_point(|fold| fold.start < range.start);
        if self.selection.head > range.start && self.selection.head < range.end {
            self.selection = Selection::caret(range.start);
        }
        self.folds.insert(at, range);
    }

    /// Opens every fold that hides part of this range; `false` if none does. Of a very long fold, only the beginning
    /// opens.
    pub fn unfold(&mut self, range: Range<usize>) -> bool {
        let mut found = false;
        let mut rest = Vec::new();
        self.folds.retain(|fold| {
            let keep = fold.end <= range.start || range.end.max(range.start + 1) <= fold.start;
            found |= !keep;
            if !keep && fold.len() > VERY_LONG {
                rest.push(fold.start + OPENED..fold.end);
            }
            keep
        });
        for part in rest {
            self.fold(part);
        }
        found
    }

    /// Makes a range visible: opens the folds that hide part of it; of a very long fold, only the part around it.
    pub fn reveal(&mut self, range: &Range<usize>) {
        let mut rest = Vec::new();
        self.folds.retain(|fold| {
            let hides = fold.start < range.end && range.start < fold.end;
            if hides && fold.len() > VERY_LONG {
                rest.push(fold.start..range.start.saturating_sub(OPENED / 8).max(fold.start));
                rest.push(range.end.saturating_add(OPENED / 8).min(fold.end)..fold.end);
            }
            !hides
        });
        for part in rest {
            self.fold(part);
        }
    }

    fn select_in_step(&mut self, selection: Selection) {
        self.selection = Selection { anchor: self.near(selection.anchor), head: self.near(selection.head) };
        // A changed range becomes visible.
        let range = self.selection.range();
        if let Some(fold) = self.folds.iter().position(|fold| fold.start < range.start && range.start < fold.end) {
            self.folds.remove(fold);
        }
    }

    /// Replaces a range. A fold that it touches opens; later folds move.
    fn swap(&mut self, at: usize, length: usize, with: &str) {
        let end = at + length;
        if self.text.get(at..end).is_none() {
            return;
        }
        self.text.replace_range(at..end, with);
        self.folds.retain_mut(|fold| {
            if fold.end <= at {
                return true;
            }
            if fold.start >= end {
                fold.start = fold.start - length + with.len();
                fold.end = fold.end - length + with.len();
                return true;
            }
            false
        });
        self.lines = Lines::new(&self.text);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::single_range_in_vec_init, reason = "a list of one fold")]

    use super::*;
    use proptest::prelude::*;

    fn typed(document: &mut Document, text: &str) {
        for character in text.chars() {
            let range = document.selection().range();
            let at = range.start + character.len_utf8();
            document
                .apply(Change { range, text: character.to_string(), selection: Selection::caret(at) }, Kind::Typing);
        }
    }

    #[test]
    fn a_word_is_one_step() {
        let mut document = Document::new(String::new());
        typed(&mut document, "two words");
        assert!(document.undo());
        assert_eq!(document.text(), "two");
        assert!(document.undo());
        assert_eq!(document.text(), "");
        assert!(!document.undo());
        assert!(document.redo() && document.redo() && !document.redo());
        assert_eq!(document.text(), "two words");
        assert_eq!(document.selection(), Selection::caret(9));
    }

    #[test]
    fn moving_the_caret_begins_a_new_step() {
        let mut document = Document::new(String::new());
        typed(&mut document, "ab");
        document.select(Selection::caret(0));
        document.select(Selection::caret(2));
        typed(&mut document, "c");
        document.undo();
        assert_eq!(document.text(), "ab");
    }

    #[test]
    fn what_comes_from_outside_is_one_step_and_keeps_the_caret() {
        let mut document = Document::new("{\"a\": 1, \"b\": 2}".to_owned());
        document.select(Selection::caret(15));
        typed(&mut document, "0");
        document.replace("{\"a\": 10, \"b\": 20}");
        document.replace("{\"a\": 100, \"b\": 20}");
        assert_eq!(document.selection(), Selection::caret(17), "the caret is still after 20");
        document.undo();
        assert_eq!(document.text(), "{\"a\": 1, \"b\": 20}");
        assert_eq!(document.selection(), Selection::caret(16));
        document.undo();
        assert_eq!(document.text(), "{\"a\": 1, \"b\": 2}");
        document.redo();
        document.redo();
        assert_eq!(document.text(), "{\"a\": 100, \"b\": 20}");
    }

    #[test]
    fn folds_move_with_the_text_and_open_when_they_are_changed() {
        let mut document = Document::new("[1, [2, 3], 4]".to_owned());
        document.fold(5..9);
        document.select(Selection::caret(1));
        typed(&mut document, "0");
        assert_eq!(document.folds(), [6..10]);
        document.fold(1..14);
        assert_eq!(document.folds(), [1..14], "an outer fold absorbs the inner one");
        document.replace("[01, [2, 9], 4]");
        assert!(document.folds().is_empty(), "the changed range is visible");
    }

    #[test]
    fn a_very_long_fold_opens_a_little() {
        let mut document = Document::new("x".repeat(VERY_LONG * 2));
        document.fold(100..VERY_LONG * 2);
        document.reveal(&(VERY_LONG..VERY_LONG + 5));
        assert_eq!(document.folds(), [100..VERY_LONG - 500, VERY_LONG + 505..VERY_LONG * 2]);
        assert!(document.unfold(0..200));
        assert_eq!(document.folds(), [VERY_LONG + 505..VERY_LONG * 2]);
        document.fold(0..VERY_LONG * 2);
        assert!(document.unfold(0..1));
        assert_eq!(document.folds(), [OPENED..VERY_LONG * 2]);
    }

    proptest! {
        #[test]
        fn undoing_everything_gives_the_first_text(
            first in "[a-cé\n ]{0,12}",
            edits in proptest::collection::vec((0_usize..20, 0_usize..6, "[x-zü\n ]{0,3}", 0_u8..4), 0..24),
        ) {
            let mut document = Document::new(first.clone());
            for (at, length, text, kind) in edits {
                let kind = match kind { 0 => Kind::Typing, 1 => Kind::Deleting, 2 => Kind::Other, _ => Kind::Outside };
                if kind == Kind::Outside {
                    let outside = format!("{}{text}", document.slice(0..at));
                    document.replace(&outside);
                } else {
                    let caret = Selection::caret(at + text.len());
                    document.apply(Change { range: at..at + length, text, selection: caret }, kind);
                }
                document.fold(at..at + 3);
                prop_assert!(document.text().is_char_boundary(document.selection().head));
                prop_assert_eq!(document.lines(), &Lines::new(document.text()));
                prop_assert!(document.folds().iter().all(|fold| document.text().get(fold.clone()).is_some_and(|text| !text.is_empty())));
                prop_assert!(document.folds().windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
            let last = document.text().to_owned();
            let mut steps = 0;
            while document.undo() { steps += 1; }
            prop_assert_eq!(document.text(), first);
            while document.redo() { steps -= 1; }
            prop_assert_eq!(steps, 0);
            prop_assert_eq!(document.text(), last);
        }

        #[test]
        fn the_difference_is_what_differs(old in "[aé字b]{0,10}", new in "[aé字b]{0,10}") {
            let (range, inserted) = difference(&old, &new);
            let mut changed = old.clone();
            changed.replace_range(range, inserted);
            prop_assert_eq!(changed, new);
        }
    }
}
