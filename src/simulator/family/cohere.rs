//! Cohere Command R's body.
//!
//! Schema: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html>. The last
//! user message is separate from the history; calls have parameters but no ids, and a result repeats its call.

use super::schema::Faults;
use super::{Event, content};
use crate::bedrock::catalogue::Model;
use crate::bedrock::conversation::Role;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::part::{Kind, Stop};
use crate::simulator::inference::request::{Message, Request};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::writer::sources::{Cite, Place, Source};
use crate::simulator::writer::tools::{Call, Choice, Outcome, Tool};
use serde_json::{Map, Value, json};

const TOP: &str = "message!:s chat_history:l documents:l search_queries_only:b preamble:s max_tokens:i@1..4096 \
                   temperature:n@0..1 p:n@0.01..0.99 k:i@0..500 prompt_truncation:e@OFF|AUTO_PRESERVE_ORDER \
                   frequency_penalty:n@0..1 presence_penalty:n@0..1 seed:i return_prompt:b tools:l tool_results:l \
                   stop_sequences:ls raw_prompting:b";

/// Checks a body and reads the request in it.
pub fn read(body: &Value, model: &Model) -> Result<Request, Fault> {
    check(body)?;
    let list = |key: &str| body.get(key).and_then(Value::as_array).into_iter().flatten();
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut messages: Vec<Message> = Vec::new();
    let mut system = text("preamble").to_owned();
    for turn in list("chat_history") {
        let words = turn.get("message").and_then(Value::as_str).unwrap_or_default();
        match turn.get("role").and_then(Value::as_str) {
            Some("CHATBOT") => messages.push(Message::new(Role::Assistant, words)),
            Some("SYSTEM") => words.clone_into(&mut system),
            _ => messages.push(Message::new(Role::User, words)),
        }
    }
    let results: Vec<&Value> = list("tool_results").collect();
    if text("message").trim().is_empty() && results.is_empty() {
        return Err(Fault::malformed("#/message: expected minLength: 1, actual: 0"));
    }
    let now = Message::new(Role::User, text("message"));
    if results.is_empty() {
        messages.push(now);
    } else {
        let mut calls_message = Message::new(Role::Assistant, "");
        let mut answers = Message::new(Role::User, "");
        for (index, result) in results.iter().enumerate() {
            let part = |pointer: &str| result.pointer(pointer);
            let id = index.to_string();
            let name = part("/call/name").and_then(Value::as_str).unwrap_or_default().to_owned();
            let input = part("/call/parameters").cloned().unwrap_or_else(|| json!({}));
            calls_message.calls.push(Call { id: id.clone(), name, input });
            let outputs = result.get("outputs").and_then(Value::as_array);
            let content = match outputs.map(Vec::as_slice) {
                // An output is an object, so a plain text is a member of it.
                Some([one]) => match (one.as_object().map(Map::len), one.get("text").and_then(Value::as_str)) {
                    (Some(1), Some(text)) => content::parsed(text),
                    _ => one.clone(),
                },
                Some(several) => json!(several),
                None => Value::Null,
            };
            answers.other_tokens += crate::simulator::inference::tokens::count(&result.to_string());
            answers.outcomes.push(Outcome { id, content, failed: false });
        }
        // Without a history the question is in `message`; with one, it is the last user message of the history.
        if !now.text.trim().is_empty() {
            messages.push(now);
        }
        messages.extend([calls_message, answers]);
    }
    if let Some(last) = messages.last_mut() {
        for (index, document) in list("documents").enumerate() {
            let part = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let text = if document.get("snippet").is_some() { part("snippet") } else { part("text") };
            let title = part("title");
            last.other_tokens += crate::simulator::inference::tokens::count(&text);
            last.sources.push(Source {
                title,
                origin: None,
                text,
                place: Place::Document(index),
                cite: Cite::Yes,
                blocks: Vec::new(),
            });
        }
    }
    let number = |key: &str| body.get(key).and_then(Value::as_f64);
    let max_tokens = body.get("max_tokens").and_then(Value::as_u64);
    let request = Request {
        system,
        messages,
        sampling: Sampling {
            temperature: number("temperature"),
            top_p: number("p"),
            top_k: body.get("k").and_then(Value::as_u64).filter(|k| *k > 0),
        },
        max_tokens,
        stop_sequences: content::strings(body.get("stop_sequences")),
        tools: list("tools").map(tool).collect(),
        choice: if results.is_empty() { Choice::Auto } else { Choice::Never },
        ..Request::default()
    };
    content::within_limits(max_tokens, model)?;
    content::fits(&request, model)?;
    Ok(request)
}

