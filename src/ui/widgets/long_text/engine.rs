//! Connects the excerpt to its text area: writes the field when the excerpt changed or moved, and reads it after typing.
//! The field is written only if it differs, so that input methods are never interrupted.

use leptos::html;
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlTextAreaElement, InputEvent, KeyboardEvent};

use crate::text::editing::{Document, Excerpt, Selection, Typed, byte_at};

/// A longer text, in bytes, is inserted into the document, not into the field.
const LARGE: usize = 8 * 1024;
/// The excerpt moves when less than this many pixels of it remain beyond the screen.
const NEAR: i32 = 300;

/// The field's state; `Copy`, as signals are.
#[derive(Clone, Copy)]
pub struct Engine {
    excerpt: StoredValue<Excerpt>,
    /// Goes up when the excerpt has changed or moved.
    revision: RwSignal<u64>,
    /// Whether the pointer is down: the excerpt stays, since a selection is being drawn.
    pressed: StoredValue<bool>,
    field: NodeRef<html::Textarea>,
    /// A field of the same width, to measure texts.
    measure: NodeRef<html::Textarea>,
    on_text: Callback<String>,
}

impl Engine {
    /// An engine for a text, which has grown from the one `before`.
    pub fn new(
        before: Option<String>,
        text: String,
        field: NodeRef<html::Textarea>,
        measure: NodeRef<html::Textarea>,
        on_text: Callback<String>,
    ) -> Self {
        let document = match before {
            Some(before) => {
                let mut document = Document::new(before);
                document.replace(&text);
                document
            }
            None => Document::new(text),
        };
        Self {
            excerpt: StoredValue::new(Excerpt::new(document)),
            revision: RwSignal::new(0),
            pressed: StoredValue::new(false),
            field,
            measure,
            on_text,
        }
    }

    fn read<T>(self, read: impl FnOnce(&Excerpt) -> T) -> T {
        self.revision.track();
        self.excerpt.with_value(read)
    }

    fn update<T>(self, update: impl FnOnce(&mut Excerpt) -> T) -> Option<T> {
        self.excerpt.try_update_value(update)
    }

    /// Whether the field holds less than the document; tracked.
    pub fn is_part(self) -> bool {
        self.read(Excerpt::is_part)
    }

    /// The range in the field; tracked.
    pub fn window(self) -> Range<usize> {
        self.read(Excerpt::window)
    }

    /// The length of the document in bytes; tracked.
    pub fn length(self) -> usize {
        self.read(|excerpt| excerpt.document().text().len())
    }

    /// Takes over the caret of a text area.
    pub fn take_caret(self, area: &HtmlTextAreaElement) {
        let Some((start, end, _)) = selection_of(area) else { return };
        self.update(|excerpt| {
            let text = excerpt.document().text();
            let selection = Selection { anchor: byte_at(text, start), head: byte_at(text, end) };
            excerpt.select(selection);
            excerpt.show_caret();
        });
    }

    /// The field is in the page: writes it.
    pub fn begin(self, focused: bool) {
        if self.excerpt.try_with_value(|_| ()).is_none() {
            // It has left the page meanwhile.
            return;
        }
        self.write_field();
        if focused {
            if let Some(field) = self.field.get_untracked() {
                // Focusing an existing element cannot fail.
                let _ = field.focus();
            }
            self.write_field();
            self.caret_into_view();
        }
    }

    /// Replaces the text from outside.
    pub fn replace(self, text: &str) {
        let changed = self.update(|excerpt| {
            let differs = excerpt.document().text() != text;
            if differs {
                excerpt.change(|document| document.replace(text));
            }
            differs
        });
        if changed == Some(true) {
            self.laid_out();
        }
    }

    /// The field was typed into.
    pub fn typed(self, event: &Event) {
        let Some(field) = self.field.get_untracked() else { return };
        let caret = selection_of(&field).map_or(0, |(_, end, _)| end);
        let now = field.value();
        if self.update(|excerpt| excerpt.typed(&now, caret)) != Some(Typed::Changed) {
            return;
        }
        let composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
        if !composing {
            self.follow_caret();
        }
        self.changed();
    }

    /// Reads the field's selection.
    pub fn read_selection(self) {
        let Some(field) = self.field.get_untracked() else { return };
        if let Some((start, end, backward)) = selection_of(&field) {
            self.update(|excerpt| excerpt.selected(start, end, backward));
        }
    }

