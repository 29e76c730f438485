//! `TwelveLabs` Pegasus: a video and a prompt in, text out.
//!
//! Fields: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-pegasus.html> and its neighbour for 1.5. The
//! simulator does not watch the video: the answer says so, or fits the JSON schema of the request. The page does not show the
//! chunks of a stream; ours have the whole answer's members, which is a guess.

use super::schema::Faults;
use super::{Event, content};
use crate::bedrock::catalogue::Model;
use crate::bedrock::conversation::Role;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::part::Stop;
use crate::simulator::inference::request::{Message, Request};
use crate::simulator::inference::sampler::Sampling;
use crate::simulator::inference::tokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

const RULES: &str =
    "inputPrompt!:s@1.. temperature:n@0..1 responseFormat:o mediaSource!:o maxOutputTokens:i@1.. analysis_mode:s";
/// Maximum of tokens in a prompt.
const MOST_PROMPT_TOKENS: u64 = 2_000;
/// Maximum of bytes in a video that is sent in the body: 36 MB.
const MOST_BYTES: usize = 36 * 1024 * 1024;

/// Checks a body and reads the request in it.
pub fn read(body: &Value, model: &Model) -> Result<Request, Fault> {
    let mut faults = Faults::default();
    let newer = !model.id.contains("-1-2-");
    if newer && let Some(members) = body.as_object() {
        // The members of 1.5 that are not on this list are not checked: its page has more.
        let is_known = |name: &str| RULES.split(' ').any(|rule| rule.trim_end_matches('!').starts_with(name));
        let known: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| is_known(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        faults.members("#", &Value::Object(known), RULES);
    } else {
        faults.members("#", body, RULES.trim_end_matches(" analysis_mode:s"));
    }
    let media = body.get("mediaSource").filter(|media| media.is_object());
    if let Some(media) = media {
        faults.members("#/mediaSource", media, "base64String:s@1.. s3Location:o");
        let given = ["base64String", "s3Location"].iter().filter(|name| media.get(**name).is_some()).count();
        if given != 1 {
            faults
                .add("#/mediaSource", &format!("exactly one of [base64String, s3Location] is expected, found {given}"));
        }
        if let Some(place) = media.get("s3Location").filter(|place| place.is_object()) {
            faults.members("#/mediaSource/s3Location", place, "uri!:s@1.. bucketOwner:s");
        }
    }
    let video = media.and_then(|media| media.get("base64String")).and_then(Value::as_str);
    match video.map(|video| STANDARD.decode(video).map(|bytes| bytes.len())) {
        Some(Err(_)) => faults.add("#/mediaSource/base64String", "the value is not base64"),
        Some(Ok(length)) if length > MOST_BYTES => {
            faults.add("#/mediaSource/base64String", &format!("the video has {length} bytes, more than {MOST_BYTES}"));
        }
        Some(Ok(_)) | None => {}
    }
    faults.verdict()?;
    if body.get("analysis_mode").and_then(Value::as_str).is_some_and(|mode| mode != "general") {
        return Err(Fault::validation("This simulator answers the analysis_mode general only."));
    }
    let prompt = body.get("inputPrompt").and_then(Value::as_str).unwrap_or_default();
    let count = tokens::count(prompt);
    if count > MOST_PROMPT_TOKENS {
        return Err(Fault::malformed(&format!("#/inputPrompt: {count} tokens, more than {MOST_PROMPT_TOKENS}")));
    }
    let max_tokens = body.get("maxOutputTokens").and_then(Value::as_u64);
    if let Some(count) = max_tokens.filter(|count| !newer && *count > 4_096) {
        return Err(Fault::malformed(&format!("#/maxOutputTokens: {count} is not less or equal to 4096")));
    }
    content::within_limits(max_tokens, model)?;
    let mut message = Message::new(Role::User, prompt);
    let size = video.map(content::size_of_base64);
    let uri = body.pointer("/mediaSource/s3Location/uri").and_then(Value::as_str);
    message.given.push(content::described("video", None, None, size.as_deref().or(uri)));
    // Pages state no rule for the tokens of a video; this is a guess.
    message.other_tokens += 258;
    let schema = ["/responseFormat/jsonSchema", "/responseFormat/json_schema/schema", "/responseFormat/json_schema"]
        .iter()
        .find_map(|pointer| body.pointer(pointer).filter(|schema| schema.is_object()));
    Ok(Request {
        messages: vec![message],
        sampling: Sampling { temperature: body.get("temperature").and_then(Value::as_f64), ..Sampling::default() },
        max_tokens,
        schema: schema.cloned(),
        ..Request::default()
    })
}

fn reason(answer: &Answer<'_>) -> &'static str {
    match answer.completion.stop {
        Stop::MaxTokens => "length",
        Stop::StopSequence(_) | Stop::EndTurn | Stop::ToolUse | Stop::Guardrail => "stop",
    }
}

/// The whole answer.
pub fn whole(answer: &Answer<'_>) -> Value {
    json!({ "message": answer.completion.text(), "finishReason": reason(answer) })
}

/// The events of a stream.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let groups = answer.blocks().filter(|(_, part, _)| !part.is_reasoning()).flat_map(|(_, _, groups)| groups);
    let mut events: Vec<Event> = groups.map(|text| Event::tokens("chunk", json!({ "message": text }))).collect();
    events.push(Event::frame("chunk", json!({ "message": "", "finishReason": reason(answer) })));
    events
}
