//! Amazon Nova's `messages-v1` body.
//!
//! Schema: <https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html>. A body that does not fit it
//! is refused as "Malformed input request" with the place as a URI fragment; several faults at once are only counted.
//! Then the rules of conversations apply, as in Converse.

use super::super::ask::{Ask, Said};
use super::super::conversation_rules::{self, Prefill, Tools};
use super::super::fault::Fault;
use super::super::sampler::Sampling;
use super::converse;
use super::{Answer, Event};
use crate::bedrock::catalogue::Model;
use serde_json::{Map, Value, json};

const TOP: [&str; 7] = [
    "schemaVersion",
    "system",
    "messages",
    "inferenceConfig",
    "toolConfig",
    "reasoningConfig",
    "amazon-bedrock-guardrailConfig",
];
const BLOCKS: [&str; 8] = ["text", "image", "video", "audio", "document", "toolUse", "toolResult", "cachePoint"];

/// Checks a body and reads what it asks.
pub fn read(body: &Value, model: &Model) -> Result<Ask, Fault> {
    match schema_faults(body).as_slice() {
        [] => {}
        [one] => return Err(malformed(one)),
        many => return Err(malformed(&format!("{} schema violations found", many.len()))),
    }
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let tools = if body.get("toolConfig").is_some() { Tools::Defined } else { Tools::Absent };
    conversation_rules::check(messages, tools, Prefill::Allowed)?;
    let inference = body.get("inferenceConfig");
    let get = |key: &str| inference.and_then(|config| config.get(key));
    let max_tokens = get("maxTokens").or_else(|| get("max_new_tokens")).and_then(Value::as_u64);
    converse::within_limits(max_tokens, model)?;
    let ask = Ask {
        system: converse::texts(body.get("system"), "\n"),
        said: messages.iter().map(converse::said).collect::<Vec<Said>>(),
        sampling: Sampling {
            temperature: get("temperature").and_then(Value::as_f64),
            top_p: get("topP").or_else(|| get("top_p")).and_then(Value::as_f64),
            top_k: get("topK").or_else(|| get("top_k")).and_then(Value::as_u64),
        },
        max_tokens,
        stop_sequences: converse::strings(get("stopSequences")),
    };
    converse::fits(&ask, model)?;
    Ok(ask)
}

fn malformed(what: &str) -> Fault {
    Fault::validation(format!("Malformed input request: {what}, please reformat your input and try again."))
}

/// What a value is called in the service's schema messages.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(number) if number.is_f64() => "BigDecimal",
        Value::Number(_) => "Integer",
        Value::String(_) => "String",
        Value::Array(_) => "JSONArray",
        Value::Object(_) => "JSONObject",
    }
}

struct Faults(Vec<String>);

impl Faults {
    fn expect(&mut self, at: &str, expected: &str, found: &Value) {
        self.0.push(format!("{at}: expected type: {expected}, found: {}", type_name(found)));
    }

    fn object<'a>(&mut self, at: &str, value: &'a Value) -> Option<&'a Map<String, Value>> {
        if !value.is_object() {
            self.expect(at, "JSONObject", value);
        }
        value.as_object()
    }

    fn array<'a>(&mut self, at: &str, value: &'a Value) -> Option<&'a Vec<Value>> {
        if !value.is_array() {
            self.expect(at, "JSONArray", value);
        }
        value.as_array()
    }

    fn string(&mut self, at: &str, value: &Value) {
        if !value.is_string() {
            self.expect(at, "String", value);
        }
    }

    fn keys(&mut self, at: &str, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            self.0.push(format!("{at}: extraneous key [{key}] is not permitted"));
        }
    }

    fn required(&mut self, at: &str, object: &Map<String, Value>, key: &str) {
        if !object.contains_key(key) {
            self.0.push(format!("{at}: required key [{key}] not found"));
        }
    }

    fn number(&mut self, at: &str, value: &Value, expected: &str, range: (f64, f64)) {
        let whole = expected == "Integer";
        let Some(number) = value.as_f64().filter(|_| !whole || value.is_i64() || value.is_u64()) else {
            self.expect(at, expected, value);
            return;
        };
        if number < range.0 {
            self.0.push(format!("{at}: {value} is not greater or equal to {}", range.0));
        }
        if number > range.1 {
            self.0.push(format!("{at}: {value} is not less or equal to {}", range.1));
        }
    }
}

