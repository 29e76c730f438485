//! Converse's body, for every text model: the rules of conversations, then what the model behind it takes.
//!
//! Shape: `ConverseRequest` and `ConverseResponse` of the public API model (bedrock-runtime 2023-09-30). Parameters
//! that the model refuses come back as Converse tells them: "The model returned the following errors: …".

use super::super::ask::{Ask, Said};
use super::super::conversation_rules::{self, Prefill, Tools};
use super::super::fault::Fault;
use super::super::sampler::Sampling;
use super::super::tokens;
use super::{Answer, Event, claude, nova};
use crate::bedrock::catalogue::{Modality, Model, Sampling as Takes, Tools as TakesTools};
use crate::bedrock::conversation::Role;
use crate::bedrock::family::Family;
use crate::bedrock::operation::Operation;
use serde_json::{Map, Value, json};

/// What an image counts as, in tokens; a round number of our own.
pub const IMAGE_TOKENS: u64 = 1_200;

/// Checks a body that fits the service model, and reads what it asks.
pub fn read(operation: Operation, body: &Value, model: &Model) -> Result<Ask, Fault> {
    let list = |key: &str| body.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let messages = list("messages");
    let prefill = match (model.family(), model.sampling) {
        (Some(Family::Claude), Takes::None) => Prefill::Refused,
        (Some(Family::Claude | Family::Nova), _) => Prefill::Allowed,
        _ => Prefill::Refused,
    };
    let tools = if body.get("toolConfig").is_some() { Tools::Defined } else { Tools::Absent };
    conversation_rules::check(messages, tools, prefill)?;
    supported(operation, body, model)?;
    let inference = body.get("inferenceConfig");
    let get = |key: &str| inference.and_then(|config| config.get(key));
    let max_tokens = get("maxTokens").and_then(Value::as_u64);
    within_limits(max_tokens, model)?;
    let additional = body.get("additionalModelRequestFields");
    let top_k = model_parameters(inference, additional, model)
        .map_err(|fault| fault.prefixed("The model returned the following errors: "))?;
    let ask = Ask {
        system: texts(body.get("system"), "\n"),
        said: messages.iter().map(said).collect(),
        sampling: Sampling {
            temperature: get("temperature").and_then(Value::as_f64),
            top_p: get("topP").and_then(Value::as_f64),
            top_k,
        },
        max_tokens,
        stop_sequences: strings(get("stopSequences")),
    };
    fits(&ask, model)?;
    Ok(ask)
}

