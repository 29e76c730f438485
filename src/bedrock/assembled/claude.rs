//! Assembles Claude's events. Shapes: Anthropic's public page on streaming messages; each chunk is one event.

use serde_json::{Map, Value};

use super::{append, append_item, inside, read_input};

/// The whole message.
pub(super) fn assemble(chunks: &[&Map<String, Value>]) -> Value {
    let mut out = Map::new();
    let mut content: Vec<Map<String, Value>> = Vec::new();
    for chunk in chunks {
        let place = chunk.get("index").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
        match chunk.get("type").and_then(Value::as_str) {
            Some("message_start") => out.extend(members(chunk, "message")),
            Some("content_block_start") => {
                let mut block = members(chunk, "content_block");
                // Input fragments are text until they are complete.
                if block.contains_key("input") {
                    block.insert("input".to_owned(), Value::from(""));
                }
                content.push(block);
            }
            Some("content_block_delta") => {
                if let Some(block) = content.get_mut(place.unwrap_or_default()) {
                    add(block, &members(chunk, "delta"));
                }
            }
            Some("message_delta") => {
                out.extend(members(chunk, "delta"));
                inside(&mut out, "usage", |usage| usage.extend(members(chunk, "usage")));
            }
            _ => {}
        }
        let bedrocks = chunk.iter().filter(|(name, _)| name.starts_with("amazon-bedrock-"));
        out.extend(bedrocks.map(|(name, value)| (name.clone(), value.clone())));
    }
    for block in &mut content {
        read_input(block, "input");
    }
    // Replaces the empty list in the message, at its position.
    out.insert("content".to_owned(), Value::Array(content.into_iter().map(Value::Object).collect()));
    Value::Object(out)
}

fn members(chunk: &Map<String, Value>, key: &str) -> Map<String, Value> {
    chunk.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
}

fn add(block: &mut Map<String, Value>, delta: &Map<String, Value>) {
    let text = |key| delta.get(key).and_then(Value::as_str).unwrap_or_default();
    match delta.get("type").and_then(Value::as_str) {
        Some("text_delta") => append(block, "text", text("text")),
        Some("thinking_delta") => append(block, "thinking", text("thinking")),
        Some("signature_delta") => append(block, "signature", text("signature")),
        Some("input_json_delta") => append(block, "input", text("partial_json")),
        Some("citations_delta") => {
            if let Some(citation) = delta.get("citation") {
                append_item(block, "citations", citation.clone());
            }
        }
        _ => append_item(block, "deltas", Value::Object(delta.clone())),
    }
}
