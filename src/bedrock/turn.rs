//! One answer, as a person reads it: the same type whichever of the four operations gave it.

use serde_json::Value;

/// One block of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum TurnBlock {
    /// Text; Markdown as models write it. It is never HTML.
    Text(String),
    /// Reasoning that the model shows before its answer.
    Reasoning(String),
    /// A request to call a tool.
    ToolUse {
        /// Id that the result must name.
        id: String,
        /// Tool name.
        name: String,
        /// Arguments; while streaming, the fragments received so far as a string.
        input: Value,
    },
    /// A block that this version does not know, as its JSON.
    Unknown(Value),
}

/// Token counts, as the response states them; `None` where it states none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens read.
    pub input_tokens: Option<u64>,
    /// Tokens written.
    pub output_tokens: Option<u64>,
    /// Sum, when the response states one.
    pub total_tokens: Option<u64>,
    /// Tokens read from the prompt cache.
    pub cache_read_tokens: Option<u64>,
    /// Tokens written to the prompt cache.
    pub cache_write_tokens: Option<u64>,
}

/// An error that arrived inside a stream whose HTTP status was 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamFault {
    /// Exception name, for example `throttlingException`; for a broken stream, `truncated` or `corrupt`.
    pub kind: String,
    /// What it says.
    pub message: String,
}

/// One answer of the model, complete or as far as it has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Content blocks in order.
    pub blocks: Vec<TurnBlock>,
    /// Why the model stopped, in the API's own word (`end_turn`, `max_tokens`, …).
    pub stop_reason: Option<String>,
    /// Token counts.
    pub usage: Usage,
    /// Latency that the service states, in milliseconds.
    pub service_latency_ms: Option<u64>,
    /// Time to the first byte that the service states, in milliseconds (`InvokeModel` streams).
    pub service_first_byte_ms: Option<u64>,
    /// The exception that ended the stream, if one did.
    pub fault: Option<StreamFault>,
    /// Whether the response said that it is over (a stream without it was cut).
    pub complete: bool,
}

impl Turn {
    /// The text blocks, joined in order.
    pub fn text(&self) -> String {
        self.blocks
            .iter()
            .filter_map(|block| match block {
                TurnBlock::Text(text) => Some(text.as_str()),
                TurnBlock::Reasoning(_) | TurnBlock::ToolUse { .. } | TurnBlock::Unknown(_) => None,
            })
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}
