//! Request and answer bodies: Converse's, and each family's native one, a file each.
//!
//! A body's file checks a request with the messages of the service or provider, turns it into a
//! [request](super::inference::request), and writes the answer, whole or as the events of a stream. [`native`] chooses
//! the file; [`content`] and [`converse_blocks`] hold shared parts. Everything in between is common to all families.

pub mod chat;
pub mod chat_answer;
pub mod claude;
pub mod claude_answer;
pub mod claude_tools;
pub mod cohere;
pub mod content;
pub mod converse;
pub mod converse_answer;
pub mod converse_blocks;
mod effort;
pub mod native;
pub mod nova;
pub mod pegasus;
pub mod pictures;
pub mod prompt;
pub mod rules;
pub mod schema;
pub mod titan;

use crate::bedrock::catalogue::Model;
use crate::bedrock::operation::Operation;
use serde_json::Value;

/// The target of a request line.
#[derive(Clone, Copy, Debug)]
pub struct Called<'a> {
    /// The model.
    pub model: &'a Model,
    /// The operation; `None` if a body is only checked or counted.
    pub operation: Option<Operation>,
}

/// One event of a stream, before it becomes a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The Converse event type; in a native stream every event is a `chunk`.
    pub name: &'static str,
    /// The payload, or the native document that a `chunk` carries.
    pub payload: Value,
    /// Whether the event contains text of the model, which takes time to generate.
    pub emits: Emits,
}

/// The time that an event takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emits {
    /// It contains a group of tokens.
    Tokens,
    /// It contains no tokens.
    Framing,
}

impl Event {
    fn frame(name: &'static str, payload: Value) -> Self {
        Self { name, payload, emits: Emits::Framing }
    }

    fn tokens(name: &'static str, payload: Value) -> Self {
        Self { name, payload, emits: Emits::Tokens }
    }
}
