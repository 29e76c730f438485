//! From a native body to the equivalent Converse body.
//!
//! A family's reader takes what Converse has a member for. The rest is found by writing the native body again from the
//! result and comparing: missing members go to `additionalModelRequestFields`, which the writer merges back, and other
//! differences are reported. So the links are the writer's, and nothing is dropped silently.

use serde_json::{Map, Value};

use super::error::TwinError;
use super::link::{HEADER_PLACE, Link};
use super::reading::{Reading, with_prefix};
use super::settings::put;
use super::to_native::invoke_body;
use super::{chat, claude, cohere, nova, prompt};
use crate::bedrock::family::{Body, Family};
use crate::bedrock::model_id::ModelId;
use crate::text::json::pointer_token;

/// The Converse body for a native body, and the links between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Back {
    /// The Converse body.
    pub body: Value,
    /// The links; `native` places are places of the given body.
    pub links: Vec<Link>,
    /// The parts of the native body that Converse has no member for.
    pub native_only: Vec<NativeOnly>,
}

/// A place of a native body that Converse has no member for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NativeOnly {
    /// JSON pointer into the native body.
    pub pointer: String,
    /// Where the Converse body keeps it (inside `additionalModelRequestFields`); `None` when the Converse request omits
    /// it.
    pub kept_at: Option<String>,
    /// Why, in one sentence.
    pub note: String,
}

/// Members that no native body can hold: they are sent as headers, or exist in Converse only.
const OUTSIDE: [&str; 7] = [
    "guardrailConfig",
    "performanceConfig",
    "serviceTier",
    "projectIdentifier",
    "requestMetadata",
    "additionalModelResponseFieldPaths",
    "promptVariables",
];

impl Back {
    /// Copies the members that no native body can hold from the experiment's previous Converse body.
    pub fn carry_over(&mut self, before: &Value) {
        let Value::Object(out) = &mut self.body else { return };
        for key in OUTSIDE {
            if let Some(value) = before.get(key) {
                out.insert(key.to_owned(), value.clone());
            }
        }
    }
}

/// The Converse body that is equivalent to a native body of `family`.
///
/// # Errors
///
/// When the family has no reader, or the body lacks a required member.
pub fn converse_body(family: Family, native: &Value, model: &ModelId) -> Result<Back, TwinError> {
    let mut reading = Reading::new(native, model);
    let (read, pointer, expected) = match family.body() {
        Body::Claude => (claude::read(&mut reading), "/messages", "a list of messages, each with role and content"),
        Body::Nova => (nova::read(&mut reading), "/messages", "a list of messages, each with role and content"),
        Body::CohereR => (cohere::read(&mut reading), "/message", "the user's message as a string"),
        Body::Prompt(_) => (prompt::read(&mut reading, family), "/prompt", "the prompt as a string"),
        Body::TitanText => (prompt::read(&mut reading, family), "/inputText", "the text as a string"),
        Body::Chat(_) => {
            (chat::read(&mut reading, family), "/messages", "a list of messages, each with role and content")
        }
        Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => {
            return Err(TwinError::FamilyWithoutWriter(family));
        }
    };
    if read.is_none() {
        return Err(TwinError::NotNative { family, pointer, expected });
    }
    let out = std::mem::take(&mut reading.out);
    let mut body = Map::new();
    for key in ["system", "messages", "inferenceConfig"] {
        body.extend(out.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    body.extend(out.into_iter().filter(|(key, _)| !matches!(key.as_str(), "system" | "messages" | "inferenceConfig")));
    let body = Value::Object(body);
    let first = invoke_body(family, &body, model)?;
    let mut fields = Map::new();
    let mut native_only = Vec::new();
    missing(&reading, "", native, &first.body, &mut fields, &mut native_only);
    let (body, twin) = if fields.is_empty() {
        (body, first)
    } else {
        let mut body = body;
        if let Value::Object(members) = &mut body {
            members.insert("additionalModelRequestFields".into(), Value::Object(fields));
        }
        let twin = invoke_body(family, &body, model)?;
        (body, twin)
    };
    flag(&reading, "", native, &twin.body, &mut native_only);
    let mut links = twin.links;
    for link in &mut links {
        link.native = link
            .native
            .iter()
            .filter(|place| !place.starts_with(HEADER_PLACE))
            .map(|place| with_prefix(place, &reading.given_at))
            .filter(|place| native.pointer(place).is_some())
            .collect();
        link.native.dedup();
    }
    links.retain(|link| !link.converse.is_empty() || !link.native.is_empty());
    Ok(Back { body, links, native_only })
}

/// Finds members that the writer does not write. They go to Converse's additional fields, at the same place.
fn missing(
    reading: &Reading<'_>,
    at: &str,
    given: &Value,
    written: &Value,
    fields: &mut Map<String, Value>,
    native_only: &mut Vec<NativeOnly>,
) {
    let (Value::Object(given), Value::Object(members)) = (given, written) else { return };
    for (key, value) in given {
        let pointer = format!("{at}/{}", pointer_token(key));
        if reading.is_dropped(&pointer) {
            continue;
        }
        match members.get(key) {
            Some(inner) => missing(reading, &pointer, value, inner, fields, native_only),
            // Keys with a slash are not moved; bodies have at most two levels of objects.
            None if !key.contains(['/', '~']) && at.matches('/').count() < 2 => {
                put(fields, &pointer, value.clone());
                native_only.push(NativeOnly {
                    kept_at: Some(format!("/additionalModelRequestFields{pointer}")),
                    note: format!("Converse has no member for `{key}`, so it is sent in additionalModelRequestFields."),
                    pointer,
                });
            }
            None => {}
        }
    }
}

/// Finds places whose value the writer writes differently, because Converse cannot hold it.
fn flag(reading: &Reading<'_>, at: &str, given: &Value, native: &Value, native_only: &mut Vec<NativeOnly>) {
    let children: Vec<(String, &Value)> = match given {
        _ if reading.dropped.contains(at) => Vec::new(),
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (format!("{at}/{i}"), item)).collect(),
        Value::Object(members) => members.iter().map(|(key, v)| (format!("{at}/{}", pointer_token(key)), v)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    if !children.is_empty() {
        for (pointer, child) in children {
            flag(reading, &pointer, child, native, native_only);
        }
    } else if reading.shorthand.contains(at) {
        // The writer's form has the same meaning without it.
    } else if reading.is_dropped(at)
        || !native.pointer(&with_prefix(at, &reading.written_at)).is_some_and(|w| same(given, w))
    {
        let note = "Converse cannot express this, so the Converse request omits or changes it.";
        native_only.push(NativeOnly { pointer: at.to_owned(), kept_at: None, note: note.to_owned() });
    }
}

/// Whether two leaves mean the same: numbers are compared by value, JSON inside strings as JSON.
fn same(given: &Value, written: &Value) -> bool {
    match (given, written) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) => {
            let json = |text: &str| serde_json::from_str::<Value>(text).ok().filter(|v| v.is_object() || v.is_array());
            a == b || json(a).is_some_and(|a| json(b) == Some(a))
        }
        _ => given == written,
    }
}
