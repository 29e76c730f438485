//! A content block of a message as the user typed it, and the conversion to and from the blocks of a conversation.

use serde_json::{Value, json};

use crate::bedrock::conversation::Block;

/// One content block of a message as typed: a text, or any other Converse content block as its JSON object.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// `{"text": …}`
    Text(String),
    /// Any other block.
    Block(Value),
}

impl From<Value> for Part {
    fn from(stored: Value) -> Self {
        match stored {
            Value::String(text) => Self::Text(text),
            block => Self::Block(block),
        }
    }
}

impl From<Part> for Value {
    fn from(part: Part) -> Self {
        match part {
            Part::Text(text) => Self::String(text),
            Part::Block(block) => block,
        }
    }
}

impl Part {
    /// The part that a content block is.
    pub fn from_block(block: Value) -> Self {
        match block.as_object() {
            Some(members) if members.len() == 1 => match members.get("text") {
                Some(Value::String(text)) => Self::Text(text.clone()),
                _ => Self::Block(block),
            },
            _ => Self::Block(block),
        }
    }

    /// The content block that it is.
    pub fn into_block(self) -> Value {
        match self {
            Self::Text(text) => json!({ "text": text }),
            Self::Block(block) => block,
        }
    }
}

impl From<&Block> for Part {
    fn from(block: &Block) -> Self {
        match block {
            Block::Text(text) => Self::Text(text.clone()),
            Block::Json(block) => Self::Block(block.clone()),
        }
    }
}

impl From<&Part> for Block {
    fn from(part: &Part) -> Self {
        match part {
            Part::Text(text) => Self::Text(text.clone()),
            Part::Block(block) => Self::Json(block.clone()),
        }
    }
}
