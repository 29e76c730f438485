//! Connects the document to the elements: writes the field when the document changed elsewhere, and reads it after
//! typing. The field is written only if it differs, so that input methods are never interrupted.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use crate::text::editing::{Document, Key, Selection, Sheet, Typed, View, partner, press};
use crate::ui::memo::memo;

/// Rows drawn above and below the visible ones.
const SPARE: usize = 8;

/// The editor's state; `Copy`, as signals are.
#[derive(Clone, Copy)]
pub struct Engine {
    sheet: StoredValue<Sheet>,
    /// Goes up when rows, folds or the window have changed.
    revision: RwSignal<u64>,
    /// Goes up when the selection has moved.
    moved: RwSignal<u64>,
    /// The rows on screen.
    seen: RwSignal<Range<usize>>,
    /// The line that the caret is on, from 0.
    pub caret_line: Memo<usize>,
    /// The bracket at the caret and its partner.
    pub pair: Memo<Option<(usize, usize)>>,
    /// Whether the editor was used since it got the focus; Tab indents only then.
    pub at_home: StoredValue<bool>,
    field: NodeRef<html::Textarea>,
    scroller: NodeRef<html::Div>,
    probe: NodeRef<html::Span>,
    on_text: Callback<String>,
}

impl Engine {
    /// An engine for a text.
    pub fn new(
        text: String,
        field: NodeRef<html::Textarea>,
        scroller: NodeRef<html::Div>,
        probe: NodeRef<html::Span>,
        on_text: Callback<String>,
    ) -> Self {
        let sheet = StoredValue::new(Sheet::new(text));
        let revision = RwSignal::new(0_u64);
        let moved = RwSignal::new(0_u64);
        let caret_line = memo(move || {
            moved.track();
            revision.track();
            sheet.with_value(|sheet| sheet.document().lines().line_at(sheet.document().selection().head))
        });
        let pair = memo(move || {
            moved.track();
            revision.track();
            sheet.with_value(|sheet| {
                let document = sheet.document();
                let selection = document.selection();
                if !selection.is_caret() {
                    return None;
                }
                partner(document.text(), document.lines(), selection.head)
            })
        });
        Self {
            sheet,
            revision,
            moved,
            seen: RwSignal::new(0..40),
            caret_line,
            pair,
            at_home: StoredValue::new(false),
            field,
            scroller,
            probe,
            on_text,
        }
    }

    /// Reads the document and follows its changes.
    pub fn read<T>(self, read: impl FnOnce(&Sheet) -> T) -> T {
        self.revision.track();
        self.sheet.with_value(read)
    }

    /// Reads the document as it is.
    pub fn peek<T>(self, read: impl FnOnce(&Sheet) -> T) -> T {
        self.sheet.with_value(read)
    }

    /// The rows that the field holds.
    pub fn window(self) -> Range<usize> {
        self.read(Sheet::window)
    }

    /// Whether the field holds less than the document.
    pub fn is_window(self) -> bool {
        self.read(Sheet::is_window)
    }

    /// The number of rows.
    pub fn row_count(self) -> usize {
        self.read(Sheet::row_count)
    }

    /// The width of the field's longest row in columns; non-ASCII characters count as two.
    pub fn columns(self) -> usize {
        let wide = |row: &str| if row.is_ascii() { row.len() } else { row.chars().count() * 2 };
        self.read(|sheet| sheet.field_text().split('\n').map(wide).max().unwrap_or_default())
    }

    /// The rows to draw, each with its first line and its text.
    pub fn drawn(self) -> Vec<(usize, usize, View)> {
        let seen = self.seen.get();
        self.read(|sheet| {
            let window = sheet.window();
            let from = seen.start.saturating_sub(SPARE).max(window.start);
            let to = (seen.end + SPARE).min(window.end);
            (from..to).map(|row| (row, sheet.line_of_row(row), sheet.row_view(row))).collect()
        })
    }

    /// The height of a row and the width of a column, in pixels.
    fn sizes(self) -> Option<(f64, f64)> {
        let size = self.probe.get_untracked()?.get_bounding_client_rect();
        (size.height() > 0.0 && size.width() > 0.0).then(|| (size.height(), size.width()))
    }

    /// The line at a height of the window.
    pub fn line_at_y(self, y: f64) -> Option<usize> {
        let (row, _) = self.sizes()?;
        let top = self.probe.get_untracked()?.get_bounding_client_rect().top();
        let at = whole((y - top) / row);
        self.peek(|sheet| (at < sheet.row_count()).then(|| sheet.line_of_row(at)))
    }

    /// The rows on screen have changed.
    pub fn scrolled(self) {
        let (Some(scroller), Some((row, _))) = (self.scroller.get_untracked(), self.sizes()) else { return };
        let first = whole(f64::from(scroller.scroll_top()) / row);
        let seen = first..first + whole(f64::from(scroller.client_height()) / row) + 2;
        if self.sheet.try_update_value(|sheet| sheet.show_rows(seen.clone())) == Some(true) {
            self.write_field();
            self.revision.update(|revision| *revision += 1);
        }
        if self.seen.with_untracked(|old| *old != seen) {
            self.seen.set(seen);
        }
    }

    /// The number of rows that fit on the screen.
    pub fn page(self) -> usize {
        self.seen.with_untracked(|seen| seen.len().saturating_sub(3).max(1))
    }

