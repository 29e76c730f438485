//! Amazon Nova's `messages-v1` body.
//!
//! Schema: <https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html>. A body that does not fit
//! is refused as "Malformed input request" with the place as a URI fragment; of several faults, only the number is
//! reported. Then the rules of conversations apply, as in Converse.

use super::schema::Faults;
use super::{Event, content, converse_blocks, pictures, rules};
use crate::bedrock::catalogue::Model;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::cache;
use crate::simulator::inference::part::{Kind, Stop};
use crate::simulator::inference::request::{Reasoning, Request};
use crate::simulator::inference::sampler::Sampling;
use serde_json::{Value, json};

const TOP: &str = "schemaVersion:s system:l messages!:l inferenceConfig:o toolConfig:o reasoningConfig:o";
const INFERENCE: &str = "maxTokens:i@1.. max_new_tokens:i@1.. temperature:n@0..1 topP:n@0..1 top_p:n@0..1 topK:i@0..128 \
                         top_k:i@0..128 stopSequences:ls@..4";
const BLOCK: &str = "text:s image:o video:o audio:o document:o toolUse:o toolResult:o cachePoint:o reasoningContent:o";

/// Checks a body and reads the request in it.
pub fn read(body: &Value, model: &Model) -> Result<Request, Fault> {
    schema_faults(body)?;
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    rules::check(body)?;
    pictures::check(messages, model.family())?;
    let inference = body.get("inferenceConfig");
    let get = |key: &str| inference.and_then(|config| config.get(key));
    let max_tokens = get("maxTokens").or_else(|| get("max_new_tokens")).and_then(Value::as_u64);
    content::within_limits(max_tokens, model)?;
    let mut request = Request {
        system: content::texts(body.get("system"), "\n"),
        messages: messages.iter().map(converse_blocks::message).collect(),
        sampling: Sampling {
            temperature: get("temperature").and_then(Value::as_f64),
            top_p: get("topP").or_else(|| get("top_p")).and_then(Value::as_f64),
            top_k: get("topK").or_else(|| get("top_k")).and_then(Value::as_u64),
        },
        max_tokens,
        stop_sequences: content::strings(get("stopSequences")),
        reasoning: match body.pointer("/reasoningConfig/type").and_then(Value::as_str) {
            Some("enabled") => Reasoning::On,
            Some(_) | None => Reasoning::Off,
        },
        ..Request::default()
    };
    (request.tools, request.choice) = converse_blocks::tools(body)?;
    request.cached = cache::count(body, request.input_tokens());
    content::fits(&request, model)?;
    Ok(request)
}

fn schema_faults(body: &Value) -> Result<(), Fault> {
    let mut faults = Faults::default();
    if let Some(top) = faults.members("#", body, TOP) {
        for (index, message) in items(top.get("messages")).enumerate() {
            message_faults(&mut faults, &format!("#/messages/{index}"), message);
        }
        for (index, block) in items(top.get("system")).enumerate() {
            faults.members(&format!("#/system/{index}"), block, "text:s cachePoint:o");
        }
        if let Some(config) = top.get("inferenceConfig").filter(|config| config.is_object()) {
            faults.members("#/inferenceConfig", config, INFERENCE);
        }
        if let Some(config) = top.get("toolConfig").filter(|config| config.is_object()) {
            faults.members("#/toolConfig", config, "tools!:l toolChoice:o");
        }
        if let Some(config) = top.get("reasoningConfig").filter(|config| config.is_object()) {
            let rules = "type!:e@enabled|disabled maxReasoningEffort:e@low|medium|high";
            faults.members("#/reasoningConfig", config, rules);
        }
    }
    faults.verdict()
}

fn items(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}

fn message_faults(faults: &mut Faults, at: &str, message: &Value) {
    let Some(message) = faults.members(at, message, "role!:e@user|assistant content!:l") else { return };
    for (index, block) in items(message.get("content")).enumerate() {
        faults.members(&format!("{at}/content/{index}"), block, BLOCK);
    }
}

fn stop_reason(answer: &Answer<'_>) -> &'static str {
    match &answer.completion.stop {
        // Nova has no stop reason for a guardrail, so its text becomes the answer.
        Stop::Guardrail => "end_turn",
        stop => stop.as_str(),
    }
}

/// The whole answer: Converse's shape without metrics.
pub fn whole(answer: &Answer<'_>) -> Value {
    json!({
        "output": { "message": { "content": converse_blocks::content(answer), "role": "assistant" } },
        "stopReason": stop_reason(answer),
        "usage": usage(answer),
    })
}

fn usage(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    json!({
        "inputTokens": completion.plain_input_tokens(),
        "outputTokens": completion.output_tokens,
        "totalTokens": completion.input_tokens + completion.output_tokens,
        "cacheReadInputTokenCount": completion.cached.read,
        "cacheWriteInputTokenCount": completion.cached.write,
    })
}

/// The events of a stream: Converse's, each wrapped in an object that names it.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let wrapped = |name: &str, payload: Value| json!({ name: payload });
    let mut events = vec![Event::frame("chunk", json!({ "messageStart": { "role": "assistant" } }))];
    for (index, part, groups) in answer.blocks() {
        if matches!(part.kind, Kind::Call(_)) {
            let start = converse_blocks::start(answer, index, part);
            events.push(Event::frame("chunk", wrapped("contentBlockStart", start)));
        }
        for text in groups {
            let delta = json!({ "delta": converse_blocks::delta(part, text), "contentBlockIndex": index });
            events.push(Event::tokens("chunk", wrapped("contentBlockDelta", delta)));
        }
        if let Some(closing) = converse_blocks::closing_delta(part) {
            let delta = json!({ "delta": closing, "contentBlockIndex": index });
            events.push(Event::frame("chunk", wrapped("contentBlockDelta", delta)));
        }
        events.push(Event::frame("chunk", json!({ "contentBlockStop": { "contentBlockIndex": index } })));
    }
    events.push(Event::frame("chunk", json!({ "messageStop": { "stopReason": stop_reason(answer) } })));
    events.push(Event::frame("chunk", json!({ "metadata": { "usage": usage(answer), "metrics": {}, "trace": {} } })));
    events
}
