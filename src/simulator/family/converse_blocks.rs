//! Content blocks that Converse and Nova share: reads messages and tools, and writes blocks.

use super::content::{described, parsed, size_of_base64};
use crate::bedrock::conversation::Role;
use crate::bedrock::family::Family;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::completion::Completion;
use crate::simulator::inference::media;
use crate::simulator::inference::part::{Kind, Part};
use crate::simulator::inference::request::Message;
use crate::simulator::writer::sources;
use crate::simulator::writer::tools::{Call, Choice, Outcome, Tool};
use serde_json::{Value, json};

/// The tools of `toolConfig`, and whether the model must call one.
pub fn tools(body: &Value) -> Result<(Vec<Tool>, Choice), Fault> {
    let mut tools: Vec<Tool> = Vec::new();
    let list = body.pointer("/toolConfig/tools").and_then(Value::as_array);
    for (index, tool) in list.into_iter().flatten().enumerate() {
        let Some(spec) = tool.get("toolSpec") else { continue };
        let schema = spec.pointer("/inputSchema/json");
        if schema.is_some_and(|schema| schema.get("type").and_then(Value::as_str) != Some("object")) {
            return Err(Fault::validation(format!(
                "The value at toolConfig.tools.{index}.toolSpec.inputSchema.json.type must be one of the following: object."
            )));
        }
        let tool = Tool::new(spec.get("name"), spec.get("description"), schema);
        if tools.iter().any(|known| known.name == tool.name) {
            return Err(Fault::validation(format!(
                "The name {} at toolConfig.tools.{index}.toolSpec.name is used by another tool. Tool names must be unique.",
                tool.name
            )));
        }
        tools.push(tool);
    }
    let choice = body.pointer("/toolConfig/toolChoice");
    let choice = match choice.and_then(|choice| choice.pointer("/tool/name")).and_then(Value::as_str) {
        Some(name) if tools.iter().any(|tool| tool.name == name) => Choice::Only(name.to_owned()),
        Some(name) => {
            return Err(Fault::validation(format!(
                "The tool {name} at toolConfig.toolChoice.tool.name is not defined in toolConfig.tools."
            )));
        }
        None if choice.is_some_and(|choice| choice.get("any").is_some()) => Choice::Any,
        None => Choice::Auto,
    };
    Ok((tools, choice))
}

/// Leaves out the text beside calls, for models that do not take both back in one message.
pub fn only_calls(completion: &mut Completion) {
    if completion.parts.iter().any(|part| matches!(part.kind, Kind::Call(_))) {
        let is_text = |part: &Part| matches!(part.kind, Kind::Text | Kind::Cited(_));
        let left_out: usize = completion.parts.iter().filter(|part| is_text(part)).map(|part| part.pieces.len()).sum();
        completion.parts.retain(|part| !is_text(part));
        completion.output_tokens = completion.output_tokens.saturating_sub(left_out as u64).max(1);
    }
}

/// One message in Converse's shape, which is also Nova's.
pub fn message(value: &Value) -> Message {
    let role = match value.get("role").and_then(Value::as_str) {
        Some("assistant") => Role::Assistant,
        _ => Role::User,
    };
    let mut message = Message::new(role, "");
    for block in value.get("content").and_then(Value::as_array).into_iter().flatten() {
        for (kind, inner) in block.as_object().into_iter().flatten() {
            add_block(&mut message, kind, inner);
        }
    }
    message
}

