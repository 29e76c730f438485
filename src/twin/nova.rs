//! Amazon Nova's `messages-v1` body: Converse's shape with few additions.
//!
//! Shape: the Nova user guide's complete request schema (Nova 1) and request-response schema (Nova 2). Only Converse
//! accepts documents. `topK` is inside `inferenceConfig`, where merging the additional fields puts it.

use serde_json::{Map, Value, json};

use super::link::LinkKind;
use super::reading::Reading;
use super::settings;
use super::task::{Task, empty_list, items};

/// The value of `schemaVersion` for Nova 1; Nova 2 does not have the member.
const SCHEMA_VERSION: &str = "messages-v1";

/// Content blocks that are identical in both formats.
const SHARED_BLOCKS: [&str; 5] = ["text", "image", "video", "toolUse", "toolResult"];

/// Members of `inferenceConfig` that are identical in both formats.
const SHARED_INFERENCE: [(&str, &str); 4] = [
    ("maxTokens", "Nova has maxTokens in inferenceConfig, as Converse does."),
    ("temperature", "Nova has temperature in inferenceConfig, as Converse does."),
    ("topP", "Nova has topP in inferenceConfig, as Converse does."),
    ("stopSequences", "Nova has stopSequences in inferenceConfig, as Converse does."),
];

pub(super) fn write(task: &mut Task<'_>) -> Map<String, Value> {
    let mut native = Map::new();
    if !task.model.base_id().is_some_and(|id| id.starts_with("amazon.nova-2")) {
        native.insert("schemaVersion".into(), SCHEMA_VERSION.into());
        task.ledger.only_native(
            ["/schemaVersion".into()],
            "A native body may name the version of its format; Converse has one format and no name for it.",
        );
    }
    let system = blocks(task, "/system", "/system", items(task.body, "system"));
    if !system.is_empty() {
        native.insert("system".into(), system.into());
    }
    let mut messages = Vec::new();
    for (index, message) in task.messages.iter().enumerate() {
        let (from, to) = (format!("/messages/{index}"), format!("/messages/{}", messages.len()));
        let source = items(message, "content");
        let place = (format!("{from}/content"), format!("{to}/content"));
        let content = blocks(task, &place.0, &place.1, source);
        empty_list(&mut task.ledger, (&place.0, source), (&place.1, &content));
        let role = message.get("role").cloned().unwrap_or_default();
        let note = "Nova calls the two speakers user and assistant, as Converse does.";
        task.ledger.link(LinkKind::Same, [format!("{from}/role")], [format!("{to}/role")], note);
        messages.push(json!({ "role": role, "content": content }));
    }
    empty_list(&mut task.ledger, ("/messages", task.messages), ("/messages", &messages));
    native.insert("messages".into(), messages.into());
    inference(task, &mut native);
    tools(task, &mut native);
    native
}

/// Writes the blocks that Nova's body can hold, with links for all.
fn blocks(task: &mut Task<'_>, from: &str, to: &str, blocks: &[Value]) -> Vec<Value> {
    let mut written = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let from = format!("{from}/{index}");
        if let Some(point) = block.get("cachePoint") {
            cache_point(task, format!("{from}/cachePoint"), to, point, &mut written);
            continue;
        }
        let known = SHARED_BLOCKS.into_iter().find(|name| block.get(name).is_some());
        let Some(name) = known else {
            if block.get("document").is_some() {
                task.ledger.lost(from, "Nova accepts documents through Converse only, so InvokeModel omits this one.");
            }
            continue;
        };
        let note = match name {
            "text" => "Nova's blocks are Converse's: the name of the one member is the kind of block.",
            "image" | "video" => {
                "Nova takes media as Converse does: a format, and a source with base64 bytes or an S3 location."
            }
            _ => "Nova's native tool blocks are Converse's, member for member.",
        };
        let to = format!("{to}/{}", written.len());
        task.ledger.link(LinkKind::Same, [format!("{from}/{name}")], [format!("{to}/{name}")], note);
        written.push(json!({ name: block.get(name) }));
    }
    written
}

/// Writes a cache point inside the block before it, as the user guide's page on prompt caching shows.
fn cache_point(task: &mut Task<'_>, from: String, to: &str, point: &Value, blocks: &mut [Value]) {
    let at = blocks.len().saturating_sub(1);
    match blocks.last_mut() {
        Some(Value::Object(block)) if !block.contains_key("cachePoint") => {
            block.insert("cachePoint".into(), point.clone());
            let note =
                "Converse's cachePoint is a separate block; in Nova's body it is a member of the block before it.";
            task.ledger.link(LinkKind::Moved, [from], [format!("{to}/{at}/cachePoint")], note);
        }
        _ => {
            let note = "Nova marks the cache on the block before the point; there is no block before this one.";
            task.ledger.lost(from, note);
        }
    }
}