    /// The caret may have moved.
    pub fn moved(self) {
        self.read_selection();
        self.follow_caret();
    }

    /// The pointer is down.
    pub fn press(self) {
        self.pressed.set_value(true);
    }

    /// The pointer is up.
    pub fn release(self) {
        if self.pressed.try_get_value() == Some(true) {
            self.pressed.set_value(false);
            self.moved();
            self.scrolled();
        }
    }

    /// The field was scrolled.
    pub fn scrolled(self) {
        let Some(field) = self.field.get_untracked() else { return };
        if self.pressed.get_value() {
            return;
        }
        let (top, page, height) = (field.scroll_top(), field.client_height(), field.scroll_height());
        if top + page + NEAR > height {
            self.shift(Excerpt::later);
        } else if top < NEAR {
            self.shift(Excerpt::earlier);
        }
    }

    /// Shows the part of the text at this place.
    pub fn show(self, at: usize) {
        self.update(|excerpt| excerpt.show(at));
        self.laid_out();
        if let Some(field) = self.field.get_untracked() {
            let top = self.excerpt.with_value(|excerpt| self.height(excerpt, excerpt.window().start..at));
            field.set_scroll_top(top);
        }
    }

    /// Whether the user has scrolled away from the caret.
    fn is_caret_outside(self) -> bool {
        self.excerpt.with_value(Excerpt::is_caret_outside)
    }

    /// Pastes a text in place of the browser if the field cannot take it; returns whether it did.
    pub fn paste(self, event: &ClipboardEvent) -> bool {
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let taken = text.filter(|text| !text.is_empty() && (text.len() > LARGE || self.is_caret_outside()));
        if let Some(text) = &taken {
            self.insert(text);
        }
        taken.is_some()
    }

