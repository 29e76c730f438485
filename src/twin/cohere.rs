//! Cohere Command R and R+: separate members for the last message, the history, the tools and their results.
//!
//! Shape: the AWS user guide's page on the parameters of Cohere Command R and Command R+. Calls have no IDs: a result
//! repeats its call. The history holds text only.

use serde_json::{Map, Value, json};

use super::block_text::text_of;
use super::link::LinkKind;
use super::reading::{Reading, text_block};
use super::settings::{self, Setting};
use super::task::{Task, items};

const SETTINGS: [Setting; 4] = [
    ("maxTokens", "/max_tokens", LinkKind::Renamed, "The same number in snake case, at the top level of the body."),
    (
        "temperature",
        "/temperature",
        LinkKind::Moved,
        "Command R reads temperature at the top level; the default is 0.3.",
    ),
    ("topP", "/p", LinkKind::Renamed, "Cohere calls nucleus sampling p, and top-k sampling k."),
    ("stopSequences", "/stop_sequences", LinkKind::Renamed, "Cohere spells it in snake case, at the top level."),
];

/// JSON schema types and the type names of Cohere's tools.
const TYPES: [(&str, &str); 6] = [
    ("string", "str"),
    ("integer", "int"),
    ("number", "float"),
    ("boolean", "bool"),
    ("array", "list"),
    ("object", "dict"),
];

const JOINED_NOTE: &str = "Cohere's messages are one string each, so the blocks are joined with an empty line.";

pub(super) fn write(task: &mut Task<'_>) -> Map<String, Value> {
    let mut native = Map::new();
    let messages = task.messages;
    // When results are at the end, the message repeats the question that led to the call.
    let results =
        messages.last().is_some_and(|last| items(last, "content").iter().any(|b| b.get("toolResult").is_some()));
    let question = if results { messages.len().checked_sub(3) } else { messages.len().checked_sub(1) }
        .filter(|at| messages.get(*at).is_some_and(|message| message.get("role") == Some(&json!("user"))));
    let end = question.unwrap_or(if results { messages.len().saturating_sub(2) } else { messages.len() });
    let (message, places, lossy) = question.and_then(|at| Some(text(at, messages.get(at)?))).unwrap_or_default();
    let note = if lossy {
        JOINED_NOTE
    } else {
        "Cohere's body holds the last question in message, separate from the history."
    };
    if places.is_empty() {
        let note = "Cohere's body requires a message, but the conversation does not end with a user message.";
        task.ledger.only_native(["/message".to_owned()], note);
    }
    task.ledger.push(kind(lossy), places, vec!["/message".to_owned()], note);
    native.insert("message".into(), message.into());
    let mut written = Vec::new();
    for at in 0..end {
        let Some(message) = messages.get(at) else { continue };
        let (text, places, lossy) = text(at, message);
        let to = format!("/chat_history/{}", written.len());
        let note = if lossy {
            JOINED_NOTE
        } else {
            "Earlier turns are in chat_history; Cohere calls the speakers USER and CHATBOT."
        };
        task.ledger.push(kind(lossy), places, vec![format!("{to}/role"), format!("{to}/message")], note);
        let role = if message.get("role") == Some(&json!("assistant")) { "CHATBOT" } else { "USER" };
        written.push(json!({ "role": role, "message": text }));
    }
    if !written.is_empty() {
        native.insert("chat_history".into(), written.into());
    }
    if messages.is_empty() {
        let note = "There are no messages yet, so the message is empty.";
        task.ledger.link(LinkKind::Reshaped, ["/messages".to_owned()], ["/message".to_owned()], note);
    }
    preamble(task, &mut native);
    settings::write(task, &mut native, &SETTINGS);
    tools(task, &mut native);
    if results {
        tool_results(task, &mut native);
    }
    native
}

fn kind(lossy: bool) -> LinkKind {
    if lossy { LinkKind::Lossy } else { LinkKind::Reshaped }
}

/// The text of a message, the places that it came from, and whether it joins several blocks.
fn text(at: usize, message: &Value) -> (String, Vec<String>, bool) {
    let mut texts = Vec::new();
    let mut places = vec![format!("/messages/{at}/role")];
    let mut lossy = false;
    let content = items(message, "content");
    for (index, block) in content.iter().enumerate() {
        if let Some(block_text) = text_of(block) {
            texts.push(block_text.text);
            places.push(format!("/messages/{at}/content/{index}{}", block_text.place));
            lossy |= block_text.lost.is_some();
        }
    }
    if content.is_empty() {
        places.push(format!("/messages/{at}/content"));
    }
    (texts.join("\n\n"), places, lossy || texts.len() > 1)
}