fn schema_faults(body: &Value) -> Vec<String> {
    let mut faults = Faults(Vec::new());
    let Some(top) = faults.object("#", body) else { return faults.0 };
    faults.required("#", top, "messages");
    faults.keys("#", top, &TOP);
    if let Some(version) = top.get("schemaVersion") {
        faults.string("#/schemaVersion", version);
    }
    if let Some(messages) = top.get("messages").and_then(|messages| faults.array("#/messages", messages)) {
        for (index, message) in messages.iter().enumerate() {
            message_faults(&mut faults, &format!("#/messages/{index}"), message);
        }
    }
    if let Some(system) = top.get("system").and_then(|system| faults.array("#/system", system)) {
        for (index, block) in system.iter().enumerate() {
            let at = format!("#/system/{index}");
            if let Some(block) = faults.object(&at, block) {
                faults.keys(&at, block, &["text", "cachePoint"]);
            }
        }
    }
    if let Some(config) = top.get("inferenceConfig").and_then(|config| faults.object("#/inferenceConfig", config)) {
        inference_faults(&mut faults, config);
    }
    faults.0
}

fn message_faults(faults: &mut Faults, at: &str, message: &Value) {
    let Some(message) = faults.object(at, message) else { return };
    faults.required(at, message, "role");
    faults.required(at, message, "content");
    faults.keys(at, message, &["role", "content"]);
    if let Some(role) = message.get("role").filter(|role| !matches!(role.as_str(), Some("user" | "assistant"))) {
        let role = role.as_str().map_or_else(|| role.to_string(), str::to_owned);
        faults.0.push(format!("{at}/role: {role} is not a valid enum value"));
    }
    let content = message.get("content").and_then(|content| faults.array(&format!("{at}/content"), content));
    for (index, block) in content.into_iter().flatten().enumerate() {
        let at = format!("{at}/content/{index}");
        if let Some(block) = faults.object(&at, block) {
            faults.keys(&at, block, &BLOCKS);
            if let Some(text) = block.get("text") {
                faults.string(&format!("{at}/text"), text);
            }
        }
    }
}

fn inference_faults(faults: &mut Faults, config: &Map<String, Value>) {
    for (key, value) in config {
        let at = format!("#/inferenceConfig/{key}");
        match key.as_str() {
            "maxTokens" | "max_new_tokens" => faults.number(&at, value, "Integer", (1.0, f64::MAX)),
            "temperature" | "topP" | "top_p" => faults.number(&at, value, "Number", (0.0, 1.0)),
            "topK" | "top_k" => faults.number(&at, value, "Integer", (0.0, 128.0)),
            "stopSequences" => {
                for (index, sequence) in faults.array(&at, value).into_iter().flatten().enumerate() {
                    faults.string(&format!("{at}/{index}"), sequence);
                }
            }
            _ => faults.0.push(format!("#/inferenceConfig: extraneous key [{key}] is not permitted")),
        }
    }
}

/// The answer: Converse's shape without metrics.
pub fn whole(answer: &Answer<'_>) -> Value {
    json!({
        "output": { "message": { "content": converse::content(answer), "role": "assistant" } },
        "stopReason": answer.completion.stop.as_str(),
        "usage": usage(answer),
    })
}

fn usage(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    json!({
        "inputTokens": completion.input_tokens,
        "outputTokens": completion.output_tokens,
        "totalTokens": completion.input_tokens + completion.output_tokens,
        "cacheReadInputTokenCount": 0,
        "cacheWriteInputTokenCount": 0,
    })
}

/// The stream: Converse's events, each wrapped in an object that names it.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let mut events = vec![Event::frame("chunk", json!({ "messageStart": { "role": "assistant" } }))];
    for text in &answer.groups {
        let delta = json!({ "contentBlockDelta": { "delta": { "text": text }, "contentBlockIndex": 0 } });
        events.push(Event::tokens("chunk", delta));
    }
    if !answer.groups.is_empty() {
        events.push(Event::frame("chunk", json!({ "contentBlockStop": { "contentBlockIndex": 0 } })));
    }
    let stop_reason = answer.completion.stop.as_str();
    events.push(Event::frame("chunk", json!({ "messageStop": { "stopReason": stop_reason } })));
    events.push(Event::frame("chunk", json!({ "metadata": { "usage": usage(answer), "metrics": {}, "trace": {} } })));
    events
}
