//! Anthropic Claude's Messages body.
//!
//! Schema: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html>.
//! The body is checked member by member, and the first fault is reported as `place: what`, with dots in the place, as
//! Anthropic's API does. A member outside the schema is refused: "Extra inputs are not permitted".

use super::{claude_tools, content, effort, pictures};
use crate::bedrock::catalogue::{Model, Sampling as Takes};
use crate::bedrock::conversation::Role;
use crate::bedrock::family::Family;
use crate::bedrock::rules::claude::{self as rules, Thinks};
use crate::bedrock::rules::{generation, thinking, turns};
use crate::simulator::fault::Fault;
use crate::simulator::inference::request::{Message, Reasoning, Request};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::inference::{cache, media};
use crate::simulator::writer::sources::{self, Place, Source};
use crate::simulator::writer::tools::{Call, Outcome};
use serde_json::{Map, Value};

/// The value of `anthropic_version` that every Claude model takes on Bedrock.
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

/// Checks a body and reads the request in it.
pub fn read(body: &Value, model: &Model) -> Result<Request, Fault> {
    let whole = body;
    let body = body.as_object().ok_or_else(|| Fault::at("body", "Input should be a valid dictionary"))?;
    required(body, model)?;
    known(body)?;
    let max_tokens = max_tokens(body, model)?;
    sampling(body, model)?;
    effort::claude(body, model)?;
    let stop_sequences = stop_sequences(body)?;
    let system = system(body)?;
    let mut turns = messages(body)?;
    sources::number(turns.iter_mut().flat_map(|turn| turn.sources.iter_mut()));
    let (tools, choice) = claude_tools::definitions(body)?;
    claude_tools::turns(&turns, &tools)?;
    Fault::first_native(thinking::breach(body, model))?;
    let thinks = rules::thinks(body.get("thinking"));
    let blocks = turns::of_body(whole);
    Fault::first_native(rules::conversation(&blocks, thinks))?;
    Fault::first_native(rules::ending(&blocks, model))?;
    Fault::first_native(rules::cache_points(whole))?;
    let reasoning = match thinks {
        Thinks::Yes => Reasoning::On,
        Thinks::No => Reasoning::Off,
    };
    let number = |key: &str| body.get(key).and_then(Value::as_f64);
    let mut request = Request {
        system,
        messages: turns,
        sampling: Sampling {
            temperature: number("temperature"),
            top_p: number("top_p"),
            top_k: body.get("top_k").and_then(Value::as_u64),
        },
        max_tokens: Some(max_tokens),
        stop_sequences,
        tools,
        choice,
        one_call: claude_tools::is_one_call(body.get("tool_choice")),
        reasoning,
        schema: body.get("output_config").and_then(|config| config.pointer("/format/schema")).cloned(),
        ..Request::default()
    };
    let input = request.input_tokens();
    request.cached = cache::count(whole, input);
    fits(input, max_tokens, model)?;
    Ok(request)
}

fn required(body: &Map<String, Value>, model: &Model) -> Result<(), Fault> {
    for key in ["anthropic_version", "max_tokens", "messages"] {
        if !body.contains_key(key) {
            return Err(Fault::at(key, "Field required"));
        }
    }
    match body.get("anthropic_version").map(|version| version.as_str()) {
        Some(Some(VERSION)) => Ok(()),
        Some(Some(generation::NEW_VERSION)) if generation::takes_new_version(model) => new_version(body),
        // The sentence that users of Bedrock have seen (boto/boto3#4218).
        Some(Some(other)) => Err(Fault::validation(format!("Invalid API version: {other}"))),
        Some(None) | None => Err(Fault::at("anthropic_version", "Input should be a valid string")),
    }
}