fn add_block(message: &mut Message, kind: &str, value: &Value) {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    match kind {
        "text" => {
            message.add_text(value.as_str().unwrap_or_default());
            return;
        }
        "cachePoint" => return,
        "guardContent" if text("/text/text").is_some() => {
            message.add_text(text("/text/text").unwrap_or_default());
            return;
        }
        "image" => {
            message.given.push(given("image", value));
        }
        "document" => match sources::from_document(value) {
            Some(source) => message.sources.push(source),
            None => message.given.push(given("document", value)),
        },
        "video" => message.given.push(given("video", value)),
        "audio" => message.given.push(given("sound", value)),
        "searchResult" => message.sources.push(sources::from_search_result(value)),
        "toolUse" => {
            let owned = |pointer: &str| text(pointer).unwrap_or_default().to_owned();
            let input = value.get("input").cloned().unwrap_or_default();
            message.calls.push(Call { id: owned("/toolUseId"), name: owned("/name"), input });
        }
        "toolResult" => {
            let parts = value.get("content").and_then(Value::as_array);
            let mut found: Vec<Value> = parts.into_iter().flatten().filter_map(result_part).collect();
            let content = if found.len() == 1 { found.remove(0) } else { json!(found) };
            let failed = text("/status") == Some("error");
            message.outcomes.push(Outcome { id: text("/toolUseId").unwrap_or_default().to_owned(), content, failed });
        }
        _ => {}
    }
    message.other_tokens += media::tokens_of_block(kind, value);
}

/// One part of a tool result as a value.
fn result_part(part: &Value) -> Option<Value> {
    let (kind, value) = part.as_object()?.iter().next()?;
    Some(match kind.as_str() {
        "json" => value.clone(),
        "text" => parsed(value.as_str().unwrap_or_default()),
        "searchResult" => json!(sources::from_search_result(value).text),
        kind => json!(format!("a result that this simulator cannot look at, {}", given(kind, value))),
    })
}

/// A description of a block with a format, a source and an optional name: `document “plan” (PDF, 12 KB)`.
fn given(kind: &str, block: &Value) -> String {
    let text = |pointer: &str| block.pointer(pointer).and_then(Value::as_str);
    let size = text("/source/bytes").map(size_of_base64);
    let place = size.or_else(|| text("/source/s3Location/uri").map(str::to_owned));
    described(kind, text("/name"), text("/format"), place.as_deref())
}

/// The id of a call in the answer.
fn call_id(answer: &Answer<'_>, index: usize) -> String {
    format!("tooluse_{}", answer.letters(index, 22))
}

/// The content blocks of the answer.
pub fn content(answer: &Answer<'_>) -> Value {
    let block = |(index, part, _): (usize, &Part, &[String])| match &part.kind {
        Kind::Text => json!({ "text": part.text() }),
        Kind::Cited(citation) => json!({
            "citationsContent": { "content": [{ "text": part.text() }], "citations": [citation.converse()] }
        }),
        Kind::Reasoning(signature) => {
            let mut text = json!({ "text": part.text() });
            if let (true, Some(text)) = (signs(answer), text.as_object_mut()) {
                text.insert("signature".to_owned(), json!(signature));
            }
            json!({ "reasoningContent": { "reasoningText": text } })
        }
        Kind::Call(name) => {
            json!({ "toolUse": { "toolUseId": call_id(answer, index), "name": name, "input": part.input() } })
        }
    };
    Value::Array(answer.blocks().map(block).collect())
}

/// Whether the model signs its reasoning; open-weight models do not.
pub fn signs(answer: &Answer<'_>) -> bool {
    matches!(answer.model.family(), Some(Family::Claude | Family::Nova))
}

/// The `contentBlockStart` of a call.
pub fn start(answer: &Answer<'_>, index: usize, part: &Part) -> Value {
    let name = match &part.kind {
        Kind::Call(name) => name.as_str(),
        Kind::Text | Kind::Cited(_) | Kind::Reasoning(_) => "",
    };
    json!({
        "contentBlockIndex": index,
        "start": { "toolUse": { "toolUseId": call_id(answer, index), "name": name } },
    })
}

/// A group of tokens as a delta.
pub fn delta(part: &Part, text: &str) -> Value {
    match part.kind {
        Kind::Text | Kind::Cited(_) => json!({ "text": text }),
        Kind::Reasoning(_) => json!({ "reasoningContent": { "text": text } }),
        Kind::Call(_) => json!({ "toolUse": { "input": text } }),
    }
}

/// The deltas after the last group of tokens: a signature, a citation.
pub fn closing_delta(part: &Part) -> Option<Value> {
    match &part.kind {
        Kind::Reasoning(signature) => Some(json!({ "reasoningContent": { "signature": signature } })),
        Kind::Cited(citation) => Some(json!({ "citation": citation.converse() })),
        Kind::Text | Kind::Call(_) => None,
    }
}
