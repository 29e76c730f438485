//! A document laid out in rows, and the window of rows that a text field holds.
//!
//! A row is a line, or several lines that folds join. The field holds a small document as a whole. Of a large one it
//! holds a window that moves as the user scrolls; the document's selection may then be outside, and selecting
//! everything in the field selects the whole document. Long strings of a large document start folded.

use std::ops::Range;

use super::brackets::block_of_line;
use super::document::Document;
use super::held::Held;
use super::selection::Selection;
use super::view::{Typed, View};
use crate::text::json::{Token, tokens};

/// From this size on, in bytes, the field holds a window; a browser handles smaller texts within a frame or two per
/// key.
const LARGE: usize = 128 * 1024;
/// The same limit for the number of rows.
const MANY: usize = 2_000;
/// The number of rows in a window.
const WINDOW: usize = 240;
/// The window moves when fewer rows than this remain at one of its ends, unless the document ends there.
const MARGIN: usize = 40;
/// In a line longer than this, in bytes, long strings are folded.
const LONG_LINE: usize = 4_000;
/// How much of a long string stays visible, in bytes.
const STRING_HEAD: usize = 200;
/// How much of a long line without long strings stays visible, in bytes.
const LINE_HEAD: usize = 8_000;

/// A document, its rows and its window.
#[derive(Clone, Debug)]
pub struct Sheet {
    held: Held,
    /// The first line of each row.
    rows: Vec<usize>,
    window: Range<usize>,
}

impl Sheet {
    /// Lays out a text.
    pub fn new(text: String) -> Self {
        let mut sheet = Self { held: Held::new(Document::new(text)), rows: Vec::new(), window: 0..0 };
        sheet.lay_out();
        sheet
    }

    /// The document.
    pub fn document(&self) -> &Document {
        self.held.document()
    }

    /// The content of the field.
    pub fn field_text(&self) -> &str {
        self.held.text()
    }

    /// The number of rows.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The rows in the field.
    pub fn window(&self) -> Range<usize> {
        self.window.clone()
    }

    /// The first line of a row.
    pub fn line_of_row(&self, row: usize) -> usize {
        self.rows.get(row).copied().unwrap_or_default()
    }

    /// The row of a line.
    pub fn row_of_line(&self, line: usize) -> usize {
        self.rows.partition_point(|first| *first <= line).saturating_sub(1)
    }

    /// The row of a place in the document.
    pub fn row_at(&self, at: usize) -> usize {
        self.row_of_line(self.document().lines().line_at(at))
    }

    /// The range of a row in the document.
    pub fn row_range(&self, row: usize) -> Range<usize> {
        let lines = self.document().lines();
        let last = self.rows.get(row + 1).map_or(lines.count(), |next| *next).saturating_sub(1);
        lines.range(self.line_of_row(row)).start..lines.range(last).end
    }

    /// The text of a row with its folds, and its range in the document.
    pub fn row_view(&self, row: usize) -> View {
        View::new(self.document(), self.row_range(row))
    }

    /// Whether the field holds only a part of the document.
    pub fn is_window(&self) -> bool {
        self.window.len() < self.rows.len()
    }

