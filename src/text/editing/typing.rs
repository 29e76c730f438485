//! Keys with an extra effect: pairs of brackets and quotes, indents.

use std::ops::Range;

use super::change::Change;
use super::document::Document;
use super::history::Kind;
use super::selection::Selection;
use crate::text::json::{Token, tokens};

/// One level of indent.
const INDENT: &str = "  ";

/// A key that may have an extra effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Enter.
    Enter,
    /// Backspace.
    Backspace,
    /// Tab: one level in.
    Indent,
    /// Shift and Tab: one level out.
    Outdent,
    /// A character.
    Character(char),
}

/// Applies the extra effect of a key; `false` if there is none, so that the text field handles the key.
pub fn press(document: &mut Document, key: Key) -> bool {
    let change = match key {
        Key::Enter => Some(enter(document)),
        Key::Backspace => backspace(document),
        Key::Indent => Some(indent(document)),
        Key::Outdent => Some(outdent(document)),
        Key::Character(typed @ ('{' | '[' | '"' | '}' | ']')) => {
            if types_over(document, typed) {
                let at = document.selection().head + 1;
                document.select(Selection::caret(at));
                return true;
            }
            match typed {
                '{' => pair(document, '{', '}'),
                '[' => pair(document, '[', ']'),
                '"' => pair(document, '"', '"'),
                _ => close(document, typed),
            }
        }
        Key::Character(_) => None,
    };
    let Some(change) = change else { return false };
    if !(change.range.is_empty() && change.text.is_empty()) {
        document.apply(change, Kind::Other);
    }
    true
}

/// The text of the caret's line before the caret.
fn line_before(document: &Document, at: usize) -> &str {
    let line = document.lines().range(document.lines().line_at(at));
    document.slice(line.start..at)
}

fn next_character(document: &Document, at: usize) -> Option<char> {
    document.slice(at..document.text().len()).chars().next()
}

/// Whether a place is inside a string, between its quotes.
fn in_string(document: &Document, at: usize) -> bool {
    let line = document.lines().range(document.lines().line_at(at));
    let at = at - line.start;
    tokens(document.slice(line)).any(|(token, range)| match token {
        Token::String { closed } => range.start < at && (at < range.end || !closed && at == range.end),
        _ => false,
    })
}

/// Whether the typed character is already there, as the second of a pair.
fn types_over(document: &Document, typed: char) -> bool {
    let selection = document.selection();
    let at = selection.head;
    if !selection.is_caret() || next_character(document, at) != Some(typed) {
        return false;
    }
    match typed {
        // A closing quote, unless it is escaped or opens a string.
        '"' => {
            let slashes = line_before(document, at).bytes().rev().take_while(|byte| *byte == b'\\').count();
            in_string(document, at) && slashes % 2 == 0
        }
        '}' | ']' => !in_string(document, at),
        _ => false,
    }
}

/// An opening character adds its closing one; around a selection, both are added.
fn pair(document: &Document, open: char, close: char) -> Option<Change> {
    let range = document.selection().range();
    if !range.is_empty() {
        let inside = document.slice(range.clone());
        let text = format!("{open}{inside}{close}");
        let selection = Selection { anchor: range.start + 1, head: range.end + 1 };
        return Some(Change { range, text, selection });
    }
    let at = range.start;
    let room = next_character(document, at).is_none_or(|next| next.is_whitespace() || ",]}".contains(next));
    (room && !in_string(document, at)).then(|| Change::new(range, format!("{open}{close}"), at + 1))
}

/// A closing bracket at the beginning of its line is outdented.
fn close(document: &Document, typed: char) -> Option<Change> {
    let range = document.selection().range();
    let before = line_before(document, range.start);
    if before.len() < INDENT.len() || !before.bytes().all(|byte| byte == b' ') {
        return None;
    }
    let start = range.start - INDENT.len();
    Some(Change::new(start..range.end, typed, start + 1))
}

/// A new line keeps the indent of the line before it, plus one level after an opening bracket. A closing bracket after
/// the caret moves to a separate line.
fn enter(document: &Document) -> Change {
    let range = document.selection().range();
    let before = line_before(document, range.start);
    let level: String = before.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let opened = match before.trim_end().chars().next_back() {
        Some(open @ ('{' | '[')) if !in_string(document, range.start) => Some(open),
        Some(_) | None => None,
    };
    let Some(opened) = opened else {
        let at = range.start + 1 + level.len();
        return Change::new(range, format!("\n{level}"), at);
    };
    let rest = document.slice(range.end..document.text().len());
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let closes = rest.trim_start_matches(' ').starts_with(if opened == '{' { '}' } else { ']' });
    let at = range.start + 1 + level.len() + INDENT.len();
    if closes {
        Change::new(range.start..range.end + spaces, format!("\n{level}{INDENT}\n{level}"), at)
    } else {
        Change::new(range, format!("\n{level}{INDENT}"), at)
    }
}

/// Backspace deletes an empty pair, or one level of indent.
fn backspace(document: &Document) -> Option<Change> {
    let selection = document.selection();
    if !selection.is_caret() {
        return None;
    }
    let at = selection.head;
    let before = line_before(document, at);
    if let (Some(open), Some(close)) = (before.chars().next_back(), next_character(document, at))
        && matches!((open, close), ('{', '}') | ('[', ']') | ('"', '"'))
        && (open == '"' || !in_string(document, at))
    {
        return Some(Change::new(at - 1..at + 1, "", at - 1));
    }
    let level = before.len() >= INDENT.len() && before.bytes().all(|byte| byte == b' ');
    let by = if before.len().is_multiple_of(INDENT.len()) { INDENT.len() } else { 1 };
    level.then(|| Change::new(at - by..at, "", at - by))
}

