//! Folds answers in the chat shape: `OpenAI`, Mistral, Jamba and Palmyra.
//!
//! Shapes: the AWS user guide's pages on `OpenAI` models, Mistral chat completion, Jamba and Palmyra X5, and the chat
//! completion object that they refer to. A chunk holds a `delta` (some hold a `message`) with the members of the whole
//! message, so both are read by the same code.

use serde_json::Value;

use super::converse::text_of;
use super::tagged::{self, Tags};
use super::{Assembly, count};
use crate::bedrock::turn::Usage;

/// Blocks of tools come after reasoning and text.
const FIRST_TOOL: u64 = 2;

/// Whether a native document is a chat completion or one of its chunks.
pub(super) fn is_chat(document: &Value) -> bool {
    document.get("choices").is_some_and(Value::is_array) || document.as_str() == Some("[DONE]")
}

/// Reads a whole answer, or a chunk of it.
pub(super) fn take(assembly: &mut Assembly, document: &Value) {
    if document.as_str() == Some("[DONE]") {
        assembly.turn.complete = true;
        return;
    }
    let mut choices = document.get("choices").and_then(Value::as_array).into_iter().flatten();
    if let Some(choice) = choices.next() {
        if let Some(message) = choice.get("message").or_else(|| choice.get("delta")) {
            read_message(assembly, message);
        }
        let reason = ["finish_reason", "stop_reason"].iter().find_map(|key| choice.get(*key)?.as_str());
        if let Some(reason) = reason {
            assembly.turn.stop_reason = Some(reason.to_owned());
            assembly.turn.complete = true;
        }
    }
    for further in choices {
        assembly.push_unknown(further);
    }
    if let Some(usage) = document.get("usage") {
        assembly.count(Usage {
            input_tokens: count(usage, "prompt_tokens"),
            output_tokens: count(usage, "completion_tokens"),
            total_tokens: count(usage, "total_tokens"),
            cache_read_tokens: usage.pointer("/prompt_tokens_details/cached_tokens").and_then(Value::as_u64),
            cache_write_tokens: None,
        });
        assembly.detail(usage, &["completion_tokens_details"]);
    }
}

fn read_message(assembly: &mut Assembly, message: &Value) {
    for key in ["reasoning_content", "reasoning"] {
        let text = text_of(message, key);
        if !text.is_empty() {
            assembly.reasoning_delta(0, text);
        }
    }
    match message.get("content") {
        Some(Value::String(text)) => tagged::push(assembly, Tags::Reasoning, text),
        Some(Value::Array(parts)) => {
            for part in parts {
                match part.get("text").and_then(Value::as_str) {
                    Some(text) => tagged::push(assembly, Tags::Reasoning, text),
                    None => assembly.push_unknown(part),
                }
            }
        }
        _ => {}
    }
    assembly.detail(message, &["refusal"]);
    let calls = message.get("tool_calls").and_then(Value::as_array).into_iter().flatten();
    for (position, call) in (0u64..).zip(calls) {
        let index = FIRST_TOOL + count(call, "index").unwrap_or(position);
        let function = call.get("function").unwrap_or(&Value::Null);
        if call.get("id").is_some_and(Value::is_string) || !text_of(function, "name").is_empty() {
            assembly.tool_start(index, text_of(call, "id"), text_of(function, "name"), &Value::Null);
        }
        match function.get("arguments") {
            Some(Value::String(fragment)) => assembly.tool_delta(index, fragment),
            Some(input @ Value::Object(_)) => assembly.tool_delta(index, &input.to_string()),
            _ => {}
        }
    }
}