fn preamble(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let mut texts = Vec::new();
    let mut places = Vec::new();
    for (index, block) in items(task.body, "system").iter().enumerate() {
        if let Some(block_text) = text_of(block) {
            texts.push(block_text.text);
            places.push(format!("/system/{index}{}", block_text.place));
        }
    }
    if texts.is_empty() {
        return;
    }
    let (kind, note) = if texts.len() == 1 {
        (LinkKind::Reshaped, "Cohere calls the system prompt preamble; it is one string.")
    } else {
        (LinkKind::Lossy, JOINED_NOTE)
    };
    native.insert("preamble".into(), texts.join("\n\n").into());
    task.ledger.push(kind, places, vec!["/preamble".to_owned()], note);
}

fn tools(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let Some(config) = task.body.get("toolConfig") else { return };
    let mut written = Vec::new();
    for (index, tool) in items(config, "tools").iter().enumerate() {
        let Some(spec) = tool.get("toolSpec") else { continue };
        let (from, to) = (format!("/toolConfig/tools/{index}/toolSpec"), format!("/tools/{}", written.len()));
        let mut out = Map::new();
        for name in ["name", "description"] {
            if let Some(value) = spec.get(name) {
                out.insert(name.into(), value.clone());
                let note = "Cohere lists its tools at the top level, without a toolSpec around each.";
                task.ledger.link(LinkKind::Moved, [format!("{from}/{name}")], [format!("{to}/{name}")], note);
            }
        }
        if let Some(schema) = spec.pointer("/inputSchema/json") {
            let definitions = definitions(schema);
            let whole = schema_of(&definitions) == *schema;
            let (kind, note) = if whole {
                (
                    LinkKind::Reshaped,
                    "Cohere has no JSON schema: each parameter has description, type (a Python type) and required.",
                )
            } else {
                (
                    LinkKind::Lossy,
                    "Cohere describes parameters by description, type and required only; the rest of the JSON schema is lost.",
                )
            };
            task.ledger.link(kind, [format!("{from}/inputSchema/json")], [format!("{to}/parameter_definitions")], note);
            out.insert("parameter_definitions".into(), Value::Object(definitions));
        }
        if !out.is_empty() {
            written.push(Value::Object(out));
        }
    }
    if !written.is_empty() {
        native.insert("tools".into(), written.into());
    }
    if config.get("toolChoice").is_some() {
        task.ledger
            .lost("/toolConfig/toolChoice".to_owned(), "Cohere's body cannot require a tool call: the model decides.");
    }
}

fn definitions(schema: &Value) -> Map<String, Value> {
    let required = items(schema, "required");
    let mut out = Map::new();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let mut definition = Map::new();
        if let Some(description) = property.get("description") {
            definition.insert("description".into(), description.clone());
        }
        let kind = property.get("type").and_then(Value::as_str).unwrap_or("object");
        let kind = TYPES.iter().find(|(json, _)| *json == kind).map_or(kind, |(_, python)| *python);
        definition.insert("type".into(), kind.into());
        definition.insert("required".into(), required.iter().any(|r| r.as_str() == Some(name)).into());
        out.insert(name.clone(), Value::Object(definition));
    }
    out
}

fn schema_of(definitions: &Map<String, Value>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, definition) in definitions {
        let mut property = Map::new();
        let kind = definition.get("type").and_then(Value::as_str).unwrap_or("str");
        let kind = TYPES.iter().find(|(_, python)| *python == kind).map_or(kind, |(json, _)| *json);
        property.insert("type".into(), kind.into());
        if let Some(description) = definition.get("description") {
            property.insert("description".into(), description.clone());
        }
        if definition.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::from(name.as_str()));
        }
        properties.insert(name.clone(), Value::Object(property));
    }
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    Value::Object(schema)
}

