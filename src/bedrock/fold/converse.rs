//! Folds Converse's answer and its events. Nova's native answer has the same shape, with one wrapped event per chunk.
//!
//! Shapes: `ConverseResponse` and `ConverseStreamOutput` of the public API model (bedrock-runtime 2023-09-30).

use serde_json::{Map, Value};

use super::assembly::{Assembly, Kind, replace};
use super::count;
use crate::bedrock::turn::{Echo, TurnBlock, Usage};

/// The events of a stream, as named on the wire and inside Nova's chunks.
const EVENTS: [&str; 6] =
    ["messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"];

/// Whether a native document has Converse's shape.
pub(super) fn is_converse(document: &Value) -> bool {
    document.pointer("/output/message").is_some() || EVENTS.iter().any(|event| document.get(event).is_some())
}

/// Reads a whole answer.
pub(super) fn answer(assembly: &mut Assembly, body: &Value) {
    match body.pointer("/output/message/content") {
        Some(Value::Array(blocks)) => blocks.iter().for_each(|block| whole_block(assembly, block)),
        _ => assembly.push_unknown(body),
    }
    stop_reason(assembly, body);
    counts(assembly, body);
}

/// Reads one event of `ConverseStream`.
pub(super) fn event(assembly: &mut Assembly, event_type: &str, payload: &Value) {
    let index = count(payload, "contentBlockIndex").unwrap_or(0);
    match event_type {
        "contentBlockStart" => match payload.get("start") {
            Some(start) => block_start(assembly, index, start),
            None => assembly.text_delta(index, ""),
        },
        "contentBlockDelta" => {
            if let Some(delta) = payload.get("delta") {
                block_delta(assembly, index, delta);
            }
        }
        "contentBlockStop" => assembly.stop(index),
        "messageStop" => {
            stop_reason(assembly, payload);
            assembly.turn.complete = true;
        }
        "metadata" => counts(assembly, payload),
        // messageStart states only the role; events of later versions are ignored.
        _ => {}
    }
}

/// Reads a chunk of Nova: `{"contentBlockDelta": {…}}`, possibly with metrics next to it.
pub(super) fn wrapped_events(assembly: &mut Assembly, chunk: &Value) {
    for event_type in EVENTS {
        if let Some(payload) = chunk.get(event_type) {
            event(assembly, event_type, payload);
        }
    }
}

fn whole_block(assembly: &mut Assembly, block: &Value) {
    if let Some(text) = block.get("text").and_then(Value::as_str) {
        assembly.push(TurnBlock::Text(text.to_owned()), Echo::Plain);
    } else if let Some(reasoning) = block.pointer("/reasoningContent/reasoningText") {
        let echo = more(reasoning, &["text"]);
        assembly.push(TurnBlock::Reasoning(text_of(reasoning, "text").to_owned()), echo);
    } else if let Some(tool) = block.get("toolUse") {
        let input = tool.get("input").cloned().unwrap_or(Value::Null);
        let (id, name) = (text_of(tool, "toolUseId").to_owned(), text_of(tool, "name").to_owned());
        assembly.push(TurnBlock::ToolUse { id, name, input }, more(tool, &["toolUseId", "name", "input"]));
    } else if let Some(cited) = block.get("citationsContent") {
        // The cited text is part of the answer; its source is kept separately.
        let parts = cited.get("content").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let echo = if parts.len() == 1 { more(cited, &["content"]) } else { Echo::Json(block.clone()) };
        assembly.push(TurnBlock::Text(parts.iter().map(|part| text_of(part, "text")).collect()), echo);
        if let Some(citations) = cited.get("citations") {
            assembly.push_citations(citations);
        }
    } else {
        assembly.push_unknown(block);
    }
}

/// The members of an object that are not in the known list.
fn more(object: &Value, known: &[&str]) -> Echo {
    let mut members: Map<String, Value> = object.as_object().cloned().unwrap_or_default();
    members.retain(|key, _| !known.contains(&key.as_str()));
    if members.is_empty() { Echo::Plain } else { Echo::With(members) }
}

fn block_start(assembly: &mut Assembly, index: u64, start: &Value) {
    if let Some(tool) = start.get("toolUse") {
        assembly.tool_start(index, text_of(tool, "toolUseId"), text_of(tool, "name"), &Value::Null);
        if let Some(kind) = tool.get("type") {
            assembly.echo(index, Kind::ToolUse, "type", kind);
        }
    } else if let Some(text) = start.get("text").and_then(Value::as_str) {
        assembly.text_delta(index, text);
    } else if start.as_object().is_some_and(|members| !members.is_empty()) {
        assembly.unknown_start(index, start);
    }
}

fn block_delta(assembly: &mut Assembly, index: u64, delta: &Value) {
    if let Some(text) = delta.get("text").and_then(Value::as_str) {
        assembly.text_delta(index, text);
    } else if let Some(input) = delta.pointer("/toolUse/input").and_then(Value::as_str) {
        assembly.tool_delta(index, input);
    } else if let Some(reasoning) = delta.get("reasoningContent") {
        if let Some(text) = reasoning.get("text").and_then(Value::as_str) {
            assembly.reasoning_delta(index, text);
        } else if let Some(signature) = reasoning.get("signature") {
            assembly.echo(index, Kind::Reasoning, "signature", signature);
        } else {
            assembly.unknown_whole(index, delta, Echo::Plain);
        }
    } else if let Some(citation) = delta.get("citation") {
        assembly.citation_delta(index, citation);
    } else {
        assembly.unknown_delta(index, delta);
    }
}

fn stop_reason(assembly: &mut Assembly, document: &Value) {
    if let Some(reason) = document.get("stopReason").and_then(Value::as_str) {
        assembly.turn.stop_reason = Some(reason.to_owned());
    }
    if let Some(fields) = document.get("additionalModelResponseFields") {
        assembly.turn.additional_fields = Some(fields.clone());
    }
}

fn counts(assembly: &mut Assembly, document: &Value) {
    if let Some(usage) = document.get("usage") {
        assembly.count(Usage {
            input_tokens: count(usage, "inputTokens"),
            output_tokens: count(usage, "outputTokens"),
            total_tokens: count(usage, "totalTokens"),
            cache_read_tokens: count(usage, "cacheReadInputTokens")
                .or_else(|| count(usage, "cacheReadInputTokenCount")),
            cache_write_tokens: count(usage, "cacheWriteInputTokens")
                .or_else(|| count(usage, "cacheWriteInputTokenCount")),
        });
    }
    if let Some(metrics) = document.get("metrics") {
        replace(&mut assembly.turn.service_latency_ms, count(metrics, "latencyMs"));
    }
    if let Some(trace) = document.get("trace").filter(|trace| trace.as_object().is_some_and(|t| !t.is_empty())) {
        assembly.turn.trace = Some(trace.clone());
    }
    assembly.detail(document, &["performanceConfig", "serviceTier"]);
    if let Some(usage) = document.get("usage") {
        assembly.detail(usage, &["cacheDetails", "serverToolUsage"]);
    }
}

/// The string under `key`; empty if missing.
pub(super) fn text_of<'a>(document: &'a Value, key: &str) -> &'a str {
    document.get(key).and_then(Value::as_str).unwrap_or_default()
}
