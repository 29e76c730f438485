//! A conversation in Converse's terms, from which both requests of an experiment are made.
//!
//! It contains only what the user set, and only that is sent. Content blocks other than text, and members of the
//! request without a field here, are kept as JSON, in order.

use serde_json::{Map, Value};

/// The speaker of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The user, a person or a program.
    User,
    /// The model.
    Assistant,
    /// Instructions inside a conversation; the API model allows the role, few models accept it.
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

    /// The role of a word of both APIs.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::User, Self::Assistant, Self::System].into_iter().find(|role| role.as_str() == word)
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
    /// The speaker.
    pub role: Role,
    /// The content blocks, in order.
    pub content: Vec<Block>,
    /// Further members of the message, unchanged; Converse has none today.
    pub extra: Map<String, Value>,
}

impl Message {
    /// A message with these blocks.
    pub fn new(role: Role, content: Vec<Block>) -> Self {
        Self { role, content, extra: Map::new() }
    }

    /// A message with one text.
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self::new(role, vec![Block::Text(text.into())])
    }
}

/// Converse's `inferenceConfig`. `None` is not sent, so the model's default applies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inference {
    /// Maximum of tokens to generate; at least 1.
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
    /// Further top-level members of the Converse body (`toolConfig`, `guardrailConfig`, …), unchanged.
    pub extra: Map<String, Value>,
}
