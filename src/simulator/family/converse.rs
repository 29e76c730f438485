//! Converse's body, for every text model: the rules of conversations, then what the model behind it takes.
//!
//! Shape: `ConverseRequest` and `ConverseResponse` of the public API model (bedrock-runtime 2023-09-30). Parameters
//! that the model refuses come back as Converse tells them: "The model returned the following errors: …".

use super::rules::{self, Prefill, Tools};
use super::{Called, claude, claude_tools, converse_answer};
use crate::bedrock::catalogue::{Modality, Model, Sampling as Takes, Tools as TakesTools};
use crate::bedrock::conversation::Role;
use crate::bedrock::family::Family;
use crate::bedrock::operation::Operation;
use crate::bedrock::picture::PictureFormat;
use crate::simulator::fault::Fault;
use crate::simulator::inference::request::{Ask, Reasoning, Said};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::inference::{cache, tokens};
use crate::simulator::writer::sources;
use crate::simulator::writer::tools::{Call, Choice, Outcome, Tool};
use serde_json::{Map, Value, json};

/// What an image counts as, in tokens; a round number of our own.
pub const IMAGE_TOKENS: u64 = 1_200;

/// What stands before a refusal by the model itself.
const RETURNED: &str = "The model returned the following errors: ";

/// Checks a body that fits the service model, and reads what it asks.
pub fn read(body: &Value, called: Called<'_>) -> Result<Ask, Fault> {
    let model = called.model;
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let prefill = match (model.family(), model.sampling) {
        (Some(Family::Claude), Takes::None) => Prefill::Refused,
        (Some(Family::Claude | Family::Nova), _) => Prefill::Allowed,
        _ => Prefill::Refused,
    };
    let defines = if body.get("toolConfig").is_some() { Tools::Defined } else { Tools::Absent };
    rules::check(messages, defines, prefill)?;
    let (tools, choice) = tools(body)?;
    supported(called.operation, body, model)?;
    converse_answer::check_paths(body)?;
    let inference = body.get("inferenceConfig");
    let get = |key: &str| inference.and_then(|config| config.get(key));
    let max_tokens = get("maxTokens").and_then(Value::as_u64);
    within_limits(max_tokens, model)?;
    let native = model_parameters(body, called).map_err(|fault| fault.prefixed(RETURNED))?;
    if let (Reasoning::On, Some(Family::Claude), Choice::Any | Choice::Only(_)) =
        (native.reasoning, model.family(), &choice)
    {
        let fault = Fault::validation("Thinking may not be enabled when tool_choice forces tool use.");
        return Err(fault.prefixed(RETURNED));
    }
    if (native.reasoning, model.family()) == (Reasoning::On, Some(Family::Claude)) {
        claude_tools::thinking_first(messages).map_err(|fault| fault.prefixed(RETURNED))?;
    }
    let mut said: Vec<Said> = messages.iter().map(said).collect();
    sources::number(said.iter_mut().flat_map(|said| said.sources.iter_mut()));
    let mut ask = Ask {
        system: texts(body.get("system"), "\n"),
        said,
        sampling: Sampling {
            temperature: get("temperature").and_then(Value::as_f64),
            top_p: get("topP").and_then(Value::as_f64),
            top_k: native.sampling.top_k,
        },
        max_tokens,
        stop_sequences: strings(get("stopSequences")),
        tools,
        choice,
        reasoning: native.reasoning,
        schema: output_schema(body)?.or(native.schema),
        ..Ask::default()
    };
    ask.cached = cache::of(body, ask.input_tokens());
    if ask.cached.points > 0 && !matches!(model.family(), Some(Family::Claude | Family::Nova)) {
        return Err(Fault::denied(
            "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more \
             information.",
        ));
    }
    fits(&ask, model)?;
    Ok(ask)
}

/// The tools of `toolConfig`, and whether one must be called.
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

/// The JSON schema that `outputConfig` carries as a string.
fn output_schema(body: &Value) -> Result<Option<Value>, Fault> {
    let place = "outputConfig.textFormat.structure.jsonSchema.schema";
    let pointer = format!("/{}", place.replace('.', "/"));
    let Some(text) = body.pointer(&pointer).and_then(Value::as_str) else { return Ok(None) };
    match serde_json::from_str::<Value>(text) {
        Ok(schema @ Value::Object(_)) => Ok(Some(schema)),
        Ok(_) => {
            Err(Fault::validation(format!("The value at {place} is not a JSON schema: it must be a JSON object.")))
        }
        Err(error) => Err(Fault::validation(format!("The value at {place} is not valid JSON: {error}"))),
    }
}