    /// Writes the field's text and selection.
    pub fn write_field(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let placed = self.sheet.try_update_value(|sheet| {
            if field.value() != sheet.field_text() {
                field.set_value(sheet.field_text());
            }
            sheet.to_select()
        });
        let Some((start, end, backward)) = placed else { return };
        let (start, end) = (whole_u32(start), whole_u32(end));
        if field.selection_start() != Ok(Some(start)) || field.selection_end() != Ok(Some(end)) {
            let direction = if backward { "backward" } else { "forward" };
            // Setting the selection of a text area cannot fail.
            let _ = field.set_selection_range_with_direction(start, end, direction);
        }
    }

    /// Reads the field's selection.
    pub fn read_selection(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let Some((start, end, backward)) = selection_of(&field) else { return };
        if self.sheet.try_update_value(|sheet| sheet.selected(start, end, backward)) == Some(true) {
            self.moved.update(|moved| *moved += 1);
        }
    }

    /// The field was typed into.
    pub fn typed(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let caret = selection_of(&field).map_or(0, |(_, end, _)| end);
        let now = field.value();
        match self.sheet.try_update_value(|sheet| sheet.typed(&now, caret)) {
            Some(Typed::Changed) => self.changed(),
            Some(Typed::Opened) => self.laid_out(),
            Some(Typed::Nothing) | None => {}
        }
    }

    /// Changes the document, here.
    pub fn change<T>(self, change: impl FnOnce(&mut Document) -> T) -> Option<T> {
        let result = self.sheet.try_update_value(|sheet| sheet.change(change));
        self.changed();
        self.show_caret();
        result
    }

    /// Replaces the selection with a text.
    pub fn insert(self, text: &str) {
        let text = text.replace("\r\n", "\n");
        self.change(|document| document.replace_selection(&text));
    }

    /// Replaces the text from outside.
    pub fn replace(self, text: &str) {
        self.sheet.try_update_value(|sheet| sheet.change(|document| document.replace(text)));
        self.laid_out();
    }

    /// Handles a key; returns whether it did.
    pub fn press(self, key: Key) -> bool {
        self.read_selection();
        let before = self.peek(|sheet| sheet.document().text().len());
        let done = self.sheet.try_update_value(|sheet| sheet.change(|document| press(document, key))) == Some(true);
        if done {
            let after = self.peek(|sheet| sheet.document().text().len());
            if before == after {
                self.laid_out();
            } else {
                self.changed();
            }
            self.show_caret();
        }
        done
    }

    /// Undoes the last step.
    pub fn undo(self) {
        self.change(Document::undo);
    }

    /// Redoes the last undone step.
    pub fn redo(self) {
        self.change(Document::redo);
    }

    /// Moves the caret or selects, and scrolls to it.
    pub fn move_to(self, selection: Selection) {
        self.sheet.try_update_value(|sheet| sheet.select(selection));
        self.write_field();
        self.moved.update(|moved| *moved += 1);
        self.show_caret();
    }

    /// Selects a range, unfolds it, and scrolls to it.
    pub fn select(self, selection: Selection) {
        self.sheet.try_update_value(|sheet| {
            sheet.change(|document| {
                document.reveal(&selection.range());
                document.select(selection);
            });
        });
        self.laid_out();
        self.show_caret();
    }

    /// Folds or unfolds a row.
    pub fn toggle_fold(self, row: usize) {
        if self.sheet.try_update_value(|sheet| sheet.toggle_fold(row)) == Some(true) {
            self.laid_out();
        }
    }

    /// The selected text, if the field holds only part of it.
    pub fn hidden_selection(self) -> Option<String> {
        self.read_selection();
        self.peek(|sheet| sheet.hidden_selection().map(str::to_owned))
    }

    /// Gives the field the focus.
    pub fn focus(self) {
        if let Some(field) = self.field.get_untracked() {
            // Focusing an existing element cannot fail.
            let _ = field.focus();
        }
    }

    fn changed(self) {
        self.laid_out();
        let text = self.peek(|sheet| sheet.document().text().to_owned());
        self.on_text.run(text);
    }

    fn laid_out(self) {
        self.write_field();
        self.revision.update(|revision| *revision += 1);
    }

    /// Scrolls as little as needed to have the caret on screen, in a window that holds it.
    pub fn show_caret(self) {
        let (Some(scroller), Some((height, width))) = (self.scroller.get_untracked(), self.sizes()) else { return };
        let (row, column) = self.peek(|sheet| {
            let head = sheet.document().selection().head;
            let row = sheet.row_at(head);
            (row, sheet.row_view(row).to_view(head))
        });
        let page = f64::from(scroller.client_height());
        let (top, at) = (f64::from(scroller.scroll_top()), count(row) * height);
        if at < top {
            scroller.set_scroll_top(pixels(at));
        } else if at + height * 2.0 > top + page {
            scroller.set_scroll_top(pixels(at + height * 2.0 - page));
        }
        let (left, x) = (f64::from(scroller.scroll_left()), count(column) * width);
        let room = f64::from(scroller.client_width()) - 10.0 * width;
        if x < left || x > left + room {
            scroller.set_scroll_left(pixels((x - room / 2.0).max(0.0)));
        }
        self.scrolled();
    }
}

fn selection_of(field: &HtmlTextAreaElement) -> Option<(usize, usize, bool)> {
    let (start, end) = (field.selection_start().ok()??, field.selection_end().ok()??);
    let backward = field.selection_direction().ok().flatten().is_some_and(|direction| direction == "backward");
    Some((start as usize, end as usize, backward))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never below zero, and far from the limit")]
fn whole(value: f64) -> usize {
    value.max(0.0) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "a scroll height is far below the limit")]
fn pixels(value: f64) -> i32 {
    value as i32
}

#[expect(clippy::cast_precision_loss, reason = "a number of rows")]
fn count(value: usize) -> f64 {
    value as f64
}

fn whole_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
