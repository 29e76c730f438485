//! What wraps a request: log lines, events, configurations and requests written as objects.

use serde_json::{Map, Value};

use super::{Look, body, model_of_record, unreadable};
use crate::bedrock::operation::Operation;
use crate::import::origin::{ImportError, Origin};
use crate::import::request_parts::{Body, RequestParts};

/// The lists of log events and records: of `CloudTrail`, `CloudWatch` Logs, Kinesis, SQS.
const LISTS: [&str; 6] = ["Records", "Events", "events", "logEvents", "results", "records"];

/// What an envelope holds: an event's detail, a log line's message, a list of records.
pub(super) fn inner(members: &Map<String, Value>) -> Option<Value> {
    let get = |name: &str| members.get(name);
    if let Some(detail) = get("detail").filter(|_| get("detail-type").is_some()) {
        return Some(detail.clone());
    }
    if let Some(message) = get("@message").or_else(|| get("CloudTrailEvent")) {
        return Some(message.clone());
    }
    if let Some(list) = LISTS.iter().find_map(|name| get(name).filter(|list| is_list_of_records(list))) {
        // A line of plain text is no body with a message.
        let is_plain =
            |item: &Value| item.get("message").and_then(Value::as_str).is_some_and(|message| !message.contains('{'));
        let items = list.as_array().into_iter().flatten();
        return Some(items.filter(|item| !is_plain(item)).cloned().collect());
    }
    // The lines of other loggers, and the messages of queues, have their JSON in a string.
    let texts = ["message", "msg", "log", "body", "Body", "Message", "textPayload", "requestBody", "request_body"];
    let text =
        texts.iter().find_map(|name| get(name).and_then(Value::as_str).filter(|text| text.trim().starts_with('{')))?;
    let is_request =
        ["modelId", "url", "httpMethod", "path", "prompt", "messages"].iter().any(|name| members.contains_key(*name));
    (!is_request).then(|| Value::String(text.to_owned()))
}

fn is_list_of_records(list: &Value) -> bool {
    let is_record = |item: &Value| match item {
        Value::Array(row) => insights_row(row).is_some(),
        item => ["message", "@message", "eventSource", "CloudTrailEvent", "body", "EventId", "schemaType"]
            .iter()
            .any(|name| item.get(name).is_some()),
    };
    list.as_array().is_some_and(|items| items.iter().any(is_record))
}

/// The message of a row as `CloudWatch` Logs Insights returns it: a list of fields with values.
pub(super) fn insights_row(row: &[Value]) -> Option<Value> {
    let is_message = |field: &&Value| field.get("field").and_then(Value::as_str) == Some("@message");
    row.iter().find(is_message).and_then(|field| field.get("value")).cloned()
}

/// A task of Step Functions that invokes a model.
pub(super) fn state_machine(members: &Map<String, Value>) -> Look {
    let state = members
        .get("States")
        .and_then(Value::as_object)
        .and_then(|states| states.values().filter_map(Value::as_object).find(|state| invokes_model(state)));
    let state = state.or_else(|| Some(members).filter(|members| invokes_model(members)))?;
    let arguments = state.get("Parameters").or_else(|| state.get("Arguments")).unwrap_or(&Value::Null);
    let mut parts = RequestParts { operation: Some(Operation::InvokeModel), ..RequestParts::default() };
    if let Some(model) = arguments.get("ModelId").and_then(Value::as_str).filter(|model| !model.starts_with('{')) {
        model_of_record(model, &mut parts);
    }
    let Some(content) = arguments.get("Body") else {
        return Some(unreadable(Origin::StateMachine, "it has no Body"));
    };
    parts.body = body(content);
    Some(Ok((Origin::StateMachine, parts)))
}

fn invokes_model(state: &Map<String, Value>) -> bool {
    state.get("Resource").and_then(Value::as_str).is_some_and(|resource| resource.contains(":::bedrock:invokeModel"))
}

/// A template of `CloudFormation`, which makes no call.
pub(super) fn template(members: &Map<String, Value>) -> Option<ImportError> {
    let is_resource =
        |value: &Value| value.get("Type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("AWS::"));
    let resources = members.get("Resources").and_then(Value::as_object);
    let is_template = members.contains_key("AWSTemplateFormatVersion")
        || resources.is_some_and(|resources| resources.values().any(is_resource));
    is_template.then(|| ImportError::NotReadBack("a CloudFormation template".to_owned()))
}

/// A request written as an object: `url`, `method`, `headers` and a body, or the members of an API Gateway event.
pub(super) fn http_request(members: &Map<String, Value>) -> Look {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let content = ["body", "data", "json"].iter().find_map(|name| members.get(*name))?;
    let url = ["url", "uri", "endpoint", "rawPath", "path"].iter().find_map(|name| text(name))?;
    let host = text("host").or_else(|| text("hostname"));
    let mut parts = RequestParts::default();
    if let Some(host) = host {
        parts.host(host);
    }
    for (name, value) in members.get("headers").and_then(Value::as_object).into_iter().flatten() {
        if let Some(value) = value.as_str() {
            parts.header(name, value);
        }
    }
    let is_gateway = members.contains_key("requestContext") || members.contains_key("httpMethod");
    match parts.address(url) {
        Ok(()) => {}
        Err(_) if is_gateway => {
            parts.note("The event's path is not the path of a model call; only its body is imported");
        }
        Err(why) => return Some(unreadable(Origin::HttpObject, why)),
    }
    parts.body = body(content);
    if matches!(&parts.body, Body::Text(text) if text.trim().is_empty()) {
        return Some(unreadable(Origin::HttpObject, "its body is empty"));
    }
    Some(Ok((Origin::HttpObject, parts)))
}
