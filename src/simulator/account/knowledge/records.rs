//! Session management: sessions that an application keeps itself, with invocations and their steps.
//!
//! They have nothing to do with the sessions of agents. That an active session cannot be deleted is in the API reference
//! of `DeleteSession`; that one expires when it is unused for an hour is the simulator's choice.

use serde_json::{Value, json};

use super::super::{clock::iso, names as arns, pages};
use super::scene::{Scene, text};
use super::sessions::{Invocation, InvocationStep, MOST, Record};
use crate::simulator::account::clock::HOUR_MS;
use crate::simulator::account::{Answered, Context, Outcome};
use crate::simulator::fault::Fault;
use crate::simulator::inference::sampler::{Rng, seed_from, uuid};

/// How long an unused session is active.
const IDLE_MS: i64 = HOUR_MS;

/// Plays an operation of session management; `None` for another one.
pub fn play(scene: &Scene<'_>, operation: &str, input: &Value) -> Outcome {
    let output = match operation {
        "CreateSession" => Ok(create(scene, input)),
        "ListSessions" => list(scene, input),
        "GetSession" => with(scene, input, |record, context| Ok(described(record, context))),
        "UpdateSession" => with(scene, input, |record, context| {
            active(record, context)?;
            if let Some(metadata) = input.get("sessionMetadata").and_then(Value::as_object) {
                record.metadata.clone_from(metadata);
            }
            record.updated = context.now.0;
            Ok(short(record, context, &["createdAt", "lastUpdatedAt", "sessionArn", "sessionId", "sessionStatus"]))
        }),
        "EndSession" => with(scene, input, |record, context| {
            active(record, context)?;
            record.ended = Some(context.now.0);
            Ok(short(record, context, &["sessionArn", "sessionId", "sessionStatus"]))
        }),
        "DeleteSession" => delete(scene, input),
        "CreateInvocation" => {
            let id = given_or_new(scene, text(input, "/invocationId"));
            with(scene, input, |record, context| add(record, context, &id))
        }
        "ListInvocations" => with(scene, input, |record, _| {
            let items = record.invocations.iter().map(|invocation| invoked(record, invocation)).collect();
            pages::page(input, "invocationSummaries", items)
        }),
        "PutInvocationStep" => {
            let id = given_or_new(scene, text(input, "/invocationStepId"));
            with(scene, input, |record, context| put(record, context, input, &id))
        }
        "GetInvocationStep" => with(scene, input, |record, _| {
            let (invocation, id) = (text(input, "/invocationIdentifier"), text(input, "/invocationStepId"));
            let found = record.invocations.iter().find(|each| each.id == invocation);
            let step = found.and_then(|invocation| invocation.steps.iter().find(|step| step.id == id));
            let (invocation, step) =
                found.zip(step).ok_or_else(|| Fault::not_found(format!("The session has no invocation step {id}.")))?;
            let mut described = stepped(record, invocation, step);
            if let Some(members) = described.as_object_mut() {
                members.insert("payload".to_owned(), step.payload.clone());
            }
            Ok(json!({ "invocationStep": described }))
        }),
        "ListInvocationSteps" => with(scene, input, |record, _| {
            let wanted = text(input, "/invocationIdentifier");
            let invocations = record.invocations.iter().filter(|each| wanted.is_empty() || each.id == wanted);
            let items = invocations
                .flat_map(|invocation| invocation.steps.iter().map(|step| stepped(record, invocation, step)))
                .collect();
            pages::page(input, "invocationStepSummaries", items)
        }),
        _ => return None,
    };
    Some(output.map(Answered::Output))
}

fn conflict(message: String) -> Fault {
    Fault::service(409, "ConflictException", message)
}

fn arn(context: &Context, id: &str) -> String {
    arns::arn(context, &format!("session/{id}"))
}

fn given_or_new(scene: &Scene<'_>, given: &str) -> String {
    if given.is_empty() {
        uuid(&mut Rng::new(seed_from(scene.account().next_id(), b"record")))
    } else {
        given.to_owned()
    }
}

fn status(record: &Record, context: &Context) -> &'static str {
    match record.ended {
        Some(_) => "ENDED",
        None if record.updated + IDLE_MS < context.now.0 => "EXPIRED",
        None => "ACTIVE",
    }
}

/// Refuses a session that is not active.
fn active(record: &Record, context: &Context) -> Result<(), Fault> {
    match status(record, context) {
        "ACTIVE" => Ok(()),
        status => Err(conflict(format!("The session {} is {status}. Only an ACTIVE session can change.", record.id))),
    }
}

fn described(record: &Record, context: &Context) -> Value {
    let mut session = json!({
        "sessionId": record.id,
        "sessionArn": arn(context, &record.id),
        "sessionStatus": status(record, context),
        "createdAt": iso(record.created),
        "lastUpdatedAt": iso(record.updated),
    });
    if let Some(members) = session.as_object_mut() {
        if !record.metadata.is_empty() {
            members.insert("sessionMetadata".to_owned(), record.metadata.clone().into());
        }
        members.extend(record.key.iter().map(|key| ("encryptionKeyArn".to_owned(), json!(key))));
    }
    session
}

