//! Calls that a lesson makes beside the forms: of any operation at the host of any client, and of a model with a whole body.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;

use crate::aws::arrival::Arrival;
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::bedrock::client::Client;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::{Api, Operation};
use crate::bedrock::service_model::{ServiceModel, call as wire};
use crate::experiment::document::lab::LabKind;
use crate::experiment::explorer::index;
use crate::experiment::explorer::sheet::Sheet;
use crate::experiment::run::exchange::Origin;
use crate::experiment::run::session::{self, Command, Effect, Session};
use crate::lesson::action::{ModelCall, OperationInput};
use crate::lesson::journal::{Call, Entry, Journal, OperationCall, Refusal};
use crate::platform::clock;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::tap;
use crate::ui::controllers::visit::labs::{Filled, Labs};
use crate::ui::controllers::{account, parts, road};

/// Calls an operation at the host of a client. A client that does not have it is called all the same: its host answers that it
/// does not know it.
///
/// # Errors
/// When no client has the operation, or nothing could be sent.
pub async fn call(desk: Desk, asked: &OperationInput) -> Result<(), String> {
    let state = desk.state;
    let name = asked.operation.as_str();
    let model = owner(desk, &asked.client, name).await?;
    let region = road::region(state).map_err(|_| "the Region is not one".to_owned())?;
    let endpoint = Endpoint::aws(&asked.client, &region);
    let mut input = asked.input.clone();
    fill_in(desk, &mut input)?;
    // The form shows what is called, where it has the operation.
    let operation = index::operations().iter().find(|own| own.name == name && own.client.name() == asked.client);
    if let (Some(operation), Some(members)) = (operation, input.as_object()) {
        let lab = Sheet::lab(Some(operation), members, Some(&model), region.as_str());
        Labs::of_page().fill(LabKind::Explorer, Some(Filled { lab, tab: String::new() }));
    }
    // Not the moment: a replay makes many calls in one, and AWS answers a token that it knows with what it answered before.
    let calls = desk.journal.with_untracked(Journal::count);
    let input = wire::with_tokens(&model, name, input, || format!("lesson-{calls:0>32}"));
    let request = parts::operation_request(model.clone(), name.to_owned(), endpoint, input.clone());
    let request = request.await.map_err(|error| error.to_string())?;
    let host = request.url.authority.clone();
    let (head, body) = road::whole(state, request).await.map_err(|lost| format!("{lost:?}"))?;
    let response = if head.is_success() {
        let output = parts::operation_output(model, name.to_owned(), head.clone(), body.clone()).await;
        output.map_err(|error| error.to_string())?.unwrap_or_default()
    } else {
        Value::Null
    };
    let error = (!head.is_success()).then(|| Refusal::of(&AwsError::from_response(&head, &body)));
    tap::pass(|| {
        Some(Entry::Operation(OperationCall {
            service: asked.client.clone(),
            operation: name.to_owned(),
            host,
            scope: "bedrock".to_owned(),
            request: input,
            response,
            status: head.status,
            error,
        }))
    });
    Ok(())
}

/// The service model that has the operation: the client's own, or that of another client.
async fn owner(desk: Desk, client: &str, operation: &str) -> Result<Arc<ServiceModel>, String> {
    let first = Client::ALL.into_iter().filter(|own| own.name() == client);
    let others = Client::ALL.into_iter().filter(|own| own.name() != client);
    for client in first.chain(others) {
        let model = account::service_model(desk.state, client).await?;
        if model.operation(operation).is_some() {
            return Ok(model);
        }
    }
    Err(format!("no client has the operation {operation}"))
}

/// Puts values of earlier outputs in the place of `@Operation/pointer`.
fn fill_in(desk: Desk, value: &mut Value) -> Result<(), String> {
    match value {
        Value::String(text) if text.starts_with('@') => *text = filled_in(desk, text)?,
        Value::Array(items) => items.iter_mut().try_for_each(|item| fill_in(desk, item))?,
        Value::Object(members) => members.values_mut().try_for_each(|item| fill_in(desk, item))?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Ok(())
}

fn filled_in(desk: Desk, text: &str) -> Result<String, String> {
    let Some(place) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    let (operation, pointer) = place.split_at(place.find('/').unwrap_or(place.len()));
    let found = desk.journal.with_untracked(|journal| {
        let all = journal.earlier().iter().chain(journal.of_step());
        all.rev().find_map(|entry| match entry {
            Entry::Operation(call) if call.operation == operation && call.error.is_none() => {
                call.response.pointer(pointer).and_then(Value::as_str).map(str::to_owned)
            }
            _ => None,
        })
    });
    found.ok_or_else(|| format!("no output has {text}"))
}

/// Calls Converse or `InvokeModel` with a body, beside the form.
///
/// # Errors
/// When the model or the Region is not one.
pub async fn model_call(desk: Desk, asked: &ModelCall) -> Result<(), String> {
    let state = desk.state;
    let model = ModelId::parse(&filled_in(desk, &asked.model)?).map_err(|error| error.to_string())?;
    let operation = match asked.api {
        Api::Converse => Operation::Converse,
        Api::Invoke => Operation::InvokeModel,
    };
    let region = road::region(state).map_err(|_| "the Region is not one".to_owned())?;
    let call = session::Call::of(operation, &Endpoint::aws("bedrock-runtime", &region), &model, &asked.body);
    let mut session = Session::default();
    for effect in session.apply(Command::Run { calls: vec![call], origin: Origin::Simulator, now: clock::now() }) {
        let Effect::Send { run, call } = effect else { continue };
        let mut arrived = Vec::new();
        road::drive(state, call.request, async |arrival: Arrival| arrived.push(arrival)).await;
        for arrival in arrived {
            session.apply(Command::Arrived { run, api: asked.api, arrival, now: clock::now() });
        }
    }
    if let Some(call) = session.exchange(asked.api).and_then(Call::of) {
        desk.push(Entry::Call(call));
    }
    Ok(())
}
