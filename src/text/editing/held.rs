//! A document, and the part of it that a text field holds.
//!
//! The field reports its text and its selection in UTF-16 code units; both are carried into the document. The document's
//! selection may be outside the part. Selecting everything in the field selects the whole document.

use std::ops::Range;

use super::document::Document;
use super::selection::Selection;
use super::units::{byte_at, units};
use super::view::{Typed, View};

/// A document and the field's part of it.
#[derive(Clone, Debug)]
pub struct Held {
    document: Document,
    view: View,
    /// The field's selection when it was last read or written, in code units.
    placed: (usize, usize),
}

impl Held {
    /// A document of which the field holds nothing yet.
    pub fn new(document: Document) -> Self {
        Self { document, view: View::default(), placed: (0, 0) }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document, to change it; [`Self::hold`] follows.
    pub fn document_mut(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Holds this range of the document, without what is folded.
    pub fn hold(&mut self, range: Range<usize>) {
        self.view = View::new(&self.document, range);
    }

    /// The content of the field.
    pub fn text(&self) -> &str {
        self.view.text()
    }

    /// Whether the field holds less than the document.
    pub fn is_part(&self) -> bool {
        self.view.covers() != (0..self.document.text().len())
    }

    /// Reads what was typed into the field: its new text, and its caret in code units. [`Self::hold`] follows.
    pub fn typed(&mut self, now: &str, caret: usize) -> Typed {
        let caret = byte_at(now, caret);
        if self.is_part() && self.placed == (0, units(self.view.text())) {
            self.document.select(Selection { anchor: 0, head: self.document.text().len() });
            self.document.replace_selection(now);
            return Typed::Changed;
        }
        // Selected text outside the part is also replaced.
        let selection = self.document.selection();
        let covered = self.view.covers();
        if !selection.is_caret() && (selection.range().start < covered.start || selection.range().end > covered.end) {
            let typed = self.typed_over_selection(now).to_owned();
            self.document.replace_selection(&typed);
            return Typed::Changed;
        }
        self.view.typed(&mut self.document, now, caret)
    }

    /// What replaced the field's selection in its new text.
    fn typed_over_selection<'a>(&self, now: &'a str) -> &'a str {
        let old = self.view.text();
        let after = old.len() - byte_at(old, self.placed.1);
        now.get(byte_at(old, self.placed.0)..now.len().saturating_sub(after)).unwrap_or_default()
    }

    /// Reads the selection of the field, in code units; `backward` if the caret is at its start. Returns whether it
    /// changed.
    pub fn selected(&mut self, start: usize, end: usize, backward: bool) -> bool {
        if (start, end) == self.placed {
            return false;
        }
        let text = self.view.text();
        let old = self.document.selection().range();
        let covered = self.view.covers();
        // An end that did not move and stands for a place outside the part keeps that place.
        let place = |at: usize, placed: usize, outside: usize| {
            if at == placed && start != end && !covered.contains(&outside) && outside != covered.end {
                outside
            } else {
                self.view.to_document(byte_at(text, at))
            }
        };
        let from = place(start, self.placed.0, old.start);
        let to = place(end, self.placed.1, old.end);
        let selection =
            if backward { Selection { anchor: to, head: from } } else { Selection { anchor: from, head: to } };
        self.placed = (start, end);
        let selection = if self.is_part() && (start, end) == (0, units(text)) {
            Selection { anchor: 0, head: self.document.text().len() }
        } else {
            selection
        };
        self.document.select(selection);
        true
    }

    /// The selection for the field, in code units, and whether the caret is at its start.
    pub fn place_selection(&mut self) -> (usize, usize, bool) {
        let selection = self.document.selection();
        let range = selection.range();
        let text = self.view.text();
        let unit = |at: usize| units(text.get(..self.view.to_view(at)).unwrap_or_default());
        self.placed = (unit(range.start), unit(range.end));
        (self.placed.0, self.placed.1, selection.head < selection.anchor)
    }

    /// The selected text, if the field holds only a part of it.
    pub fn hidden_selection(&self) -> Option<&str> {
        let range = self.document.selection().range();
        let hidden =
            self.is_part() || self.document.folds().iter().any(|fold| fold.start < range.end && range.start < fold.end);
        (hidden && !range.is_empty()).then(|| self.document.slice(range))
    }
}
