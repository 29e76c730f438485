//! Splits text into rows of coloured spans, with the pointers of the values that begin on each row.
//!
//! One tolerant pass: it keeps a stack of open brackets to know the pointer of each value, and stops naming pointers at
//! the first invalid token. Offsets are bytes of the whole text.

use serde_json::Value;

use super::depth::DEEPEST;
use super::pointer::pointer_token;
use super::span::{Kind, Span};
use super::token::{Token, token};

/// The longest pointer that a row names, in bytes.
const LONGEST_POINTER: usize = 1_024;

/// One line of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Leading spaces, which `spans` does not contain.
    pub indent: usize,
    /// The line's text after the leading spaces.
    pub spans: Vec<Span>,
    /// JSON pointers of the values that begin on this row, outermost first.
    pub pointers: Vec<String>,
    /// The row (0-based) that closes a bracket which this row leaves open.
    pub closes_at: Option<usize>,
}

/// Marks what `find` finds in the rows' strings. Its argument is a string as written, with a line feed in place of the
/// opening quote, and a space and a line feed in place of `\n`, so that lengths stay the same; its result is byte
/// ranges, in order.
pub fn set_apart(rows: &mut [Row], find: impl Fn(&str) -> Vec<std::ops::Range<usize>>) {
    for row in rows {
        let mut spans = Vec::with_capacity(row.spans.len());
        for span in std::mem::take(&mut row.spans) {
            let found = if span.kind == Kind::String {
                find(&span.text.replacen('"', "\n", 1).replace("\\n", " \n"))
            } else {
                Vec::new()
            };
            let mut at = 0;
            for range in found {
                let (Some(before), Some(token)) = (span.text.get(at..range.start), span.text.get(range.clone())) else {
                    continue;
                };
                if !before.is_empty() {
                    spans.push(Span { kind: Kind::String, text: before.to_owned() });
                }
                spans.push(Span { kind: Kind::Token, text: token.to_owned() });
                at = range.end;
            }
            if at == 0 {
                spans.push(span);
            } else if let Some(rest) = span.text.get(at..).filter(|rest| !rest.is_empty()) {
                spans.push(Span { kind: Kind::String, text: rest.to_owned() });
            }
        }
        row.spans = spans;
    }
}

/// Splits the text into rows.
pub fn rows(text: &str) -> Vec<Row> {
    let mut reading = Reading::default();
    reading.read(text, text.len());
    reading.rows()
}

/// Splits a text into rows, a piece at a time.
pub struct Reading {
    reader: Reader,
    /// How many bytes were read.
    at: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { reader: Reader { rows: vec![Row::default()], stack: Vec::new(), trusted: true, fresh: true }, at: 0 }
    }
}

impl Reading {
    /// Reads about `bytes` more bytes of the text, which must be the same each time; `true` at its end.
    pub fn read(&mut self, text: &str, bytes: usize) -> bool {
        let stop = self.at.saturating_add(bytes);
        let mut rest = text.get(self.at..).unwrap_or_default();
        while let Some((kind, length)) = token(rest) {
            if self.at >= stop {
                return false;
            }
            let (this, next) = rest.split_at_checked(length).unwrap_or((rest, ""));
            self.reader.take(kind, this, next);
            self.at += length;
            rest = next;
        }
        true
    }

    /// The rows so far.
    pub fn rows(self) -> Vec<Row> {
        self.reader.rows
    }
}

enum Open {
    Object { row: usize, key: Option<String> },
    Array { row: usize, index: usize },
}

struct Reader {
    rows: Vec<Row>,
    stack: Vec<Open>,
    /// Whether everything so far was JSON, so that pointers are known.
    trusted: bool,
    /// Whether the current row has only leading space so far.
    fresh: bool,
}

impl Reader {
    fn take(&mut self, kind: Token, this: &str, next: &str) {
        match kind {
            Token::NewLine => self.new_row(),
            Token::Space => self.space(this),
            Token::String { closed: true } => self.string(this, next),
            Token::Open => self.open(this),
            Token::Close => self.close(this),
            Token::Comma => self.comma(),
            Token::Colon => self.push(Kind::Punctuation, this),
            Token::Number => self.word(this, Kind::Number),
            Token::Literal => self.word(this, Kind::Literal),
            Token::String { closed: false } => self.push(Kind::Bad, this),
            Token::Bad => self.word(this, Kind::Bad),
        }
    }

    fn new_row(&mut self) {
        self.rows.push(Row::default());
        self.fresh = true;
    }

    fn push(&mut self, kind: Kind, text: &str) {
        self.fresh = false;
        if kind == Kind::Bad {
            self.trusted = false;
        }
        if let Some(row) = self.rows.last_mut() {
            match row.spans.last_mut() {
                Some(last) if last.kind == kind && kind == Kind::Punctuation => last.text.push_str(text),
                _ => row.spans.push(Span { kind, text: text.to_owned() }),
            }
        }
    }

    fn space(&mut self, text: &str) {
        if !self.fresh {
            self.push(Kind::Punctuation, text);
        } else if let Some(row) = self.rows.last_mut() {
            row.indent += text.len();
        }
    }

    fn word(&mut self, word: &str, kind: Kind) {
        self.value_begins();
        self.push(kind, word);
    }

    fn string(&mut self, text: &str, next: &str) {
        if let Some(Open::Object { key, .. }) = self.stack.last_mut()
            && next.trim_start().starts_with(':')
        {
            *key = match serde_json::from_str(text) {
                Ok(Value::String(key)) => Some(key),
                Ok(_) | Err(_) => None,
            };
            self.push(Kind::Key, text);
        } else {
            self.word(text, Kind::String);
        }
    }

