//! Anthropic Claude's Messages body on Bedrock.
//!
//! Shape: the AWS user guide's page on Claude Messages request and response. `anthropic_version` and `max_tokens` are
//! required. The URL, not the body, names the model and whether to stream. Blocks name their kind in a `type` member,
//! where Converse names it by the block's one member.

mod blocks;
mod read;
mod sampling;

use serde_json::{Map, Value, json};

use super::block_text::text_of;
use super::link::LinkKind;
use super::settings;
use super::task::{Task, empty_list, items};
use sampling::SAMPLING;

pub(super) use read::read;

/// The only value of `anthropic_version` on Bedrock.
pub const ANTHROPIC_VERSION: &str = "bedrock-2023-05-31";

/// The `max_tokens` to send when the experiment sets none: long enough for most answers, and within the limit of every
/// Claude on Bedrock (Claude 3 Haiku stops at 4,096).
pub const DEFAULT_MAX_TOKENS: u64 = 4096;

pub(super) fn write(task: &mut Task<'_>) -> Map<String, Value> {
    let mut native = Map::new();
    native.insert("anthropic_version".into(), ANTHROPIC_VERSION.into());
    task.ledger.only_native(
        ["/anthropic_version".into()],
        "Bedrock requires the version of the Messages format in every Claude body; Converse has one format and no version.",
    );
    max_tokens(task, &mut native);
    system(task, &mut native);
    let mut messages = Vec::new();
    for (index, message) in task.messages.iter().enumerate() {
        let place = format!("/messages/{index}");
        let role = message.get("role").cloned().unwrap_or_default();
        let note = "Claude calls the two speakers user and assistant, as Converse does.";
        task.ledger.link(LinkKind::Same, [format!("{place}/role")], [format!("{place}/role")], note);
        let content = format!("{place}/content");
        let blocks = blocks::write(&mut task.ledger, &content, &content, items(message, "content"));
        messages.push(json!({ "role": role, "content": blocks }));
    }
    empty_list(&mut task.ledger, ("/messages", task.messages), ("/messages", &messages));
    native.insert("messages".into(), messages.into());
    settings::write(task, &mut native, &SAMPLING);
    tools(task, &mut native);
    output_format(task, &mut native);
    if let Some(effort) = task.body.pointer("/outputConfig/effort") {
        settings::put(&mut native, "/output_config/effort", effort.clone());
        let note = "Claude's body has the effort in output_config, spelled in snake case.";
        task.ledger.link(LinkKind::Renamed, ["/outputConfig/effort".into()], ["/output_config/effort".into()], note);
    }
    native
}

fn max_tokens(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let place = "/inferenceConfig/maxTokens";
    if let Some(value) = task.body.pointer(place) {
        native.insert("max_tokens".into(), value.clone());
        task.ledger.link(
            LinkKind::Renamed,
            [place.to_owned()],
            ["/max_tokens".into()],
            "The same number in snake case at the top level; required in Claude's body, optional in Converse.",
        );
    } else if task.body.pointer("/additionalModelRequestFields/max_tokens").is_none() {
        native.insert("max_tokens".into(), DEFAULT_MAX_TOKENS.into());
        task.ledger.only_native(
            ["/max_tokens".into()],
            format!(
                "Claude's body requires max_tokens and none is set, so Outcrop writes {DEFAULT_MAX_TOKENS}; \
                 Converse omits it, and the model's maximum applies."
            ),
        );
    }
}

/// Writes one text as a plain string, and several texts or a cached text as a list of typed blocks.
fn system(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let blocks = items(task.body, "system");
    if let [block] = blocks
        && let Some(block_text) = text_of(block)
    {
        native.insert("system".into(), block_text.text.into());
        let (kind, note) = block_text.kind(
            LinkKind::Reshaped,
            "Converse keeps system blocks in a list; Claude's body takes one text as a plain string.",
        );
        task.ledger.link(kind, [format!("/system/0{}", block_text.place)], ["/system".into()], note);
        return;
    }
    let mut written = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let (from, to) = (format!("/system/{index}"), format!("/system/{}", written.len()));
        if let Some(block_text) = text_of(block) {
            let note = "Several system blocks stay a list; each Claude block names its type.";
            let (kind, note) = block_text.kind(LinkKind::Reshaped, note);
            let native = [format!("{to}/type"), format!("{to}/text")];
            task.ledger.link(kind, [format!("{from}{}", block_text.place)], native, note);
            written.push(json!({ "type": "text", "text": block_text.text }));
        } else if let Some(point) = block.get("cachePoint") {
            blocks::cache_point(&mut task.ledger, &format!("{from}/cachePoint"), "/system", point, &mut written);
        }
    }
    if !written.is_empty() {
        native.insert("system".into(), written.into());
    }
}