    /// Changes the document and updates the layout.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Document) -> T) -> T {
        let result = change(self.held.document_mut());
        self.lay_out();
        result
    }

    /// Moves the caret, or selects.
    pub fn select(&mut self, selection: Selection) {
        self.held.document_mut().select(selection);
    }

    /// Opens the folds on a row, or folds the block that begins on it; `false` if there is neither.
    pub fn toggle_fold(&mut self, row: usize) -> bool {
        let range = self.row_range(row);
        let line = self.line_of_row(row);
        self.change(|document| {
            if document.unfold(range) {
                return true;
            }
            let block = block_of_line(document.text(), document.lines(), line);
            block.map(|block| document.fold(block)).is_some()
        })
    }

    /// Reads what was typed into the field: its new text, and its caret in code units.
    pub fn typed(&mut self, now: &str, caret: usize) -> Typed {
        let outcome = self.held.typed(now, caret);
        if outcome != Typed::Nothing {
            self.lay_out();
        }
        outcome
    }

    /// Reads the selection of the field, in code units; `backward` if the caret is at its start. Returns whether it
    /// changed.
    pub fn selected(&mut self, start: usize, end: usize, backward: bool) -> bool {
        self.held.selected(start, end, backward)
    }

    /// The selection for the field, in code units, and whether the caret is at its start.
    pub fn to_select(&mut self) -> (usize, usize, bool) {
        self.held.place_selection()
    }

    /// The selected text, if the field holds only a part of it.
    pub fn hidden_selection(&self) -> Option<&str> {
        self.held.hidden_selection()
    }

    /// Moves the window so that these rows are well inside; returns whether it moved.
    pub fn show_rows(&mut self, rows: Range<usize>) -> bool {
        let safe = (self.window.start == 0 || rows.start >= self.window.start + MARGIN)
            && (self.window.end == self.rows.len() || rows.end + MARGIN <= self.window.end);
        if safe || !self.is_large() {
            return false;
        }
        let middle = usize::midpoint(rows.start, rows.end);
        let start = middle.saturating_sub(WINDOW / 2).min(self.rows.len().saturating_sub(WINDOW));
        let window = start..(start + WINDOW).min(self.rows.len());
        if window == self.window {
            return false;
        }
        self.window = window;
        self.take_view();
        true
    }

    fn is_large(&self) -> bool {
        self.document().text().len() > LARGE || self.rows.len() > MANY
    }

    /// Computes the rows and the view.
    fn lay_out(&mut self) {
        self.find_rows();
        if self.is_large() {
            let count = self.rows.len();
            let start = self.window.start.min(count.saturating_sub(WINDOW));
            self.window = start..(start + WINDOW).min(count);
        } else {
            self.window = 0..self.rows.len();
        }
        self.take_view();
    }

    fn find_rows(&mut self) {
        let document = self.held.document();
        let lines = document.lines();
        let mut folds = document.folds().iter().peekable();
        self.rows.clear();
        for line in 0..lines.count() {
            let start = lines.range(line).start;
            while folds.next_if(|fold| fold.end < start).is_some() {}
            let hidden = folds.peek().is_some_and(|fold| fold.start < start);
            if !hidden {
                self.rows.push(line);
            }
        }
    }

    fn window_range(&self) -> Range<usize> {
        let last = self.window.end.saturating_sub(1);
        self.row_range(self.window.start).start..self.row_range(last).end
    }

    fn take_view(&mut self) {
        self.held.hold(self.window_range());
        if self.held.text().len() > LARGE {
            for row in self.window.clone() {
                self.fold_long(row);
            }
            self.held.hold(self.window_range());
        }
    }

    /// Folds the long strings of a row.
    fn fold_long(&mut self, row: usize) {
        let range = self.row_range(row);
        if range.len() <= LONG_LINE {
            return;
        }
        let long: Vec<_> = tokens(self.document().slice(range.clone()))
            .filter(|(token, found)| matches!(token, Token::String { .. }) && found.len() > LONG_LINE / 2)
            .map(|(_, found)| range.start + found.start + STRING_HEAD..range.start + found.end - 1)
            .collect();
        for string in long {
            self.held.document_mut().fold(string);
        }
        if View::new(self.document(), range.clone()).text().len() > 2 * LINE_HEAD {
            self.held.document_mut().fold(range.start + LINE_HEAD..range.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::editing::units;

    fn large() -> Sheet {
        let lines: Vec<String> = (0..10_000).map(|line| format!("  \"line {line}\",")).collect();
        Sheet::new(lines.join("\n"))
    }

    #[test]
    fn a_small_document_is_in_the_field_as_a_whole() {
        let mut sheet = Sheet::new("{\n  \"é\": [\n    1\n  ]\n}".to_owned());
        assert_eq!((sheet.window(), sheet.row_count(), sheet.is_window()), (0..5, 5, false));
        assert_eq!(sheet.typed("{\n  \"éa\": [\n    1\n  ]\n}", 7), Typed::Changed);
        assert_eq!(sheet.to_select(), (7, 7, false));
        assert!(sheet.toggle_fold(1));
        assert_eq!(sheet.field_text(), "{\n  \"éa\": [⋯]\n}");
        assert_eq!((sheet.row_count(), sheet.line_of_row(2), sheet.row_of_line(3), sheet.row_of_line(4)), (3, 4, 1, 2));
        assert_eq!(sheet.row_view(1).text(), "  \"éa\": [⋯]");
        assert!(!sheet.toggle_fold(2), "nothing to fold");
        assert!(sheet.toggle_fold(1));
        assert_eq!(sheet.row_count(), 5);
    }

    #[test]
    fn the_field_holds_a_window_of_a_large_document() {
        let mut sheet = large();
        assert_eq!(sheet.window(), 0..WINDOW);
        assert!(sheet.show_rows(5_000..5_030));
        assert!(sheet.window().contains(&4_950) && sheet.window().contains(&5_080));
        assert!(!sheet.show_rows(5_000..5_030), "the rows are already in the window");
        let first = sheet.window().start;
        let now = format!("x{}", sheet.field_text());
        assert_eq!(sheet.typed(&now, 1), Typed::Changed);
        assert_eq!(sheet.field_text(), now, "the field stays unchanged");
        assert!(sheet.document().text().contains(&format!(",\nx  \"line {first}\"")));
        assert!(sheet.show_rows(9_990..10_000));
        assert_eq!(sheet.window().end, 10_000);
    }

    #[test]
    fn the_selection_stays_where_it_is_when_the_window_moves() {
        let mut sheet = large();
        sheet.selected(2, 5, false);
        let before = sheet.document().selection();
        sheet.show_rows(5_000..5_030);
        let (start, end, _) = sheet.to_select();
        assert_eq!((start, end), (0, 0), "the nearest place in the field");
        assert!(!sheet.selected(start, end, false));
        assert_eq!(sheet.document().selection(), before);
        assert!(sheet.selected(0, 7, false), "extended with Shift");
        assert_eq!(sheet.document().selection().range().start, 2);
    }

    #[test]
    fn everything_in_the_field_is_everything() {
        let mut sheet = large();
        let all = units(sheet.field_text());
        sheet.selected(0, all, false);
        assert_eq!(sheet.document().selection().range(), 0..sheet.document().text().len());
        assert_eq!(sheet.typed("{}", 2), Typed::Changed);
        assert_eq!(sheet.document().text(), "{}");
        assert_eq!(sheet.field_text(), "{}");
        assert!(sheet.change(Document::undo));
        assert_eq!(sheet.row_count(), 10_000);
    }

    #[test]
    fn long_strings_and_long_lines_begin_folded() {
        let text = format!("{{\"a\": \"{}\",\n \"b\": [{}]}}", "x".repeat(LARGE), "1, ".repeat(LARGE));
        let mut sheet = Sheet::new(text.clone());
        assert!(sheet.field_text().len() < LARGE);
        assert!(sheet.field_text().contains("x⋯\","));
        let typed = sheet.field_text().replacen("\"a\"", "\"c\"", 1);
        sheet.typed(&typed, 3);
        assert_eq!(sheet.document().text(), text.replacen("\"a\"", "\"c\"", 1));
    }
}
