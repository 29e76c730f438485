//! A conversation in Converse's own terms: what both requests of an experiment are made from.
//!
//! Only what the user set is here, and only what is here is sent. Content blocks other than text, and members of the
//! request that we have no field for, are kept as JSON, in order.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Who speaks in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person or program that asks.
    User,
    /// The model.
    Assistant,
    /// Instructions in the course of a conversation; the API model admits the role, few models do.
    System,
}

impl Role {
    /// The role as both APIs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::System => "system",
        }
    }
}

/// One content block of a message or of the system prompt.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// `{"text": …}`
    Text(String),
    /// Any other Converse content block, as its JSON object.
    Json(Value),
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, in order.
    pub content: Vec<Block>,
    /// Further members of the message, as they are; Converse knows none today.
    pub extra: Map<String, Value>,
}

impl Message {
    /// A message of blocks.
    pub fn new(role: Role, content: Vec<Block>) -> Self {
        Self { role, content, extra: Map::new() }
    }

    /// A message of one text.
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self::new(role, vec![Block::Text(text.into())])
    }
}

/// Converse's `inferenceConfig`. `None` means: not sent, the model's default applies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inference {
    /// Most tokens to generate; at least 1.
    pub max_tokens: Option<u64>,
    /// Sampling temperature, 0 to 1.
    pub temperature: Option<f64>,
    /// Nucleus sampling mass, 0 to 1.
    pub top_p: Option<f64>,
    /// Texts that end the generation; empty means not sent.
    pub stop_sequences: Vec<String>,
}

/// Everything in a Converse request body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// System prompt blocks; empty means not sent.
    pub system: Vec<Block>,
    /// Messages, oldest first.
    pub messages: Vec<Message>,
    /// `inferenceConfig`.
    pub inference: Inference,
    /// `additionalModelRequestFields`; empty means not sent.
    pub additional_fields: Map<String, Value>,
    /// Further top-level members of the Converse body (`toolConfig`, `guardrailConfig`, …), as they are.
    pub extra: Map<String, Value>,
}
