//! Converse ⇄ `InvokeModel`: the translation that emits its links and notes as it writes.
//!
//! Input and output are JSON documents; a link names places in them by JSON pointer (RFC 6901). The invariant: every
//! pointer in a link exists in the document it names, and no key of the input is unaccounted for. A family is one file or
//! folder with a `write` and a `read`; [`invoke_body`] and [`converse_body`] choose it, and add what all families share
//! (headers, additional fields, the links of what no writer took).

mod additional_fields;
mod answer;
mod block_text;
mod chat;
mod claude;
mod cohere;
mod differences;
mod error;
mod from_native;
mod headers;
mod ledger;
mod link;
mod nova;
mod prompt;
mod reading;
pub mod row_marks;
mod settings;
mod task;
mod to_native;
mod tool_config;
mod translation;

#[cfg(test)]
mod tests;

pub use answer::answer_links;
pub use claude::{ANTHROPIC_VERSION, DEFAULT_MAX_TOKENS};
pub use differences::{Difference, differences};
pub use error::TwinError;
pub use from_native::{Back, NativeOnly, converse_body};
pub use link::{HEADER_PLACE, Link, LinkKind};
pub use prompt::template_tokens;
pub use to_native::{Writers, invoke_body};
pub use translation::{Span, Translation};