/// Features that the catalogue says the model lacks.
fn supported(operation: Option<Operation>, body: &Value, model: &Model) -> Result<(), Fault> {
    if body.get("system").and_then(Value::as_array).is_some_and(|system| !system.is_empty()) && !model.system {
        return Err(Fault::validation(
            "This model doesn't support system messages. Try again without a system message or use a model that supports \
             system messages.",
        ));
    }
    match (body.get("toolConfig").is_some(), model.tools) {
        (true, TakesTools::No) => return Err(Fault::validation("This model doesn't support tool use.")),
        (true, TakesTools::NotStreamed) if operation.is_some_and(Operation::is_streaming) => {
            return Err(Fault::validation("This model doesn't support tool use in streaming mode."));
        }
        _ => {}
    }
    let signed = matches!(model.family(), Some(Family::Claude | Family::Nova));
    if !signed && body.pointer("/toolConfig/toolChoice/tool").is_some() {
        return Err(Fault::validation(
            "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try \
             again.",
        ));
    }
    let mixes = |message: &Value| {
        let blocks = message.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let results = blocks.iter().filter(|block| block.get("toolResult").is_some()).count();
        results > 0 && results < blocks.len()
    };
    if !signed && body.get("messages").and_then(Value::as_array).into_iter().flatten().any(mixes) {
        return Err(Fault::validation(
            "Conversation blocks and tool result blocks cannot be provided in the same turn.",
        ));
    }
    let has = |kind: &str| {
        let messages = body.get("messages").and_then(Value::as_array);
        messages.into_iter().flatten().any(|message| {
            let blocks = message.get("content").and_then(Value::as_array);
            blocks.into_iter().flatten().any(|block| block.get(kind).is_some())
        })
    };
    for (kind, modality) in [("image", Modality::Image), ("video", Modality::Video), ("audio", Modality::Audio)] {
        if has(kind) && !model.input.contains(&modality) {
            return Err(Fault::validation(format!(
                "This model doesn't support the {kind} content block that you provided. Remove it and try again."
            )));
        }
    }
    Ok(())
}

/// What the family itself says to the parameters, by way of its native body; gives top-k, reasoning and the schema
/// where the additional fields set them.
fn model_parameters(body: &Value, called: Called<'_>) -> Result<Ask, Fault> {
    let Some(family) = called.model.family() else { return Ok(Ask::default()) };
    let config = |key: &str| body.pointer("/inferenceConfig").and_then(|config| config.get(key)).cloned();
    let hello = |content: Value| json!([{ "role": "user", "content": content }]);
    let (key, value) = match family {
        Family::Nova => ("messages", hello(json!([{ "text": "hello" }]))),
        Family::Llama | Family::MistralInstruct | Family::DeepSeekR1 => ("prompt", json!("hello")),
        Family::CohereCommandR => ("message", json!("hello")),
        Family::TitanText => ("inputText", json!("hello")),
        _ => ("messages", hello(json!("hello"))),
    };
    let mut native = Map::new();
    native.insert(key.to_owned(), value);
    if family == Family::Claude {
        let most = called.model.max_output_tokens.unwrap_or(4_096);
        native.insert("anthropic_version".to_owned(), json!(claude::VERSION));
        native.insert("max_tokens".to_owned(), config("maxTokens").unwrap_or_else(|| json!(most)));
        for (from, to) in [("temperature", "temperature"), ("topP", "top_p"), ("stopSequences", "stop_sequences")] {
            if let Some(value) = config(from) {
                native.insert(to.to_owned(), value);
            }
        }
    }
    if family == Family::OpenAiChat && called.model.sampling == Takes::None {
        for (from, to) in [("temperature", "temperature"), ("topP", "top_p")] {
            if let Some(value) = config(from) {
                native.insert(to.to_owned(), value);
            }
        }
    }
    if let (Family::OpenAiChat | Family::MistralChat, Some(effort)) = (family, body.pointer("/outputConfig/effort")) {
        native.insert("reasoning_effort".to_owned(), effort.clone());
    }
    merge(&mut native, body.get("additionalModelRequestFields"));
    super::read_native(family, &Value::Object(native), Called { operation: None, ..called })
}

fn merge(native: &mut Map<String, Value>, additional: Option<&Value>) {
    for (key, value) in additional.and_then(Value::as_object).into_iter().flatten() {
        native.insert(key.clone(), value.clone());
    }
}

/// Refuses more output tokens than the model can write.
pub fn within_limits(max_tokens: Option<u64>, model: &Model) -> Result<(), Fault> {
    match (max_tokens, model.max_output_tokens) {
        (Some(count), Some(limit)) if count > u64::from(limit) => Err(Fault::validation(format!(
            "The maximum tokens you requested exceeds the model limit of {limit}. Try again with a maximum tokens value \
             that is lower than {limit}."
        ))),
        _ => Ok(()),
    }
}

