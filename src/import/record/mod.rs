//! Reads JSON: a body, or a record that holds a request, such as a log record, an event, an archive or a line of a batch.
//!
//! Of a record it takes the model, the region, the operation and the body. Account ids, the caller's ARN and request ids
//! stay behind. What wraps a record (a log line, an event of `EventBridge`, JSON within a string) is opened, a few times.

mod answer;
mod envelope;
mod har;
mod raw;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::origin::{Found, ImportError, Origin};
use super::recognise::json_within;
use super::request_parts::{Body, RequestParts};
use crate::bedrock::operation::Operation;

/// How often something inside something is opened.
const DEEPEST: usize = 8;

/// What a look at a value gave: nothing of this kind, a request, or why the request in it cannot be read.
type Look = Option<Result<Found, ImportError>>;

fn unreadable(origin: Origin, why: impl Into<String>) -> Result<Found, ImportError> {
    Err(ImportError::Unreadable { origin, why: why.into() })
}

/// Reads a text that is JSON, several lines of JSON, or has a JSON object in it.
pub(super) fn read(text: &str) -> Result<Found, ImportError> {
    if !text.starts_with(['{', '[', '"']) {
        let value = json_within(text).ok_or_else(|| ImportError::Unknown("unknown format".to_owned()))?;
        let (origin, mut parts) = one(&value)?;
        parts.note("Ignored the text around the JSON object");
        return Ok((origin, parts));
    }
    let mut values = Vec::new();
    let mut rest = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    for value in rest.by_ref() {
        match value {
            Ok(value) => values.push(value),
            Err(error) if values.is_empty() => {
                let why = format!("not JSON at line {}, column {}: {error}", error.line(), error.column());
                return unreadable(Origin::Body, why);
            }
            Err(_) => break,
        }
    }
    match values.as_slice() {
        [value] => {
            let damaged = text.get(rest.byte_offset()..).is_some_and(|rest| !rest.trim().is_empty());
            let (origin, mut parts) = one(value)?;
            if damaged {
                parts.note("Ignored the text after the JSON object");
            }
            Ok((origin, parts))
        }
        several => first_of(several.iter()),
    }
}

fn one(value: &Value) -> Result<Found, ImportError> {
    match look(value, DEEPEST) {
        Some(found) => found,
        None => unreadable(Origin::Body, "a request body must be a JSON object"),
    }
}

/// The first of several values that holds a request, with a note on the others.
fn first_of<'a>(values: impl Iterator<Item = &'a Value>) -> Result<Found, ImportError> {
    let (mut first, mut failure, mut count) = (None, None, 0_usize);
    for value in values {
        match look(value, DEEPEST - 1) {
            Some(Ok(_)) if first.is_some() => count += 1,
            Some(Ok(found)) => {
                count += 1;
                first = Some(found);
            }
            Some(Err(error)) => failure = failure.or(Some(error)),
            None => {}
        }
        // Enough to say that there are several.
        if count >= 1_000 {
            break;
        }
    }
    match (first, failure) {
        (Some((origin, mut parts)), _) => {
            if count > 1 {
                parts.note(format!("The text contains {count} requests; only the first is imported"));
            }
            Ok((origin, parts))
        }
        (None, Some(error)) => Err(error),
        (None, None) => unreadable(Origin::Body, "a request body must be a JSON object"),
    }
}

/// Looks for a request in a value.
fn look(value: &Value, depth: usize) -> Look {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) => {
            let text = text.trim();
            let inner = serde_json::from_str(text).ok().or_else(|| json_within(text))?;
            look(&inner, depth)
        }
        Value::Array(items) if raw::is_messages(items) => Some(Ok((Origin::Body, raw::messages(items)))),
        Value::Array(items) if items.iter().any(|item| look_inside(item, depth)) => Some(first_of(items.iter())),
        Value::Array(items) => envelope::insights_row(items).and_then(|message| look(&message, depth)),
        Value::Object(members) => object(value, members, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Whether an item of a list can hold a request itself.
fn look_inside(item: &Value, depth: usize) -> bool {
    item.get("field").is_none() && depth > 0 && !item.is_number() && look(item, depth.min(4)).is_some()
}

fn object(value: &Value, members: &Map<String, Value>, depth: usize) -> Look {
    if har::is_archive(value) {
        return Some(
            har::read(value).map_or_else(|why| unreadable(Origin::Har, why), |parts| Ok((Origin::Har, parts))),
        );
    }
    invocation_log(value)
        .or_else(|| cloud_trail(value))
        .or_else(|| batch_line(members))
        .or_else(|| envelope::state_machine(members))
        .or_else(|| envelope::inner(members).and_then(|inner| look(&inner, depth)))
        .or_else(|| envelope::template(members).map(Err))
        .or_else(|| envelope::http_request(members))
        .or_else(|| answer::of(members).map(Err))
        .or_else(|| {
            Some(raw::read(value).map_or_else(|why| unreadable(Origin::Body, why), |parts| Ok((Origin::Body, parts))))
        })
}

/// The operation of this name.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Operation::ALL.into_iter().find(|operation| operation.name().eq_ignore_ascii_case(name))
}

