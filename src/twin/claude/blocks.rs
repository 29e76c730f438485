//! Content blocks of Claude's Messages format, which name their kind in `type`.

use serde_json::{Map, Value, json};

use crate::bedrock::converse::type_name;
use crate::text::json::compact;
use crate::twin::block_text::text_of;
use crate::twin::ledger::Ledger;
use crate::twin::link::LinkKind;
use crate::twin::task::{empty_list, items};

const TYPE_NOTE: &str = "A Claude block names its kind in `type`; a Converse block names it by its one member.";
const TEXT_NOTE: &str =
    "The text is the same; Claude's block adds `type`, where Converse names the kind by the block's one member.";

/// Writes the blocks that Claude's body can hold, with their links; the ledger reports the others.
pub(super) fn write(ledger: &mut Ledger, list_from: &str, list_to: &str, blocks: &[Value]) -> Vec<Value> {
    let mut written = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let (from, to) = (format!("{list_from}/{index}"), format!("{list_to}/{}", written.len()));
        if let Some(point) = block.get("cachePoint") {
            cache_point(ledger, &format!("{from}/cachePoint"), list_to, point, &mut written);
        } else {
            written.extend(write_one(ledger, &from, &to, block));
        }
    }
    empty_list(ledger, (list_from, blocks), (list_to, &written));
    written
}

/// Writes a cache point as a member of the block before it.
pub(super) fn cache_point(ledger: &mut Ledger, from: &str, list_to: &str, point: &Value, blocks: &mut [Value]) {
    let at = blocks.len().saturating_sub(1);
    let Some(Value::Object(members)) = blocks.last_mut().filter(|block| block.get("cache_control").is_none()) else {
        let note = "Claude marks the cache on the block before the point; there is no block before this one.";
        ledger.lost(from.to_owned(), note);
        return;
    };
    let mut control = Map::new();
    control.insert("type".into(), "ephemeral".into());
    let to = format!("{list_to}/{at}/cache_control");
    let note =
        "Converse sets a cachePoint after the content to cache; Claude puts cache_control on the last block before it.";
    ledger.link(LinkKind::Reshaped, [from.to_owned()], [to], note);
    if let Some(ttl) = point.get("ttl") {
        control.insert("ttl".into(), ttl.clone());
    }
    members.insert("cache_control".into(), Value::Object(control));
}

fn write_one(ledger: &mut Ledger, from: &str, to: &str, block: &Value) -> Option<Value> {
    if let Some(block_text) = text_of(block) {
        let native = [format!("{to}/type"), format!("{to}/text")];
        let (kind, note) = block_text.kind(LinkKind::Reshaped, TEXT_NOTE);
        ledger.link(kind, [format!("{from}{}", block_text.place)], native, note);
        return Some(json!({ "type": "text", "text": block_text.text }));
    }
    if let Some(document) = block.get("document") {
        return write_document(ledger, &format!("{from}/document"), to, document);
    }
    if let Some(result) = block.get("searchResult") {
        return Some(write_search_result(ledger, &format!("{from}/searchResult"), to, result));
    }
    if let Some(image) = block.get("image") {
        return write_image(ledger, &format!("{from}/image"), to, image);
    }
    if let Some(tool_use) = block.get("toolUse") {
        let renames = [("toolUseId", "id"), ("name", "name"), ("input", "input")];
        let note = "The model's call, unchanged, with Claude's names: `id` for toolUseId.";
        return Some(renamed(ledger, (&format!("{from}/toolUse"), to), "tool_use", tool_use, &renames, note));
    }
    if let Some(result) = block.get("toolResult") {
        return Some(write_tool_result(ledger, &format!("{from}/toolResult"), to, result));
    }
    if let Some(text) = block.pointer("/reasoningContent/reasoningText") {
        let renames = [("text", "thinking"), ("signature", "signature")];
        let note = "Claude calls reasoning thinking; send text and signature back unchanged.";
        let from = format!("{from}/reasoningContent/reasoningText");
        return Some(renamed(ledger, (&from, to), "thinking", text, &renames, note));
    }
    if block.pointer("/reasoningContent/redactedContent").is_some() {
        let note =
            "Reasoning that the provider encrypted: Claude calls the block redacted_thinking and the bytes data.";
        let from = format!("{from}/reasoningContent");
        let content = block.get("reasoningContent").unwrap_or(&Value::Null);
        return Some(renamed(ledger, (&from, to), "redacted_thinking", content, &[("redactedContent", "data")], note));
    }
    None
}

/// Writes a block whose members only change their names.
fn renamed(
    ledger: &mut Ledger,
    (from, to): (&str, &str),
    kind: &str,
    source: &Value,
    renames: &[(&str, &str)],
    note: &str,
) -> Value {
    let mut out = Map::new();
    out.insert("type".into(), kind.into());
    ledger.only_native([format!("{to}/type")], TYPE_NOTE);
    for (old, new) in renames {
        if let Some(value) = source.get(old) {
            out.insert((*new).to_owned(), value.clone());
            ledger.link(LinkKind::Renamed, [format!("{from}/{old}")], [format!("{to}/{new}")], note);
        }
    }
    Value::Object(out)
}

