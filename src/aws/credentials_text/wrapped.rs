//! Values that continue on the next line.
//!
//! Terminals, mail programs, PowerShell and YAML break long values. A value is joined where the layout proves that the
//! next line belongs to it: an open quotation mark, a deeper indentation, a continuation mark, lines of one width, or a
//! key of known length. Where the next line only may belong to it, the value is marked as incomplete, so that no cut
//! value is used.

use super::found::Piece;
use super::word::{
    ID_LENGTH, MARKS, QUOTES, RANDOM, SECRET_LENGTH, could_start_id, indentation, is_aws_id, is_base64, is_block_mark,
    is_command, is_empty_quotes, is_part, is_random, is_something_else, is_token, push_part, split_part, width,
    without_mark,
};
use zeroize::Zeroizing;

/// A position in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Index of the line.
    pub line: usize,
    /// Byte offset in the line.
    pub column: usize,
}

/// What kind of value is read: two of the three have a known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 20 characters when it begins with `AKIA` or `ASIA`.
    AccessKeyId,
    /// 40 characters.
    Secret,
    /// A session token or an API key, of any length.
    Token,
    /// One line, never continued.
    Line,
}

impl Kind {
    pub(super) fn of(piece: Piece) -> Self {
        match piece {
            Piece::AccessKeyId => Self::AccessKeyId,
            Piece::Secret => Self::Secret,
            Piece::SessionToken | Piece::Token => Self::Token,
            Piece::Expiration | Piece::Region | Piece::DefaultRegion => Self::Line,
        }
    }

    /// The length of a complete value.
    fn length(self, value: &str) -> Option<usize> {
        match self {
            Self::AccessKeyId => is_aws_id(value).then_some(ID_LENGTH),
            Self::Secret => Some(SECRET_LENGTH),
            Self::Token | Self::Line => None,
        }
    }

    fn is_complete(self, value: &str) -> bool {
        match self.length(value) {
            Some(length) => value.len() >= length && !value.ends_with('='),
            None => match self {
                Self::Token => value.ends_with("=="),
                Self::AccessKeyId => !could_start_id(value),
                Self::Secret => false,
                Self::Line => true,
            },
        }
    }
}

/// Whether a value is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// It is complete.
    Yes,
    /// Its quotation mark is not closed.
    Unclosed,
    /// The next line may belong to it.
    Continues,
}

/// A value, the position after it, and whether it is complete.
#[derive(Debug)]
pub struct Value {
    /// The value.
    pub text: Zeroizing<String>,
    /// The position after it.
    pub end: At,
    /// Whether it is complete.
    pub whole: Whole,
}

/// The lines of a text.
#[derive(Debug)]
pub struct Text<'a> {
    lines: Vec<&'a str>,
    /// Characters of the longest line.
    widest: usize,
}

/// Lines below this width are not wrapped by a window.
const NARROWEST: usize = 20;

impl<'a> Text<'a> {
    /// The lines of a text.
    pub fn new(text: &'a str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        Self { lines, widest }
    }

