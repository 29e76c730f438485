//! Converse's body, for every text model: first the rules of conversations, then those of the model.
//!
//! Shape: `ConverseRequest` and `ConverseResponse` of the public API model (bedrock-runtime 2023-09-30). A parameter
//! that the model refuses gives Converse's message: "The model returned the following errors: …".

use super::content::{fits, strings, texts, within_limits};
use super::converse_blocks::{message, tools};
use super::{Called, claude, claude_tools, converse_answer, effort, native, pictures, rules};
use crate::bedrock::catalogue::{Modality, Model, Sampling as Takes, Tools as TakesTools};
use crate::bedrock::family::{Body, Family};
use crate::bedrock::operation::Operation;
use crate::bedrock::rules::{RETURNED, converse};
use crate::simulator::fault::Fault;
use crate::simulator::inference::cache;
use crate::simulator::inference::request::{Message, Request};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::writer::sources;
use serde_json::{Map, Value, json};

/// Checks a body that fits the service model, and reads the request in it.
pub fn read(body: &Value, called: Called<'_>) -> Result<Request, Fault> {
    let model = called.model;
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    rules::check(body)?;
    let (tools, mut choice) = tools(body)?;
    supported(called.operation, body, model)?;
    Fault::first(converse::breaches(body, model))?;
    pictures::check(messages, model.family()).map_err(|fault| fault.prefixed(RETURNED))?;
    converse_answer::check_paths(body)?;
    let inference = body.get("inferenceConfig");
    let get = |key: &str| inference.and_then(|config| config.get(key));
    let max_tokens = get("maxTokens").and_then(Value::as_u64);
    within_limits(max_tokens, model)?;
    let native = model_parameters(body, called).map_err(|fault| fault.prefixed(RETURNED))?;
    // `tool_choice` in the additional fields is Claude's own, and overrides Converse's.
    if body.pointer("/additionalModelRequestFields/tool_choice").is_some() && model.family() == Some(Family::Claude) {
        choice = native.choice;
    }
    let mut turns: Vec<Message> = messages.iter().map(message).collect();
    sources::number(turns.iter_mut().flat_map(|turn| turn.sources.iter_mut()));
    let mut request = Request {
        system: texts(body.get("system"), "\n"),
        messages: turns,
        sampling: Sampling {
            temperature: get("temperature").and_then(Value::as_f64),
            top_p: get("topP").and_then(Value::as_f64),
            top_k: native.sampling.top_k,
        },
        max_tokens,
        stop_sequences: strings(get("stopSequences")),
        tools,
        choice,
        one_call: claude_tools::is_one_call(body.pointer("/additionalModelRequestFields/tool_choice"))
            || body.pointer("/additionalModelRequestFields/parallel_tool_calls") == Some(&json!(false)),
        reasoning: native.reasoning,
        schema: output_schema(body)?.or(native.schema),
        ..Request::default()
    };
    request.cached = cache::count(body, request.input_tokens());
    if request.cached.points > 0 && !matches!(model.family(), Some(Family::Claude | Family::Nova)) {
        return Err(Fault::denied(
            "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more \
             information.",
        ));
    }
    fits(&request, model)?;
    Ok(request)
}

/// The JSON schema in the `outputConfig` string.
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

/// Refuses features that the model lacks according to the catalogue.
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
        (true, TakesTools::NotStreamed | TakesTools::Yes) | (false, _) => {}
    }
    effort::converse(body, model)?;
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

/// Checks the parameters with the family's native body; returns top-k, reasoning and the schema from the additional
/// fields.
fn model_parameters(body: &Value, called: Called<'_>) -> Result<Request, Fault> {
    let Some(family) = called.model.family() else { return Ok(Request::default()) };
    let config = |key: &str| body.pointer("/inferenceConfig").and_then(|config| config.get(key)).cloned();
    let hello = |content: Value| json!([{ "role": "user", "content": content }]);
    let (key, value) = match family.body() {
        Body::Nova => ("messages", hello(json!([{ "text": "hello" }]))),
        Body::Prompt(_) => ("prompt", json!("hello")),
        Body::CohereR => ("message", json!("hello")),
        Body::TitanText => ("inputText", json!("hello")),
        Body::Claude | Body::Chat(_) | Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => {
            ("messages", hello(json!("hello")))
        }
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
        tools_of_claude(body, &mut native);
    }
    if let (Family::Claude, Some(effort)) = (family, body.pointer("/outputConfig/effort")) {
        native.insert("output_config".to_owned(), json!({ "effort": effort }));
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
    native::read(family, &Value::Object(native), Called { operation: None, ..called })
}

/// Adds the tools and the choice of `toolConfig` in Claude's words, so that parameters about tools are checked with them.
fn tools_of_claude(body: &Value, native: &mut Map<String, Value>) {
    let specs = body.pointer("/toolConfig/tools").and_then(Value::as_array).into_iter().flatten();
    let tools: Vec<Value> = specs
        .filter_map(|tool| tool.get("toolSpec"))
        .map(|spec| json!({ "name": spec.get("name"), "input_schema": spec.pointer("/inputSchema/json") }))
        .collect();
    if tools.is_empty() {
        return;
    }
    native.insert("tools".to_owned(), json!(tools));
    let choice = body.pointer("/toolConfig/toolChoice");
    let name = choice.and_then(|choice| choice.pointer("/tool/name"));
    let has_any = choice.is_some_and(|choice| choice.get("any").is_some());
    if let Some(name) = name {
        native.insert("tool_choice".to_owned(), json!({ "type": "tool", "name": name }));
    } else if has_any {
        native.insert("tool_choice".to_owned(), json!({ "type": "any" }));
    }
}

/// Adds the additional fields. Their tools join those of `toolConfig`; any other member replaces the one it finds.
fn merge(native: &mut Map<String, Value>, additional: Option<&Value>) {
    for (key, value) in additional.and_then(Value::as_object).into_iter().flatten() {
        match (native.get_mut(key), value) {
            (Some(Value::Array(tools)), Value::Array(more)) if key == "tools" => tools.extend(more.iter().cloned()),
            _ => {
                native.insert(key.clone(), value.clone());
            }
        }
    }
}
