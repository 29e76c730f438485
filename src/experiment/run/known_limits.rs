//! Known reasons for a refusal, found before anything is sent, each in one sentence at its field.
//!
//! These are limits that AWS documents in words, in addition to the service model's ranges and patterns: models that do not
//! stream, the number and the size of pictures, a document that needs a text in the same message, tool results that must
//! answer the calls before them. The rules of conversations are those of [`crate::bedrock::rules`], in AWS's words, which
//! the simulator answers with. The check reads the two finished requests, so it also holds for bodies that were edited as
//! JSON.

use serde_json::Value;

use super::requests::Twin;
use crate::bedrock::family::Family;
use crate::bedrock::picture_check::{self, PictureFault};
use crate::bedrock::rules::{self, Breach, Place, thinking};
use crate::bedrock::{catalogue, effort, limits};
use crate::experiment::form::issue::{Field, Refusal};
use crate::text::number;

/// The sentences, in the order in which they are worth reading.
pub fn refusals(twin: &Twin) -> Vec<Refusal> {
    let mut found = Found { refusals: Vec::new() };
    let body = serde_json::from_str(&twin.converse.body_text).unwrap_or(Value::Null);
    window_id(twin, &mut found);
    streaming(twin, &body, &mut found);
    stop_sequences(twin, &mut found);
    if let Some(why) = body
        .pointer("/outputConfig/effort")
        .and_then(Value::as_str)
        .and_then(|effort| effort::refusal(&twin.model, effort))
    {
        found.at(Field::More, why);
    }
    tools(&body, &mut found);
    media(&body, &mut found);
    conversation(twin, &body, &mut found);
    found.refusals
}

fn window_id(twin: &Twin, found: &mut Found) {
    if let Some(window) = twin.model.context_window() {
        found.at(
            Field::Model,
            format!("An ID that ends in :{window} is for Provisioned Throughput; on-demand calls refuse it: remove :{window}"),
        );
    }
}

/// The rules that the simulator answers with: of the Converse body, and of Claude's thinking in the native body.
fn conversation(twin: &Twin, body: &Value, found: &mut Found) {
    let known = catalogue::find(&twin.model);
    let mut breaches = match known {
        Some(model) => rules::converse::breaches(body, model),
        None => rules::converse::for_any_model(body),
    };
    let native = twin.invoke.as_ref().ok().and_then(|built| serde_json::from_str::<Value>(&built.body_text).ok());
    if let (Some(model), Some(Value::Object(native)), Some(Family::Claude)) = (known, &native, twin.family) {
        breaches.extend(thinking::breach(native, model));
    }
    for Breach { place, message, hint, .. } in breaches {
        let field = match place {
            Place::Message(index) => Field::Message(index),
            Place::System => Field::System,
            Place::Tools => Field::More,
            Place::StopSequences => Field::StopSequences,
            Place::Temperature => Field::Temperature,
            Place::TopP => Field::TopP,
            Place::MaxTokens => Field::MaxTokens,
            Place::Parameters => Field::ExtraFields,
        };
        let hint = hint.map(|hint| format!(" {hint}")).unwrap_or_default();
        found.at(field, format!("Bedrock will refuse this: {message}{hint}"));
    }
}

struct Found {
    refusals: Vec<Refusal>,
}

impl Found {
    fn at(&mut self, field: Field, message: impl Into<String>) {
        self.refusals.push(Refusal { field, message: message.into() });
    }
}

fn streaming(twin: &Twin, body: &Value, found: &mut Found) {
    if twin.converse.operation.is_streaming()
        && let Some(why) = limits::no_stream(&twin.model)
    {
        found.at(Field::Stream, why);
        return;
    }
    if body.get("toolConfig").is_some()
        && let Some(why) = limits::no_streamed_tools(&twin.model, twin.converse.operation)
    {
        found.at(Field::Stream, why);
    }
    if let (Some(family), Ok(invoke)) = (twin.family, &twin.invoke)
        && let Ok(native) = serde_json::from_str(&invoke.body_text)
        && let Some(why) = limits::no_stream_body(family, &native, invoke.operation)
    {
        found.at(Field::Stream, why);
    }
}

