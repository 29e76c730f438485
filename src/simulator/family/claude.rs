//! Anthropic Claude's Messages body.
//!
//! Schema: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html>.
//! The body is checked member by member, and the first fault is told as `place: what`, with dots in the place, as
//! Anthropic's own API words it. A member that the schema does not have is refused: "Extra inputs are not permitted".

use super::super::ask::{Ask, Said};
use super::super::completion::Stop;
use super::super::fault::Fault;
use super::super::sampler::Sampling;
use super::super::tokens;
use super::converse;
use super::{Answer, Event};
use crate::bedrock::catalogue::{Model, Sampling as Takes};
use crate::bedrock::conversation::Role;
use serde_json::{Map, Value, json};

/// The one value of `anthropic_version` on Bedrock.
pub const VERSION: &str = "bedrock-2023-05-31";
/// Top-level members of the body.
pub const TOP: [&str; 16] = [
    "anthropic_version",
    "max_tokens",
    "messages",
    "anthropic_beta",
    "system",
    "stop_sequences",
    "temperature",
    "top_p",
    "top_k",
    "tools",
    "tool_choice",
    "thinking",
    "metadata",
    "output_config",
    "safeguards",
    "context_management",
];
const BLOCKS: [&str; 8] =
    ["document", "image", "redacted_thinking", "search_result", "text", "thinking", "tool_result", "tool_use"];

/// Checks a body and reads what it asks.
pub fn read(body: &Value, model: &Model) -> Result<Ask, Fault> {
    let body = body.as_object().ok_or_else(|| at("body", "Input should be a valid dictionary"))?;
    required(body)?;
    known(body)?;
    let max_tokens = max_tokens(body, model)?;
    sampling(body, model)?;
    let stop_sequences = stop_sequences(body)?;
    let system = system(body)?;
    let said = messages(body, model)?;
    let number = |key: &str| body.get(key).and_then(Value::as_f64);
    let ask = Ask {
        system,
        said,
        sampling: Sampling {
            temperature: number("temperature"),
            top_p: number("top_p"),
            top_k: body.get("top_k").and_then(Value::as_u64),
        },
        max_tokens: Some(max_tokens),
        stop_sequences,
    };
    converse::fits(&ask, model)?;
    Ok(ask)
}

fn at(place: &str, what: &str) -> Fault {
    Fault::validation(format!("{place}: {what}"))
}

fn required(body: &Map<String, Value>) -> Result<(), Fault> {
    for key in ["anthropic_version", "max_tokens", "messages"] {
        if !body.contains_key(key) {
            return Err(at(key, "Field required"));
        }
    }
    if body.get("anthropic_version").and_then(Value::as_str) != Some(VERSION) {
        return Err(at("anthropic_version", &format!("Input should be '{VERSION}'")));
    }
    Ok(())
}

fn known(body: &Map<String, Value>) -> Result<(), Fault> {
    let own = |key: &&String| !TOP.contains(&key.as_str()) && !key.starts_with("amazon-bedrock-");
    match body.keys().find(own) {
        Some(key) => Err(at(key, "Extra inputs are not permitted")),
        None => Ok(()),
    }
}

