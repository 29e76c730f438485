//! One answer for display: the same type for all four operations.

mod shown;

pub use shown::{BlockKind, Trace, stop_reason_in_words};

use serde_json::{Map, Value, json};

/// One block of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum TurnBlock {
    /// Text; Markdown as models write it. It is never HTML.
    Text(String),
    /// Reasoning that the model returns before its answer.
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
    /// An unknown block, as its JSON.
    Unknown(Value),
}

/// What is sent back to the model for a block when the conversation continues, beyond [`TurnBlock`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Echo {
    /// The block is complete.
    Plain,
    /// Further members: a reasoning signature, the citations of a text, the type of a tool use.
    With(Map<String, Value>),
    /// The Converse block, whole.
    Json(Value),
    /// Nothing: another block already contains it.
    Silent,
}

/// Token counts, if the response states them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Input tokens.
    pub input_tokens: Option<u64>,
    /// Output tokens.
    pub output_tokens: Option<u64>,
    /// Total, if the response states one.
    pub total_tokens: Option<u64>,
    /// Tokens read from the prompt cache.
    pub cache_read_tokens: Option<u64>,
    /// Tokens written to the prompt cache.
    pub cache_write_tokens: Option<u64>,
}

impl Usage {
    /// Whether tokens were read from the prompt cache or written to it. Some models state zero counters in every answer.
    pub fn uses_cache(&self) -> bool {
        [self.cache_read_tokens, self.cache_write_tokens].into_iter().flatten().any(|tokens| tokens > 0)
    }
}

/// An error that arrived inside a stream whose HTTP status was 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamFault {
    /// Exception name, such as `throttlingException`; `truncated` or `corrupt` for a broken stream.
    pub kind: String,
    /// Its message.
    pub message: String,
}

/// One answer of the model, complete or so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Content blocks in order.
    pub blocks: Vec<TurnBlock>,
    /// What is sent back for each block, in step with `blocks`.
    pub(crate) echoes: Vec<Echo>,
    /// Why the model stopped, as the API writes it (`end_turn`, `max_tokens`, …).
    pub stop_reason: Option<String>,
    /// Token counts.
    pub usage: Usage,
    /// Latency that the service states, in milliseconds.
    pub service_latency_ms: Option<u64>,
    /// Time to the first byte that the service states, in milliseconds (`InvokeModel` streams).
    pub service_first_byte_ms: Option<u64>,
    /// The guardrail's and the prompt router's trace, as the response states it.
    pub trace: Option<Value>,
    /// Converse's `additionalModelResponseFields`.
    pub additional_fields: Option<Value>,
    /// Other members that describe the response, under their own names: `serviceTier`, `performanceConfig`, the
    /// guardrail's action, the matched stop sequence, how cache writes divide by lifetime …
    pub details: Map<String, Value>,
    /// The exception that ended the stream.
    pub fault: Option<StreamFault>,
    /// Whether the response stated its end (a stream without it was cut).
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

    /// Whether a guardrail replaced or changed the answer: Converse says so in its stop reason, `InvokeModel` in a member
    /// of its own.
    pub fn guardrail_intervened(&self) -> bool {
        self.stop_reason.as_deref() == Some("guardrail_intervened")
            || self.details.get("amazon-bedrock-guardrailAction").and_then(Value::as_str) == Some("INTERVENED")
    }

    /// Converse's value for the reason; `None` if Converse has none.
    pub fn stop_reason_in_converse(&self) -> Option<&'static str> {
        stop_reason_in_converse(self.stop_reason.as_deref()?)
    }

    /// The content as Converse blocks, to send back unchanged when the conversation continues: with the signatures of
    /// reasoning, encrypted reasoning, citations, and unknown blocks.
    pub fn content(&self) -> Vec<Value> {
        let echoes = self.echoes.iter().chain(std::iter::repeat(&Echo::Plain));
        self.blocks.iter().zip(echoes).filter_map(|(block, echo)| converse_block(block, echo)).collect()
    }

    /// The assistant's message for the next request.
    pub fn message(&self) -> Value {
        json!({ "role": "assistant", "content": self.content() })
    }

    /// The tool calls of the model: id, name, arguments.
    pub fn tool_uses(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.blocks.iter().filter_map(|block| match block {
            TurnBlock::ToolUse { id, name, input } => Some((id.as_str(), name.as_str(), input)),
            TurnBlock::Text(_) | TurnBlock::Reasoning(_) | TurnBlock::Unknown(_) => None,
        })
    }
}

/// Converse's value for a family's stop reason. `None` if Converse has no such reason or the value is unknown; families
/// that say `stop` do not distinguish a natural end from a stop sequence.
pub fn stop_reason_in_converse(word: &str) -> Option<&'static str> {
    Some(match word {
        "end_turn" | "stop" | "COMPLETE" | "complete" | "FINISHED" | "FINISH" => "end_turn",
        "max_tokens" | "length" | "MAX_TOKENS" | "LENGTH" => "max_tokens",
        "tool_use" | "tool_calls" | "TOOL_CALL" => "tool_use",
        "stop_sequence" | "STOP_SEQUENCE" | "STOP_CRITERIA_MET" => "stop_sequence",
        "content_filtered" | "content_filter" | "CONTENT_FILTERED" | "ERROR_TOXIC" | "error_toxic" => {
            "content_filtered"
        }
        "model_context_window_exceeded" | "ERROR_LIMIT" | "error_limit" => "model_context_window_exceeded",
        "guardrail_intervened" => "guardrail_intervened",
        "malformed_model_output" => "malformed_model_output",
        "malformed_tool_use" => "malformed_tool_use",
        _ => return None,
    })
}

fn converse_block(block: &TurnBlock, echo: &Echo) -> Option<Value> {
    let none = Map::new();
    let more = match echo {
        Echo::Silent => return None,
        Echo::Json(json) => return Some(json.clone()),
        Echo::Plain => &none,
        Echo::With(members) => members,
    };
    Some(match block {
        // The API refuses a blank text block that is sent back.
        TurnBlock::Text(text) if text.is_empty() => return None,
        TurnBlock::Text(text) => match more.get("citations") {
            None => json!({ "text": text }),
            Some(citations) => json!({ "citationsContent": { "content": [{ "text": text }], "citations": citations } }),
        },
        TurnBlock::Reasoning(text) => {
            json!({ "reasoningContent": { "reasoningText": with(json!({ "text": text }), more) } })
        }
        TurnBlock::ToolUse { id, name, input } => {
            json!({ "toolUse": with(json!({ "toolUseId": id, "name": name, "input": input }), more) })
        }
        TurnBlock::Unknown(json) => json.clone(),
    })
}

fn with(mut object: Value, more: &Map<String, Value>) -> Value {
    if let Value::Object(members) = &mut object {
        members.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    object
}
