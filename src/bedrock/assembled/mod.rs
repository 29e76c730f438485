//! Assembles a stream into the answer that the same request would get without streaming, in each family's own shape.
//!
//! [`fold`](super::fold) reads a stream for display; this gives the API's own document, so that a streamed answer can
//! be compared with the other API's answer member by member. It works at any moment of a stream, and omits what only a
//! stream has: event names and the indexes of pieces.

mod blocks;
mod claude;
mod pieces;

use serde_json::{Map, Value};

use super::family::{Body, Family};

/// The answer of a Converse stream, from its events, each as `{"<type>": payload}`.
pub fn converse(events: &[Value]) -> Value {
    let members = events.iter().filter_map(Value::as_object).flatten();
    blocks::assemble(members.map(|(name, payload)| (name.as_str(), payload)))
}

/// The answer of a native stream, from its events, each as `{"chunk": the model's own JSON}`.
pub fn native(family: Family, events: &[Value]) -> Value {
    let chunks: Vec<&Map<String, Value>> = events.iter().filter_map(|event| event.get("chunk")?.as_object()).collect();
    match family.body() {
        Body::Nova => {
            let members = chunks.iter().flat_map(|chunk| chunk.iter());
            blocks::assemble(members.map(|(name, payload)| (name.as_str(), payload)))
        }
        Body::Claude => claude::assemble(&chunks),
        Body::CohereR => pieces::cohere(&chunks),
        Body::TitanText
        | Body::Prompt(_)
        | Body::Chat(_)
        | Body::Embedding(_)
        | Body::Image(_)
        | Body::Rerank(_)
        | Body::Unwritten => pieces::assemble(&chunks),
    }
}

/// Appends a text to the string under a key.
fn append(members: &mut Map<String, Value>, key: &str, more: &str) {
    match members.get_mut(key) {
        Some(Value::String(text)) => text.push_str(more),
        _ => {
            members.insert(key.to_owned(), Value::from(more));
        }
    }
}

/// Appends an item to the list under a key.
fn append_item(members: &mut Map<String, Value>, key: &str, item: Value) {
    match members.get_mut(key) {
        Some(Value::Array(items)) => items.push(item),
        _ => {
            members.insert(key.to_owned(), Value::Array(vec![item]));
        }
    }
}

/// Changes the object under a key; creates it if missing.
fn inside(members: &mut Map<String, Value>, key: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut inner = match members.get_mut(key).map(Value::take) {
        Some(Value::Object(inner)) => inner,
        _ => Map::new(),
    };
    change(&mut inner);
    members.insert(key.to_owned(), Value::Object(inner));
}

/// Parses JSON that arrived in fragments; incomplete JSON stays text.
fn read_input(members: &mut Map<String, Value>, key: &str) {
    let Some(Value::String(text)) = members.get(key) else { return };
    let read = if text.is_empty() { Ok(Value::Object(Map::new())) } else { serde_json::from_str(text) };
    if let Ok(value) = read {
        members.insert(key.to_owned(), value);
    }
}
