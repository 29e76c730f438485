//! Writes answers in Claude's Messages format; [`super::claude`] reads the requests.

use super::Event;
use super::claude::name;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::cache::Ttl;
use crate::simulator::inference::part::{Kind, Part, Stop};
use serde_json::{Value, json};

fn stop_sequence(answer: &Answer<'_>) -> Value {
    match &answer.completion.stop {
        Stop::StopSequence(text) => json!(text),
        Stop::EndTurn | Stop::MaxTokens | Stop::ToolUse | Stop::Guardrail => Value::Null,
    }
}

fn stop_reason(answer: &Answer<'_>) -> &'static str {
    match &answer.completion.stop {
        // Claude has no stop reason for a guardrail, so its text becomes the answer.
        Stop::Guardrail => "end_turn",
        stop => stop.as_str(),
    }
}

fn usage(answer: &Answer<'_>, output_tokens: u64) -> Value {
    let completion = &answer.completion;
    let mut usage = json!({ "input_tokens": completion.plain_input_tokens() });
    if let Some(usage) = usage.as_object_mut() {
        let cached = &completion.cached;
        // Claude 3 counts no cache unless it is asked to; the later models write zeros.
        if cached.points > 0 || !answer.model.id.starts_with("anthropic.claude-3-") {
            let (minutes, hour) = if cached.ttl == Ttl::Hour { (0, cached.write) } else { (cached.write, 0) };
            usage.insert("cache_creation_input_tokens".to_owned(), json!(cached.write));
            usage.insert("cache_read_input_tokens".to_owned(), json!(cached.read));
            usage.insert(
                "cache_creation".to_owned(),
                json!({ "ephemeral_5m_input_tokens": minutes, "ephemeral_1h_input_tokens": hour }),
            );
        }
        usage.insert("output_tokens".to_owned(), json!(output_tokens));
    }
    usage
}

fn message(answer: &Answer<'_>, content: &[Value], stop_reason: Option<&str>, output_tokens: u64) -> Value {
    let stop_sequence = if stop_reason.is_none() { Value::Null } else { stop_sequence(answer) };
    json!({
        "model": name(answer.model),
        "id": format!("msg_bdrk_{}", answer.id),
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": stop_sequence,
        "usage": usage(answer, output_tokens),
    })
}

fn call_id(answer: &Answer<'_>, index: usize) -> String {
    format!("toolu_bdrk_{}", answer.letters(index, 24))
}

/// The whole answer.
pub fn whole(answer: &Answer<'_>) -> Value {
    let block = |(index, part, _): (usize, &Part, &[String])| match &part.kind {
        Kind::Text => json!({ "type": "text", "text": part.text() }),
        Kind::Cited(citation) => json!({ "type": "text", "text": part.text(), "citations": [citation.claude()] }),
        Kind::Reasoning(signature) => json!({ "type": "thinking", "thinking": part.text(), "signature": signature }),
        Kind::Call(name) => {
            json!({ "type": "tool_use", "id": call_id(answer, index), "name": name, "input": part.input() })
        }
    };
    let content: Vec<Value> = answer.blocks().map(block).collect();
    message(answer, &content, Some(stop_reason(answer)), answer.completion.output_tokens)
}

/// The events of a stream.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let opening = message(answer, &[], None, 1);
    let mut events = vec![Event::frame("chunk", json!({ "type": "message_start", "message": opening }))];
    for (index, part, groups) in answer.blocks() {
        let block = match &part.kind {
            Kind::Text => json!({ "type": "text", "text": "" }),
            Kind::Cited(_) => json!({ "type": "text", "text": "", "citations": [] }),
            Kind::Reasoning(_) => json!({ "type": "thinking", "thinking": "", "signature": "" }),
            Kind::Call(name) => json!({ "type": "tool_use", "id": call_id(answer, index), "name": name, "input": {} }),
        };
        let start = json!({ "type": "content_block_start", "index": index, "content_block": block });
        events.push(Event::frame("chunk", start));
        let delta = |delta: Value| json!({ "type": "content_block_delta", "index": index, "delta": delta });
        for text in groups {
            let delta = delta(match &part.kind {
                Kind::Text | Kind::Cited(_) => json!({ "type": "text_delta", "text": text }),
                Kind::Reasoning(_) => json!({ "type": "thinking_delta", "thinking": text }),
                Kind::Call(_) => json!({ "type": "input_json_delta", "partial_json": text }),
            });
            events.push(Event::tokens("chunk", delta));
        }
        match &part.kind {
            Kind::Cited(citation) => {
                let delta = delta(json!({ "type": "citations_delta", "citation": citation.claude() }));
                events.push(Event::frame("chunk", delta));
            }
            Kind::Reasoning(signature) => {
                let delta = delta(json!({ "type": "signature_delta", "signature": signature }));
                events.push(Event::frame("chunk", delta));
            }
            Kind::Text | Kind::Call(_) => {}
        }
        events.push(Event::frame("chunk", json!({ "type": "content_block_stop", "index": index })));
    }
    let stop = json!({ "stop_reason": stop_reason(answer), "stop_sequence": stop_sequence(answer) });
    let usage = json!({ "output_tokens": answer.completion.output_tokens });
    events.push(Event::frame("chunk", json!({ "type": "message_delta", "delta": stop, "usage": usage })));
    events.push(Event::frame("chunk", json!({ "type": "message_stop" })));
    events
}
