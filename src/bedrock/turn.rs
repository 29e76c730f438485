//! One answer, as a person reads it: the same type whichever of the four operations gave it.

mod shown;

pub use shown::{BlockKind, Trace, stop_reason_in_words};

use serde_json::{Map, Value, json};

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

/// What of a block goes back to the model when the conversation continues, beyond what [`TurnBlock`] holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Echo {
    /// The block says all.
    Plain,
    /// Further members: a reasoning signature, the citations of a text, the type of a tool use.
    With(Map<String, Value>),
    /// The Converse block, whole.
    Json(Value),
    /// Nothing: another block already carries it.
    Silent,
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
    /// What goes back of each block, in step with `blocks`.
    pub(crate) echoes: Vec<Echo>,
    /// Why the model stopped, in the API's own word (`end_turn`, `max_tokens`, …).
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
    /// What else the response says of itself, by its own names: `serviceTier`, `performanceConfig`, the guardrail's
    /// action, the stop sequence that was met, how cache writes divide by lifetime …
    pub details: Map<String, Value>,
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

    /// Converse's word for the reason; `None` for a word that has none there.
    pub fn stop_reason_in_converse(&self) -> Option<&'static str> {
        stop_reason_in_converse(self.stop_reason.as_deref()?)
    }

    /// The content as Converse blocks, to be sent back unchanged when the conversation goes on: with the signatures of
    /// reasoning, encrypted reasoning, citations, and blocks that are not known.
    pub fn content(&self) -> Vec<Value> {
        let echoes = self.echoes.iter().chain(std::iter::repeat(&Echo::Plain));
        self.blocks.iter().zip(echoes).filter_map(|(block, echo)| converse_block(block, echo)).collect()
    }

    /// The assistant's message for the next request.
    pub fn message(&self) -> Value {
        json!({ "role": "assistant", "content": self.content() })
    }

    /// The tools that the model asks for: id, name, arguments.
    pub fn tool_uses(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.blocks.iter().filter_map(|block| match block {
            TurnBlock::ToolUse { id, name, input } => Some((id.as_str(), name.as_str(), input)),
            TurnBlock::Text(_) | TurnBlock::Reasoning(_) | TurnBlock::Unknown(_) => None,
        })
    }
}

/// A family's word for why the model stopped, in Converse's words. `None` where Converse has no such reason, or the word is
/// not known; families that say `stop` do not tell a natural end from a stop sequence.
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
        // A blank text block is refused when it is sent back.
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
