//! `OpenAI`'s chat shape in its four dialects: `OpenAI`, Mistral, AI21 Jamba and Writer Palmyra.
//!
//! Schemas: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html>,
//! `…/model-parameters-mistral-chat-completion.html`, `…/model-parameters-jamba.html` and
//! `…/model-parameters-writer.html`. They differ in their members and in the name of the stop reason. Reasoning is
//! inside `<reasoning>` in the content.

use super::schema::Faults;
use super::{Called, content, effort};
use crate::bedrock::catalogue::{Model, Sampling as Takes};
use crate::bedrock::conversation::Role;
use crate::bedrock::family::ChatDialect;
use crate::simulator::fault::Fault;
use crate::simulator::inference::request::{Message, Reasoning, Request};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::inference::tokens;
use crate::simulator::writer::tools::{Call, Choice, Outcome, Tool};
use serde_json::{Value, json};

const OPEN_AI: &str = "model:s messages!:l max_tokens:i@1.. max_completion_tokens:i@1.. temperature:n@0..2 top_p:n@0..1 \
                       top_k:i stop:* stream:b stream_options:o tools:l tool_choice:* parallel_tool_calls:b \
                       reasoning_effort:e@none|minimal|low|medium|high|xhigh reasoning:* thinking:o include_reasoning:b \
                       response_format:o seed:i n:i@1..1 frequency_penalty:n@-2..2 presence_penalty:n@-2..2 user:s \
                       logprobs:b top_logprobs:i metadata:o";
const MISTRAL: &str = "messages!:l tools:l tool_choice:* max_tokens:i@1..131072 temperature:n@0..1.5 top_p:n@0..1 stop:* \
                       random_seed:i safe_prompt:b response_format:o reasoning_effort:s prompt_mode:s parallel_tool_calls:b";
const JAMBA: &str = "messages!:l tools:l tool_choice:* max_tokens:i@0..4096 temperature:n@0..2 top_p:n@0..1 stop:* n:i@1..16 \
                     frequency_penalty:n presence_penalty:n response_format:o documents:l";
const PALMYRA: &str = "messages!:l tools:l tool_choice:* max_tokens:i@1..8192 min_tokens:i@0.. temperature:n@0..2 \
                       top_p:n@0..1 stop:* seed:i frequency_penalty:n presence_penalty:n response_format:o stream:b";
const MESSAGE: &str = "role!:e@system|developer|user|assistant|tool content:* name:s tool_calls:l tool_call_id:s \
                       reasoning_content:s refusal:*";

/// Checks a body and reads the request in it.
pub fn read(dialect: ChatDialect, body: &Value, called: Called<'_>) -> Result<Request, Fault> {
    let model = called.model;
    check(dialect, body)?;
    agrees(body, called)?;
    effort::chat(body, model)?;
    let mut request = Request::default();
    for (index, message) in body.get("messages").and_then(Value::as_array).into_iter().flatten().enumerate() {
        add(&mut request, index, message)?;
    }
    if !request.messages.iter().any(|turn| turn.role == Role::User) {
        return Err(Fault::malformed("#/messages: expected at least one user message"));
    }
    calls_are_answered(dialect, &request)?;
    let number = |key: &str| body.get(key).and_then(Value::as_f64);
    request.max_tokens = body.get("max_completion_tokens").or_else(|| body.get("max_tokens")).and_then(Value::as_u64);
    // Jamba's 0 means the model's maximum.
    request.max_tokens = request.max_tokens.filter(|count| *count > 0);
    content::within_limits(request.max_tokens, model)?;
    request.sampling = Sampling {
        temperature: number("temperature"),
        top_p: number("top_p"),
        top_k: body.get("top_k").and_then(Value::as_u64),
    };
    request.stop_sequences = match body.get("stop") {
        Some(Value::String(text)) => vec![text.clone()],
        list => content::strings(list),
    };
    let tools = body.get("tools").and_then(Value::as_array).into_iter().flatten();
    request.tools = tools
        .filter_map(|tool| tool.get("function"))
        .map(|function| Tool::new(function.get("name"), function.get("description"), function.get("parameters")))
        .collect();
    request.choice = choice(body.get("tool_choice"));
    request.one_call = body.get("parallel_tool_calls") == Some(&json!(false));
    request.reasoning = reasoning(body, model);
    request.schema = body.pointer("/response_format/json_schema/schema").cloned().or_else(|| {
        let is_json = body.pointer("/response_format/type").and_then(Value::as_str) == Some("json_object");
        is_json.then(|| json!({ "type": "object", "properties": { "topic": {}, "answer": {} } }))
    });
    content::fits(&request, model)?;
    Ok(request)
}

fn check(dialect: ChatDialect, body: &Value) -> Result<(), Fault> {
    let mut faults = Faults::default();
    let rules = match dialect {
        ChatDialect::Mistral => MISTRAL,
        ChatDialect::Jamba => JAMBA,
        ChatDialect::Palmyra => PALMYRA,
        ChatDialect::OpenAi => OPEN_AI,
    };
    if let Some(top) = faults.members("#", body, rules) {
        let items = |key: &str| top.get(key).and_then(Value::as_array).into_iter().flatten();
        for (index, message) in items("messages").enumerate() {
            faults.members(&format!("#/messages/{index}"), message, MESSAGE);
        }
        for (index, tool) in items("tools").enumerate() {
            let at = format!("#/tools/{index}");
            if let Some(function) =
                faults.members(&at, tool, "type!:e@function function!:o").and_then(|t| t.get("function"))
            {
                faults.members(&format!("{at}/function"), function, "name!:s description:s parameters:o strict:b");
            }
        }
    }
    faults.verdict()
}

