//! Folds Claude's native answer and stream chunks (Messages format on Bedrock).
//!
//! Shapes: the AWS user guide's page on Claude Messages request and response. The stream's `ping` and events of later
//! versions are ignored; an `error` event is a fault.

use serde_json::{Map, Value, json};

use super::assembly::Kind;
use super::converse::text_of;
use super::{Assembly, count};
use crate::bedrock::turn::{Echo, TurnBlock, Usage};

/// Whether a native document is a Claude message or one of its chunks.
pub(super) fn is_claude(document: &Value) -> bool {
    matches!(
        text_of(document, "type"),
        "message"
            | "message_start"
            | "content_block_start"
            | "content_block_delta"
            | "content_block_stop"
            | "message_delta"
            | "message_stop"
            | "ping"
            | "error"
    )
}

/// Reads a whole answer.
pub(super) fn answer(assembly: &mut Assembly, body: &Value) {
    match body.get("content") {
        Some(Value::Array(blocks)) => blocks.iter().for_each(|block| whole_block(assembly, block)),
        _ => assembly.push_unknown(body),
    }
    stop_reason(assembly, body);
    usage(assembly, body);
}

/// Reads one chunk of a stream.
pub(super) fn chunk(assembly: &mut Assembly, chunk: &Value) {
    let index = count(chunk, "index").unwrap_or(0);
    match text_of(chunk, "type") {
        "message_start" => {
            if let Some(message) = chunk.get("message") {
                usage(assembly, message);
            }
        }
        "content_block_start" => {
            if let Some(block) = chunk.get("content_block") {
                block_start(assembly, index, block);
            }
        }
        "content_block_delta" => {
            if let Some(delta) = chunk.get("delta") {
                block_delta(assembly, index, delta);
            }
        }
        "content_block_stop" => assembly.stop(index),
        "message_delta" => {
            if let Some(delta) = chunk.get("delta") {
                stop_reason(assembly, delta);
            }
            usage(assembly, chunk);
        }
        "message_stop" => assembly.turn.complete = true,
        "error" => {
            let error = chunk.get("error").unwrap_or(&Value::Null);
            assembly.fault(text_of(error, "type"), text_of(error, "message"));
        }
        _ => {}
    }
}

fn whole_block(assembly: &mut Assembly, block: &Value) {
    match text_of(block, "type") {
        "text" => {
            assembly.push(TurnBlock::Text(text_of(block, "text").to_owned()), Echo::Plain);
            // Citations in Claude's shape are shown; Converse's shape differs.
            if let Some(citations) = block.get("citations").filter(|citations| citations.is_array()) {
                assembly.push_citations(citations);
            }
        }
        "thinking" => {
            let signature = block.get("signature").filter(|signature| !signature.is_null());
            let echo = signature.map_or(Echo::Plain, |signature| {
                Echo::With(Map::from_iter([("signature".to_owned(), signature.clone())]))
            });
            assembly.push(TurnBlock::Reasoning(text_of(block, "thinking").to_owned()), echo);
        }
        "redacted_thinking" => assembly.push(TurnBlock::Unknown(block.clone()), redacted(block)),
        "tool_use" => {
            let input = block.get("input").cloned().unwrap_or(Value::Null);
            assembly.push_tool(text_of(block, "id"), text_of(block, "name"), input);
        }
        _ => assembly.push_unknown(block),
    }
}

fn block_start(assembly: &mut Assembly, index: u64, block: &Value) {
    match text_of(block, "type") {
        "text" => assembly.text_delta(index, text_of(block, "text")),
        "thinking" => assembly.reasoning_delta(index, text_of(block, "thinking")),
        "tool_use" => {
            let input = block.get("input").unwrap_or(&Value::Null);
            assembly.tool_start(index, text_of(block, "id"), text_of(block, "name"), input);
        }
        "redacted_thinking" => assembly.unknown_whole(index, block, redacted(block)),
        _ => assembly.unknown_start(index, block),
    }
}

fn block_delta(assembly: &mut Assembly, index: u64, delta: &Value) {
    match text_of(delta, "type") {
        "text_delta" => assembly.text_delta(index, text_of(delta, "text")),
        "thinking_delta" => assembly.reasoning_delta(index, text_of(delta, "thinking")),
        "input_json_delta" => assembly.tool_delta(index, text_of(delta, "partial_json")),
        "signature_delta" => {
            if let Some(signature) = delta.get("signature") {
                assembly.echo(index, Kind::Reasoning, "signature", signature);
            }
        }
        "citations_delta" => {
            if let Some(citation) = delta.get("citation") {
                assembly.citation_shown(index, citation);
            }
        }
        _ => assembly.unknown_delta(index, delta),
    }
}

/// The Converse block for reasoning that the provider encrypted.
fn redacted(block: &Value) -> Echo {
    Echo::Json(json!({ "reasoningContent": { "redactedContent": block.get("data") } }))
}

fn stop_reason(assembly: &mut Assembly, document: &Value) {
    if let Some(reason) = document.get("stop_reason").and_then(Value::as_str) {
        assembly.turn.stop_reason = Some(reason.to_owned());
    }
    assembly.detail(document, &["stop_sequence", "stop_details"]);
}

fn usage(assembly: &mut Assembly, document: &Value) {
    if let Some(usage) = document.get("usage") {
        assembly.count(Usage {
            input_tokens: count(usage, "input_tokens"),
            output_tokens: count(usage, "output_tokens"),
            total_tokens: None,
            cache_read_tokens: count(usage, "cache_read_input_tokens"),
            cache_write_tokens: count(usage, "cache_creation_input_tokens"),
        });
    }
}
