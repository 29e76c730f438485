//! Writes answers in Converse's format; [`super::converse`] reads the requests.

use super::content::strings;
use super::converse_blocks::{closing_delta, content, delta, signs, start};
use super::{Event, native};
use crate::bedrock::family::Family;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::guardrail::Verdict;
use crate::simulator::inference::part::Kind;
use serde_json::{Map, Value, json};

fn usage(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    let cached = &completion.cached;
    let counts_cache = matches!(answer.model.family(), Some(Family::Claude | Family::Nova));
    let mut usage = json!({
        "inputTokens": completion.plain_input_tokens(),
        "outputTokens": completion.output_tokens,
        "totalTokens": completion.input_tokens + completion.output_tokens,
    });
    if let (true, Some(usage)) = (counts_cache || cached.points > 0, usage.as_object_mut()) {
        usage.insert("cacheReadInputTokens".to_owned(), json!(cached.read));
        usage.insert("cacheWriteInputTokens".to_owned(), json!(cached.write));
        if cached.write > 0 {
            let detail = json!([{ "ttl": cached.ttl.as_str(), "inputTokens": cached.write }]);
            usage.insert("cacheDetails".to_owned(), detail);
        }
    }
    usage
}

/// Refuses a path that is not a JSON pointer.
pub fn check_paths(body: &Value) -> Result<(), Fault> {
    let paths = strings(body.get("additionalModelResponseFieldPaths"));
    match paths.iter().find(|path| !path.starts_with('/')) {
        Some(path) => Err(Fault::validation(format!(
            "The value \"{path}\" in additionalModelResponseFieldPaths is not a JSON Pointer: it must begin with a slash."
        ))),
        None => Ok(()),
    }
}

/// The members of the native answer that `additionalModelResponseFieldPaths` requests; `None` without any.
fn additional_response_fields(body: &Value, answer: &Answer<'_>, delivery: Delivery) -> Option<Value> {
    let paths = strings(body.get("additionalModelResponseFieldPaths"));
    if paths.is_empty() {
        return None;
    }
    let family = answer.model.family()?;
    let mut natives = vec![native::whole(family, answer).ok()?];
    if delivery == Delivery::Stream {
        // The members of the native stream's own events, such as Claude's `/delta/stop_sequence` (vercel/ai#11410).
        natives.extend(native::events(family, answer).ok()?.into_iter().rev().map(|event| event.payload));
    }
    let mut out = Value::Object(Map::new());
    for path in paths {
        if let Some(value) = natives.iter().find_map(|native| native.pointer(&path)) {
            let tokens: Vec<String> =
                path.split('/').skip(1).map(|t| t.replace("~1", "/").replace("~0", "~")).collect();
            place(&mut out, &tokens, value);
        }
    }
    out.as_object().is_some_and(|out| !out.is_empty()).then_some(out)
}

/// Puts a value at a path, below objects; a path into a list gives an object with the index as its key.
fn place(out: &mut Value, path: &[String], value: &Value) {
    let Some((name, rest)) = path.split_first() else {
        *out = value.clone();
        return;
    };
    if !out.is_object() {
        *out = Value::Object(Map::new());
    }
    if let Some(members) = out.as_object_mut() {
        place(members.entry(name.clone()).or_insert(Value::Null), rest, value);
    }
}

/// How the answer is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delivery {
    /// As one body.
    Whole,
    /// As an event stream.
    Stream,
}

/// Members that a response repeats from the request, and the guardrail's trace.
fn add_metadata(out: &mut Value, body: &Value, answer: &Answer<'_>) {
    let Some(out) = out.as_object_mut() else { return };
    for key in ["performanceConfig", "serviceTier"] {
        if let Some(value) = body.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(trace) = answer.verdict.as_ref().and_then(Verdict::converse_trace) {
        out.insert("trace".to_owned(), trace);
    }
}

/// The whole answer to `body`.
pub fn whole(body: &Value, answer: &Answer<'_>) -> Value {
    let mut out = json!({
        "metrics": { "latencyMs": answer.latency_ms },
        "output": { "message": { "content": content(answer), "role": "assistant" } },
        "stopReason": answer.completion.stop.as_str(),
        "usage": usage(answer),
    });
    if let (Some(fields), Some(out)) = (additional_response_fields(body, answer, Delivery::Whole), out.as_object_mut())
    {
        out.insert("additionalModelResponseFields".to_owned(), fields);
    }
    add_metadata(&mut out, body, answer);
    out
}

/// The events of the stream for `body`.
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
    if let (Some(fields), Some(stop)) =
        (additional_response_fields(body, answer, Delivery::Stream), stop.as_object_mut())
    {
        stop.insert("additionalModelResponseFields".to_owned(), fields);
    }
    events.push(Event::frame("messageStop", stop));
    let mut metadata = json!({ "metrics": { "latencyMs": answer.latency_ms }, "usage": usage(answer) });
    add_metadata(&mut metadata, body, answer);
    events.push(Event::frame("metadata", metadata));
    events
}