/// Writes the results in the last message, each with its call.
fn tool_results(task: &mut Task<'_>, native: &mut Map<String, Value>) {
    let last = task.messages.len().saturating_sub(1);
    let before = last.saturating_sub(1);
    let content = |at: usize| task.messages.get(at).map(|message| items(message, "content")).unwrap_or_default();
    let mut written = Vec::new();
    for (index, block) in content(last).iter().enumerate() {
        let Some(result) = block.get("toolResult") else { continue };
        let id = result.get("toolUseId");
        let (from, to) =
            (format!("/messages/{last}/content/{index}/toolResult"), format!("/tool_results/{}", written.len()));
        let call = content(before).iter().position(|block| id.is_some() && block.pointer("/toolUse/toolUseId") == id);
        let call_body = call.and_then(|at| content(before).get(at)?.get("toolUse"));
        let mut members = Map::new();
        if let (Some(at), Some(call)) = (call, call_body) {
            let place = format!("/messages/{before}/content/{at}/toolUse");
            for (name, native_name) in [("name", "name"), ("input", "parameters")] {
                if let Some(value) = call.get(name) {
                    members.insert(native_name.into(), value.clone());
                    let note = "Cohere's result repeats its call: name and parameters.";
                    task.ledger.link(
                        LinkKind::Moved,
                        [format!("{place}/{name}")],
                        [format!("{to}/call/{native_name}")],
                        note,
                    );
                }
            }
            let ids = vec![format!("{place}/toolUseId"), format!("{from}/toolUseId")];
            let note = "Calls have no IDs in Cohere's body: each result contains its call, so the ID is not needed.";
            task.ledger.push(LinkKind::OnlyHere, ids, Vec::new(), note);
        }
        if members.is_empty() {
            task.ledger.only_native(
                [format!("{to}/call")],
                "A result must repeat its call, but the previous message has no call with this ID.",
            );
        }
        let mut outputs = Vec::new();
        for (index, block) in items(result, "content").iter().enumerate() {
            let from = format!("{from}/content/{index}");
            let output = match (block.get("json"), block.get("text").and_then(Value::as_str)) {
                (Some(json @ Value::Object(_)), _) => {
                    Some(("json", json.clone(), "Outputs are JSON objects on both sides."))
                }
                (_, Some(text)) => Some((
                    "text",
                    json!({ "text": text }),
                    "Cohere's outputs are objects, so a text becomes the field text of an object.",
                )),
                (Some(json), None) => Some((
                    "json",
                    json!({ "result": json }),
                    "Cohere's outputs are objects, so another value becomes the field result of an object.",
                )),
                (None, None) => None,
            };
            let Some((name, output, note)) = output else { continue };
            let native = format!("{to}/outputs/{}", outputs.len());
            task.ledger.link(LinkKind::Reshaped, [format!("{from}/{name}")], [native], note);
            outputs.push(output);
        }
        if outputs.is_empty() {
            task.ledger.only_native([format!("{to}/outputs")], "A result has a list of outputs; this one is empty.");
        }
        written.push(json!({ "call": members, "outputs": outputs }));
    }
    for at in [before, last] {
        if before < last {
            let note = "tool_results holds both the call and its result; the history does not contain them.";
            task.ledger.push(
                LinkKind::Reshaped,
                vec![format!("/messages/{at}/role")],
                vec!["/tool_results".to_owned()],
                note,
            );
        }
    }
    native.insert("tool_results".into(), written.into());
}

/// Reads the body; `None` when it has no message.
pub(super) fn read(reading: &mut Reading<'_>) -> Option<()> {
    let native = reading.native;
    let question = native.get("message")?.as_str()?;
    let message = |role: &str, text: &str| {
        let content: Vec<Value> = if text.is_empty() { Vec::new() } else { vec![text_block(text)] };
        json!({ "role": role, "content": content })
    };
    let mut messages = Vec::new();
    for (index, turn) in items(native, "chat_history").iter().enumerate() {
        let given = format!("/chat_history/{index}");
        let role = match turn.get("role").and_then(Value::as_str) {
            Some("USER") => "user",
            Some("CHATBOT") => "assistant",
            _ => {
                reading.drop_at(given);
                continue;
            }
        };
        reading.pair(format!("/chat_history/{}", messages.len()), given);
        messages.push(message(role, turn.get("message").and_then(Value::as_str).unwrap_or_default()));
    }
    let results = items(native, "tool_results");
    if !question.is_empty() || !results.is_empty() || messages.is_empty() {
        messages.push(message("user", question));
    }
    if !results.is_empty() {
        let mut calls = Vec::new();
        let mut answers = Vec::new();
        for (index, result) in results.iter().enumerate() {
            // Converse requires an ID and Cohere has none, so the position gives one.
            let id = format!("call_{index}");
            let name = result.pointer("/call/name").cloned().unwrap_or_default();
            let input = result.pointer("/call/parameters").cloned().unwrap_or_else(|| json!({}));
            calls.push(json!({ "toolUse": { "toolUseId": id, "name": name, "input": input } }));
            let content: Vec<Value> = items(result, "outputs")
                .iter()
                .map(|output| match output.as_object() {
                    Some(members) if members.len() == 1 && output.get("text").is_some_and(Value::is_string) => {
                        output.clone()
                    }
                    _ => json!({ "json": output }),
                })
                .collect();
            answers.push(json!({ "toolResult": { "toolUseId": id, "content": content } }));
        }
        messages.push(json!({ "role": "assistant", "content": calls }));
        messages.push(json!({ "role": "user", "content": answers }));
    }
    if let Some(preamble) = native.get("preamble").and_then(Value::as_str) {
        reading.out.insert("system".into(), json!([text_block(preamble)]));
    }
    reading.out.insert("messages".into(), messages.into());
    settings::read(reading, &SETTINGS);
    let mut tools = Vec::new();
    for tool in items(native, "tools") {
        let mut spec = Map::new();
        for name in ["name", "description"] {
            if let Some(value) = tool.get(name) {
                spec.insert(name.into(), value.clone());
            }
        }
        if let Some(Value::Object(definitions)) = tool.get("parameter_definitions") {
            spec.insert("inputSchema".into(), json!({ "json": schema_of(definitions) }));
        }
        tools.push(json!({ "toolSpec": spec }));
    }
    if !tools.is_empty() {
        reading.out.insert("toolConfig".into(), json!({ "tools": tools }));
    }
    Some(())
}
