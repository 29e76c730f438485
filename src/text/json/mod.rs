//! JSON for reading: one printed form, and its rows with the JSON pointers that begin on each.
//!
//! [`print()`] writes a document the way the page shows it (brackets joined, short objects on one line). Request bodies are
//! sent in exactly this form, so the bytes shown are the bytes sent. [`rows()`] reads any text, valid or not: what does
//! not lex becomes a span of kind [`Kind::Bad`], and nothing is lost: the rows joined by newlines are the text.

mod print;
mod rows;
mod token;

pub use print::print;
pub use rows::{Kind, Reading, Row, Span, rows, set_apart};
pub use token::{Token, spans, token, tokens};

/// Escapes one reference token of a JSON pointer (RFC 6901 §3: `~` is `~0`, `/` is `~1`).
pub fn pointer_token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
