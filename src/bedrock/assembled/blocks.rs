//! Assembles Converse's events, which Nova also uses.
//!
//! Shapes: `ConverseStreamOutput` and `ConverseResponse` of the public API model (bedrock-runtime 2023-09-30).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{append, append_item, inside, read_input};

/// The whole answer, from events by name. A member that is not a Converse event is the model's, and is kept.
pub(super) fn assemble<'a>(events: impl Iterator<Item = (&'a str, &'a Value)>) -> Value {
    let mut role = Value::from("assistant");
    let mut blocks = BTreeMap::<u64, Map<String, Value>>::new();
    let mut rest = Map::new();
    for (name, payload) in events {
        let index = payload.get("contentBlockIndex").and_then(Value::as_u64).unwrap_or_default();
        match name {
            "messageStart" => {
                if let Some(stated) = payload.get("role") {
                    role.clone_from(stated);
                }
            }
            "contentBlockStart" => {
                let start = payload.get("start").and_then(Value::as_object);
                blocks.entry(index).or_default().extend(start.cloned().unwrap_or_default());
            }
            "contentBlockDelta" => {
                let delta = payload.get("delta").and_then(Value::as_object);
                add(blocks.entry(index).or_default(), delta.unwrap_or(&Map::new()));
            }
            "contentBlockStop" => {}
            "messageStop" | "metadata" => {
                // `p` pads the event to hide its length.
                let members = payload.as_object().into_iter().flatten().filter(|(name, _)| *name != "p");
                rest.extend(members.map(|(name, value)| (name.clone(), value.clone())));
            }
            name => {
                rest.insert(name.to_owned(), payload.clone());
            }
        }
    }
    let content: Vec<Value> = blocks.into_values().map(whole).collect();
    let mut out = Map::new();
    out.insert("output".to_owned(), json!({ "message": { "role": role, "content": content } }));
    out.extend(rest);
    Value::Object(out)
}

fn add(block: &mut Map<String, Value>, delta: &Map<String, Value>) {
    for (name, piece) in delta {
        match (name.as_str(), piece) {
            ("text", Value::String(text)) => append(block, "text", text),
            ("toolUse", piece) => {
                let input = piece.get("input").and_then(Value::as_str).unwrap_or_default();
                inside(block, "toolUse", |tool| append(tool, "input", input));
            }
            ("reasoningContent", piece) => inside(block, "reasoningContent", |reasoning| {
                for (name, piece) in piece.as_object().into_iter().flatten() {
                    match (name.as_str(), piece) {
                        ("text" | "signature", Value::String(text)) => {
                            inside(reasoning, "reasoningText", |inner| append(inner, name, text));
                        }
                        (name, piece) => {
                            reasoning.insert(name.to_owned(), piece.clone());
                        }
                    }
                }
            }),
            ("citation", piece) => append_item(block, "citations", piece.clone()),
            (name, piece) => {
                block.insert(name.to_owned(), piece.clone());
            }
        }
    }
}

/// A block that is complete: parses its input, and joins its text with its citations.
fn whole(mut block: Map<String, Value>) -> Value {
    if let Some(Value::Object(tool)) = block.get_mut("toolUse") {
        tool.entry("input").or_insert_with(|| Value::from(""));
        read_input(tool, "input");
    }
    if let Some(citations) = block.remove("citations") {
        let text = block.remove("text").unwrap_or_else(|| Value::from(""));
        block.insert("citationsContent".to_owned(), json!({ "content": [{ "text": text }], "citations": citations }));
    }
    Value::Object(block)
}