    fn open(&mut self, bracket: &str) {
        self.value_begins();
        let row = self.rows.len() - 1;
        self.stack.push(if bracket == "{" { Open::Object { row, key: None } } else { Open::Array { row, index: 0 } });
        self.push(Kind::Punctuation, bracket);
    }

    fn close(&mut self, bracket: &str) {
        let here = self.rows.len() - 1;
        let opened = match self.stack.pop() {
            Some(Open::Object { row, .. }) if bracket == "}" => Some(row),
            Some(Open::Array { row, .. }) if bracket == "]" => Some(row),
            Some(_) | None => None,
        };
        let Some(row) = opened else { return self.push(Kind::Bad, bracket) };
        if row != here
            && let Some(opening) = self.rows.get_mut(row)
        {
            opening.closes_at = Some(here);
        }
        self.push(Kind::Punctuation, bracket);
    }

    fn comma(&mut self) {
        match self.stack.last_mut() {
            Some(Open::Array { index, .. }) => *index += 1,
            Some(Open::Object { key, .. }) => *key = None,
            None => {}
        }
        self.push(Kind::Punctuation, ",");
    }

    fn value_begins(&mut self) {
        // Without a bound, a text of deep brackets or long names has pointers of many times its own size.
        if !self.trusted || self.stack.len() > DEEPEST {
            return;
        }
        let mut pointer = String::new();
        for open in &self.stack {
            pointer.push('/');
            match open {
                Open::Object { key: Some(key), .. } => pointer.push_str(&pointer_token(key)),
                Open::Object { key: None, .. } => return,
                Open::Array { index, .. } => pointer.push_str(&index.to_string()),
            }
            if pointer.len() > LONGEST_POINTER {
                return;
            }
        }
        if let Some(row) = self.rows.last_mut() {
            row.pointers.push(pointer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(rows: &[Row]) -> String {
        rows.iter()
            .map(|row| " ".repeat(row.indent) + &row.spans.iter().map(|span| span.text.as_str()).collect::<String>())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn sets_apart_what_is_found_and_changes_no_text() {
        let text = "{ \"prompt\": \"<s>[INST] é\\nBot: hi [/INST]\" }";
        let mut marked = rows(text);
        set_apart(&mut marked, |text| {
            let found = |mark: &str| text.find(mark).map(|at| at..at + mark.len());
            ["<s>", "\nBot:", "[/INST]"].into_iter().filter_map(found).collect()
        });
        assert_eq!(joined(&marked), joined(&rows(text)));
        let tokens: Vec<_> = marked[0].spans.iter().filter(|span| span.kind == Kind::Token).collect();
        assert_eq!(tokens.iter().map(|span| span.text.as_str()).collect::<Vec<_>>(), ["<s>", "nBot:", "[/INST]"]);
    }

    #[test]
    fn names_the_pointers_of_each_row() {
        let text = "{\n  \"a/b\": [{ \"t\": 1 }, {\n    \"u\": null\n  }],\n  \"c\": {}\n}";
        let rows = rows(text);
        assert_eq!(joined(&rows), text);
        let pointers: Vec<_> = rows.iter().map(|row| row.pointers.join(" ")).collect();
        assert_eq!(pointers, ["", "/a~1b /a~1b/0 /a~1b/0/t /a~1b/1", "/a~1b/1/u", "", "/c", ""]);
        assert_eq!(rows[0].closes_at, Some(5));
        assert_eq!(rows[1].closes_at, Some(3));
        assert_eq!(rows[4].closes_at, None);
    }

    /// The bytes of all pointers.
    fn pointer_bytes(text: &str) -> usize {
        rows(text).iter().flat_map(|row| &row.pointers).map(String::len).sum()
    }

    #[test]
    fn deep_brackets_and_long_names_have_bounded_pointers() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let objects = "{\"a\":".repeat(100_000);
        let long = format!("{{\"{}\": [{}]}}", "n".repeat(100_000), "1, ".repeat(10_000));
        for text in [deep, objects, long] {
            assert!(pointer_bytes(&text) <= text.len(), "{} of {}", pointer_bytes(&text), text.len());
        }
        assert_eq!(rows("[[1]]")[0].pointers, ["", "/0", "/0/0"]);
    }

    #[test]
    fn colours_what_it_sees() {
        let rows = rows(r#"{ "k": "v", "n": -1e3, "l": true, "x": oops }"#);
        let kinds: Vec<_> =
            rows[0].spans.iter().filter(|s| s.kind != Kind::Punctuation).map(|s| (s.kind, s.text.as_str())).collect();
        assert_eq!(
            kinds,
            [
                (Kind::Key, "\"k\""),
                (Kind::String, "\"v\""),
                (Kind::Key, "\"n\""),
                (Kind::Number, "-1e3"),
                (Kind::Key, "\"l\""),
                (Kind::Literal, "true"),
                (Kind::Key, "\"x\""),
                (Kind::Bad, "oops"),
            ]
        );
    }

    proptest! {
        #[test]
        fn pieces_give_the_same_rows(text in "[\\[\\]{}\",: \na-cé0-9]{0,80}", piece in 1_usize..20) {
            let mut reading = Reading::default();
            while !reading.read(&text, piece) {}
            prop_assert_eq!(reading.rows(), rows(&text));
        }

        #[test]
        fn loses_nothing(text in "[\\[\\]{}\",:\\\\ \n\tatrue0-9né€-]{0,120}") {
            let plain = text.replace('\t', " ");
            prop_assert_eq!(joined(&rows(&plain)), plain);
        }

        #[test]
        fn pointers_exist_in_the_document(text in "[\\[\\]{}\",:a-c0-9 \n]{0,60}") {
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
                for row in rows(&text) {
                    for pointer in row.pointers {
                        prop_assert!(value.pointer(&pointer).is_some(), "{pointer}");
                    }
                }
            }
        }
    }
}
