//! The calls that an agent returns to the application, and the results that come back.

use serde_json::{Map, Value, json};

use super::super::scene::text;
use super::super::sessions::PlannedCall;
use super::definition::{Api, Function};
use crate::simulator::fault::Fault;

/// A value as the text that an invocation has.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn function<'f>(call: &PlannedCall, functions: &'f [Function]) -> Option<&'f Function> {
    functions.iter().find(|function| function.group == call.group && function.name == call.function)
}

/// Where an argument of a call goes.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Into the body of an API.
    Body,
    /// Into its path or query; or it is an argument of a function.
    Beside,
}

/// The arguments of a call that go to one place.
fn parameters(call: &PlannedCall, function: Option<&Function>, part: Place) -> Vec<Value> {
    let api = function.and_then(|function| function.api.as_ref());
    let place =
        |name: &String| if api.is_some_and(|api| api.body.contains(name)) { Place::Body } else { Place::Beside };
    call.arguments
        .iter()
        .filter(|(name, _)| place(name) == part)
        .map(|(name, value)| {
            let kind = function.map_or("string", |function| function.type_of(name));
            json!({ "name": name, "type": kind, "value": plain(value) })
        })
        .collect()
}

fn body_of(call: &PlannedCall, function: Option<&Function>, member: impl FnOnce(Vec<Value>) -> Value) -> Option<Value> {
    let properties = parameters(call, function, Place::Body);
    (!properties.is_empty()).then(|| json!({ "content": { "application/json": member(properties) } }))
}

/// A call in a trace.
pub fn traced(call: &PlannedCall, functions: &[Function], invocation: &str) -> Value {
    let function = function(call, functions);
    let mut value = json!({
        "actionGroupName": call.group,
        "executionType": "RETURN_CONTROL",
        "invocationId": invocation,
        "parameters": parameters(call, function, Place::Beside),
    });
    let Some(members) = value.as_object_mut() else { return value };
    if let Some(Api { path, verb, .. }) = function.and_then(|function| function.api.as_ref()) {
        members.insert("apiPath".to_owned(), json!(path));
        members.insert("verb".to_owned(), json!(verb.to_lowercase()));
        let body = body_of(call, function, |properties| json!(properties));
        members.extend(body.map(|body| ("requestBody".to_owned(), body)));
    } else {
        members.insert("function".to_owned(), json!(call.function));
    }
    value
}

/// A call in a `returnControl` event.
pub fn returned(call: &PlannedCall, functions: &[Function], agent: Option<&str>) -> Value {
    let function = function(call, functions);
    let kind =
        if function.is_some_and(|function| function.confirms) { "USER_CONFIRMATION_AND_RESULT" } else { "RESULT" };
    let mut members = Map::new();
    members.insert("actionGroup".to_owned(), json!(call.group));
    members.insert("actionInvocationType".to_owned(), json!(kind));
    members.insert("parameters".to_owned(), json!(parameters(call, function, Place::Beside)));
    members.extend(agent.map(|agent| ("agentId".to_owned(), json!(agent))));
    if let Some(Api { path, verb, .. }) = function.and_then(|function| function.api.as_ref()) {
        members.insert("apiPath".to_owned(), json!(path));
        members.insert("httpMethod".to_owned(), json!(verb));
        let body = body_of(call, function, |properties| json!({ "properties": properties }));
        members.extend(body.map(|body| ("requestBody".to_owned(), body)));
        json!({ "apiInvocationInput": members })
    } else {
        members.insert("function".to_owned(), json!(call.function));
        json!({ "functionInvocationInput": members })
    }
}

/// What a result says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The function has answered.
    Result,
    /// The model shall try again with this text.
    Reprompt,
    /// The user did not confirm the call.
    Denied,
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The text of the function.
    pub body: String,
    /// What it says.
    pub state: State,
}

/// The results of the calls, in the order of the calls.
///
/// # Errors
/// When a call has no result, a result belongs to no call, a needed confirmation is missing, or a function failed.
pub fn results(calls: &[PlannedCall], functions: &[Function], results: &[Value]) -> Result<Vec<Outcome>, Fault> {
    let mut open: Vec<&Value> = results.iter().collect();
    let mut outcomes = Vec::new();
    for call in calls {
        let function = function(call, functions);
        let place = open.iter().position(|result| answers(call, function, result)).ok_or_else(|| {
            Fault::validation(format!(
                "returnControlInvocationResults has no result of {} in the action group {}.",
                call.function, call.group
            ))
        })?;
        outcomes.push(outcome(call, function, open.remove(place))?);
    }
    match open.first() {
        None => Ok(outcomes),
        Some(_) => Err(Fault::validation(
            "returnControlInvocationResults has a result that belongs to no call of the last returnControl event.",
        )),
    }
}

fn member(result: &Value) -> &Value {
    result.get("functionResult").or_else(|| result.get("apiResult")).unwrap_or(&Value::Null)
}

fn answers(call: &PlannedCall, function: Option<&Function>, result: &Value) -> bool {
    let own = member(result);
    if text(own, "/actionGroup") != call.group {
        return false;
    }
    match function.and_then(|function| function.api.as_ref()) {
        Some(api) => text(own, "/apiPath") == api.path && text(own, "/httpMethod").eq_ignore_ascii_case(&api.verb),
        None => result.get("functionResult").is_some() && text(own, "/function") == call.function,
    }
}

fn outcome(call: &PlannedCall, function: Option<&Function>, result: &Value) -> Result<Outcome, Fault> {
    let own = member(result);
    let bodies = own.get("responseBody").and_then(Value::as_object).into_iter().flatten();
    let body: Vec<&str> = bodies.map(|(_, body)| text(body, "/body")).collect();
    let body = body.join("\n");
    if text(own, "/responseState") == "FAILURE" {
        return Err(Fault::service(
            424,
            "DependencyFailedException",
            format!("The function {} of the action group {} failed: {body}", call.function, call.group),
        ));
    }
    let confirmation = text(own, "/confirmationState");
    if function.is_some_and(|function| function.confirms) && confirmation.is_empty() {
        return Err(Fault::validation(format!(
            "{} needs the user's confirmation: send confirmationState CONFIRM or DENY with its result.",
            call.function
        )));
    }
    let state = match (confirmation, text(own, "/responseState")) {
        ("DENY", _) => State::Denied,
        (_, "REPROMPT") => State::Reprompt,
        _ => State::Result,
    };
    Ok(Outcome { body, state })
}
