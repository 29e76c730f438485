//! The messages of a body, in Converse's or in Claude's shape, as far as rules look at them.

use serde_json::Value;

/// The kind of a content block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A call of a tool.
    Call,
    /// The result of a call.
    Result,
    /// Readable thinking.
    Thinking,
    /// Thinking that only the model can read.
    Redacted,
    /// A cache point.
    CachePoint,
    /// Images, documents and all other kinds.
    Other,
}

/// One content block.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// Its kind.
    pub kind: Kind,
    /// The id of a call or of a result, otherwise empty.
    pub id: &'a str,
    /// The text, or the signature of thinking; `None` if it is missing.
    pub text: Option<&'a str>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Turn<'a> {
    /// Whether the assistant speaks.
    pub assistant: bool,
    /// Its blocks, in order.
    pub blocks: Vec<Block<'a>>,
}

impl<'a> Turn<'a> {
    /// The ids of the blocks of a kind.
    pub fn ids(&self, kind: Kind) -> Vec<&'a str> {
        self.blocks.iter().filter(|block| block.kind == kind && !block.id.is_empty()).map(|block| block.id).collect()
    }

    /// Whether a block has that kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.blocks.iter().any(|block| block.kind == kind)
    }
}

/// The messages of a body.
pub fn of_body(body: &Value) -> Vec<Turn<'_>> {
    of_messages(body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice))
}

/// A list of messages.
pub fn of_messages(messages: &[Value]) -> Vec<Turn<'_>> {
    messages
        .iter()
        .map(|message| Turn {
            assistant: message.get("role").and_then(Value::as_str) == Some("assistant"),
            blocks: match message.get("content") {
                Some(Value::String(text)) => vec![Block { kind: Kind::Text, id: "", text: Some(text) }],
                Some(Value::Array(blocks)) => blocks.iter().map(block).collect(),
                _ => Vec::new(),
            },
        })
        .collect()
}

fn block(value: &Value) -> Block<'_> {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let block = |kind, id: &str, words: &str| Block { kind, id: text(id).unwrap_or_default(), text: text(words) };
    match text("/type") {
        Some("text") => return block(Kind::Text, "", "/text"),
        Some("tool_use") => return block(Kind::Call, "/id", ""),
        Some("tool_result") => return block(Kind::Result, "/tool_use_id", ""),
        Some("thinking") => return block(Kind::Thinking, "", "/signature"),
        Some("redacted_thinking") => return block(Kind::Redacted, "", ""),
        _ => {}
    }
    let has = |key: &str| value.get(key).is_some();
    if has("toolUse") {
        block(Kind::Call, "/toolUse/toolUseId", "")
    } else if has("toolResult") {
        block(Kind::Result, "/toolResult/toolUseId", "")
    } else if value.pointer("/reasoningContent/reasoningText").is_some() {
        block(Kind::Thinking, "", "/reasoningContent/reasoningText/signature")
    } else if has("reasoningContent") {
        block(Kind::Redacted, "", "")
    } else if has("cachePoint") {
        block(Kind::CachePoint, "", "")
    } else if value.get("text").is_some_and(Value::is_string) {
        block(Kind::Text, "", "/text")
    } else {
        block(Kind::Other, "", "")
    }
}