fn write_image(ledger: &mut Ledger, from: &str, to: &str, image: &Value) -> Option<Value> {
    let format = image.get("format").and_then(Value::as_str)?;
    let Some(Value::String(bytes)) = image.pointer("/source/bytes") else {
        ledger.lost(from.to_owned(), "Claude's body holds an image as base64 and has no place for an S3 location.");
        return None;
    };
    ledger.only_native([format!("{to}/type"), format!("{to}/source/type")], TYPE_NOTE);
    ledger.link(
        LinkKind::Reshaped,
        [format!("{from}/format")],
        [format!("{to}/source/media_type")],
        format!("Converse names the format, {format}; Claude names the media type, image/{format}."),
    );
    ledger.link(
        LinkKind::Renamed,
        [format!("{from}/source/bytes")],
        [format!("{to}/source/data")],
        "The same base64 text: Converse calls it source.bytes, Claude source.data.",
    );
    Some(json!({
        "type": "image",
        "source": { "type": "base64", "media_type": format!("image/{format}"), "data": bytes },
    }))
}

/// Writes a PDF or plain-text document; Claude's body takes no other format.
fn write_document(ledger: &mut Ledger, from: &str, to: &str, document: &Value) -> Option<Value> {
    let pdf = document.get("format").and_then(Value::as_str) == Some("pdf");
    let (place, source) = match (document.pointer("/source/bytes"), document.pointer("/source/text")) {
        (Some(Value::String(bytes)), None) if pdf => {
            ledger.link(
                LinkKind::Reshaped,
                [format!("{from}/format")],
                [format!("{to}/source/media_type")],
                "Converse names the format, pdf; Claude names the media type, application/pdf.",
            );
            ("bytes", json!({ "type": "base64", "media_type": "application/pdf", "data": bytes }))
        }
        (None, Some(Value::String(text))) => {
            ledger.only_native([format!("{to}/source/media_type")], "Claude's text documents name their media type.");
            if document.get("format").is_some() {
                ledger.only_converse(
                    format!("{from}/format"),
                    "Claude takes the text of a document as plain text, whatever its format.",
                );
            }
            ("text", json!({ "type": "text", "media_type": "text/plain", "data": text }))
        }
        _ => {
            let note = "Claude's body accepts PDF and plain text only; Converse also reads other formats and S3.";
            ledger.lost(from.to_owned(), note);
            return None;
        }
    };
    ledger.only_native([format!("{to}/type"), format!("{to}/source/type")], TYPE_NOTE);
    let note = "The document itself: Converse calls it source.bytes or source.text, Claude source.data.";
    ledger.link(LinkKind::Renamed, [format!("{from}/source/{place}")], [format!("{to}/source/data")], note);
    let mut out = Map::new();
    out.insert("type".into(), "document".into());
    out.insert("source".into(), source);
    for (old, new, note) in [
        ("name", "title", "Claude calls a document's name its title."),
        ("context", "context", "Both bodies have the context next to the document."),
        ("citations", "citations", "Both switch a document's citations on with enabled."),
    ] {
        if let Some(value) = document.get(old) {
            out.insert(new.into(), value.clone());
            let kind = if old == new { LinkKind::Same } else { LinkKind::Renamed };
            ledger.link(kind, [format!("{from}/{old}")], [format!("{to}/{new}")], note);
        }
    }
    Some(Value::Object(out))
}

fn write_search_result(ledger: &mut Ledger, from: &str, to: &str, result: &Value) -> Value {
    let mut out = Map::new();
    out.insert("type".into(), "search_result".into());
    ledger.only_native([format!("{to}/type")], TYPE_NOTE);
    for name in ["source", "title", "citations"] {
        if let Some(value) = result.get(name) {
            out.insert(name.into(), value.clone());
            let note = "A search result has the same members on both sides.";
            ledger.link(LinkKind::Same, [format!("{from}/{name}")], [format!("{to}/{name}")], note);
        }
    }
    if result.get("content").is_some() {
        let (from, to) = (format!("{from}/content"), format!("{to}/content"));
        let content = write(ledger, &from, &to, items(result, "content"));
        out.insert("content".into(), content.into());
    }
    Value::Object(out)
}

fn write_tool_result(ledger: &mut Ledger, from: &str, to: &str, result: &Value) -> Value {
    let note = "Claude calls the ID of the call tool_use_id.";
    let mut out = renamed(ledger, (from, to), "tool_result", result, &[("toolUseId", "tool_use_id")], note);
    let Value::Object(members) = &mut out else { return out };
    let mut content = Vec::new();
    for (index, block) in items(result, "content").iter().enumerate() {
        let (from, to) = (format!("{from}/content/{index}"), format!("{to}/content/{}", content.len()));
        if let Some(json) = block.get("json") {
            let note =
                format!("Claude's tool results hold text, so {} given as JSON is written as text.", type_name(json));
            ledger.link(
                LinkKind::Reshaped,
                [format!("{from}/json")],
                [format!("{to}/type"), format!("{to}/text")],
                note,
            );
            content.push(json!({ "type": "text", "text": compact(json) }));
        } else if block.get("cachePoint").is_none() {
            content.extend(write_one(ledger, &from, &to, block));
        }
    }
    if result.get("content").is_some() {
        let list = (format!("{from}/content"), format!("{to}/content"));
        empty_list(ledger, (&list.0, items(result, "content")), (&list.1, &content));
        members.insert("content".into(), content.into());
    }
    if let Some(status) = result.get("status").and_then(Value::as_str) {
        members.insert("is_error".into(), (status == "error").into());
        ledger.link(
            LinkKind::Reshaped,
            [format!("{from}/status")],
            [format!("{to}/is_error")],
            "Converse's status is success or error; Claude's is_error is false or true.",
        );
    }
    out
}