/// Some members of the description.
fn short(record: &Record, context: &Context, members: &[&str]) -> Value {
    let mut session = described(record, context);
    if let Some(all) = session.as_object_mut() {
        all.retain(|name, _| members.contains(&name.as_str()));
    }
    session
}

fn invoked(record: &Record, invocation: &Invocation) -> Value {
    json!({ "sessionId": record.id, "invocationId": invocation.id, "createdAt": iso(invocation.created) })
}

fn stepped(record: &Record, invocation: &Invocation, step: &InvocationStep) -> Value {
    json!({
        "sessionId": record.id,
        "invocationId": invocation.id,
        "invocationStepId": step.id,
        "invocationStepTime": step.time,
    })
}

fn create(scene: &Scene<'_>, input: &Value) -> Value {
    let context = &scene.context;
    let record = Record {
        id: given_or_new(scene, ""),
        region: context.region.as_str().to_owned(),
        created: context.now.0,
        updated: context.now.0,
        metadata: input.get("sessionMetadata").and_then(Value::as_object).cloned().unwrap_or_default(),
        key: input.get("encryptionKeyArn").and_then(Value::as_str).map(str::to_owned),
        ..Record::default()
    };
    let output = short(&record, context, &["createdAt", "sessionArn", "sessionId", "sessionStatus"]);
    let records = &mut scene.account().sessions.records;
    records.push(record);
    let excess = records.len().saturating_sub(MOST);
    records.drain(..excess);
    output
}

fn list(scene: &Scene<'_>, input: &Value) -> Result<Value, Fault> {
    let context = &scene.context;
    let account = scene.account();
    let own = account.sessions.records.iter().filter(|record| record.region == context.region.as_str()).rev();
    let members = ["createdAt", "lastUpdatedAt", "sessionArn", "sessionId", "sessionStatus"];
    pages::page(input, "sessionSummaries", own.map(|record| short(record, context, &members)).collect())
}

fn is(record: &Record, context: &Context, identifier: &str) -> bool {
    record.region == context.region.as_str() && (record.id == identifier || arn(context, &record.id) == identifier)
}

fn missing(identifier: &str) -> Fault {
    Fault::not_found(format!("The account has no session {identifier} in this region."))
}

/// Works with the session that an input names.
fn with(
    scene: &Scene<'_>,
    input: &Value,
    work: impl FnOnce(&mut Record, &Context) -> Result<Value, Fault>,
) -> Result<Value, Fault> {
    let identifier = text(input, "/sessionIdentifier");
    let mut account = scene.account();
    let found = account.sessions.records.iter_mut().find(|record| is(record, &scene.context, identifier));
    work(found.ok_or_else(|| missing(identifier))?, &scene.context)
}

fn delete(scene: &Scene<'_>, input: &Value) -> Result<Value, Fault> {
    let identifier = text(input, "/sessionIdentifier");
    let mut account = scene.account();
    let records = &mut account.sessions.records;
    let place = records.iter().position(|record| is(record, &scene.context, identifier));
    let place = place.ok_or_else(|| missing(identifier))?;
    if records.get(place).is_some_and(|record| status(record, &scene.context) == "ACTIVE") {
        return Err(conflict(format!(
            "The session {identifier} is ACTIVE. End it with EndSession before you delete it."
        )));
    }
    records.remove(place);
    Ok(json!({}))
}

fn add(record: &mut Record, context: &Context, id: &str) -> Result<Value, Fault> {
    active(record, context)?;
    if record.invocations.iter().any(|invocation| invocation.id == id) {
        return Err(conflict(format!("The session already has an invocation {id}.")));
    }
    let invocation = Invocation { id: id.to_owned(), created: context.now.0, steps: Vec::new() };
    let output = invoked(record, &invocation);
    record.invocations.push(invocation);
    record.updated = context.now.0;
    Ok(output)
}

fn put(record: &mut Record, context: &Context, input: &Value, id: &str) -> Result<Value, Fault> {
    active(record, context)?;
    let named = text(input, "/invocationIdentifier");
    let invocation = record.invocations.iter_mut().find(|invocation| invocation.id == named);
    let invocation = invocation.ok_or_else(|| Fault::not_found(format!("The session has no invocation {named}.")))?;
    if invocation.steps.iter().any(|step| step.id == id) {
        return Err(conflict(format!("The invocation already has a step {id}.")));
    }
    invocation.steps.push(InvocationStep {
        id: id.to_owned(),
        time: input.get("invocationStepTime").cloned().unwrap_or_default(),
        payload: input.get("payload").cloned().unwrap_or_default(),
    });
    record.updated = context.now.0;
    Ok(json!({ "invocationStepId": id }))
}