/// The model's name in Anthropic's own form: without provider and Bedrock version.
fn name(model: &Model) -> &str {
    let id = model.id.strip_prefix("anthropic.").unwrap_or(model.id);
    match id.rsplit_once("-v") {
        Some((name, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => name,
        _ => id,
    }
}

fn max_tokens(body: &Map<String, Value>, model: &Model) -> Result<u64, Fault> {
    let value = body.get("max_tokens").unwrap_or(&Value::Null);
    let Some(count) = value.as_i64() else {
        return Err(at("max_tokens", "Input should be a valid integer"));
    };
    let Some(count) = u64::try_from(count).ok().filter(|count| *count > 0) else {
        return Err(at("max_tokens", "Input should be greater than or equal to 1"));
    };
    match model.max_output_tokens {
        Some(limit) if count > u64::from(limit) => Err(at(
            "max_tokens",
            &format!("{count} > {limit}, which is the maximum allowed number of output tokens for {}", name(model)),
        )),
        _ => Ok(count),
    }
}

fn sampling(body: &Map<String, Value>, model: &Model) -> Result<(), Fault> {
    for key in ["temperature", "top_p"] {
        let Some(value) = body.get(key) else { continue };
        let Some(number) = value.as_f64() else { return Err(at(key, "Input should be a valid number")) };
        if !(0.0..=1.0).contains(&number) {
            return Err(at(key, "range: 0..1"));
        }
    }
    if let Some(value) = body.get("top_k") {
        let Some(number) = value.as_i64() else { return Err(at("top_k", "Input should be a valid integer")) };
        if number < 0 {
            return Err(at("top_k", "Input should be greater than or equal to 0"));
        }
    }
    let set: Vec<&str> = ["temperature", "top_p", "top_k"].into_iter().filter(|key| body.contains_key(*key)).collect();
    match (model.sampling, set.as_slice()) {
        (Takes::None, [first, ..]) => Err(Fault::validation(format!("`{first}` is not supported for this model."))),
        (Takes::OneOf, ["temperature", "top_p", ..]) => Err(Fault::validation(
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        )),
        _ => Ok(()),
    }
}

fn stop_sequences(body: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    let Some(value) = body.get("stop_sequences") else { return Ok(Vec::new()) };
    let Some(list) = value.as_array() else { return Err(at("stop_sequences", "Input should be a valid list")) };
    let mut sequences = Vec::new();
    for (index, value) in list.iter().enumerate() {
        match value.as_str() {
            None => return Err(at(&format!("stop_sequences.{index}"), "Input should be a valid string")),
            Some(text) if text.trim().is_empty() => {
                return Err(at("stop_sequences", "each stop sequence must contain non-whitespace"));
            }
            Some(text) => sequences.push(text.to_owned()),
        }
    }
    Ok(sequences)
}

fn system(body: &Map<String, Value>) -> Result<String, Fault> {
    match body.get("system") {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(blocks @ Value::Array(list)) => {
            for (index, block) in list.iter().enumerate() {
                text_block(&format!("system.{index}"), block)?;
            }
            Ok(converse::texts(Some(blocks), "\n"))
        }
        Some(_) => Err(at("system", "Input should be a valid string or a list of text blocks")),
    }
}

fn text_block(place: &str, block: &Value) -> Result<(), Fault> {
    match block.get("text") {
        None => Err(at(&format!("{place}.text"), "Field required")),
        Some(Value::String(text)) if text.is_empty() => {
            Err(Fault::validation("messages: text content blocks must be non-empty"))
        }
        Some(Value::String(_)) => Ok(()),
        Some(_) => Err(at(&format!("{place}.text"), "Input should be a valid string")),
    }
}

fn messages(body: &Map<String, Value>, model: &Model) -> Result<Vec<Said>, Fault> {
    let list =
        body.get("messages").and_then(Value::as_array).ok_or_else(|| at("messages", "Input should be a valid list"))?;
    let said = list.iter().enumerate().map(|(index, value)| message(index, value)).collect::<Result<Vec<_>, _>>()?;
    let (Some(opening), Some(closing)) = (said.first(), said.last()) else {
        return Err(at("messages", "at least one message is required"));
    };
    if opening.role != Role::User {
        return Err(at("messages", "first message must use the \"user\" role"));
    }
    if closing.role == Role::Assistant {
        if model.sampling == Takes::None {
            return Err(Fault::validation(
                "This model does not support assistant message prefill. The conversation must end with a user message.",
            ));
        }
        if closing.text.ends_with(char::is_whitespace) {
            return Err(at("messages", "final assistant content cannot end with trailing whitespace"));
        }
    }
    Ok(said)
}

fn message(index: usize, value: &Value) -> Result<Said, Fault> {
    let place = format!("messages.{index}");
    let message = value.as_object().ok_or_else(|| at(&place, "Input should be a valid dictionary"))?;
    let role = match message.get("role").map(|role| role.as_str()) {
        None => return Err(at(&format!("{place}.role"), "Field required")),
        Some(Some("user")) => Role::User,
        Some(Some("assistant")) => Role::Assistant,
        Some(_) => return Err(at(&format!("{place}.role"), "Input should be 'user' or 'assistant'")),
    };
    if let Some(key) = message.keys().find(|key| !["role", "content"].contains(&key.as_str())) {
        return Err(at(&format!("{place}.{key}"), "Extra inputs are not permitted"));
    }
    let mut said = Said { role, text: String::new(), other_tokens: 0, unseen: Vec::new() };
    match message.get("content") {
        None => return Err(at(&format!("{place}.content"), "Field required")),
        Some(Value::String(text)) => said.text.clone_from(text),
        Some(Value::Array(blocks)) => {
            for (at, value) in blocks.iter().enumerate() {
                block(&format!("{place}.content.{at}"), value, &mut said)?;
            }
        }
        Some(_) => return Err(at(&format!("{place}.content"), "Input should be a valid string or a list of blocks")),
    }
    if said.text.is_empty() && said.other_tokens == 0 {
        return Err(at(
            &place,
            "all messages must have non-empty content except for the optional final assistant message",
        ));
    }
    Ok(said)
}

fn block(place: &str, value: &Value, said: &mut Said) -> Result<(), Fault> {
    let kind = match value.get("type").map(|kind| kind.as_str()) {
        None => return Err(at(&format!("{place}.type"), "Field required")),
        Some(kind) => kind.unwrap_or_default(),
    };
    match kind {
        "text" => {
            text_block(&format!("{place}.text"), value)?;
            if !said.text.is_empty() {
                said.text.push('\n');
            }
            said.text.push_str(value.get("text").and_then(Value::as_str).unwrap_or_default());
        }
        kind if BLOCKS.contains(&kind) => {
            said.other_tokens += tokens_of_block(kind, value);
            match kind {
                "image" => said.unseen.push("image"),
                "document" => said.unseen.push("document"),
                _ => {}
            }
        }
        kind => {
            let tags = BLOCKS.map(|tag| format!("'{tag}'")).join(", ");
            let what = format!("Input tag '{kind}' found using 'type' does not match any of the expected tags: {tags}");
            return Err(at(place, &what));
        }
    }
    Ok(())
}

fn tokens_of_block(kind: &str, value: &Value) -> u64 {
    if kind == "image" { converse::IMAGE_TOKENS } else { tokens::count(&value.to_string()) }
}

fn stop_sequence(answer: &Answer<'_>) -> Value {
    match &answer.completion.stop {
        Stop::StopSequence(text) => json!(text),
        Stop::EndTurn | Stop::MaxTokens => Value::Null,
    }
}

/// The answer.
pub fn whole(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    let text = completion.text();
    let content = if text.is_empty() { json!([]) } else { json!([{ "type": "text", "text": text }]) };
    json!({
        "model": name(answer.model),
        "id": format!("msg_bdrk_{}", answer.id),
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": completion.stop.as_str(),
        "stop_sequence": stop_sequence(answer),
        "usage": { "input_tokens": completion.input_tokens, "output_tokens": completion.output_tokens },
    })
}

/// The stream.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let completion = &answer.completion;
    let start = json!({ "type": "message_start", "message": {
        "model": name(answer.model),
        "id": format!("msg_bdrk_{}", answer.id),
        "type": "message",
        "role": "assistant",
        "content": [],
        "stop_reason": null,
        "stop_sequence": null,
        "usage": { "input_tokens": completion.input_tokens, "output_tokens": 1 },
    }});
    let mut events = vec![Event::frame("chunk", start)];
    if !answer.groups.is_empty() {
        let block =
            json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "text", "text": "" } });
        events.push(Event::frame("chunk", block));
    }
    for text in &answer.groups {
        let delta =
            json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": text } });
        events.push(Event::tokens("chunk", delta));
    }
    if !answer.groups.is_empty() {
        events.push(Event::frame("chunk", json!({ "type": "content_block_stop", "index": 0 })));
    }
    let stop = json!({ "stop_reason": completion.stop.as_str(), "stop_sequence": stop_sequence(answer) });
    let usage = json!({ "output_tokens": completion.output_tokens });
    events.push(Event::frame("chunk", json!({ "type": "message_delta", "delta": stop, "usage": usage })));
    events.push(Event::frame("chunk", json!({ "type": "message_stop" })));
    events
}