/// The lines of the selection as one range. A line that it reaches only at its beginning does not count.
fn touched(document: &Document) -> Range<usize> {
    let range = document.selection().range();
    let lines = document.lines();
    let last = if range.is_empty() { range.end } else { range.end - 1 };
    lines.range(lines.line_at(range.start)).start..lines.range(lines.line_at(last)).end
}

fn indent(document: &Document) -> Change {
    let range = document.selection().range();
    if !document.slice(range.clone()).contains('\n') {
        let at = range.start + INDENT.len();
        return Change::new(range, INDENT, at);
    }
    let lines = touched(document);
    let text = each_line(document.slice(lines.clone()), |line| {
        if line.is_empty() { String::new() } else { format!("{INDENT}{line}") }
    });
    selecting(lines, text)
}

fn outdent(document: &Document) -> Change {
    let selection = document.selection();
    let lines = touched(document);
    let text = each_line(document.slice(lines.clone()), |line| {
        let spaces = line.bytes().take(INDENT.len()).take_while(|byte| *byte == b' ').count();
        let tab = usize::from(spaces == 0 && line.starts_with('\t'));
        line.get(spaces + tab..).unwrap_or_default().to_owned()
    });
    if selection.is_caret() {
        let removed = lines.len() - text.len();
        let at = selection.head.saturating_sub(removed).max(lines.start);
        return if removed == 0 { Change::new(lines.start..lines.start, "", at) } else { Change::new(lines, text, at) };
    }
    selecting(lines, text)
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.split('\n').map(change).collect::<Vec<_>>().join("\n")
}

fn selecting(range: Range<usize>, text: String) -> Change {
    let selection = Selection { anchor: range.start, head: range.start + text.len() };
    Change { range, text, selection }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document with the caret at `|`, or the selection between two of them.
    fn document(marked: &str) -> Document {
        let anchor = marked.find('|').expect("a caret");
        let text = marked.replace('|', "");
        let head = marked.rfind('|').map_or(anchor, |last| if last == anchor { anchor } else { last - 1 });
        let mut document = Document::new(text);
        document.select(Selection { anchor, head });
        document
    }

    fn marked(document: &Document) -> String {
        let mut text = document.text().to_owned();
        let range = document.selection().range();
        text.insert(range.end, '|');
        if !document.selection().is_caret() {
            text.insert(range.start, '|');
        }
        text
    }

    fn check(before: &str, key: Key, expected: &str) {
        let mut document = document(before);
        assert!(press(&mut document, key), "{before:?} {key:?} has an extra effect");
        assert_eq!(marked(&document), expected, "{before:?} {key:?}");
    }

    fn check_ordinary(before: &str, key: Key) {
        let mut document = document(before);
        assert!(!press(&mut document, key), "{before:?} {key:?} gave {:?}", marked(&document));
    }

    #[test]
    fn an_opening_character_brings_its_closing_one() {
        check("|", Key::Character('{'), "{|}");
        check("[|]", Key::Character('{'), "[{|}]");
        check("{ |, 1", Key::Character('"'), "{ \"|\", 1");
        check("[|1, 2|]", Key::Character('['), "[[|1, 2|]]");
        check_ordinary("\"a | b\"", Key::Character('{'));
        check_ordinary("|12", Key::Character('['));
        check_ordinary("\"never closed |", Key::Character('"'));
    }

    #[test]
    fn a_closing_character_is_typed_over() {
        check("{|}", Key::Character('}'), "{}|");
        check("[\"a|\"]", Key::Character('"'), "[\"a\"|]");
        check_ordinary("\"a|}\"", Key::Character('}'));
        check_ordinary("\"a\\|\"\"", Key::Character('"'));
        check_ordinary("1 |\n]", Key::Character(']'));
    }

    #[test]
    fn a_closing_bracket_on_a_fresh_line_goes_one_level_out() {
        check("{\n    |", Key::Character('}'), "{\n  }|");
    }

    #[test]
    fn enter_keeps_the_level() {
        check("{|}", Key::Enter, "{\n  |\n}");
        check("  \"a\": [ | ],", Key::Enter, "  \"a\": [ \n    |\n  ],");
        check("  \"a\": 1,|", Key::Enter, "  \"a\": 1,\n  |");
        check("{|\"a\": 1}", Key::Enter, "{\n  |\"a\": 1}");
        check("  \"x {|\"", Key::Enter, "  \"x {\n  |\"");
        check("  a|bc|d", Key::Enter, "  a\n  |d");
    }

    #[test]
    fn backspace_takes_an_empty_pair_and_a_level() {
        check("[{|}]", Key::Backspace, "[|]");
        check("\"|\"", Key::Backspace, "|");
        check("{\n    |", Key::Backspace, "{\n  |");
        check("{\n   |", Key::Backspace, "{\n  |");
        check_ordinary("\"{|}\"", Key::Backspace);
        check_ordinary("{|a|}", Key::Backspace);
        check_ordinary("|", Key::Backspace);
        check_ordinary("a  |", Key::Backspace);
    }

    #[test]
    fn tab_moves_lines_in_and_out() {
        check("a|b", Key::Indent, "a  |b");
        check("|a\n\n b|\nc", Key::Indent, "|  a\n\n   b|\nc");
        check("|  a\n b\n|c", Key::Outdent, "|a\nb|\nc");
        check("    a|", Key::Outdent, "  a|");
        check("|\ta", Key::Outdent, "|a");
        check("a|", Key::Outdent, "a|");
    }
}