/// The model of a record. The ARN of a public model or profile names an account only by the way, so its id is taken.
fn model_of_record(model: &str, parts: &mut RequestParts) {
    let public = ["inference-profile/", "foundation-model/"];
    let resource = model.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4));
    let id = resource.and_then(|resource| public.iter().find_map(|kind| resource.strip_prefix(kind)));
    if id.is_none() && resource.is_some() {
        parts.note("The model is an ARN, which contains an account id");
    }
    parts.model = Some(id.unwrap_or(model).to_owned());
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// A body that is JSON, or JSON in a string.
fn body(value: &Value) -> Body {
    match value {
        Value::String(text) => Body::parse(text),
        value => Body::Json(value.clone()),
    }
}

/// A record of Bedrock's log of model invocations (schema 1.0).
fn invocation_log(record: &Value) -> Look {
    let is_log = text(record, "/schemaType") == Some("ModelInvocationLog")
        || record.pointer("/input/inputBodyJson").or_else(|| record.pointer("/input/inputBodyS3Path")).is_some();
    if !is_log {
        return None;
    }
    let mut parts = RequestParts::default();
    let Some(input) = record.pointer("/input/inputBodyJson") else {
        let why = match record.pointer("/input/inputBodyS3Path") {
            Some(_) => "its body is too large for the record and is an object in S3: paste that object",
            None => "it has no body (input.inputBodyJson): text may be switched off in the logging settings",
        };
        return Some(unreadable(Origin::InvocationLog, why));
    };
    if let Some(name) = text(record, "/operation") {
        parts.operation = operation(name);
        if parts.operation.is_none() {
            return Some(unreadable(Origin::InvocationLog, format!("its operation {name} is not a call of this page")));
        }
    }
    parts.region = text(record, "/region").map(str::to_owned);
    if let Some(model) = text(record, "/modelId") {
        model_of_record(model, &mut parts);
    }
    parts.body = body(input);
    parts.note("The record's account id, identity and request id are not imported");
    Some(Ok((Origin::InvocationLog, parts)))
}

/// An event of `CloudTrail`. It has the parameters of a call, and no prompt.
fn cloud_trail(event: &Value) -> Look {
    let source = text(event, "/eventSource").filter(|_| event.get("eventName").is_some())?;
    let name = text(event, "/eventName").unwrap_or_default();
    if !source.starts_with("bedrock") {
        return Some(unreadable(Origin::CloudTrail, format!("it is an event of {source}, not of a model call")));
    }
    let parameters = event.get("requestParameters").unwrap_or(&Value::Null);
    let mut parts = RequestParts { operation: operation(name), ..RequestParts::default() };
    parts.region = text(event, "/awsRegion").map(str::to_owned);
    if let Some(model) = text(parameters, "/modelId") {
        model_of_record(model, &mut parts);
    }
    let content = if parameters.get("messages").is_some() { Some(parameters) } else { parameters.get("body") };
    let Some(content) = content.filter(|_| parts.operation.is_some()) else {
        let model = parts.model.map(|model| format!(" of {model}")).unwrap_or_default();
        return Some(unreadable(
            Origin::CloudTrail,
            format!(
                "CloudTrail does not record the body of {name}{model}. A record of Bedrock's model invocation logging has it"
            ),
        ));
    };
    parts.body = body(content);
    parts.note("The event's account id, identity and request id are not imported");
    Some(Ok((Origin::CloudTrail, parts)))
}

/// A line of the input of a batch job (`CreateModelInvocationJob`).
fn batch_line(members: &Map<String, Value>) -> Look {
    let input = members.get("modelInput")?;
    let mut parts = RequestParts { body: body(input), ..RequestParts::default() };
    parts.note("A batch line names neither model nor region");
    Some(Ok((Origin::BatchLine, parts)))
}

/// Reads a value that was written in another notation than JSON.
pub(super) fn read_value(value: &Value) -> Result<Found, ImportError> {
    one(value)
}