    pub(super) fn line(&self, index: usize) -> Option<&'a str> {
        self.lines.get(index).copied()
    }

    /// The rest of the line after a position.
    pub(super) fn rest(&self, at: At) -> &'a str {
        self.line(at.line).and_then(|line| line.get(at.column..)).unwrap_or_default()
    }

    /// The next line that is not blank.
    fn below(&self, line: usize) -> Option<usize> {
        (line + 1..self.lines.len())
            .find(|index| self.line(*index).is_some_and(|line| !line.trim().trim_matches(MARKS).is_empty()))
    }

    /// Whether a line is as wide as the widest, as lines are that a window wraps.
    pub(super) fn is_full(&self, line: usize) -> bool {
        self.widest >= NARROWEST && self.line(line).is_some_and(|line| width(line) == self.widest)
    }

    /// Reads the value that begins at a position, over as many lines as it has.
    pub fn value(&self, kind: Kind, at: At) -> Value {
        let at = self.skip_spaces(at);
        let rest = self.rest(at);
        if kind != Kind::Line {
            if is_block_mark(rest)
                && let Some(value) = self.block(kind, at.line)
            {
                return value;
            }
            if rest.trim_matches(MARKS).trim().is_empty() {
                return match self.below(at.line) {
                    Some(next) if self.is_value_line(next) => {
                        self.value_here(kind, self.skip_spaces(At { line: next, column: 0 }), at.line)
                    }
                    Some(_) | None => Value { text: Zeroizing::default(), end: at, whole: Whole::Yes },
                };
            }
        }
        self.value_here(kind, at, at.line)
    }

    fn skip_spaces(&self, at: At) -> At {
        let rest = self.rest(at);
        let trimmed = rest.trim_start();
        // Python groups the lines of a text in parentheses.
        let inner = trimmed.strip_prefix('(').map(str::trim_start);
        let inner = inner.filter(|inner| inner.is_empty() || inner.starts_with(QUOTES)).unwrap_or(trimmed);
        At { line: at.line, column: at.column + (rest.len() - inner.len()) }
    }

    /// Whether a line holds nothing but a value: a word that may be one, or the start of one in quotes.
    fn is_value_line(&self, index: usize) -> bool {
        let line = self.line(index).unwrap_or_default().trim().trim_end_matches([',', ';']).trim_end_matches(MARKS);
        let inner = line.trim_start_matches(QUOTES);
        let quoted = inner.len() < line.len();
        let inner = inner.trim_end_matches(QUOTES);
        is_token(inner) && Piece::named(inner).is_none() && (quoted || inner.len() >= RANDOM)
    }

    fn value_here(&self, kind: Kind, at: At, name: usize) -> Value {
        let rest = self.rest(at);
        let close: &[char] = match rest.chars().next() {
            Some('"') => &['"'],
            Some('\'') => &['\''],
            Some('`') => &['`'],
            Some('“' | '”') => &['“', '”', '"'],
            Some('‘' | '’') => &['‘', '’', '\''],
            _ => return self.unquoted(kind, at, name),
        };
        // Three quotation marks open a text of several lines.
        let inner = match rest.strip_prefix("\"\"\"").or_else(|| rest.strip_prefix("'''")) {
            Some(inner) => inner,
            None => rest.trim_start_matches(|c| close.contains(&c)),
        };
        if is_empty_quotes(rest) {
            let after = rest.chars().take(2).map(char::len_utf8).sum::<usize>();
            return Value {
                text: Zeroizing::default(),
                end: At { line: at.line, column: at.column + after },
                whole: Whole::Yes,
            };
        }
        self.quoted(kind, At { line: at.line, column: at.column + (rest.len() - inner.len()) }, close)
    }

    /// The value up to its closing quotation mark, on this line or, if only parts of a value are between, a later one.
    fn quoted(&self, kind: Kind, at: At, close: &[char]) -> Value {
        let inner = self.rest(at);
        if let Some((value, after)) = inner.split_once(close) {
            let end = self.end_of(at.line, after);
            return self.adjacent(kind, Value { text: Zeroizing::new(value.to_owned()), end, whole: Whole::Yes });
        }
        let first = without_mark(inner.trim());
        if kind != Kind::Line && (first.is_empty() || is_token(first)) {
            let mut text = Zeroizing::new(first.to_owned());
            for (index, line) in self.lines.iter().enumerate().skip(at.line + 1) {
                let line = line.trim_start();
                if let Some((head, after)) = line.split_once(close) {
                    let head = head.trim_end();
                    if !head.is_empty() && !is_part(head) {
                        break;
                    }
                    push_part(&mut text, head);
                    return Value { text, end: self.end_of(index, after), whole: Whole::Yes };
                }
                let line = without_mark(line.trim_end());
                if !line.is_empty() && !is_part(line) {
                    break;
                }
                push_part(&mut text, line);
            }
        }
        let whole = if kind.length(first).is_some_and(|length| first.len() == length) || kind == Kind::Line {
            Whole::Yes
        } else {
            Whole::Unclosed
        };
        Value { text: Zeroizing::new(first.to_owned()), end: At { line: at.line + 1, column: 0 }, whole }
    }

    fn end_of(&self, line: usize, after: &str) -> At {
        At { line, column: self.line(line).unwrap_or_default().len() - after.len() }
    }

    /// Joins texts in quotes that follow each other, as in `"abc" + "def"` and in Python's lines of strings.
    fn adjacent(&self, kind: Kind, mut value: Value) -> Value {
        while kind != Kind::Line && !value.text.is_empty() && is_token(&value.text) {
            let operator = |text: &'a str| text.trim().trim_matches(['+', '\\', '.', '&', '_', '~', '`']).trim();
            let mut at = value.end;
            if operator(self.rest(at)).is_empty() {
                let Some(next) = self.below(at.line) else { break };
                at = At { line: next, column: 0 };
            }
            let rest = self.rest(at);
            let start = rest.trim_start().trim_start_matches(['+', '.', '&']).trim_start();
            let Some(inner) = start.strip_prefix(['"', '\'']) else { break };
            let Some((part, after)) = inner.split_once(['"', '\'']) else {
                // The next line is the start of a text in quotes that does not end.
                if is_part(inner.trim()) && !kind.is_complete(&value.text) {
                    value.whole = Whole::Continues;
                }
                break;
            };
            let named = after.trim_start().starts_with([':', '=']);
            if named || !is_part(part) || kind.is_complete(&value.text) {
                break;
            }
            value.text.push_str(part);
            value.end = self.end_of(at.line, after);
        }
        value
    }

    /// A block of YAML: the deeper lines below.
    fn block(&self, kind: Kind, line: usize) -> Option<Value> {
        let outer = indentation(self.line(line)?);
        let mut text = Zeroizing::new(String::new());
        let mut whole = Whole::Yes;
        let mut end = line + 1;
        for (index, below) in self.lines.iter().enumerate().skip(line + 1) {
            if below.trim().is_empty() {
                continue;
            }
            if indentation(below) <= outer {
                break;
            }
            if !is_token(below.trim()) {
                whole = Whole::Continues;
            }
            text.push_str(below.trim());
            end = index + 1;
        }
        if text.is_empty() {
            return None;
        }
        // A window may have wrapped its lines, too.
        let last = end.saturating_sub(1);
        let value = self.continued(kind, &text, Lines { name: last, value: last }, None);
        Some(if whole == Whole::Yes { value } else { Value { whole, ..value } })
    }

    fn unquoted(&self, kind: Kind, at: At, name: usize) -> Value {
        let rest = self.rest(at);
        let ends = |(index, c): (usize, char)| {
            let ends =
                c.is_whitespace() || QUOTES.contains(&c) || matches!(c, ';' | '&' | ',' | '|' | '}' | ')' | '\\' | '^');
            (ends || c == '<' && index > 0).then_some(index)
        };
        let end = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        let (value, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let glued = after.starts_with(MARKS) && without_mark(after.trim()).is_empty();
        if kind == Kind::Line || !(after.trim().is_empty() || glued) {
            let end = At { line: at.line, column: at.column + value.len() };
            return Value { text: Zeroizing::new(value.to_owned()), end, whole: Whole::Yes };
        }
        self.continued(kind, value, Lines { name, value: at.line }, glued.then_some(Mark))
    }

    /// A value that reaches the end of its line, with the lines that belong to it.
    pub(super) fn continued(&self, kind: Kind, value: &str, lines: Lines, mark: Option<Mark>) -> Value {
        let outer = self.line(lines.name).map_or(0, indentation);
        let mut text = Zeroizing::new(value.to_owned());
        let mut last = lines.value;
        let mut joined = 0_usize;
        let mut mark = mark;
        let done = |text, line: usize, whole| Value { text, end: At { line: line + 1, column: 0 }, whole };
        while let Some(next) = self.below(last) {
            let below = self.line(next).unwrap_or_default();
            let (part, after) = split_part(below.trim_start());
            if kind.is_complete(&text) && part != "=" {
                return done(text, last, Whole::Yes);
            }
            // The mark of a soft line break in a mail, unless it is the end of base64.
            let soft = text.ends_with('=');
            if is_something_else(part, after, self.is_full(last) || text.ends_with('=')) {
                // A value that was broken once may be broken again, so what looks like its rest is not taken for a
                // word of its own.
                if joined > 0 && !kind.is_complete(&text) && may_be_rest(part, after) {
                    return done(text, last, Whole::Continues);
                }
                break;
            }
            let exact = kind.length(&text);
            let fits = exact.is_none_or(|length| text.len() + part.len() <= length);
            let bare = without_mark(after.trim()).is_empty();
            let by_layout = mark.is_some() || (indentation(below) > outer && bare);
            let by_length = exact.is_some_and(|length| bare || text.len() + part.len() == length);
            let by_width = self.is_full(last)
                && is_base64(part)
                && (part.ends_with('=')
                    || bare && (self.is_full(next) || joined > 0 || part.len() >= RANDOM && is_random(part)));
            let by_mail = soft && (part == "=" || part.ends_with('=') || part.len() >= RANDOM && is_random(part));
            let adjoins = next == last + 1
                && (bare || !after.starts_with(char::is_whitespace) || by_length || part.ends_with('='));
            if !(fits && adjoins && (by_layout || by_length || by_width || by_mail)) {
                return done(text, last, Whole::Continues);
            }
            push_part(&mut text, part);
            joined += 1;
            last = next;
            mark = (bare && !after.trim().is_empty()).then_some(Mark);
            if !bare {
                let column = below.len() - after.len();
                let whole = if exact.is_none_or(|length| text.len() == length) { Whole::Yes } else { Whole::Continues };
                return Value { text, end: At { line: next, column }, whole };
            }
        }
        let short = joined > 0 && kind.length(&text).is_some_and(|length| text.len() != length);
        done(text, last, if short { Whole::Continues } else { Whole::Yes })
    }
}

/// Whether the beginning of a line may be the rest of a value: the padding of base64, a long run of it that is not a key and
/// no name, or a short one with the end of a command right after it.
fn may_be_rest(part: &str, after: &str) -> bool {
    let name = part.trim_end_matches('=');
    let is_named = Piece::named(name).is_some() || after.trim_start().starts_with([':', '=']);
    let is_key = is_aws_id(part) && part.len() == ID_LENGTH || part.starts_with("ABSK");
    let ends = after.starts_with([';', '&', '|', ',', '"', '\'']) && !is_command(part);
    matches!(part, "=" | "==") || (part.len() >= RANDOM || ends) && is_base64(part) && !is_named && !is_key
}

/// The line of a name, and the line on which its value is.
#[derive(Clone, Copy)]
pub(super) struct Lines {
    pub name: usize,
    pub value: usize,
}

/// A continuation mark right after a value, at the end of its line.
#[derive(Clone, Copy)]
pub(super) struct Mark;