    /// Handles a key that concerns the whole text; returns whether it did.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let key = event.key();
        if matches!(key.as_str(), "Shift" | "Control" | "Alt" | "Meta" | "Tab" | "Escape") {
            return false;
        }
        self.read_selection();
        let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let end = self.excerpt.with_value(|excerpt| excerpt.document().text().len());
        match (command, key.to_ascii_lowercase().as_str(), event.shift_key()) {
            (true, "z", false) => self.change(Document::undo),
            (true, "z", true) | (true, "y", false) => self.change(Document::redo),
            (true, "a", false) => self.select_to(Some(0), end),
            (true, "home", extends) => self.select_to((!extends).then_some(0), 0),
            (true, "end", extends) => self.select_to((!extends).then_some(end), end),
            // What else goes with Control acts on the selection, or on the page.
            (true, other, _) if !other.starts_with("arrow") && !matches!(other, "backspace" | "delete") => {
                return false;
            }
            _ => {
                // The browser acts at the caret, which the user may have scrolled away from.
                if self.is_caret_outside() {
                    self.go_to_caret();
                } else {
                    self.follow_caret();
                }
                return false;
            }
        }
        true
    }

    /// Acts in place of the browser; returns whether it did.
    pub fn before_input(self, event: &InputEvent) -> bool {
        self.read_selection();
        match event.input_type().as_str() {
            "historyUndo" => self.change(Document::undo),
            "historyRedo" => self.change(Document::redo),
            _ => match event.data() {
                Some(text) if text.len() > LARGE => self.insert(&text),
                Some(text) if !event.is_composing() && self.is_caret_outside() => self.insert(&text),
                // Such as a line break of a phone's keyboard.
                None if !event.is_composing() && self.is_caret_outside() => self.go_to_caret(),
                Some(_) | None => return false,
            },
        }
        true
    }

    /// Replaces the selection with a text.
    pub fn insert(self, text: &str) {
        self.read_selection();
        let text = text.replace("\r\n", "\n");
        self.change(|document| document.replace_selection(&text));
    }

    /// Copies the selection if the field does not have all of it; returns whether it did.
    pub fn copy(self, event: &ClipboardEvent) -> bool {
        self.read_selection();
        let Some(clipboard) = event.clipboard_data() else { return false };
        self.excerpt.with_value(|excerpt| {
            excerpt.hidden_selection().is_some_and(|text| {
                event.prevent_default();
                clipboard.set_data("text/plain", text).is_ok()
            })
        })
    }

    fn change<T>(self, change: impl FnOnce(&mut Document) -> T) {
        self.update(|excerpt| excerpt.change(change));
        self.laid_out();
        self.caret_into_view();
        self.changed();
    }

    /// Moves the caret, or extends the selection.
    fn select_to(self, anchor: Option<usize>, head: usize) {
        self.update(|excerpt| {
            let anchor = anchor.unwrap_or(excerpt.document().selection().anchor);
            excerpt.select(Selection { anchor, head });
        });
        let all = self
            .excerpt
            .with_value(|excerpt| excerpt.document().selection().range().len() == excerpt.document().text().len());
        // Selecting everything keeps the view.
        if all { self.write_field() } else { self.go_to_caret() }
    }

    fn go_to_caret(self) {
        self.update(Excerpt::show_caret);
        self.laid_out();
        self.caret_into_view();
    }

    /// Moves the excerpt if the caret is near its end.
    fn follow_caret(self) {
        let moves = self.excerpt.with_value(|excerpt| {
            excerpt.document().selection().is_caret() && excerpt.is_caret_at_edge() && !excerpt.is_caret_outside()
        });
        if moves && !self.pressed.get_value() {
            self.shift(Excerpt::show_caret);
        }
    }

    /// Moves the excerpt; what is on the screen stays where it is.
    fn shift(self, shift: impl FnOnce(&mut Excerpt) -> bool) {
        let Some(field) = self.field.get_untracked() else { return };
        let top = field.scroll_top();
        let Some((old, true)) = self.update(|excerpt| (excerpt.window(), shift(excerpt))) else { return };
        let by = self.excerpt.with_value(|excerpt| {
            let new = excerpt.window();
            if new.start > old.start {
                -self.height(excerpt, old.start..new.start)
            } else {
                self.height(excerpt, new.start..old.start)
            }
        });
        self.laid_out();
        field.set_scroll_top(top + by);
    }

    /// The height of a part of the document in the field, in pixels.
    fn height(self, excerpt: &Excerpt, part: Range<usize>) -> i32 {
        let (Some(field), Some(measure)) = (self.field.get_untracked(), self.measure.get_untracked()) else { return 0 };
        let text = excerpt.document().slice(part);
        if text.is_empty() {
            return 0;
        }
        // The text area has as little room for text as the field, whose scroll bar takes some.
        let width = format!("{}px", field.client_width());
        // A width can be set.
        let _ = web_sys::HtmlElement::style(&measure).set_property("inline-size", &width);
        measure.set_value(text.strip_suffix('\n').unwrap_or(text));
        let height = measure.scroll_height();
        measure.set_value("");
        height
    }

    /// Scrolls the caret into view.
    fn caret_into_view(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let (line, bottom) = self.excerpt.with_value(|excerpt| {
            let head = excerpt.document().selection().head;
            let start = excerpt.window().start;
            (self.height(excerpt, start..start + 1), self.height(excerpt, start..head.max(start)))
        });
        let (top, page) = (field.scroll_top(), field.client_height());
        if bottom - line < top || bottom + line > top + page {
            field.set_scroll_top((bottom - page / 2).max(0));
        }
    }

    /// Writes the field's text and selection.
    fn write_field(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let placed = self.update(|excerpt| {
            if field.value() != excerpt.field_text() {
                field.set_value(excerpt.field_text());
            }
            excerpt.to_select()
        });
        let Some((start, end, backward)) = placed else { return };
        let whole = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (start, end) = (whole(start), whole(end));
        if field.selection_start() != Ok(Some(start)) || field.selection_end() != Ok(Some(end)) {
            let direction = if backward { "backward" } else { "forward" };
            // Setting the selection of a text area cannot fail.
            let _ = field.set_selection_range_with_direction(start, end, direction);
        }
    }

    fn laid_out(self) {
        self.write_field();
        self.revision.update(|revision| *revision += 1);
    }

    fn changed(self) {
        self.laid_out();
        let text = self.excerpt.with_value(|excerpt| excerpt.document().text().to_owned());
        self.on_text.run(text);
    }
}

fn selection_of(field: &HtmlTextAreaElement) -> Option<(usize, usize, bool)> {
    let (start, end) = (field.selection_start().ok()??, field.selection_end().ok()??);
    let backward = field.selection_direction().ok().flatten().is_some_and(|direction| direction == "backward");
    Some((start as usize, end as usize, backward))
}

/// The text area with this id, if it has the focus.
pub fn focused(id: &str) -> Option<HtmlTextAreaElement> {
    document().active_element().filter(|active| active.id() == id)?.dyn_into().ok()
}