fn check(body: &Value) -> Result<(), Fault> {
    let mut faults = Faults::default();
    if let Some(top) = faults.members("#", body, TOP) {
        for (key, rules) in [
            ("chat_history", "role!:e@USER|CHATBOT|SYSTEM|TOOL message:s tool_calls:l tool_results:l"),
            ("tools", "name!:s description:s parameter_definitions:o"),
            ("tool_results", "call!:o outputs!:l"),
        ] {
            let items = top.get(key).and_then(Value::as_array).into_iter().flatten();
            for (index, item) in items.enumerate() {
                faults.members(&format!("#/{key}/{index}"), item, rules);
            }
        }
    }
    faults.verdict()
}

/// `parameter_definitions` as a JSON schema.
fn tool(value: &Value) -> Tool {
    let definitions = value.get("parameter_definitions").and_then(Value::as_object);
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, definition) in definitions.into_iter().flatten() {
        let kind = match definition.get("type").and_then(Value::as_str).unwrap_or("str") {
            "int" | "integer" => "integer",
            "float" | "number" => "number",
            "bool" | "boolean" => "boolean",
            kind if kind.starts_with("list") || kind.starts_with("List") || kind == "array" => "array",
            kind if kind.starts_with("dict") || kind.starts_with("Dict") || kind == "object" => "object",
            _ => "string",
        };
        properties.insert(name.clone(), json!({ "type": kind }));
        if definition.get("required").and_then(Value::as_bool) == Some(true) {
            required.push(name.clone());
        }
    }
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    Tool::new(value.get("name"), value.get("description"), Some(&schema))
}

fn finish_reason(answer: &Answer<'_>) -> &'static str {
    match answer.completion.stop {
        Stop::MaxTokens => "MAX_TOKENS",
        Stop::StopSequence(_) => "STOP_SEQUENCE",
        Stop::EndTurn | Stop::ToolUse | Stop::Guardrail => "COMPLETE",
    }
}

fn tool_calls(answer: &Answer<'_>) -> Vec<Value> {
    let calls = answer.completion.parts.iter().filter_map(|part| match &part.kind {
        Kind::Call(name) => Some(json!({ "name": name, "parameters": part.input() })),
        Kind::Text | Kind::Cited(_) | Kind::Reasoning(_) => None,
    });
    calls.collect()
}

/// The whole answer.
pub fn whole(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    let text = completion.text();
    let mut out = json!({
        "response_id": answer.uuid(1),
        "text": text,
        "generation_id": answer.uuid(2),
        "finish_reason": finish_reason(answer),
        "meta": {
            "api_version": { "version": "1" },
            "billed_units": { "input_tokens": completion.input_tokens, "output_tokens": completion.output_tokens },
        },
    });
    let calls = tool_calls(answer);
    let citations: Vec<Value> = completion
        .parts
        .iter()
        .filter_map(|part| match &part.kind {
            Kind::Cited(citation) => {
                let index = match citation.place {
                    Place::Document(index) | Place::SearchResult(index) => index,
                };
                let end = part.text().chars().count();
                Some(json!({ "start": 0, "end": end, "text": part.text(), "document_ids": [format!("doc_{index}")] }))
            }
            Kind::Text | Kind::Reasoning(_) | Kind::Call(_) => None,
        })
        .collect();
    if let Some(out) = out.as_object_mut() {
        if !calls.is_empty() {
            out.insert("tool_calls".to_owned(), json!(calls));
        }
        if !citations.is_empty() {
            out.insert("citations".to_owned(), json!(citations));
        }
    }
    out
}

/// The events of a stream.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    for (_, part, groups) in answer.blocks() {
        match part.kind {
            Kind::Text | Kind::Cited(_) => events.extend(groups.iter().map(|text| {
                let chunk = json!({ "is_finished": false, "event_type": "text-generation", "text": text });
                Event::tokens("chunk", chunk)
            })),
            Kind::Reasoning(_) | Kind::Call(_) => {}
        }
    }
    let calls = tool_calls(answer);
    if !calls.is_empty() {
        let chunk = json!({ "is_finished": false, "event_type": "tool-calls-generation", "tool_calls": calls });
        events.push(Event::tokens("chunk", chunk));
    }
    let end = json!({
        "is_finished": true,
        "event_type": "stream-end",
        "finish_reason": finish_reason(answer),
        "response": whole(answer),
    });
    events.push(Event::frame("chunk", end));
    events
}
