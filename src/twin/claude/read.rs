//! Reads Claude's Messages body as Converse.

use serde_json::{Map, Value, json};

use super::sampling::SAMPLING;
use crate::text::json::compact;
use crate::twin::reading::{Reading, text_block};
use crate::twin::settings;
use crate::twin::task::items;
use crate::twin::tool_config::{read_tools, tool_config};

/// Reads the body; `None` when it has no list of messages.
pub fn read(reading: &mut Reading<'_>) -> Option<()> {
    let native = reading.native;
    match native.get("system") {
        Some(Value::String(text)) => {
            reading.out.insert("system".into(), json!([text_block(text)]));
        }
        Some(Value::Array(given)) => {
            let system = blocks(reading, "/system", "/system", given);
            if let [_] = system.as_slice() {
                // The writer writes a single text as a plain string.
                reading.pair("/system".into(), "/system/0/text".into());
                reading.omit_at("/system/0/type".into());
            }
            reading.out.insert("system".into(), system.into());
        }
        _ => {}
    }
    let mut messages = Vec::new();
    for (index, message) in native.get("messages")?.as_array()?.iter().enumerate() {
        let (given, written) = (format!("/messages/{index}"), format!("/messages/{}", messages.len()));
        let content = match message.get("content") {
            Some(Value::String(text)) => {
                reading.pair(format!("{written}/content/0/text"), format!("{given}/content"));
                vec![text_block(text)]
            }
            Some(Value::Array(list)) => {
                blocks(reading, &format!("{given}/content"), &format!("{written}/content"), list)
            }
            _ => {
                reading.drop_at(given);
                continue;
            }
        };
        reading.pair(written, given);
        messages.push(json!({ "role": message.get("role"), "content": content }));
    }
    reading.out.insert("messages".into(), messages.into());
    if let Some(value) = native.get("max_tokens").filter(|value| value.is_u64()) {
        settings::put(&mut reading.out, "/inferenceConfig/maxTokens", value.clone());
    }
    settings::read(reading, &SAMPLING);
    tools(reading);
    if let Some(schema) = native.pointer("/output_config/format/schema") {
        let format = json!({
            "type": "json_schema",
            "structure": { "jsonSchema": { "schema": compact(schema) } },
        });
        settings::put(&mut reading.out, "/outputConfig/textFormat", format);
    }
    if let Some(effort) = native.pointer("/output_config/effort").filter(|effort| effort.is_string()) {
        settings::put(&mut reading.out, "/outputConfig/effort", effort.clone());
    }
    Some(())
}

/// The Converse blocks of a list; unknown blocks are recorded as dropped.
fn blocks(reading: &mut Reading<'_>, given: &str, written: &str, list: &[Value]) -> Vec<Value> {
    let mut out = Vec::new();
    // The writer adds no block for a cache point.
    let mut count = 0;
    for (index, native) in list.iter().enumerate() {
        let (given, written) = (format!("{given}/{index}"), format!("{written}/{count}"));
        let Some(block) = block(reading, &given, &written, native) else {
            reading.drop_at(given);
            continue;
        };
        reading.pair(written, given);
        count += 1;
        out.push(block);
        out.extend(cache_point(native));
    }
    out
}

fn cache_point(native: &Value) -> Option<Value> {
    let control = native.get("cache_control")?;
    let mut point = Map::new();
    point.insert("type".into(), "default".into());
    if let Some(ttl) = control.get("ttl") {
        point.insert("ttl".into(), ttl.clone());
    }
    Some(json!({ "cachePoint": point }))
}

fn block(reading: &mut Reading<'_>, given: &str, written: &str, native: &Value) -> Option<Value> {
    let text = |key: &str| native.get(key).and_then(Value::as_str);
    Some(match text("type")? {
        "text" => text_block(text("text")?),
        "image" => {
            let source = native.get("source")?;
            let format = source.get("media_type")?.as_str()?.strip_prefix("image/")?;
            json!({ "image": { "format": format, "source": { "bytes": source.get("data")?.as_str()? } } })
        }
        "tool_use" => json!({ "toolUse": {
            "toolUseId": native.get("id")?, "name": native.get("name")?, "input": native.get("input")? } }),
        "tool_result" => {
            let content = match native.get("content") {
                Some(Value::String(text)) => {
                    reading.pair(format!("{written}/content/0/text"), format!("{given}/content"));
                    vec![text_block(text)]
                }
                Some(Value::Array(list)) => {
                    blocks(reading, &format!("{given}/content"), &format!("{written}/content"), list)
                }
                _ => Vec::new(),
            };
            let mut result = Map::new();
            result.insert("toolUseId".into(), native.get("tool_use_id")?.clone());
            result.insert("content".into(), content.into());
            if let Some(Value::Bool(is_error)) = native.get("is_error") {
                result.insert("status".into(), if *is_error { "error" } else { "success" }.into());
            }
            json!({ "toolResult": result })
        }
        "thinking" => {
            let mut reasoning = Map::new();
            reasoning.insert("text".into(), text("thinking")?.into());
            reasoning.extend(native.get("signature").map(|value| ("signature".to_owned(), value.clone())));
            json!({ "reasoningContent": { "reasoningText": reasoning } })
        }
        "redacted_thinking" => json!({ "reasoningContent": { "redactedContent": text("data")? } }),
        "document" => document(native)?,
        "search_result" => {
            let mut result = Map::new();
            for name in ["source", "title", "citations"] {
                result.extend(native.get(name).map(|value| (name.to_owned(), value.clone())));
            }
            let content =
                blocks(reading, &format!("{given}/content"), &format!("{written}/content"), items(native, "content"));
            result.insert("content".into(), content.into());
            json!({ "searchResult": result })
        }
        _ => return None,
    })
}

fn document(native: &Value) -> Option<Value> {
    let data = native.pointer("/source/data")?.as_str()?;
    let mut out = Map::new();
    let source = match native.pointer("/source/media_type")?.as_str()? {
        "application/pdf" => {
            out.insert("format".into(), "pdf".into());
            json!({ "bytes": data })
        }
        "text/plain" => json!({ "text": data }),
        _ => return None,
    };
    // Converse requires a name.
    out.insert("name".into(), native.get("title").cloned().unwrap_or_else(|| "document".into()));
    out.insert("source".into(), source);
    for name in ["context", "citations"] {
        out.extend(native.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    Some(json!({ "document": out }))
}

fn tools(reading: &mut Reading<'_>) {
    let native = reading.native;
    // Tools with a type are Anthropic's (computer use, text editor …), which Converse does not declare.
    let is_custom = |tool: &Value| tool.is_object() && tool.get("type").is_none_or(|kind| kind == "custom");
    let mut tools = Vec::new();
    for tool in read_tools(reading, "input_schema", |tool| is_custom(tool).then_some(tool)) {
        tools.push(tool.spec);
        tools.extend(cache_point(tool.given));
    }
    let choice = native.get("tool_choice").and_then(|choice| match choice.get("type")?.as_str()? {
        "auto" => Some(json!({ "auto": {} })),
        "any" => Some(json!({ "any": {} })),
        "tool" => Some(json!({ "tool": { "name": choice.get("name")? } })),
        _ => None,
    });
    tool_config(reading, tools, choice);
}
