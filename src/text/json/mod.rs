//! JSON for reading: one printed form, and its rows with the JSON pointers that begin on each.
//!
//! [`print()`] writes a document the way the page shows it (brackets joined, short objects on one line). Request bodies are
//! sent in exactly this form, so the bytes shown are the bytes sent. [`rows()`] reads any text, valid or not: what does
//! not lex becomes a span of kind [`Kind::Bad`], and nothing is lost: the rows joined by newlines are the text.

mod pointer;
mod print;
mod rows;
mod span;
mod token;

pub use pointer::{pointer_token, put, put_at};
pub use print::print;
pub use rows::{Reading, Row, rows, set_apart};
pub use span::{Kind, Span};
pub use token::{Token, spans, token, tokens};
