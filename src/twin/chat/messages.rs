//! Chat messages. One Converse message becomes one or several, because a tool result is a separate message.

use serde_json::{Map, Value, json};

use super::dialect::Dialect;
use crate::text::json::compact;
use crate::twin::block_text::{result_text, text_of};
use crate::twin::link::LinkKind;
use crate::twin::task::{Task, empty_list, items};

const TEXT_NOTE: &str =
    "A chat message with one text holds it as a plain string; Converse always has a list of blocks.";
const PART_NOTE: &str =
    "Among other parts, a text names its kind in `type`; a Converse block names it by its one member.";
const JOINED_NOTE: &str = "This body holds one text per message, so the blocks are joined with an empty line and can no longer be told apart.";

/// A part of a message, with the places that it came from and its link.
struct Part {
    from: Vec<String>,
    value: Value,
    kind: LinkKind,
    note: &'static str,
}

pub(super) fn write(task: &mut Task<'_>, dialect: &Dialect) -> Vec<Value> {
    let mut out = Vec::new();
    for (index, block) in items(task.body, "system").iter().enumerate() {
        let Some(block_text) = text_of(block) else { continue };
        let to = format!("/messages/{}", out.len());
        let (kind, note) = block_text.kind(
            LinkKind::Reshaped,
            "Chat bodies have no member for the system prompt: it is the first message, with the role system.",
        );
        let native = [format!("{to}/role"), format!("{to}/content")];
        task.ledger.link(kind, [format!("/system/{index}{}", block_text.place)], native, note);
        out.push(json!({ "role": "system", "content": block_text.text }));
    }
    for (index, message) in task.messages.iter().enumerate() {
        one(task, dialect, &format!("/messages/{index}"), message, &mut out);
    }
    empty_list(&mut task.ledger, ("/messages", task.messages), ("/messages", &out));
    out
}

fn one(task: &mut Task<'_>, dialect: &Dialect, from: &str, message: &Value, out: &mut Vec<Value>) {
    let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
    let mut parts = Vec::new();
    let mut calls = Vec::new();
    let mut results: Vec<&Value> = Vec::new();
    let first = out.len();
    for (index, block) in items(message, "content").iter().enumerate() {
        let from = format!("{from}/content/{index}");
        if let Some(result) = block.get("toolResult").filter(|_| role == "user") {
            // Text before a tool result becomes a message before it.
            if !parts.is_empty() {
                flush(task, dialect, role, std::mem::take(&mut parts), Vec::new(), out);
            }
            results.push(result);
            out.push(tool_message(task, &format!("{from}/toolResult"), out.len(), result));
        } else if let Some(call) = block.get("toolUse").filter(|_| role == "assistant") {
            calls.push((format!("{from}/toolUse"), call));
        } else if let Some(part) = part(task, dialect, &from, block) {
            parts.push(part);
        }
    }
    if !parts.is_empty() || !calls.is_empty() || results.is_empty() {
        if parts.is_empty() && calls.is_empty() {
            let (kind, note) = if items(message, "content").is_empty() {
                (LinkKind::Reshaped, "A message without blocks has an empty string for content.")
            } else {
                (LinkKind::Lossy, "This body cannot hold any of these blocks, so the message is empty.")
            };
            task.ledger.link(kind, [format!("{from}/content")], [format!("/messages/{}/content", out.len())], note);
        }
        flush(task, dialect, role, parts, calls, out);
    }
    let (kind, note) = if results.is_empty() {
        (LinkKind::Same, "Both call the two speakers user and assistant.")
    } else {
        (
            LinkKind::Reshaped,
            "A tool result is a separate message with the role tool; in Converse it is a block of a user message.",
        )
    };
    let native = (first..out.len()).map(|at| format!("/messages/{at}/role")).collect();
    task.ledger.push(kind, vec![format!("{from}/role")], native, note);
}

fn part(task: &mut Task<'_>, dialect: &Dialect, from: &str, block: &Value) -> Option<Part> {
    if let Some(block_text) = text_of(block) {
        let (kind, note) = block_text.kind(LinkKind::Reshaped, TEXT_NOTE);
        let value = json!({ "type": "text", "text": block_text.text });
        return Some(Part { from: vec![format!("{from}{}", block_text.place)], value, kind, note });
    }
    if let Some(image) = block.get("image") {
        let format = image.get("format").and_then(Value::as_str);
        let bytes = image.pointer("/source/bytes").and_then(Value::as_str);
        return if let (Some(format), Some(bytes), true) = (format, bytes, dialect.parts) {
            Some(Part {
                from: vec![format!("{from}/image/format"), format!("{from}/image/source/bytes")],
                value: json!({ "type": "image_url", "image_url": { "url": format!("data:image/{format};base64,{bytes}") } }),
                kind: LinkKind::Reshaped,
                note: "The chat shape carries an image as a data URL: media type and base64 in one string.",
            })
        } else {
            let note = if dialect.parts {
                "The chat shape carries an image's bytes in a data URL and has no place for an S3 location."
            } else {
                "This body holds text only, so InvokeModel omits the image."
            };
            task.ledger.lost(from.to_owned(), note);
            None
        };
    }
    if block.get("reasoningContent").is_some() {
        let note = "A chat message has no member for earlier reasoning, so the answer is sent without it.";
        task.ledger.lost(from.to_owned(), note);
    }
    None
}

