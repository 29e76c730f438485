//! Answers in Converse's form: see [`super::converse`] for the requests.

use super::{Answer, Event, converse};
use crate::simulator::fault::Fault;
use crate::simulator::inference::completion::{Kind, Part};
use serde_json::{Map, Value, json};

/// The id of a call in the answer.
fn call_id(answer: &Answer<'_>, index: usize) -> String {
    format!("tooluse_{}", answer.letters(index, 22))
}

/// The content blocks of the answer.
pub fn content(answer: &Answer<'_>) -> Value {
    let block = |(index, part, _): (usize, &Part, &[String])| match &part.kind {
        Kind::Text => json!({ "text": part.text() }),
        Kind::Cited(citation) => json!({
            "citationsContent": { "content": [{ "text": part.text() }], "citations": [citation.converse()] }
        }),
        Kind::Reasoning(signature) => {
            let mut text = json!({ "text": part.text() });
            if let (true, Some(text)) = (signs(answer), text.as_object_mut()) {
                text.insert("signature".to_owned(), json!(signature));
            }
            json!({ "reasoningContent": { "reasoningText": text } })
        }
        Kind::Call(name) => {
            json!({ "toolUse": { "toolUseId": call_id(answer, index), "name": name, "input": part.input() } })
        }
    };
    Value::Array(answer.blocks().map(block).collect())
}

/// Whether the model signs its reasoning; the open-weight ones do not.
fn signs(answer: &Answer<'_>) -> bool {
    use crate::bedrock::family::Family;
    matches!(answer.model.family(), Some(Family::Claude | Family::Nova))
}

/// The `contentBlockStart` of a call.
pub fn start(answer: &Answer<'_>, index: usize, part: &Part) -> Value {
    let name = match &part.kind {
        Kind::Call(name) => name.as_str(),
        Kind::Text | Kind::Cited(_) | Kind::Reasoning(_) => "",
    };
    json!({
        "contentBlockIndex": index,
        "start": { "toolUse": { "toolUseId": call_id(answer, index), "name": name } },
    })
}

/// A group of tokens as a delta.
pub fn delta(part: &Part, text: &str) -> Value {
    match part.kind {
        Kind::Text | Kind::Cited(_) => json!({ "text": text }),
        Kind::Reasoning(_) => json!({ "reasoningContent": { "text": text } }),
        Kind::Call(_) => json!({ "toolUse": { "input": text } }),
    }
}

/// What comes behind the last group: a signature, a citation.
pub fn closing_delta(part: &Part) -> Option<Value> {
    match &part.kind {
        Kind::Reasoning(signature) => Some(json!({ "reasoningContent": { "signature": signature } })),
        Kind::Cited(citation) => Some(json!({ "citation": citation.converse() })),
        Kind::Text | Kind::Call(_) => None,
    }
}

fn usage(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    let cached = &completion.cached;
    let mut usage = json!({
        "inputTokens": completion.plain_input_tokens(),
        "outputTokens": completion.output_tokens,
        "totalTokens": completion.input_tokens + completion.output_tokens,
    });
    if let (true, Some(usage)) = (cached.points > 0, usage.as_object_mut()) {
        usage.insert("cacheReadInputTokens".to_owned(), json!(cached.read));
        usage.insert("cacheWriteInputTokens".to_owned(), json!(cached.write));
        if cached.write > 0 {
            let detail = json!([{ "ttl": cached.ttl.as_str(), "inputTokens": cached.write }]);
            usage.insert("cacheDetails".to_owned(), detail);
        }
    }
    usage
}

/// Refuses a path that is no JSON pointer.
pub fn check_paths(body: &Value) -> Result<(), Fault> {
    let paths = converse::strings(body.get("additionalModelResponseFieldPaths"));
    match paths.iter().find(|path| !path.starts_with('/')) {
        Some(path) => Err(Fault::validation(format!(
            "The value \"{path}\" in additionalModelResponseFieldPaths is not a JSON Pointer: it must begin with a slash."
        ))),
        None => Ok(()),
    }
}

/// Members of the native answer that `additionalModelResponseFieldPaths` asks for, as a document; `None` for none.
fn additional_response_fields(body: &Value, answer: &Answer<'_>) -> Option<Value> {
    let paths = converse::strings(body.get("additionalModelResponseFieldPaths"));
    if paths.is_empty() {
        return None;
    }
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

/// What a response repeats of the request, and the guardrail's trace.
fn add_metadata(out: &mut Value, body: &Value, answer: &Answer<'_>) {
    let Some(out) = out.as_object_mut() else { return };
    for key in ["performanceConfig", "serviceTier"] {
        if let Some(value) = body.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(trace) = answer.verdict.as_ref().and_then(super::Verdict::converse_trace) {
        out.insert("trace".to_owned(), trace);
    }
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
    add_metadata(&mut out, body, answer);
    out
}

/// The stream that answers `body`.
pub fn events(body: &Value, answer: &Answer<'_>) -> Vec<Event> {
    let mut events = vec![Event::frame("messageStart", json!({ "role": "assistant" }))];
    for (index, part, groups) in answer.blocks() {
        if matches!(part.kind, Kind::Call(_)) {
            events.push(Event::frame("contentBlockStart", start(answer, index, part)));
        }
        for text in groups {
            let payload = json!({ "contentBlockIndex": index, "delta": delta(part, text) });
            events.push(Event::tokens("contentBlockDelta", payload));
        }
        let is_signature = part.is_reasoning();
        if let Some(closing) = closing_delta(part).filter(|_| !is_signature || signs(answer)) {
            let payload = json!({ "contentBlockIndex": index, "delta": closing });
            events.push(Event::frame("contentBlockDelta", payload));
        }
        events.push(Event::frame("contentBlockStop", json!({ "contentBlockIndex": index })));
    }
    let mut stop = json!({ "stopReason": answer.completion.stop.as_str() });
    if let (Some(fields), Some(stop)) = (additional_response_fields(body, answer), stop.as_object_mut()) {
        stop.insert("additionalModelResponseFields".to_owned(), fields);
    }
    events.push(Event::frame("messageStop", stop));
    let mut metadata = json!({ "metrics": { "latencyMs": answer.latency_ms }, "usage": usage(answer) });
    add_metadata(&mut metadata, body, answer);
    events.push(Event::frame("metadata", metadata));
    events
}