/// Features that the catalogue says the model lacks.
fn supported(operation: Operation, body: &Value, model: &Model) -> Result<(), Fault> {
    if body.get("system").and_then(Value::as_array).is_some_and(|system| !system.is_empty()) && !model.system {
        return Err(Fault::validation(
            "This model doesn't support system messages. Try again without a system message or use a model that supports \
             system messages.",
        ));
    }
    match (body.get("toolConfig").is_some(), model.tools) {
        (true, TakesTools::No) => return Err(Fault::validation("This model doesn't support tool use.")),
        (true, TakesTools::NotStreamed) if operation.is_streaming() => {
            return Err(Fault::validation("This model doesn't support tool use in streaming mode."));
        }
        _ => {}
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

/// What the family itself says to the parameters, by way of its native body; gives top-k where it is set.
fn model_parameters(
    inference: Option<&Value>,
    additional: Option<&Value>,
    model: &Model,
) -> Result<Option<u64>, Fault> {
    let config = |key: &str| inference.and_then(|config| config.get(key)).cloned();
    let mut native = Map::new();
    let hello = |content: Value| json!([{ "role": "user", "content": content }]);
    match model.family() {
        Some(Family::Claude) => {
            native.insert("anthropic_version".to_owned(), json!(claude::VERSION));
            native.insert("max_tokens".to_owned(), json!(1));
            native.insert("messages".to_owned(), hello(json!("hello")));
            for (from, to) in [("temperature", "temperature"), ("topP", "top_p"), ("stopSequences", "stop_sequences")] {
                if let Some(value) = config(from) {
                    native.insert(to.to_owned(), value);
                }
            }
            merge(&mut native, additional);
            Ok(claude::read(&Value::Object(native), model)?.sampling.top_k)
        }
        Some(Family::Nova) => {
            native.insert("messages".to_owned(), hello(json!([{ "text": "hello" }])));
            merge(&mut native, additional);
            Ok(nova::read(&Value::Object(native), model)?.sampling.top_k)
        }
        _ => Ok(None),
    }
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
    let mut other_tokens = 0;
    let mut unseen = Vec::new();
    for block in message.get("content").and_then(Value::as_array).into_iter().flatten() {
        for (kind, value) in block.as_object().into_iter().flatten().filter(|(kind, _)| *kind != "text") {
            match kind.as_str() {
                "image" => {
                    unseen.push("image");
                    other_tokens += IMAGE_TOKENS;
                    continue;
                }
                "document" => unseen.push("document"),
                "video" => unseen.push("video"),
                "audio" => unseen.push("sound"),
                _ => {}
            }
            other_tokens += tokens::count(&value.to_string());
        }
    }
    Said { role, text: texts(message.get("content"), "\n"), other_tokens, unseen }
}

/// The content blocks of the answer.
pub fn content(answer: &Answer<'_>) -> Value {
    let text = answer.completion.text();
    if text.is_empty() { json!([]) } else { json!([{ "text": text }]) }
}

fn usage(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    json!({
        "inputTokens": completion.input_tokens,
        "outputTokens": completion.output_tokens,
        "totalTokens": completion.input_tokens + completion.output_tokens,
    })
}

/// Members of the native answer that `additionalModelResponseFieldPaths` asks for, as a document; `None` for none.
fn additional_response_fields(body: &Value, answer: &Answer<'_>) -> Option<Value> {
    let paths = strings(body.get("additionalModelResponseFieldPaths"));
    let native = super::whole_native(answer.model.family()?, answer).ok()?;
    let mut out = Map::new();
    for path in paths {
        let found = native.pointer(&path).cloned();
        // Only members at the top are put in place; a deeper path gives its last name.
        let name = path.rsplit('/').next().unwrap_or_default();
        if let Some(value) = found.filter(|_| !name.is_empty()) {
            out.insert(name.to_owned(), value);
        }
    }
    (!out.is_empty()).then_some(Value::Object(out))
}

/// The answer to `body`.
pub fn whole(body: &Value, answer: &Answer<'_>) -> Value {
    let mut out = json!({
        "metrics": { "latencyMs": answer.latency_ms },
        "output": { "message": { "content": content(answer), "role": "assistant" } },
        "stopReason": answer.completion.stop.as_str(),
        "usage": usage(answer),
    });
    if let (Some(fields), Some(out)) = (additional_response_fields(body, answer), out.as_object_mut()) {
        out.insert("additionalModelResponseFields".to_owned(), fields);
    }
    out
}

/// The stream that answers `body`.
pub fn events(body: &Value, answer: &Answer<'_>) -> Vec<Event> {
    let mut events = vec![Event::frame("messageStart", json!({ "role": "assistant" }))];
    for text in &answer.groups {
        let delta = json!({ "contentBlockIndex": 0, "delta": { "text": text } });
        events.push(Event::tokens("contentBlockDelta", delta));
    }
    if !answer.groups.is_empty() {
        events.push(Event::frame("contentBlockStop", json!({ "contentBlockIndex": 0 })));
    }
    let mut stop = json!({ "stopReason": answer.completion.stop.as_str() });
    if let (Some(fields), Some(stop)) = (additional_response_fields(body, answer), stop.as_object_mut()) {
        stop.insert("additionalModelResponseFields".to_owned(), fields);
    }
    events.push(Event::frame("messageStop", stop));
    let metadata = json!({ "metrics": { "latencyMs": answer.latency_ms }, "usage": usage(answer) });
    events.push(Event::frame("metadata", metadata));
    events
}