fn stop_sequences(twin: &Twin, found: &mut Found) {
    let native = twin.invoke.as_ref().ok().and_then(|built| serde_json::from_str::<Value>(&built.body_text).ok());
    let (Some(family), Some(native)) = (twin.family, native) else { return };
    let written = ["stop_sequences", "stop", "stopSequences"]
        .iter()
        .find_map(|key| native.get(*key).and_then(Value::as_array))
        .map_or(0, Vec::len);
    if let Some(most) = limits::most_stop_sequences(family).filter(|most| written > *most) {
        found.at(
            Field::StopSequences,
            format!(
                "{} takes at most {} in its own body, and this has {written}",
                family.name(),
                number::count(most as u64, "stop sequence")
            ),
        );
    }
}

fn tools(body: &Value, found: &mut Found) {
    let tools = items(body.get("toolConfig"), "tools");
    for (number, tool) in (1..).zip(tools) {
        let Some(name) = tool.pointer("/toolSpec/name").and_then(Value::as_str) else { continue };
        if let Err(why) = limits::tool_name(name) {
            found.at(Field::More, format!("Tool {number}: {why}"));
        }
    }
}

/// A kind of file, by the member of a content block that carries it: its word, most a request, most bytes of one.
const FILES: [(&str, &str, usize, usize); 2] = [
    ("image", "picture", limits::MOST_IMAGES, limits::MOST_IMAGE_BYTES),
    ("document", "document", limits::MOST_DOCUMENTS, limits::MOST_DOCUMENT_BYTES),
];

fn media(body: &Value, found: &mut Found) {
    for (key, word, most, most_bytes) in FILES {
        let mut count = 0;
        for (index, role, content) in messages(body) {
            let field = Field::Message(index);
            for file in content.iter().filter_map(|block| block.get(key)) {
                count += 1;
                if count == most + 1 {
                    let most = number::count(most as u64, word);
                    found.at(field, format!("A request may hold at most {most}; this one is too many"));
                }
                let encoded = file.pointer("/source/bytes").and_then(Value::as_str);
                let bytes = encoded.map_or(0, decoded_len);
                if key == "image"
                    && let Some(encoded) = encoded
                {
                    let named = file.get("format").and_then(Value::as_str);
                    if let Err(fault) = picture_check::check(named, encoded) {
                        found.at(field, picture(fault, named.unwrap_or_default()));
                    }
                } else if bytes > most_bytes {
                    let (has, most) = (number::bytes(bytes), number::bytes(most_bytes));
                    found.at(field, format!("This {word} has {has}; Bedrock takes at most {most}"));
                }
                if role == "assistant" {
                    found.at(field, format!("Only the user's messages can hold a {word}"));
                }
            }
        }
    }
    for (index, _, content) in messages(body) {
        let has_document = content.iter().any(|block| block.get("document").is_some());
        if has_document && !content.iter().any(|block| block.get("text").is_some()) {
            found.at(Field::Message(index), "A message with a document needs a text too: say what to do with it");
        }
    }
}

/// What is wrong with a picture.
fn picture(fault: PictureFault, named: &str) -> String {
    match fault {
        PictureFault::Unknown => {
            "The bytes of this picture are no PNG, JPEG, GIF or WebP file. Bedrock takes only these".to_owned()
        }
        PictureFault::Other(format) => {
            let found = format.word();
            format!("The bytes of this picture are {found}, and its format says {named}: set the format to {found}")
        }
        PictureFault::TooManyBytes(encoded) => {
            let [has, most] = [encoded / 4 * 3, limits::MOST_IMAGE_BYTES].map(number::bytes);
            format!("This picture has {has}; Bedrock takes at most {most}")
        }
        PictureFault::TooManyPixels(width, height) => {
            let [width, height, most] =
                [width, height, limits::MOST_IMAGE_PIXELS].map(|side| number::grouped(u64::from(side)));
            format!("This picture has {width} × {height} pixels; Bedrock takes at most {most} a side")
        }
    }
}

/// Bytes that a base64 text holds.
fn decoded_len(encoded: &str) -> usize {
    encoded.trim_end_matches('=').len() * 3 / 4
}

fn messages(body: &Value) -> impl Iterator<Item = (usize, &str, &[Value])> {
    items(Some(body), "messages").iter().enumerate().map(|(index, message)| {
        let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
        (index, role, items(Some(message), "content"))
    })
}

fn items<'a>(value: Option<&'a Value>, key: &str) -> &'a [Value] {
    value.and_then(|value| value.get(key)?.as_array()).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests;
