//! Running text of any length, of which a text field holds an excerpt.
//!
//! A browser lays out all of a field's text again at each key: a tenth of a second for a megabyte in one paragraph. So the
//! field of a long text holds a part of it, which begins and ends at a line or a word where it can, and which moves as the
//! user scrolls or as the caret comes near its end. A short text is held as a whole.

use std::ops::Range;

use super::document::Document;
use super::held::Held;
use super::selection::Selection;
use super::view::Typed;

/// The length of an excerpt, in bytes: several screens, and a few milliseconds of layout a key.
const PART: usize = 24 * 1024;
/// A text of up to this many bytes is held as a whole.
const WHOLE: usize = 2 * PART;
/// A caret nearer than this to an end of the excerpt moves the excerpt, in bytes.
const EDGE: usize = 2 * 1024;
/// How far before its place a line or a word is looked for at which to begin, in bytes.
const LOOK_BACK: usize = 2 * 1024;

/// A text and the excerpt that the field holds.
#[derive(Clone, Debug)]
pub struct Excerpt {
    held: Held,
    window: Range<usize>,
}

impl Excerpt {
    /// The beginning of a document, or around its caret.
    pub fn new(document: Document) -> Self {
        let mut excerpt = Self { held: Held::new(document), window: 0..0 };
        excerpt.hold_caret();
        excerpt
    }

    /// The document.
    pub fn document(&self) -> &Document {
        self.held.document()
    }

    /// The content of the field.
    pub fn field_text(&self) -> &str {
        self.held.text()
    }

    /// The range of the document in the field.
    pub fn window(&self) -> Range<usize> {
        self.window.clone()
    }

    /// Whether the field holds less than the document.
    pub fn is_part(&self) -> bool {
        self.held.is_part()
    }

