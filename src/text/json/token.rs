//! The lexer: one JSON token at a time; accepts any text.
//!
//! It knows no grammar and keeps no state. A JSON string cannot hold a raw line break, so one line can be read without the
//! lines before it; that is what lets an editor colour only the lines that are on screen.

use std::ops::Range;

use super::span::{Kind, Span};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// `\n`.
    NewLine,
    /// Spaces, tabs, carriage returns.
    Space,
    /// A string with its quotes; without a closing quote it ends with the line.
    String {
        /// Whether the closing quote exists.
        closed: bool,
    },
    /// `{` or `[`.
    Open,
    /// `}` or `]`.
    Close,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// Text that begins like a number.
    Number,
    /// `true`, `false`, `null`.
    Literal,
    /// Anything else.
    Bad,
}

/// The first token and its length in bytes; `None` for the empty text.
pub fn token(rest: &str) -> Option<(Token, usize)> {
    let found = match rest.chars().next()? {
        '\n' => (Token::NewLine, 1),
        '"' => string(rest),
        '{' | '[' => (Token::Open, 1),
        '}' | ']' => (Token::Close, 1),
        ',' => (Token::Comma, 1),
        ':' => (Token::Colon, 1),
        ' ' | '\t' | '\r' => (Token::Space, rest.find(|c| !matches!(c, ' ' | '\t' | '\r')).unwrap_or(rest.len())),
        first => {
            let length = rest
                .find(|c: char| c.is_whitespace() || ",:[]{}\"".contains(c))
                .unwrap_or(rest.len())
                .max(first.len_utf8());
            let kind = match rest.get(..length) {
                _ if first == '-' || first.is_ascii_digit() => Token::Number,
                Some("true" | "false" | "null") => Token::Literal,
                Some(_) | None => Token::Bad,
            };
            (kind, length)
        }
    };
    Some(found)
}

fn string(rest: &str) -> (Token, usize) {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return (Token::String { closed: true }, at + 1),
            b'\n' => break,
            // An escape never includes the line break.
            b'\\' if bytes.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
            _ => at += 1,
        }
    }
    let mut end = at.min(rest.len());
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    (Token::String { closed: false }, end)
}

/// The tokens of a text with their places in it.
pub fn tokens(text: &str) -> impl Iterator<Item = (Token, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = token(text.get(at..)?)?;
        at += length;
        Some((kind, at - length..at))
    })
}

/// The coloured spans of one line. A string before a colon is a name.
pub fn spans(line: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (token, range) in tokens(line) {
        let rest = line.get(range.end..).unwrap_or_default();
        let kind = match token {
            Token::String { closed: true } if rest.trim_start().starts_with(':') => Kind::Key,
            Token::String { closed: true } => Kind::String,
            Token::Number => Kind::Number,
            Token::Literal => Kind::Literal,
            Token::String { closed: false } | Token::Bad => Kind::Bad,
            Token::NewLine | Token::Space | Token::Open | Token::Close | Token::Comma | Token::Colon => {
                Kind::Punctuation
            }
        };
        let text = line.get(range).unwrap_or_default();
        match spans.last_mut() {
            Some(last) if last.kind == kind && kind == Kind::Punctuation => last.text.push_str(text),
            _ => spans.push(Span { kind, text: text.to_owned() }),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_a_line_of_its_own() {
        let line = r#"  }, "k": ["v\"", -1.5, null, oops, "open"#;
        let found = spans(line);
        let seen: Vec<_> = found
            .iter()
            .filter(|span| span.kind != Kind::Punctuation)
            .map(|span| (span.kind, span.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (Kind::Key, "\"k\""),
                (Kind::String, "\"v\\\"\""),
                (Kind::Number, "-1.5"),
                (Kind::Literal, "null"),
                (Kind::Bad, "oops"),
                (Kind::Bad, "\"open"),
            ]
        );
    }

    #[test]
    fn an_escape_at_the_end_of_a_line_stays_on_it() {
        let kinds: Vec<_> = tokens("\"a\\\n\"b\"").map(|(token, range)| (token, range.len())).collect();
        assert_eq!(
            kinds,
            [(Token::String { closed: false }, 3), (Token::NewLine, 1), (Token::String { closed: true }, 3)]
        );
    }

    proptest! {
        #[test]
        fn tokens_and_spans_lose_nothing(text in "[\\[\\]{}\",:\\\\ \n\tatrue0-9né€\u{a0}-]{0,80}") {
            let joined: String = tokens(&text).map(|(_, range)| text[range].to_owned()).collect();
            prop_assert_eq!(&joined, &text);
            let coloured: String = spans(&text).into_iter().map(|span| span.text).collect();
            prop_assert_eq!(&coloured, &text);
        }
    }
}
