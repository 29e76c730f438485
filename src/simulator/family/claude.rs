//! Anthropic Claude's Messages body.
//!
//! Schema: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html>.
//! The body is checked member by member, and the first fault is reported as `place: what`, with dots in the place, as
//! Anthropic's API does. A member outside the schema is refused: "Extra inputs are not permitted".

use super::{claude_tools, content, effort};
use crate::bedrock::catalogue::{Model, Sampling as Takes};
use crate::bedrock::conversation::Role;
use crate::simulator::fault::Fault;
use crate::simulator::inference::request::{Message, Reasoning, Request};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::inference::{cache, tokens};
use crate::simulator::writer::sources::{self, Place, Source};
use crate::simulator::writer::tools::{Call, Choice, Outcome};
use serde_json::{Map, Value};

/// The only value of `anthropic_version` on Bedrock.
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
    required(body)?;
    known(body)?;
    let max_tokens = max_tokens(body, model)?;
    sampling(body, model)?;
    effort::claude(body, model)?;
    let stop_sequences = stop_sequences(body)?;
    let system = system(body)?;
    let mut turns = messages(body, model)?;
    sources::number(turns.iter_mut().flat_map(|turn| turn.sources.iter_mut()));
    let (tools, choice) = claude_tools::definitions(body)?;
    claude_tools::turns(&turns, &tools)?;
    let reasoning = thinking(body, max_tokens, &choice)?;
    if reasoning == Reasoning::On {
        claude_tools::thinking_first(body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice))?;
    }
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
        reasoning,
        schema: body.get("output_config").and_then(|config| config.pointer("/format/schema")).cloned(),
        ..Request::default()
    };
    let input = request.input_tokens();
    request.cached = cache::count(whole, input);
    fits(input, max_tokens, model)?;
    Ok(request)
}

fn required(body: &Map<String, Value>) -> Result<(), Fault> {
    for key in ["anthropic_version", "max_tokens", "messages"] {
        if !body.contains_key(key) {
            return Err(Fault::at(key, "Field required"));
        }
    }
    if body.get("anthropic_version").and_then(Value::as_str) != Some(VERSION) {
        return Err(Fault::at("anthropic_version", &format!("Input should be '{VERSION}'")));
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

/// Extended thinking: `enabled` with a budget, or `adaptive` without.
fn thinking(body: &Map<String, Value>, max_tokens: u64, choice: &Choice) -> Result<Reasoning, Fault> {
    let Some(thinking) = body.get("thinking") else { return Ok(Reasoning::Off) };
    let kind = match thinking.get("type").map(|kind| kind.as_str().unwrap_or_default()) {
        None => return Err(Fault::at("thinking.type", "Field required")),
        Some("disabled") => return Ok(Reasoning::Off),
        Some(kind) => kind,
    };
    match kind {
        "adaptive" => {}
        "enabled" => {
            let place = "thinking.enabled.budget_tokens";
            let Some(budget) = thinking.get("budget_tokens") else { return Err(Fault::at(place, "Field required")) };
            let Some(budget) = budget.as_u64() else { return Err(Fault::at(place, "Input should be a valid integer")) };
            if budget < 1_024 {
                return Err(Fault::at(place, "Input should be greater than or equal to 1024"));
            }
            if budget >= max_tokens {
                return Err(Fault::validation("`max_tokens` must be greater than `thinking.budget_tokens`."));
            }
        }
        other => {
            return Err(Fault::at(
                "thinking",
                &format!(
                    "Input tag '{other}' found using 'type' does not match any of the expected tags: 'adaptive', \
                     'disabled', 'enabled'"
                ),
            ));
        }
    }
    if body.get("temperature").and_then(Value::as_f64).is_some_and(|temperature| (temperature - 1.0).abs() > 1e-9) {
        return Err(Fault::validation("`temperature` may only be set to 1 when thinking is enabled."));
    }
    if body.contains_key("top_k") {
        return Err(Fault::validation("`top_k` must be unset when thinking is enabled."));
    }
    match choice {
        Choice::Any | Choice::Only(_) => {
            Err(Fault::validation("Thinking may not be enabled when tool_choice forces tool use."))
        }
        Choice::Auto | Choice::Never => Ok(Reasoning::On),
    }
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
        Some(Value::String(_)) => Ok(()),
        Some(_) => Err(Fault::at(&format!("{place}.text"), "Input should be a valid string")),
    }
}

fn messages(body: &Map<String, Value>, model: &Model) -> Result<Vec<Message>, Fault> {
    let list = body
        .get("messages")
        .and_then(Value::as_array)
        .ok_or_else(|| Fault::at("messages", "Input should be a valid list"))?;
    let turns = list.iter().enumerate().map(|(index, value)| message(index, value)).collect::<Result<Vec<_>, _>>()?;
    let (Some(opening), Some(closing)) = (turns.first(), turns.last()) else {
        return Err(Fault::at("messages", "at least one message is required"));
    };
    if opening.role != Role::User {
        return Err(Fault::at("messages", "first message must use the \"user\" role"));
    }
    if closing.role == Role::Assistant {
        if model.sampling == Takes::None {
            return Err(Fault::validation(
                "This model does not support assistant message prefill. The conversation must end with a user message.",
            ));
        }
        if closing.text.ends_with(char::is_whitespace) {
            return Err(Fault::at("messages", "final assistant content cannot end with trailing whitespace"));
        }
    }
    Ok(turns)
}

fn message(index: usize, value: &Value) -> Result<Message, Fault> {
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
    if turn.text.is_empty() && turn.other_tokens == 0 {
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
            content::note_attachment(turn, "image", format, source("data"));
            return Ok(());
        }
        "document" => {
            let open = (source("type") == Some("text")).then(|| source("data")).flatten();
            if let Some(words) = open {
                turn.sources.push(Source {
                    title: text("title").unwrap_or("document").to_owned(),
                    origin: None,
                    text: words.to_owned(),
                    place: Place::Document(0),
                    cite: sources::cite(value),
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
    turn.other_tokens += tokens::count(&value.to_string());
    Ok(())
}
