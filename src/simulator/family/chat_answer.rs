//! Writes answers in the dialects of the chat shape; [`super::chat`] reads the requests.

use super::Event;
use crate::bedrock::family::ChatDialect;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::part::{Kind, Stop};
use serde_json::{Map, Value, json};

const OPEN: &str = "<reasoning>";
const CLOSE: &str = "</reasoning>";

/// The member with the stop reason.
fn stop_key(dialect: ChatDialect) -> &'static str {
    if dialect == ChatDialect::Mistral { "stop_reason" } else { "finish_reason" }
}

fn stop(dialect: ChatDialect, answer: &Answer<'_>) -> &'static str {
    match answer.completion.stop {
        Stop::MaxTokens => "length",
        Stop::ToolUse => "tool_calls",
        Stop::Guardrail if dialect == ChatDialect::OpenAi => "content_filter",
        Stop::EndTurn | Stop::StopSequence(_) | Stop::Guardrail => "stop",
    }
}

fn call_id(dialect: ChatDialect, answer: &Answer<'_>, index: usize) -> String {
    match dialect {
        // Mistral's ids are nine letters and digits.
        ChatDialect::Mistral => answer.letters(index, 9),
        ChatDialect::OpenAi | ChatDialect::Jamba | ChatDialect::Palmyra => {
            format!("call_{}", answer.letters(index, 24))
        }
    }
}

fn head(dialect: ChatDialect, answer: &Answer<'_>, object: &str) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("id".to_owned(), json!(format!("chatcmpl-{}", answer.uuid(0))));
    if dialect != ChatDialect::Jamba {
        out.insert("object".to_owned(), json!(object));
        out.insert("created".to_owned(), json!(answer.created));
    }
    out.insert("model".to_owned(), json!(answer.model.id));
    out
}

/// The whole answer.
pub fn whole(dialect: ChatDialect, answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    let reasoning = completion.reasoning();
    let text = completion.text();
    let content = if reasoning.is_empty() { text } else { format!("{OPEN}{reasoning}{CLOSE}{text}") };
    let mut message = Map::new();
    message.insert("role".to_owned(), json!("assistant"));
    message.insert("content".to_owned(), json!(content));
    let calls: Vec<Value> = answer
        .blocks()
        .filter_map(|(index, part, _)| match &part.kind {
            Kind::Call(name) => Some(json!({
                "id": call_id(dialect, answer, index),
                "type": "function",
                "function": { "name": name, "arguments": part.text() },
            })),
            Kind::Text | Kind::Cited(_) | Kind::Reasoning(_) => None,
        })
        .collect();
    if !calls.is_empty() {
        message.insert("tool_calls".to_owned(), json!(calls));
    }
    let mut out = head(dialect, answer, "chat.completion");
    out.insert(
        "choices".to_owned(),
        json!([{ "index": 0, "message": message, stop_key(dialect): stop(dialect, answer) }]),
    );
    out.insert(
        "usage".to_owned(),
        json!({
            "prompt_tokens": completion.input_tokens,
            "completion_tokens": completion.output_tokens,
            "total_tokens": completion.input_tokens + completion.output_tokens,
        }),
    );
    Value::Object(out)
}

/// The events of a stream.
pub fn events(dialect: ChatDialect, answer: &Answer<'_>) -> Vec<Event> {
    // Mistral's chunks carry a `message`, the others a `delta`.
    let member = if dialect == ChatDialect::Mistral { "message" } else { "delta" };
    let chunk = |delta: Value, stop: Value| {
        let mut out = head(dialect, answer, "chat.completion.chunk");
        out.insert("choices".to_owned(), json!([{ "index": 0, member: delta, stop_key(dialect): stop }]));
        Value::Object(out)
    };
    let mut events = vec![Event::frame("chunk", chunk(json!({ "role": "assistant", "content": "" }), Value::Null))];
    let text = |text: &str| chunk(json!({ "content": text }), Value::Null);
    let mut calls = 0;
    for (index, part, groups) in answer.blocks() {
        match &part.kind {
            Kind::Call(name) => {
                let call = json!({
                    "index": calls,
                    "id": call_id(dialect, answer, index),
                    "type": "function",
                    "function": { "name": name, "arguments": "" },
                });
                events.push(Event::frame("chunk", chunk(json!({ "tool_calls": [call] }), Value::Null)));
                for fragment in groups {
                    let call = json!({ "index": calls, "function": { "arguments": fragment } });
                    events.push(Event::tokens("chunk", chunk(json!({ "tool_calls": [call] }), Value::Null)));
                }
                calls += 1;
            }
            Kind::Reasoning(_) => {
                events.push(Event::frame("chunk", text(OPEN)));
                events.extend(groups.iter().map(|group| Event::tokens("chunk", text(group))));
                events.push(Event::frame("chunk", text(CLOSE)));
            }
            Kind::Text | Kind::Cited(_) => {
                events.extend(groups.iter().map(|group| Event::tokens("chunk", text(group))));
            }
        }
    }
    events.push(Event::frame("chunk", chunk(json!({}), json!(stop(dialect, answer)))));
    events
}