/// What the version of October 2026 refuses besides the sampling parameters, which its models do not take anyway:
/// documents of the assistant, and citations on the user's text
/// (<https://platform.claude.com/docs/en/api/migration-2026-10-21>). The sentences are the simulator's own.
fn new_version(body: &Map<String, Value>) -> Result<(), Fault> {
    for (index, message) in body.get("messages").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let is_assistant = message.get("role").and_then(Value::as_str) == Some("assistant");
        for (at, block) in message.get("content").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let place = format!("messages.{index}.content.{at}");
            match (is_assistant, block.get("type").and_then(Value::as_str)) {
                (true, Some("document")) => {
                    return Err(Fault::at(&place, "document blocks are not permitted in assistant messages"));
                }
                (false, Some("text")) if block.get("citations").is_some_and(|citations| !citations.is_null()) => {
                    return Err(Fault::at(&format!("{place}.text.citations"), "Extra inputs are not permitted"));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn known(body: &Map<String, Value>) -> Result<(), Fault> {
    let is_unknown = |key: &&String| !TOP.contains(&key.as_str()) && !key.starts_with("amazon-bedrock-");
    match body.keys().find(is_unknown) {
        Some(key) => Err(Fault::at(key, "Extra inputs are not permitted")),
        None => Ok(()),
    }
}

/// The model's name at Anthropic: without provider and Bedrock version.
pub(super) fn name(model: &Model) -> &str {
    let id = model.id.strip_prefix("anthropic.").unwrap_or(model.id);
    match id.rsplit_once("-v") {
        Some((name, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => name,
        _ => id,
    }
}

fn max_tokens(body: &Map<String, Value>, model: &Model) -> Result<u64, Fault> {
    let value = body.get("max_tokens").unwrap_or(&Value::Null);
    let Some(count) = value.as_i64() else {
        return Err(Fault::at("max_tokens", "Input should be a valid integer"));
    };
    let Some(count) = u64::try_from(count).ok().filter(|count| *count > 0) else {
        return Err(Fault::at("max_tokens", "Input should be greater than or equal to 1"));
    };
    match model.max_output_tokens {
        Some(limit) if count > u64::from(limit) => Err(Fault::at(
            "max_tokens",
            &format!("{count} > {limit}, which is the maximum allowed number of output tokens for {}", name(model)),
        )),
        _ => Ok(count),
    }
}

fn sampling(body: &Map<String, Value>, model: &Model) -> Result<(), Fault> {
    for key in ["temperature", "top_p"] {
        let Some(value) = body.get(key) else { continue };
        let Some(number) = value.as_f64() else { return Err(Fault::at(key, "Input should be a valid number")) };
        if !(0.0..=1.0).contains(&number) {
            return Err(Fault::at(key, "range: 0..1"));
        }
    }
    if let Some(value) = body.get("top_k") {
        let Some(number) = value.as_i64() else { return Err(Fault::at("top_k", "Input should be a valid integer")) };
        if number < 0 {
            return Err(Fault::at("top_k", "Input should be greater than or equal to 0"));
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

/// Checks the context window, for the input alone and together with the answer.
fn fits(input: u64, max_tokens: u64, model: &Model) -> Result<(), Fault> {
    let Some(window) = model.context_tokens.map(u64::from) else { return Ok(()) };
    if input > window {
        return Err(Fault::validation(format!("prompt is too long: {input} tokens > {window} maximum")));
    }
    if input + max_tokens > window {
        return Err(Fault::validation(format!(
            "input length and `max_tokens` exceed context limit: {input} + {max_tokens} > {window}, decrease input length \
             or `max_tokens` and try again"
        )));
    }
    Ok(())
}

fn stop_sequences(body: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    let Some(value) = body.get("stop_sequences") else { return Ok(Vec::new()) };
    let Some(list) = value.as_array() else { return Err(Fault::at("stop_sequences", "Input should be a valid list")) };
    let mut sequences = Vec::new();
    for (index, value) in list.iter().enumerate() {
        match value.as_str() {
            None => return Err(Fault::at(&format!("stop_sequences.{index}"), "Input should be a valid string")),
            Some(text) if text.trim().is_empty() => {
                return Err(Fault::at("stop_sequences", "each stop sequence must contain non-whitespace"));
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
            Ok(content::texts(Some(blocks), "\n"))
        }
        Some(_) => Err(Fault::at("system", "Input should be a valid string or a list of text blocks")),
    }
}

fn text_block(place: &str, block: &Value) -> Result<(), Fault> {
    match block.get("text") {
        None => Err(Fault::at(&format!("{place}.text"), "Field required")),
        Some(Value::String(text)) if text.is_empty() => {
            Err(Fault::validation("messages: text content blocks must be non-empty"))
        }
        Some(Value::String(text)) if text.trim().is_empty() => {
            Err(Fault::validation("messages: text content blocks must contain non-whitespace text"))
        }
        Some(Value::String(_)) => Ok(()),
        Some(_) => Err(Fault::at(&format!("{place}.text"), "Input should be a valid string")),
    }
}

fn messages(body: &Map<String, Value>) -> Result<Vec<Message>, Fault> {
    let list = body
        .get("messages")
        .and_then(Value::as_array)
        .ok_or_else(|| Fault::at("messages", "Input should be a valid list"))?;
    let turns = list
        .iter()
        .enumerate()
        .map(|(index, value)| {
            message(index, value, if index + 1 == list.len() { Empty::IfAssistant } else { Empty::Never })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let Some(opening) = turns.first() else {
        return Err(Fault::at("messages", "at least one message is required"));
    };
    if opening.role != Role::User {
        return Err(Fault::at("messages", "first message must use the \"user\" role"));
    }
    Ok(turns)
}

/// Whether a message may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Empty {
    /// The last message, if the assistant speaks.
    IfAssistant,
    /// Every other message.
    Never,
}

fn message(index: usize, value: &Value, empty: Empty) -> Result<Message, Fault> {
    let place = format!("messages.{index}");
    let message = value.as_object().ok_or_else(|| Fault::at(&place, "Input should be a valid dictionary"))?;
    let role = match message.get("role").map(|role| role.as_str()) {
        None => return Err(Fault::at(&format!("{place}.role"), "Field required")),
        Some(Some("user")) => Role::User,
        Some(Some("assistant")) => Role::Assistant,
        Some(_) => return Err(Fault::at(&format!("{place}.role"), "Input should be 'user' or 'assistant'")),
    };
    if let Some(key) = message.keys().find(|key| !["role", "content"].contains(&key.as_str())) {
        return Err(Fault::at(&format!("{place}.{key}"), "Extra inputs are not permitted"));
    }
    let mut turn = Message::new(role, "");
    match message.get("content") {
        None => return Err(Fault::at(&format!("{place}.content"), "Field required")),
        Some(Value::String(text)) => turn.text.clone_from(text),
        Some(Value::Array(blocks)) => {
            for (at, value) in blocks.iter().enumerate() {
                block(&format!("{place}.content.{at}"), value, &mut turn)?;
            }
        }
        Some(_) => {
            return Err(Fault::at(&format!("{place}.content"), "Input should be a valid string or a list of blocks"));
        }
    }
    let may_be_empty = empty == Empty::IfAssistant && role == Role::Assistant;
    if turn.text.is_empty() && turn.other_tokens == 0 && !may_be_empty {
        return Err(Fault::at(
            &place,
            "all messages must have non-empty content except for the optional final assistant message",
        ));
    }
    Ok(turn)
}

fn block(place: &str, value: &Value, turn: &mut Message) -> Result<(), Fault> {
    let kind = match value.get("type").map(|kind| kind.as_str()) {
        None => return Err(Fault::at(&format!("{place}.type"), "Field required")),
        Some(kind) => kind.unwrap_or_default(),
    };
    match kind {
        "text" => {
            text_block(&format!("{place}.text"), value)?;
            turn.add_text(value.get("text").and_then(Value::as_str).unwrap_or_default());
        }
        kind if BLOCKS.contains(&kind) => other_block(place, kind, value, turn)?,
        kind => {
            let tags = BLOCKS.map(|tag| format!("'{tag}'")).join(", ");
            let what = format!("Input tag '{kind}' found using 'type' does not match any of the expected tags: {tags}");
            return Err(Fault::at(place, &what));
        }
    }
    Ok(())
}

/// The text of a document whose source is text or a list of text blocks, with the length of each block.
fn document_text(document: &Value) -> Option<(String, Vec<usize>)> {
    let source = document.get("source")?;
    match source.get("type")?.as_str()? {
        "text" => Some((source.get("data")?.as_str()?.to_owned(), Vec::new())),
        "content" => match source.get("content")? {
            Value::String(text) => Some((text.clone(), vec![text.chars().count()])),
            blocks => Some(sources::joined(blocks.as_array()?)).filter(|(text, _)| !text.trim().is_empty()),
        },
        _ => None,
    }
}

/// A block of another kind than text.
fn other_block(place: &str, kind: &str, value: &Value, turn: &mut Message) -> Result<(), Fault> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let source = |key: &str| value.get("source").and_then(|source| source.get(key)).and_then(Value::as_str);
    match kind {
        "image" => {
            if value.get("source").is_none() {
                return Err(Fault::at(&format!("{place}.image.source"), "Field required"));
            }
            let format = source("media_type").and_then(|kind| kind.strip_prefix("image/"));
            if let Some(data) = source("data") {
                pictures::one(&format!("{place}.image.source.base64"), format, data, Some(Family::Claude))?;
            }
            content::note_attachment(turn, "image", format, source("data"));
            return Ok(());
        }
        "document" => {
            if source("type") == Some("base64") && source("media_type") != Some("application/pdf") {
                let place = format!("{place}.document.source.base64.media_type");
                return Err(Fault::at(&place, "Input should be 'application/pdf'"));
            }
            if let Some((words, blocks)) = document_text(value) {
                turn.sources.push(Source {
                    title: text("title").unwrap_or("document").to_owned(),
                    origin: None,
                    text: words,
                    place: Place::Document(0),
                    cite: sources::cite(value),
                    blocks,
                });
            } else {
                let format = source("media_type").and_then(|kind| kind.rsplit('/').next());
                let size = source("data").map(content::size_of_base64);
                turn.given.push(content::described("document", text("title"), format, size.as_deref()));
            }
        }
        "search_result" => turn.sources.push(sources::from_search_result(value)),
        "tool_use" => {
            for key in ["id", "name", "input"] {
                if value.get(key).is_none() {
                    return Err(Fault::at(&format!("{place}.tool_use.{key}"), "Field required"));
                }
            }
            if !value.get("input").is_some_and(Value::is_object) {
                return Err(Fault::at(&format!("{place}.tool_use.input"), "Input should be a valid dictionary"));
            }
            let owned = |key: &str| text(key).unwrap_or_default().to_owned();
            let input = value.get("input").cloned().unwrap_or_default();
            turn.calls.push(Call { id: owned("id"), name: owned("name"), input });
        }
        "tool_result" => {
            let Some(id) = text("tool_use_id") else {
                return Err(Fault::at(&format!("{place}.tool_result.tool_use_id"), "Field required"));
            };
            let failed = value.get("is_error").and_then(Value::as_bool) == Some(true);
            let content = match value.get("content") {
                Some(Value::String(text)) => content::parsed(text),
                blocks => content::parsed(&content::texts(blocks, "\n")),
            };
            turn.outcomes.push(Outcome { id: id.to_owned(), content, failed });
        }
        _ => {}
    }
    turn.other_tokens += media::tokens_of_block(kind, value);
    Ok(())
}