fn inference(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let mut config = Map::new();
    for (name, note) in SHARED_INFERENCE {
        let place = format!("/inferenceConfig/{name}");
        if let Some(value) = task.body.pointer(&place) {
            config.insert(name.into(), value.clone());
            task.ledger.link(LinkKind::Same, [place.clone()], [place], note);
        }
    }
    if !config.is_empty() {
        native.insert("inferenceConfig".into(), config.into());
    }
}

fn tools(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let Some(config) = task.body.get("toolConfig") else { return };
    let mut out = Map::new();
    let mut written_tools = Vec::new();
    for (index, tool) in items(config, "tools").iter().enumerate() {
        let Some(Value::Object(spec)) = tool.get("toolSpec") else { continue };
        let (from, to) = (
            format!("/toolConfig/tools/{index}/toolSpec"),
            format!("/toolConfig/tools/{}/toolSpec", written_tools.len()),
        );
        let mut written = Map::new();
        for name in ["name", "description", "inputSchema"] {
            if let Some(value) = spec.get(name) {
                written.insert(name.into(), value.clone());
                let note =
                    "Nova declares tools as Converse does: a toolSpec with its JSON schema under inputSchema.json.";
                task.ledger.link(LinkKind::Same, [format!("{from}/{name}")], [format!("{to}/{name}")], note);
            }
        }
        if !written.is_empty() {
            written_tools.push(json!({ "toolSpec": written }));
        }
    }
    if !written_tools.is_empty() {
        out.insert("tools".into(), written_tools.into());
    }
    if let Some(choice) = config.get("toolChoice") {
        out.insert("toolChoice".into(), choice.clone());
        let place = "/toolConfig/toolChoice".to_owned();
        task.ledger.link(
            LinkKind::Same,
            [place.clone()],
            [place],
            "Nova chooses tools as Converse does: one member, auto, any or tool.",
        );
    }
    if !out.is_empty() {
        native.insert("toolConfig".into(), out.into());
    }
}

/// Reads the body; `None` when it has no list of messages.
pub(super) fn read(reading: &mut Reading<'_>) -> Option<()> {
    let native = reading.native;
    if native.get("system").is_some() {
        let system = shared_blocks(reading, "/system", "/system", items(native, "system"));
        reading.out.insert("system".into(), system.into());
    }
    let mut messages = Vec::new();
    for (index, message) in native.get("messages")?.as_array()?.iter().enumerate() {
        let (given, written) = (format!("/messages/{index}"), format!("/messages/{}", messages.len()));
        let Some(Value::Array(list)) = message.get("content") else {
            reading.drop_at(given);
            continue;
        };
        let content = shared_blocks(reading, &format!("{given}/content"), &format!("{written}/content"), list);
        reading.pair(written, given);
        messages.push(json!({ "role": message.get("role"), "content": content }));
    }
    reading.out.insert("messages".into(), messages.into());
    for (name, _) in SHARED_INFERENCE {
        let place = format!("/inferenceConfig/{name}");
        if let Some(value) = native.pointer(&place) {
            settings::put(&mut reading.out, &place, value.clone());
        }
    }
    if let Some(config @ Value::Object(_)) = native.get("toolConfig") {
        reading.out.insert("toolConfig".into(), config.clone());
    }
    Some(())
}

/// The blocks that both formats have, unchanged.
fn shared_blocks(reading: &mut Reading<'_>, given: &str, written: &str, list: &[Value]) -> Vec<Value> {
    let mut out = Vec::new();
    // The writer adds no block for a cache point.
    let mut count = 0;
    for (index, block) in list.iter().enumerate() {
        let given = format!("{given}/{index}");
        let Some((name, value)) = SHARED_BLOCKS.iter().find_map(|name| Some((*name, block.get(name)?))) else {
            reading.drop_at(given);
            continue;
        };
        reading.pair(format!("{written}/{count}"), given);
        count += 1;
        out.push(json!({ name: value }));
        if let Some(point) = block.get("cachePoint") {
            out.push(json!({ "cachePoint": point }));
        }
    }
    out
}
