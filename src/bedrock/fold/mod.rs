//! Folds a response, piece by piece, into one [`Turn`].
//!
//! A [`Fold`] is made for an operation and a family. Its input is the events of a stream or the one body;
//! [`Fold::turn`] is the answer so far. The fold never fails: it ignores unknown events, keeps unknown blocks as JSON,
//! and JSON of the wrong shape changes nothing. Folding a stream gives the same turn as folding the answer without
//! streaming.

mod assembly;
mod chat;
mod claude;
mod cohere;
mod converse;
mod plain;
mod tagged;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::family::{Body, Family, PromptDialect};
use super::operation::Operation;
use super::turn::Turn;
use crate::aws::eventstream::Message;
use crate::aws::http::ResponseHead;
use assembly::Assembly;

/// The key of Bedrock's counts in the last native chunk.
const INVOCATION_METRICS: &str = "amazon-bedrock-invocationMetrics";

/// The reader of a native answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Claude Messages.
    Claude,
    /// Converse's shape, which Nova shares.
    Converse,
    /// The chat shape.
    Chat,
    /// Command R.
    Cohere,
    /// A single text, with or without reasoning up to `</think>`.
    Plain { thinks: bool },
    /// Unknown: kept as JSON.
    Raw,
}

/// An answer that is being read.
#[derive(Clone, Debug)]
pub struct Fold {
    operation: Operation,
    family: Option<Family>,
    assembly: Assembly,
}

impl Fold {
    /// A fold for the answer of `operation`. `family` is the model's; `None` if the model id does not tell it, and then
    /// the shape of the answer decides.
    pub fn new(operation: Operation, family: Option<Family>) -> Self {
        Self { operation, family, assembly: Assembly::default() }
    }

    /// Reads the response's headers: `InvokeModel` states counts and latency there.
    pub fn push_head(&mut self, head: &ResponseHead) {
        let count = |name: &str| head.header(name).and_then(|value| value.trim().parse().ok());
        let turn = &mut self.assembly.turn;
        fill(&mut turn.usage.input_tokens, count("x-amzn-bedrock-input-token-count"));
        fill(&mut turn.usage.output_tokens, count("x-amzn-bedrock-output-token-count"));
        fill(&mut turn.usage.cache_read_tokens, count("x-amzn-bedrock-cache-read-input-token-count"));
        fill(&mut turn.usage.cache_write_tokens, count("x-amzn-bedrock-cache-write-input-token-count"));
        fill(&mut turn.service_latency_ms, count("x-amzn-bedrock-invocation-latency"));
    }

    /// Reads one message of a stream.
    pub fn push_message(&mut self, message: &Message) {
        match message {
            Message::Event { event_type, payload, .. } => self.push_event(event_type, payload),
            Message::Exception { exception_type, payload, .. } => {
                let body = serde_json::from_slice::<Value>(payload).unwrap_or_default();
                let text = ["message", "Message", "originalMessage"].iter().find_map(|key| body.get(*key)?.as_str());
                self.push_fault(exception_type, text.unwrap_or("The exception has no message."));
            }
            Message::Error { code, message } => {
                let text = message.as_deref().unwrap_or("The error has no message.");
                self.push_fault(code.as_deref().unwrap_or("error"), text);
            }
        }
    }

    /// Reads one event of a stream: its `:event-type` and its payload.
    pub fn push_event(&mut self, event_type: &str, payload: &[u8]) {
        let Ok(payload) = serde_json::from_slice::<Value>(payload) else {
            self.push_fault("corrupt", &format!("The payload of a {event_type} event is not JSON."));
            return;
        };
        match self.operation {
            Operation::Converse | Operation::ConverseStream => {
                converse::event(&mut self.assembly, event_type, &payload);
            }
            Operation::InvokeModel | Operation::InvokeModelWithResponseStream => {
                if event_type == "chunk" {
                    self.push_chunk(&payload);
                }
            }
        }
    }

    /// Records an exception or an error inside the stream. The first one is kept.
    pub fn push_fault(&mut self, kind: &str, message: &str) {
        self.assembly.fault(kind, message);
    }

    /// Reads the body of an answer that is not streamed.
    pub fn push_body(&mut self, body: &Value) {
        match self.operation {
            Operation::Converse | Operation::ConverseStream => converse::answer(&mut self.assembly, body),
            Operation::InvokeModel | Operation::InvokeModelWithResponseStream => match self.shape(body) {
                Shape::Claude => claude::answer(&mut self.assembly, body),
                Shape::Converse => converse::answer(&mut self.assembly, body),
                Shape::Chat => chat::take(&mut self.assembly, body),
                Shape::Cohere => cohere::take(&mut self.assembly, body),
                Shape::Plain { thinks } => plain::take(&mut self.assembly, body, thinks),
                Shape::Raw => self.assembly.push_unknown(body),
            },
        }
        self.assembly.stop_all();
        self.metrics(body);
        self.assembly.turn.complete = true;
    }