/// Refuses what does not fit into the model's context window.
pub fn fits(ask: &Ask, model: &Model) -> Result<(), Fault> {
    match model.context_tokens {
        Some(limit) if ask.input_tokens() > u64::from(limit) => {
            Err(Fault::validation("Input is too long for requested model."))
        }
        _ => Ok(()),
    }
}

/// The text members of a list of blocks, joined.
pub fn texts(blocks: Option<&Value>, between: &str) -> String {
    let blocks = blocks.and_then(Value::as_array);
    let texts = blocks.into_iter().flatten().filter_map(|block| block.get("text").and_then(Value::as_str));
    texts.collect::<Vec<_>>().join(between)
}

/// The strings of a list.
pub fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// One message in Converse's shape, which is Nova's too.
pub fn said(message: &Value) -> Said {
    let role = match message.get("role").and_then(Value::as_str) {
        Some("assistant") => Role::Assistant,
        _ => Role::User,
    };
    let mut said = Said::new(role, "");
    for block in message.get("content").and_then(Value::as_array).into_iter().flatten() {
        for (kind, value) in block.as_object().into_iter().flatten() {
            add_block(&mut said, kind, value);
        }
    }
    said
}

fn add_block(said: &mut Said, kind: &str, value: &Value) {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    match kind {
        "text" => {
            said.add_text(value.as_str().unwrap_or_default());
            return;
        }
        "cachePoint" => return,
        "guardContent" if text("/text/text").is_some() => {
            said.add_text(text("/text/text").unwrap_or_default());
            return;
        }
        "image" => {
            said.given.push(given("image", value));
            said.other_tokens += IMAGE_TOKENS;
            return;
        }
        "document" => match sources::of_document(value) {
            Some(source) => said.sources.push(source),
            None => said.given.push(given("document", value)),
        },
        "video" => said.given.push(given("video", value)),
        "audio" => said.given.push(given("sound", value)),
        "searchResult" => said.sources.push(sources::of_search_result(value)),
        "toolUse" => {
            let owned = |pointer: &str| text(pointer).unwrap_or_default().to_owned();
            let input = value.get("input").cloned().unwrap_or_default();
            said.calls.push(Call { id: owned("/toolUseId"), name: owned("/name"), input });
        }
        "toolResult" => {
            let parts = value.get("content").and_then(Value::as_array);
            let mut found: Vec<Value> = parts.into_iter().flatten().filter_map(result_part).collect();
            let content = if found.len() == 1 { found.remove(0) } else { json!(found) };
            let failed = text("/status") == Some("error");
            said.outcomes.push(Outcome { id: text("/toolUseId").unwrap_or_default().to_owned(), content, failed });
        }
        _ => {}
    }
    said.other_tokens += tokens::count(&value.to_string());
}

/// One part of a tool's result as a value.
fn result_part(part: &Value) -> Option<Value> {
    let (kind, value) = part.as_object()?.iter().next()?;
    Some(match kind.as_str() {
        "json" => value.clone(),
        "text" => parsed(value.as_str().unwrap_or_default()),
        "searchResult" => json!(sources::of_search_result(value).text),
        kind => json!(format!("a result that this simulator cannot look at, {}", given(kind, value))),
    })
}

/// A text that holds JSON as the JSON, any other as itself.
pub fn parsed(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_) | Value::Number(_))) => value,
        _ => json!(text),
    }
}

/// What a block with a format, a source and perhaps a name is: `document “plan” (PDF, 12 KB)`.
fn given(kind: &str, block: &Value) -> String {
    let text = |pointer: &str| block.pointer(pointer).and_then(Value::as_str);
    let size = text("/source/bytes").map(size_of_base64);
    let place = size.or_else(|| text("/source/s3Location/uri").map(str::to_owned));
    described(kind, text("/name"), text("/format"), place.as_deref())
}

/// The same from its parts.
pub fn described(kind: &str, name: Option<&str>, format: Option<&str>, place: Option<&str>) -> String {
    let name = name.map(|name| format!(" “{name}”")).unwrap_or_default();
    let format = format.map(str::to_uppercase);
    let facts: Vec<&str> = [format.as_deref(), place].into_iter().flatten().collect();
    if facts.is_empty() { format!("{kind}{name}") } else { format!("{kind}{name} ({})", facts.join(", ")) }
}

/// Notes bytes that the simulator cannot look at.
pub fn give_bytes(said: &mut Said, kind: &str, format: Option<&str>, base64: Option<&str>) {
    let format = format.or_else(|| PictureFormat::from_base64_start(base64?).map(PictureFormat::word));
    let size = base64.map(size_of_base64);
    said.given.push(described(kind, None, format, size.as_deref()));
    said.other_tokens += IMAGE_TOKENS;
}

/// How many bytes a base64 text stands for, as people write it.
pub fn size_of_base64(text: &str) -> String {
    let bytes = text.trim_end_matches('=').len() * 3 / 4;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
