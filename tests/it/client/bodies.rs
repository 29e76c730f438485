//! Bodies with members changed, and answers as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::Reply;
use serde_json::{Value, json};

use super::{ask, events_of, json_of, text_of};

/// The body with these members in place of its own.
pub fn with(mut base: Value, changes: &Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        base[key] = value.clone();
    }
    base
}

/// The answer of Converse.
pub fn converse(model: &str, body: &Value) -> Value {
    let reply = ask(Operation::Converse, model, body);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    json_of(&reply)
}

/// The answer of `InvokeModel`.
pub fn native(model: &str, body: &Value) -> Value {
    let reply = ask(Operation::InvokeModel, model, body);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    json_of(&reply)
}

/// The JSON inside each chunk of a stream.
pub fn chunks_of(reply: &Reply) -> Vec<Value> {
    let decode = |payload: &Value| STANDARD.decode(payload["bytes"].as_str().unwrap()).unwrap();
    events_of(reply).iter().map(|(_, payload)| serde_json::from_slice(&decode(payload)).unwrap()).collect()
}

/// A body of Claude with one question, changed so.
pub fn claude(changes: &Value) -> Value {
    let base = json!({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 3_000,
        "messages": [{ "role": "user", "content": "What are tokens?" }],
    });
    with(base, changes)
}

/// The JSON inside each chunk of `InvokeModelWithResponseStream`'s answer.
pub fn native_chunks(model: &str, body: &Value) -> Vec<Value> {
    let reply = ask(Operation::InvokeModelWithResponseStream, model, body);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    chunks_of(&reply)
}