    /// Ends the response. A stream without its final event was cut, and that becomes the turn's fault.
    pub fn finish(&mut self) {
        tagged::finish(&mut self.assembly);
        if !self.assembly.turn.complete {
            self.push_fault("truncated", "The stream ended before the message was complete: the answer is cut off.");
        }
    }

    /// The answer so far.
    pub fn turn(&self) -> &Turn {
        &self.assembly.turn
    }

    /// `{"bytes": "<base64 of the family's own JSON>", "p": "<padding>"}`
    fn push_chunk(&mut self, payload: &Value) {
        let Some(bytes) = payload.get("bytes").and_then(Value::as_str) else { return };
        let chunk = STANDARD.decode(bytes).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let Some(chunk) = chunk else {
            self.push_fault("corrupt", "The bytes of a chunk are not base64 of a JSON document.");
            return;
        };
        let shape = self.shape(&chunk);
        match shape {
            Shape::Claude => claude::chunk(&mut self.assembly, &chunk),
            Shape::Converse => converse::wrapped_events(&mut self.assembly, &chunk),
            Shape::Chat => chat::take(&mut self.assembly, &chunk),
            Shape::Cohere => cohere::take(&mut self.assembly, &chunk),
            Shape::Plain { thinks } => plain::take(&mut self.assembly, &chunk, thinks),
            Shape::Raw => {
                self.assembly.unknown_delta(0, &chunk);
            }
        }
        if shape != Shape::Claude && shape != Shape::Converse {
            // Bedrock adds its metrics to the last chunk of every family, so they mark the end.
            self.assembly.turn.complete |= chunk.get(INVOCATION_METRICS).is_some();
            if self.assembly.turn.complete {
                self.assembly.stop_all();
            }
        }
        self.metrics(&chunk);
    }

    /// Bedrock's counts fill those that the model does not state; also reads a guardrail's action and trace next to
    /// them.
    fn metrics(&mut self, document: &Value) {
        self.assembly.detail(document, &["amazon-bedrock-guardrailAction"]);
        if let Some(trace) = document.get("amazon-bedrock-trace") {
            self.assembly.turn.trace = Some(trace.clone());
        }
        let Some(metrics) = document.get(INVOCATION_METRICS) else { return };
        let turn = &mut self.assembly.turn;
        fill(&mut turn.usage.input_tokens, count(metrics, "inputTokenCount"));
        fill(&mut turn.usage.output_tokens, count(metrics, "outputTokenCount"));
        fill(&mut turn.usage.cache_read_tokens, count(metrics, "cacheReadInputTokenCount"));
        fill(&mut turn.usage.cache_write_tokens, count(metrics, "cacheWriteInputTokenCount"));
        fill(&mut turn.service_latency_ms, count(metrics, "invocationLatency"));
        fill(&mut turn.service_first_byte_ms, count(metrics, "firstByteLatency"));
    }

    /// The reader for the family; without a family, the one for the shape of the answer.
    fn shape(&self, document: &Value) -> Shape {
        match self.family.map(Family::body) {
            Some(Body::Claude) => Shape::Claude,
            Some(Body::Nova) => Shape::Converse,
            Some(Body::CohereR) => Shape::Cohere,
            Some(Body::Prompt(PromptDialect::DeepSeekR1)) => Shape::Plain { thinks: true },
            Some(Body::Prompt(PromptDialect::Llama | PromptDialect::Mistral) | Body::TitanText) => {
                Shape::Plain { thinks: false }
            }
            Some(Body::Chat(_) | Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten) | None => {
                self.shape_of(document)
            }
        }
    }

    /// The reader for the shape of an answer.
    fn shape_of(&self, document: &Value) -> Shape {
        if claude::is_claude(document) {
            Shape::Claude
        } else if converse::is_converse(document) {
            Shape::Converse
        } else if cohere::is_cohere(document) {
            Shape::Cohere
        } else if plain::is_plain(document) {
            Shape::Plain { thinks: self.family.is_none() && document.pointer("/choices/0/text").is_some() }
        } else if chat::is_chat(document) {
            Shape::Chat
        } else {
            Shape::Raw
        }
    }
}

/// The count under `key`, if it is a whole number and not negative.
fn count(document: &Value, key: &str) -> Option<u64> {
    document.get(key)?.as_u64()
}

/// Sets `field` unless it is set.
fn fill(field: &mut Option<u64>, value: Option<u64>) {
    *field = field.or(value);
}