/// Checks that the body agrees with the request line, and that the model supports it.
fn agrees(body: &Value, called: Called<'_>) -> Result<(), Fault> {
    if let Some(named) = body.get("model").and_then(Value::as_str)
        && named != called.model.id
        && !named.ends_with(&format!(".{}", called.model.id))
    {
        return Err(Fault::validation(format!(
            "The model in the request body, {named}, is not the model in the URL, {}.",
            called.model.id
        )));
    }
    if let (Some(stream), Some(operation)) = (body.get("stream").and_then(Value::as_bool), called.operation)
        && stream != operation.is_streaming()
    {
        return Err(Fault::validation(format!(
            "The stream member is {stream}, which does not fit the operation {}.",
            operation.name()
        )));
    }
    if called.model.sampling == Takes::None {
        // Models without sampling parameters are also those with the renamed limit.
        for (key, instead) in
            [("max_tokens", " Use 'max_completion_tokens' instead."), ("temperature", ""), ("top_p", "")]
        {
            if body.get(key).is_some() {
                return Err(Fault::validation(format!(
                    "Unsupported parameter: '{key}' is not supported with this model.{instead}"
                )));
            }
        }
    }
    Ok(())
}

/// Adds a message; tool messages belong to the user's turn.
fn add(request: &mut Request, index: usize, message: &Value) -> Result<(), Fault> {
    let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
    let mut turn = Message::new(if role == "assistant" { Role::Assistant } else { Role::User }, "");
    match message.get("content") {
        None | Some(Value::Null) if role == "assistant" => {}
        None | Some(Value::Null) => {
            return Err(Fault::malformed(&format!("#/messages/{index}: required key [content] not found")));
        }
        Some(content) => content_of(&mut turn, content),
    }
    match role {
        "system" | "developer" => {
            if !request.system.is_empty() {
                request.system.push('\n');
            }
            request.system.push_str(&turn.text);
            return Ok(());
        }
        "tool" => {
            let text = std::mem::take(&mut turn.text);
            let content = content::parsed(&text);
            let id = message.get("tool_call_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            turn.other_tokens += tokens::count(&content.to_string());
            turn.outcomes.push(Outcome { id, content, failed: false });
        }
        _ => {
            for call in message.get("tool_calls").and_then(Value::as_array).into_iter().flatten() {
                let text = |pointer: &str| call.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
                let input = serde_json::from_str(text("/function/arguments")).unwrap_or_else(|_| json!({}));
                turn.other_tokens += tokens::count(&call.to_string());
                turn.calls.push(Call { id: text("/id").to_owned(), name: text("/function/name").to_owned(), input });
            }
        }
    }
    request.messages.push(turn);
    Ok(())
}

/// A string, a list of blocks, or (Palmyra) one block.
fn content_of(turn: &mut Message, content: &Value) {
    match content {
        Value::String(text) => turn.add_text(text),
        Value::Array(blocks) => blocks.iter().for_each(|block| content_of(turn, block)),
        Value::Object(block) => {
            if let Some(text) = block.get("text").and_then(Value::as_str) {
                turn.add_text(text);
            } else if let Some(url) = content.pointer("/image_url/url").and_then(Value::as_str) {
                // data:image/png;base64,…
                let (head, data) = url.split_once(";base64,").unwrap_or((url, ""));
                content::note_attachment(turn, "image", head.strip_prefix("data:image/"), Some(data));
            } else if let Some(audio) = block.get("input_audio") {
                let text = |key: &str| audio.get(key).and_then(Value::as_str);
                content::note_attachment(turn, "sound", text("format"), text("data"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Checks that every call has its result, and every result its call.
fn calls_are_answered(dialect: ChatDialect, request: &Request) -> Result<(), Fault> {
    let mut open: Vec<&str> = Vec::new();
    for turn in &request.messages {
        for outcome in &turn.outcomes {
            let Some(at) = open.iter().position(|id| *id == outcome.id) else {
                return Err(Fault::validation(match dialect {
                    ChatDialect::Mistral => "Not the same number of function calls and responses".to_owned(),
                    ChatDialect::OpenAi | ChatDialect::Jamba | ChatDialect::Palmyra => format!(
                        "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'; there is \
                         no open call {}.",
                        outcome.id
                    ),
                }));
            };
            open.remove(at);
        }
        if turn.outcomes.is_empty() {
            if !open.is_empty() {
                break;
            }
            open = turn.calls.iter().map(|call| call.id.as_str()).collect();
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    Err(Fault::validation(match dialect {
        ChatDialect::Mistral => "Not the same number of function calls and responses".to_owned(),
        ChatDialect::OpenAi | ChatDialect::Jamba | ChatDialect::Palmyra => format!(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. \
             The following tool_call_ids did not have response messages: {}",
            open.join(", ")
        ),
    }))
}

fn choice(value: Option<&Value>) -> Choice {
    match value {
        Some(Value::String(word)) if word == "any" || word == "required" => Choice::Any,
        Some(Value::String(word)) if word == "none" => Choice::Never,
        Some(object) => match object.pointer("/function/name").and_then(Value::as_str) {
            Some(name) => Choice::Only(name.to_owned()),
            None => Choice::Auto,
        },
        None => Choice::Auto,
    }
}

/// gpt-oss always reasons; others only on request.
fn reasoning(body: &Value, model: &Model) -> Reasoning {
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let effort = text("/reasoning_effort").or_else(|| text("/reasoning/effort"));
    let is_requested = matches!(effort, Some(effort) if effort != "none") || text("/thinking/type") == Some("enabled");
    if is_requested || (model.id.starts_with("openai.gpt-oss") && effort != Some("none")) {
        Reasoning::On
    } else {
        Reasoning::Off
    }
}