/// Writes one message with these parts and calls.
fn flush(
    task: &mut Task<'_>,
    dialect: &Dialect,
    role: &str,
    parts: Vec<Part>,
    calls: Vec<(String, &Value)>,
    out: &mut Vec<Value>,
) {
    let to = format!("/messages/{}", out.len());
    let mut message = Map::new();
    message.insert("role".into(), role.into());
    let only_text = parts.iter().all(|part| part.value.get("text").is_some());
    let content = if only_text && (parts.len() < 2 || !dialect.parts) {
        let several = parts.len() > 1;
        let mut texts = Vec::new();
        for part in parts {
            let (kind, note) = if several { (LinkKind::Lossy, JOINED_NOTE) } else { (part.kind, part.note) };
            task.ledger.push(kind, part.from, vec![format!("{to}/content")], note);
            texts.push(part.value.get("text").and_then(Value::as_str).unwrap_or_default().to_owned());
        }
        Value::from(texts.join("\n\n"))
    } else {
        let mut written = Vec::new();
        for part in parts {
            let at = format!("{to}/content/{}", written.len());
            let (value, note) = if part.value.get("text").is_some() {
                ("text", if part.note == TEXT_NOTE { PART_NOTE } else { part.note })
            } else {
                ("image_url/url", part.note)
            };
            task.ledger.push(part.kind, part.from, vec![format!("{at}/type"), format!("{at}/{value}")], note);
            written.push(part.value);
        }
        Value::from(written)
    };
    if content.as_str() == Some("") && !calls.is_empty() {
        let note = "An assistant message with only tool calls has an empty text; in Converse it has no text block.";
        task.ledger.only_native([format!("{to}/content")], note);
    }
    message.insert("content".into(), content);
    let mut written = Vec::new();
    for (from, call) in calls {
        written.push(tool_call(task, &from, &format!("{to}/tool_calls/{}", written.len()), call));
    }
    if !written.is_empty() {
        message.insert("tool_calls".into(), written.into());
    }
    out.push(Value::Object(message));
}

fn tool_call(task: &mut Task<'_>, from: &str, to: &str, call: &Value) -> Value {
    let mut out = Map::new();
    let mut function = Map::new();
    if let Some(id) = call.get("toolUseId") {
        out.insert("id".into(), id.clone());
        let note = "The chat shape lists calls in tool_calls and names each by id.";
        task.ledger.link(LinkKind::Renamed, [format!("{from}/toolUseId")], [format!("{to}/id")], note);
    }
    out.insert("type".into(), "function".into());
    task.ledger
        .only_native([format!("{to}/type")], "A chat call names its type, function; Converse's toolUse needs no type.");
    if let Some(name) = call.get("name") {
        function.insert("name".into(), name.clone());
        let note = "The tool's name is inside the call's function.";
        task.ledger.link(LinkKind::Moved, [format!("{from}/name")], [format!("{to}/function/name")], note);
    }
    if let Some(input) = call.get("input") {
        function.insert("arguments".into(), compact(input).into());
        let note = "The chat shape carries arguments as JSON inside a string; Converse carries them as JSON.";
        task.ledger.link(LinkKind::Reshaped, [format!("{from}/input")], [format!("{to}/function/arguments")], note);
    }
    if function.is_empty() {
        task.ledger.only_native([format!("{to}/function")], "A chat call holds name and arguments in a function.");
    }
    out.insert("function".into(), Value::Object(function));
    Value::Object(out)
}

fn tool_message(task: &mut Task<'_>, from: &str, at: usize, result: &Value) -> Value {
    let to = format!("/messages/{at}");
    let mut out = Map::new();
    out.insert("role".into(), "tool".into());
    if let Some(id) = result.get("toolUseId") {
        out.insert("tool_call_id".into(), id.clone());
        let note = "A tool message names its call in tool_call_id.";
        task.ledger.link(LinkKind::Renamed, [format!("{from}/toolUseId")], [format!("{to}/tool_call_id")], note);
    }
    let (text, places) = result_text(result, from);
    let (kind, note) = match places.as_slice() {
        [place] if place.ends_with("/text") => {
            (LinkKind::Reshaped, "A tool message holds the result as one string; Converse has a list of blocks.")
        }
        [_] => (LinkKind::Reshaped, "A tool message holds a string, so a JSON result is written as text."),
        [] => (LinkKind::OnlyHere, "A tool message always has content; this result is empty."),
        _ => (LinkKind::Lossy, "A tool message holds one string, so the blocks of the result become its lines."),
    };
    let source = if result.get("content") == Some(&json!([])) { vec![format!("{from}/content")] } else { places };
    task.ledger.push(kind, source, vec![format!("{to}/content")], note);
    out.insert("content".into(), text.into());
    match result.get("status").and_then(Value::as_str) {
        Some("success") => task.ledger.only_converse(
            format!("{from}/status"),
            "A tool message has no status; without an error text the call counts as successful.",
        ),
        Some(_) => task
            .ledger
            .lost(format!("{from}/status"), "A tool message has no status; the text must state that the call failed."),
        None => {}
    }
    Value::Object(out)
}
