//! JSON for display: a printed form, and its rows with the JSON pointers that begin on each.
//!
//! [`print()`] writes a document as the page shows it (joined brackets, short objects on one line). Request bodies are
//! sent in exactly this form, so the bytes shown are the bytes sent. [`rows()`] reads any text, valid or not: invalid
//! parts become spans of kind [`Kind::Bad`], and the rows joined by newlines are always the text.

mod depth;
mod pointer;
mod print;
mod rows;
mod span;
mod token;

pub use depth::{DEEPEST, depth};
pub use pointer::{pointer_token, put, put_at};
pub use print::{compact, print};
pub use rows::{Reading, Row, rows, set_apart};
pub use span::{Kind, Span};
pub use token::{Token, spans, token, tokens};
