//! Reads chat bodies as Converse. Tool messages and user messages between two answers become one Converse message.

use serde_json::{Map, Value, json};

use super::dialect::dialect;
use crate::bedrock::family::Family;
use crate::text::json::compact;
use crate::twin::reading::{Reading, text_block};
use crate::twin::settings;
use crate::twin::task::items;
use crate::twin::tool_config::{read_tools, tool_config};

/// Reads the body; `None` when it has no list of messages.
pub fn read(reading: &mut Reading<'_>, family: Family) -> Option<()> {
    let native = reading.native;
    let mut system = Vec::new();
    let mut messages: Vec<(Value, bool)> = Vec::new();
    // How many messages the writer writes before the current one.
    let mut written = 0;
    for (index, message) in native.get("messages")?.as_array()?.iter().enumerate() {
        let at = format!("/messages/{index}");
        let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
        let content = match role {
            "tool" => tool_result(message),
            "user" | "assistant" | "system" | "developer" => {
                content(reading, &at, &format!("/messages/{written}"), message, role)
            }
            _ => None,
        };
        let Some(content) = content else {
            reading.drop_at(at);
            continue;
        };
        reading.pair(format!("/messages/{written}"), at);
        written += 1;
        if matches!(role, "system" | "developer") && messages.is_empty() {
            system.extend(content);
            continue;
        }
        let role = match role {
            "tool" => "user",
            "developer" => "system",
            other => other,
        };
        let is_tool = message.get("role").and_then(Value::as_str) == Some("tool");
        match messages.last_mut() {
            Some((last, joins))
                if role == "user" && (is_tool || *joins) && last.get("role") == Some(&json!("user")) =>
            {
                if let Some(Value::Array(blocks)) = last.get_mut("content") {
                    blocks.extend(content);
                }
                *joins = is_tool;
            }
            _ => messages.push((json!({ "role": role, "content": content }), is_tool)),
        }
    }
    if !system.is_empty() {
        reading.out.insert("system".into(), system.into());
    }
    reading.out.insert("messages".into(), messages.into_iter().map(|(message, _)| message).collect());
    let dialect = dialect(family, reading.model);
    settings::read(reading, dialect.settings);
    tools(reading, dialect.any);
    if dialect.output {
        output(reading);
    }
    Some(())
}

fn content(reading: &mut Reading<'_>, given: &str, written: &str, message: &Value, role: &str) -> Option<Vec<Value>> {
    let mut blocks = Vec::new();
    match message.get("content") {
        Some(Value::String(text)) if text.is_empty() => {}
        Some(Value::String(text)) => blocks.push(text_block(text)),
        Some(Value::Array(parts)) => {
            for (index, part) in parts.iter().enumerate() {
                let block = match part.get("type").and_then(Value::as_str) {
                    Some("text") => part.get("text").and_then(Value::as_str).map(text_block),
                    Some("image_url") => image(part),
                    _ => None,
                };
                let Some(block) = block else {
                    reading.drop_at(format!("{given}/content/{index}"));
                    continue;
                };
                reading.pair(format!("{written}/content/{}", blocks.len()), format!("{given}/content/{index}"));
                blocks.push(block);
            }
            if let ([_], Some(index)) = (blocks.as_slice(), parts.iter().position(|p| p.get("text").is_some())) {
                // The writer writes a single text as a plain string.
                if blocks.iter().all(|block| block.get("text").is_some()) {
                    reading.pair(format!("{written}/content"), format!("{given}/content/{index}/text"));
                    reading.omit_at(format!("{given}/content/{index}/type"));
                }
            }
        }
        // Palmyra's documentation shows an object that holds the text.
        Some(Value::Object(part)) => {
            if let Some(Value::String(text)) = part.get("text") {
                reading.pair(format!("{written}/content"), format!("{given}/content/text"));
                blocks.push(text_block(text));
            }
        }
        Some(Value::Null) => reading.omit_at(format!("{given}/content")),
        _ => {}
    }
    if role == "assistant" {
        for call in items(message, "tool_calls") {
            let text = call.pointer("/function/arguments")?.as_str()?;
            let input = serde_json::from_str::<Value>(text).ok()?;
            let (id, name) = (call.get("id")?, call.pointer("/function/name")?);
            blocks.push(json!({ "toolUse": { "toolUseId": id, "name": name, "input": input } }));
        }
    }
    Some(blocks)
}

fn image(part: &Value) -> Option<Value> {
    let url = part.pointer("/image_url/url")?.as_str()?;
    let (format, bytes) = url.strip_prefix("data:image/")?.split_once(";base64,")?;
    Some(json!({ "image": { "format": format, "source": { "bytes": bytes } } }))
}

fn tool_result(message: &Value) -> Option<Vec<Value>> {
    let text = message.get("content")?.as_str()?;
    let id = message.get("tool_call_id")?;
    Some(vec![json!({ "toolResult": { "toolUseId": id, "content": [text_block(text)] } })])
}

fn tools(reading: &mut Reading<'_>, any: &str) {
    let native = reading.native;
    let tools = read_tools(reading, "parameters", |tool| tool.get("function").filter(|function| function.is_object()));
    let choice = match native.get("tool_choice") {
        Some(Value::String(word)) if word == "auto" => Some(json!({ "auto": {} })),
        Some(Value::String(word)) if word == any => Some(json!({ "any": {} })),
        Some(choice) => choice.pointer("/function/name").map(|name| json!({ "tool": { "name": name } })),
        None => None,
    };
    tool_config(reading, tools.into_iter().map(|tool| tool.spec).collect(), choice);
}

fn output(reading: &mut Reading<'_>) {
    let native = reading.native;
    if let Some(schema) = native.pointer("/response_format/json_schema/schema") {
        let mut json_schema = Map::new();
        json_schema.insert("schema".into(), compact(schema).into());
        for name in ["name", "description"] {
            if let Some(value) = native.pointer(&format!("/response_format/json_schema/{name}")) {
                json_schema.insert(name.into(), value.clone());
            }
        }
        let format = json!({ "type": "json_schema", "structure": { "jsonSchema": json_schema } });
        settings::put(&mut reading.out, "/outputConfig/textFormat", format);
    }
    if let Some(effort) = native.get("reasoning_effort").filter(|effort| effort.is_string()) {
        settings::put(&mut reading.out, "/outputConfig/effort", effort.clone());
    }
}