fn tools(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let Some(config) = task.body.get("toolConfig") else { return };
    let mut written = Vec::new();
    for (index, tool) in items(config, "tools").iter().enumerate() {
        if let Some(point) = tool.get("cachePoint") {
            let from = format!("/toolConfig/tools/{index}/cachePoint");
            blocks::cache_point(&mut task.ledger, &from, "/tools", point, &mut written);
        }
        let Some(spec) = tool.get("toolSpec") else { continue };
        let (from, to) = (format!("/toolConfig/tools/{index}/toolSpec"), format!("/tools/{}", written.len()));
        let mut out = Map::new();
        for (pointer, name, kind, note) in [
            (
                "/name",
                "name",
                LinkKind::Moved,
                "Claude lists its tools at the top level, without a toolSpec around each.",
            ),
            (
                "/description",
                "description",
                LinkKind::Moved,
                "Claude lists its tools at the top level, without a toolSpec around each.",
            ),
            (
                "/inputSchema/json",
                "input_schema",
                LinkKind::Renamed,
                "The same JSON schema: Claude holds it in input_schema, Converse in inputSchema.json.",
            ),
            (
                "/strict",
                "strict",
                LinkKind::Moved,
                "Both bodies have strict next to the schema: arguments must fit it.",
            ),
        ] {
            if let Some(value) = spec.pointer(pointer) {
                out.insert(name.into(), value.clone());
                task.ledger.link(kind, [format!("{from}{pointer}")], [format!("{to}/{name}")], note);
            }
        }
        if !out.is_empty() {
            written.push(Value::Object(out));
        }
    }
    if !written.is_empty() {
        native.insert("tools".into(), written.into());
    }
    tool_choice(task, config, native);
}

fn tool_choice(task: &mut Task<'_>, config: &Value, native: &mut Map<String, Value>) {
    let place = "/toolConfig/toolChoice".to_owned();
    let Some(choice) = config.get("toolChoice") else { return };
    let written = match (choice.get("auto"), choice.get("any"), choice.pointer("/tool/name")) {
        (Some(_), None, None) => json!({ "type": "auto" }),
        (None, Some(_), None) => json!({ "type": "any" }),
        (None, None, Some(name)) => json!({ "type": "tool", "name": name }),
        _ => return,
    };
    native.insert("tool_choice".into(), written);
    task.ledger.link(
        LinkKind::Reshaped,
        [place],
        ["/tool_choice".into()],
        "Converse names the choice by its one member; Claude names it in type.",
    );
}

/// `outputConfig.textFormat` holds its schema as JSON inside a string; Claude's body holds it as JSON.
fn output_format(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let place = "/outputConfig/textFormat";
    let schema_place = format!("{place}/structure/jsonSchema/schema");
    let Some(Value::String(text)) = task.body.pointer(&schema_place) else { return };
    let Ok(schema) = serde_json::from_str::<Value>(text) else {
        task.ledger.lost(schema_place, "The schema is not JSON, and Claude's body needs it as JSON, not as a string.");
        return;
    };
    settings::put(native, "/output_config/format", json!({ "type": "json_schema", "schema": schema }));
    task.ledger.link(
        LinkKind::Reshaped,
        [schema_place],
        ["/output_config/format/schema".into()],
        "Converse carries the schema as JSON inside a string; Claude's body carries it as JSON.",
    );
    let kind_place = format!("{place}/type");
    if task.body.pointer(&kind_place).is_some() {
        task.ledger.link(
            LinkKind::Moved,
            [kind_place],
            ["/output_config/format/type".into()],
            "The kind of format is json_schema on both sides; Claude has it next to the schema.",
        );
    } else {
        task.ledger.only_native(
            ["/output_config/format/type".into()],
            "Claude's body names the kind of format next to the schema.",
        );
    }
}
