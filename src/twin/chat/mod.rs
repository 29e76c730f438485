//! Families with `OpenAI`'s chat shape: Mistral chat, AI21 Jamba, Writer Palmyra, and models of several providers that
//! use it unchanged (gpt-oss, Qwen3, `DeepSeek` V3, Kimi, GLM …).
//!
//! Shapes: the AWS user guide's pages on `OpenAI` models, Mistral chat completion, Pixtral Large, Jamba and Palmyra X5.
//! System prompts and tool results are separate messages; a message with one text is a plain string.

mod dialect;
mod messages;
mod read;

use serde_json::{Map, Value, json};

use super::link::LinkKind;
use super::settings;
use super::task::{Task, items};
use crate::bedrock::family::Family;
use dialect::{Dialect, dialect};

pub(super) use read::read;

pub(super) fn write(task: &mut Task<'_>, family: Family) -> Map<String, Value> {
    let dialect = dialect(family, task.model);
    let mut native = Map::new();
    let messages = messages::write(task, &dialect);
    native.insert("messages".into(), messages.into());
    settings::write(task, &mut native, dialect.settings);
    tools(task, &dialect, &mut native);
    if dialect.output {
        output(task, &mut native);
    }
    native
}

fn tools(task: &mut Task<'_>, dialect: &Dialect, native: &mut Map<String, Value>) {
    let Some(config) = task.body.get("toolConfig") else { return };
    let mut written = Vec::new();
    for (index, tool) in items(config, "tools").iter().enumerate() {
        let Some(Value::Object(spec)) = tool.get("toolSpec") else { continue };
        let (from, to) = (format!("/toolConfig/tools/{index}/toolSpec"), format!("/tools/{}", written.len()));
        let mut function = Map::new();
        for (place, name, kind, note) in [
            ("name", "name", LinkKind::Moved, "Chat bodies wrap a tool in a function; its name is inside it."),
            (
                "description",
                "description",
                LinkKind::Moved,
                "Chat bodies wrap a tool in a function; its description is inside it.",
            ),
            (
                "inputSchema/json",
                "parameters",
                LinkKind::Renamed,
                "The same JSON schema: a function calls it parameters, Converse inputSchema.json.",
            ),
            (
                "strict",
                "strict",
                LinkKind::Moved,
                "strict makes arguments fit the schema; in the chat body it is a member of the function.",
            ),
        ] {
            let value = if name == "parameters" { tool.pointer("/toolSpec/inputSchema/json") } else { spec.get(place) };
            let Some(value) = value.filter(|_| name != "strict" || dialect.strict) else { continue };
            function.insert(name.into(), value.clone());
            task.ledger.link(kind, [format!("{from}/{place}")], [format!("{to}/function/{name}")], note);
        }
        if !function.is_empty() {
            task.ledger.only_native(
                [format!("{to}/type")],
                "A chat tool names its type, function; Converse's toolSpec needs no type.",
            );
            written.push(json!({ "type": "function", "function": function }));
        }
    }
    if !written.is_empty() {
        native.insert("tools".into(), written.into());
    }
    let Some(choice) = config.get("toolChoice") else { return };
    let place = "/toolConfig/toolChoice".to_owned();
    let (written, note) = match (choice.get("auto"), choice.get("any"), choice.pointer("/tool/name")) {
        (Some(_), None, None) => {
            (json!("auto"), "Chat bodies name the choice with a string; Converse names it by its one member.")
        }
        (None, Some(_), None) => (
            json!(dialect.any),
            if dialect.any == "any" {
                "Mistral names the choice with the string any; Converse names it by its one member."
            } else {
                "Chat bodies say required where Converse says any: the model must call a tool."
            },
        ),
        (None, None, Some(name)) if dialect.named_tool => (
            json!({ "type": "function", "function": { "name": name } }),
            "To require one tool, the string becomes an object that names the function.",
        ),
        (None, None, Some(_)) => {
            task.ledger
                .lost(place, "Mistral's chat body accepts auto, any or none; it cannot require one tool by name.");
            return;
        }
        _ => return,
    };
    native.insert("tool_choice".into(), written);
    task.ledger.link(LinkKind::Reshaped, [place], ["/tool_choice".to_owned()], note);
}

/// Writes `outputConfig`: a schema for the answer, and the reasoning effort.
fn output(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let place = "/outputConfig/textFormat/structure/jsonSchema";
    if let Some(Value::String(text)) = task.body.pointer(&format!("{place}/schema")) {
        if let Ok(schema) = serde_json::from_str::<Value>(text) {
            let mut json_schema = Map::new();
            for name in ["name", "description"] {
                let from = format!("{place}/{name}");
                if let Some(value) = task.body.pointer(&from) {
                    json_schema.insert(name.into(), value.clone());
                    let note = "Both bodies label the schema next to it, under different parents.";
                    task.ledger.link(LinkKind::Moved, [from], [format!("/response_format/json_schema/{name}")], note);
                }
            }
            if !json_schema.contains_key("name") {
                json_schema.insert("name".into(), "answer".into());
                let note = "The chat shape requires a name for the schema; in Converse it is optional.";
                task.ledger.only_native(["/response_format/json_schema/name".to_owned()], note);
            }
            json_schema.insert("schema".into(), schema);
            task.ledger.link(
                LinkKind::Reshaped,
                [format!("{place}/schema")],
                ["/response_format/json_schema/schema".to_owned()],
                "Converse carries the schema as JSON inside a string; the chat body carries it as JSON.",
            );
            let kind = "/outputConfig/textFormat/type".to_owned();
            let native_kind = "/response_format/type".to_owned();
            if task.body.pointer(&kind).is_some() {
                let note = "Both call the kind json_schema; in the chat shape it is in response_format.";
                task.ledger.link(LinkKind::Moved, [kind], [native_kind], note);
            } else {
                task.ledger.only_native([native_kind], "The chat shape names the kind of format next to the schema.");
            }
            native.insert("response_format".into(), json!({ "type": "json_schema", "json_schema": json_schema }));
        } else {
            task.ledger.lost(format!("{place}/schema"), "The schema is not JSON, and the chat body needs it as JSON.");
        }
    }
    if let Some(effort) = task.body.pointer("/outputConfig/effort") {
        native.insert("reasoning_effort".into(), effort.clone());
        let note =
            "OpenAI's chat shape calls the effort reasoning_effort, at the top level; each model has its own values.";
        task.ledger.link(
            LinkKind::Renamed,
            ["/outputConfig/effort".to_owned()],
            ["/reasoning_effort".to_owned()],
            note,
        );
    }
}