    /// Changes the document; the excerpt then holds the caret.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Document) -> T) -> T {
        let before = self.length();
        let result = change(self.held.document_mut());
        self.follow(before);
        result
    }

    /// Reads what was typed into the field: its new text, and its caret in code units.
    pub fn typed(&mut self, now: &str, caret: usize) -> Typed {
        let before = self.length();
        let outcome = self.held.typed(now, caret);
        if outcome != Typed::Nothing {
            self.follow(before);
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

    /// The selected text, if the field holds only a part of the document.
    pub fn hidden_selection(&self) -> Option<&str> {
        self.held.hidden_selection()
    }

    /// Moves the caret, or selects.
    pub fn select(&mut self, selection: Selection) {
        self.held.document_mut().select(selection);
    }

    /// Whether the caret is outside the excerpt.
    pub fn is_caret_outside(&self) -> bool {
        let head = self.head();
        head < self.window.start || head > self.window.end
    }

    /// Whether the caret is at an end of the excerpt where the document goes on.
    pub fn is_caret_at_edge(&self) -> bool {
        let head = self.head();
        (self.window.start > 0 && head < self.window.start + EDGE)
            || (self.window.end < self.length() && head + EDGE > self.window.end)
    }

    /// Moves the excerpt towards the end of the document; returns whether it moved.
    pub fn later(&mut self) -> bool {
        if self.window.end >= self.length() {
            return false;
        }
        self.move_to(self.window.start + PART / 2)
    }

    /// Moves the excerpt towards the beginning of the document; returns whether it moved.
    pub fn earlier(&mut self) -> bool {
        if self.window.start == 0 {
            return false;
        }
        self.move_to(self.window.start.saturating_sub(PART / 2))
    }

    /// Moves the excerpt so that this place is in its middle; returns whether it moved.
    pub fn show(&mut self, at: usize) -> bool {
        self.move_to(at.saturating_sub(PART / 2))
    }

    /// Moves the excerpt so that the caret is in its middle; returns whether it moved.
    pub fn show_caret(&mut self) -> bool {
        self.show(self.head())
    }

    fn length(&self) -> usize {
        self.document().text().len()
    }

    fn head(&self) -> usize {
        self.document().selection().head
    }

    fn move_to(&mut self, start: usize) -> bool {
        let window = self.window_at(start);
        let moves = window != self.window;
        self.window = window;
        self.held.hold(self.window.clone());
        moves
    }

    /// The excerpt that begins about here.
    fn window_at(&self, start: usize) -> Range<usize> {
        let length = self.length();
        if length <= WHOLE {
            return 0..length;
        }
        if start + PART >= length {
            return self.cut(length - PART)..length;
        }
        let start = self.cut(start);
        start..self.cut(start + PART).max(start)
    }

    /// A place to begin or end, at or before this one: at a line, else at a word, else between two characters.
    fn cut(&self, at: usize) -> usize {
        let text = self.document().text();
        if at == 0 || at >= text.len() {
            return at.min(text.len());
        }
        let whole = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let at = whole(at);
        let from = whole(at.saturating_sub(LOOK_BACK));
        let before = text.get(from..at).unwrap_or_default();
        let after = |found: Option<usize>| found.map(|found| from + found + 1);
        after(before.rfind('\n')).or_else(|| after(before.rfind(' '))).unwrap_or(at)
    }

    /// Holds the same excerpt after a change of the document, unless the caret is outside of it or its length no longer fits.
    fn follow(&mut self, before: usize) {
        let length = self.length();
        let start = self.window.start.min(length);
        let end = (self.window.end + length).saturating_sub(before).clamp(start, length);
        let text = self.document().text();
        let is_whole = (start, end) == (0, length);
        let fits =
            if is_whole { length <= WHOLE } else { length > WHOLE && (PART / 2..=WHOLE).contains(&(end - start)) };
        if fits && text.is_char_boundary(start) && text.is_char_boundary(end) && (start..=end).contains(&self.head()) {
            self.window = start..end;
            self.held.hold(start..end);
        } else {
            self.hold_caret();
        }
    }

    fn hold_caret(&mut self) {
        self.show(self.head());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::editing::units;

    fn lines() -> String {
        use std::fmt::Write as _;

        let mut text = String::new();
        for line in 0..20_000 {
            let _ = writeln!(text, "This is the line {line} of a long text.");
        }
        text
    }

    fn long() -> Excerpt {
        Excerpt::new(Document::new(lines()))
    }

    #[test]
    fn a_short_text_is_held_as_a_whole() {
        let mut excerpt = Excerpt::new(Document::new("one é two".to_owned()));
        assert_eq!((excerpt.window(), excerpt.is_part()), (0..10, false));
        assert_eq!(excerpt.typed("one éx two", 6), Typed::Changed);
        assert_eq!(excerpt.document().text(), "one éx two");
        assert_eq!((excerpt.is_caret_at_edge(), excerpt.later(), excerpt.earlier()), (false, false, false));
    }

    #[test]
    fn an_excerpt_begins_and_ends_at_a_line() {
        let mut excerpt = long();
        assert_eq!(excerpt.window().start, 0);
        assert!(excerpt.later());
        let window = excerpt.window();
        assert!(window.start > PART / 4 && window.len() > PART / 2 && window.len() <= PART + LOOK_BACK);
        assert!(excerpt.field_text().starts_with("This is the line ") && excerpt.field_text().ends_with('\n'));
        assert!(excerpt.earlier());
        assert_eq!(excerpt.window().start, 0);
        assert!(!excerpt.earlier());
    }

    #[test]
    fn one_line_is_cut_at_a_word_and_one_word_between_characters() {
        let mut words = Excerpt::new(Document::new("word ".repeat(50_000)));
        words.show(100_001);
        assert!(words.field_text().starts_with("word ") && words.field_text().ends_with("word "));
        let mut letters = Excerpt::new(Document::new("é字".repeat(50_000)));
        letters.show(100_001);
        let window = letters.window();
        assert_eq!(letters.document().slice(window), letters.field_text());
        assert!(letters.field_text().len() > PART / 2);
    }

    #[test]
    fn each_place_is_reached_by_going_on() {
        let mut excerpt = long();
        let mut seen = excerpt.window().end;
        while excerpt.later() {
            assert!(excerpt.window().start < seen, "no gap");
            seen = excerpt.window().end;
        }
        assert_eq!(seen, excerpt.document().text().len());
        seen = excerpt.window().start;
        while excerpt.earlier() {
            assert!(excerpt.window().end > seen, "no gap");
            seen = excerpt.window().start;
        }
        assert_eq!(seen, 0);
    }

    #[test]
    fn typing_at_an_edge_is_typing_in_the_document() {
        let mut excerpt = long();
        excerpt.show(400_000);
        let at = excerpt.window().start;
        excerpt.select(Selection::caret(at));
        assert!(excerpt.is_caret_at_edge());
        assert!(excerpt.show_caret() && !excerpt.is_caret_at_edge());
        let (caret, _, _) = excerpt.to_select();
        let mut now = excerpt.field_text().to_owned();
        now.insert(caret, 'x');
        excerpt.typed(&now, caret + 1);
        let mut expected = lines();
        expected.insert(at, 'x');
        assert_eq!(excerpt.document().text(), expected);
        assert_eq!(excerpt.field_text(), now, "the field stays unchanged");
        excerpt.change(Document::undo);
        assert_eq!(excerpt.document().text(), lines());
    }

    #[test]
    fn a_large_paste_is_a_step_and_the_excerpt_goes_with_the_caret() {
        let mut excerpt = Excerpt::new(Document::new("before  after".to_owned()));
        excerpt.select(Selection::caret(7));
        excerpt.change(|document| document.replace_selection(&lines()));
        assert!(excerpt.is_part() && !excerpt.is_caret_outside());
        assert!(excerpt.field_text().ends_with(" after"));
        assert!(excerpt.change(Document::undo));
        assert_eq!((excerpt.document().text(), excerpt.is_part()), ("before  after", false));
    }

    #[test]
    fn everything_in_the_field_is_everything() {
        let mut excerpt = long();
        excerpt.show(200_000);
        excerpt.selected(0, units(excerpt.field_text()), false);
        assert_eq!(excerpt.hidden_selection(), Some(lines().as_str()));
        assert_eq!(excerpt.typed("x", 1), Typed::Changed);
        assert_eq!((excerpt.document().text(), excerpt.field_text()), ("x", "x"));
    }

    #[test]
    fn a_selection_from_before_the_excerpt_is_replaced_by_what_is_typed() {
        let mut excerpt = long();
        let all = lines();
        excerpt.select(Selection { anchor: 10, head: 300_000 });
        excerpt.show_caret();
        let (start, end, _) = excerpt.to_select();
        assert_eq!(start, 0, "the nearest place in the field");
        let mut now = excerpt.field_text().to_owned();
        now.replace_range(start..end, "new");
        assert_eq!(excerpt.typed(&now, 3), Typed::Changed);
        assert_eq!(excerpt.document().text(), format!("{}new{}", &all[..10], &all[300_000..]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn edits_in_any_excerpt_are_edits_of_the_document(
            edits in proptest::collection::vec((0_usize..900_000, 0_usize..30_000, 0_usize..3_000, "[a-cé\n ]{0,4}"), 1..8),
        ) {
            let mut expected = lines();
            let mut excerpt = Excerpt::new(Document::new(expected.clone()));
            for (place, at, deleted, typed) in edits {
                excerpt.show(place);
                let window = excerpt.window();
                let mut now = excerpt.field_text().to_owned();
                let near = |text: &str, mut at: usize| { at = at.min(text.len()); while !text.is_char_boundary(at) { at -= 1; } at };
                let start = near(&now, at);
                let end = near(&now, start + deleted);
                // The field reports its selection before it is typed over.
                excerpt.selected(units(&now[..start]), units(&now[..end]), false);
                if excerpt.document().selection().range() != (window.start + start..window.start + end) {
                    continue;
                }
                now.replace_range(start..end, &typed);
                expected.replace_range(window.start + start..window.start + end, &typed);
                excerpt.typed(&now, units(&now[..start + typed.len()]));
                prop_assert_eq!(excerpt.document().text(), &expected);
                let window = excerpt.window();
                prop_assert_eq!(excerpt.document().slice(window), excerpt.field_text());
            }
            while excerpt.change(Document::undo) {}
            prop_assert_eq!(excerpt.document().text(), lines());
        }
    }
}
