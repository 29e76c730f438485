//! Assembles streams whose chunks repeat the answer with a piece of each text (chat completions, Llama, Titan,
//! Mistral), and Command R's, whose last event is the answer.
//!
//! Shapes: the AWS user guide's pages on each family, and the chat completion chunk that they refer to.

use serde_json::{Map, Value, json};

use super::{append, append_item};

/// Members whose strings arrive in pieces. Other members are repeated whole.
const TEXTS: [&str; 7] = ["generation", "outputText", "text", "content", "reasoning_content", "reasoning", "arguments"];

/// The whole answer.
pub(super) fn assemble(chunks: &[&Map<String, Value>]) -> Value {
    let mut out = Map::new();
    for chunk in chunks {
        merge_members(&mut out, chunk);
    }
    for choice in out.get_mut("choices").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(choice) = choice.as_object_mut() {
            *choice = std::mem::take(choice).into_iter().map(whole_choice).collect();
            if let Some(Value::Object(message)) = choice.get_mut("message") {
                numberless(message);
            }
        }
    }
    if out.get("object").and_then(Value::as_str) == Some("chat.completion.chunk") {
        out.insert("object".to_owned(), Value::from("chat.completion"));
    }
    if out.contains_key("outputText") { titan(out) } else { Value::Object(out) }
}

/// A chunk's `delta` is the `message` of the whole answer.
fn whole_choice((name, value): (String, Value)) -> (String, Value) {
    (if name == "delta" { "message".to_owned() } else { name }, value)
}

/// The `index` that orders the pieces of a call; whole calls do not have it.
fn numberless(message: &mut Map<String, Value>) {
    for call in message.get_mut("tool_calls").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(call) = call.as_object_mut() {
            call.shift_remove("index");
        }
    }
}

/// Titan's whole answer has a list of results.
fn titan(mut pieces: Map<String, Value>) -> Value {
    let mut take = |key: &str| pieces.shift_remove(key).unwrap_or_default();
    let result = json!({
        "tokenCount": take("totalOutputTextTokenCount"),
        "outputText": take("outputText"),
        "completionReason": take("completionReason"),
    });
    take("index");
    let mut out = Map::new();
    out.insert("inputTextTokenCount".to_owned(), take("inputTextTokenCount"));
    out.insert("results".to_owned(), Value::Array(vec![result]));
    out.extend(pieces);
    Value::Object(out)
}

fn merge_members(out: &mut Map<String, Value>, chunk: &Map<String, Value>) {
    for (key, value) in chunk {
        match (out.get_mut(key), value) {
            (Some(Value::String(text)), Value::String(more)) if TEXTS.contains(&key.as_str()) => text.push_str(more),
            (Some(Value::Object(members)), Value::Object(more)) => merge_members(members, more),
            (Some(Value::Array(items)), Value::Array(more)) => merge_items(items, more),
            (Some(_), Value::Null) => {}
            _ => {
                out.insert(key.clone(), value.clone());
            }
        }
    }
}

/// The item that a piece continues: the one with the same `index`, or at the same position.
fn merge_items(items: &mut Vec<Value>, more: &[Value]) {
    for (place, item) in more.iter().enumerate() {
        let named = item.get("index");
        let at = match named {
            Some(_) => items.iter().position(|other| other.get("index") == named),
            None => Some(place).filter(|place| *place < items.len()),
        };
        match (at.and_then(|at| items.get_mut(at)), item) {
            (Some(Value::Object(members)), Value::Object(more)) => merge_members(members, more),
            (Some(slot), item) => slot.clone_from(item),
            (None, item) => items.push(item.clone()),
        }
    }
}

/// Command R's answer: the document in the last event, or the pieces so far.
pub(super) fn cohere(chunks: &[&Map<String, Value>]) -> Value {
    let mut out = Map::new();
    for chunk in chunks {
        let text = |key: &str| chunk.get(key).and_then(Value::as_str);
        match text("event_type") {
            Some("stream-start") => {
                out.extend(chunk.get("generation_id").map(|id| ("generation_id".to_owned(), id.clone())));
            }
            Some("text-generation") => append(&mut out, "text", text("text").unwrap_or_default()),
            Some("citation-generation") => {
                for citation in chunk.get("citations").and_then(Value::as_array).into_iter().flatten() {
                    append_item(&mut out, "citations", citation.clone());
                }
            }
            Some("tool-calls-generation") => {
                out.extend(chunk.get("tool_calls").map(|calls| ("tool_calls".to_owned(), calls.clone())));
            }
            Some("stream-end") => {
                out.extend(chunk.get("finish_reason").map(|word| ("finish_reason".to_owned(), word.clone())));
                out.extend(chunk.get("response").and_then(Value::as_object).cloned().unwrap_or_default());
            }
            _ => {}
        }
        let bedrocks = chunk.iter().filter(|(name, _)| name.starts_with("amazon-bedrock-"));
        out.extend(bedrocks.map(|(name, value)| (name.clone(), value.clone())));
    }
    Value::Object(out)
}
