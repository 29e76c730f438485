//! Operations of all of Bedrock's clients: composed from the service model, sent on the road of every call, and in
//! simulator mode played by the account that the page keeps.

pub mod ask;
pub mod kept;
pub mod offered;
pub mod offers;
pub mod quotas;

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;

use super::lessons::tap;
use super::{parts, road};
use crate::aws::arrival::NotAnswered;
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::http::{HttpRequest, ResponseHead};
use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use crate::lesson::journal::{Entry, OperationCall, Refusal};
use crate::ui::state::{AppState, Mode, Slot};

thread_local! {
    static LOADED: Slot<RwSignal<Vec<Arc<ServiceModel>>>> = const { Slot::new() };
}

/// The service models that are loaded.
fn loaded() -> RwSignal<Vec<Arc<ServiceModel>>> {
    LOADED.with(|loaded| loaded.get(|| RwSignal::new(Vec::new())))
}

/// The service models that the simulator's account answers with. The runtime's is not one of them.
pub fn services() -> Vec<Arc<ServiceModel>> {
    loaded().with_untracked(|models| {
        models.iter().filter(|model| model.service != Client::Runtime.name()).cloned().collect()
    })
}

/// The service model of a client, loaded once.
///
/// # Errors
/// When the file or a part of the program does not load.
pub async fn service_model(state: AppState, client: Client) -> Result<Arc<ServiceModel>, String> {
    if client == Client::Runtime {
        return super::simulator::service_model(state).await;
    }
    let known = loaded().with_untracked(|models| models.iter().find(|model| model.service == client.name()).cloned());
    if let Some(model) = known {
        return Ok(model);
    }
    let loading = parts::asset(asset(client)).await.map_err(|error| error.to_string())?;
    let text =
        loading.await.map_err(|error| format!("The service model of {} did not load: {error}", client.name()))?;
    let model = Arc::new(parts::read_service_model(text).await.map_err(|error| error.to_string())?);
    loaded().update(|models| models.push(model.clone()));
    Ok(model)
}

/// The address of a client's service model beside the page.
fn asset(client: Client) -> &'static str {
    match client {
        Client::Bedrock => "service-model/bedrock.json",
        Client::Runtime => "service-model/bedrock-runtime.json",
        Client::AgentRuntime => "service-model/bedrock-agent-runtime.json",
        Client::Agent => "service-model/bedrock-agent.json",
    }
}

/// Where a client's requests go: its own host on AWS, or the typed endpoint.
///
/// # Errors
/// When region or endpoint are invalid.
pub fn endpoint(state: AppState, client: Client) -> Result<Endpoint, NotAnswered> {
    match state.mode.get_untracked() {
        Mode::Simulator | Mode::Aws => Ok(Endpoint::aws(client.name(), &road::region(state)?)),
        Mode::Custom => state.endpoint.get_untracked().map_err(NotAnswered::NotSent),
    }
}

/// A complete call of an operation.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status and headers.
    pub head: ResponseHead,
    /// The body: JSON, or a stream of events.
    pub body: Vec<u8>,
    /// The output under the names of the API, if the call succeeded and is not a stream.
    pub output: Option<Value>,
}

/// The unsigned request of an operation, for display.
///
/// # Errors
/// When the input does not make a request, with the reason.
pub async fn request(
    state: AppState,
    client: Client,
    operation: String,
    input: Value,
) -> Result<HttpRequest, NotAnswered> {
    let model = service_model(state, client).await.map_err(NotAnswered::NotSent)?;
    let endpoint = endpoint(state, client)?;
    parts::operation_request(model, operation, endpoint, input).await.map_err(road::not_sent)
}

/// Calls an operation and waits for the whole answer.
///
/// # Errors
/// When nothing was sent, or the answer did not arrive. A refusal of the service is an answer.
pub async fn call(state: AppState, client: Client, operation: String, input: Value) -> Result<Answer, NotAnswered> {
    kept::restore(state).await;
    let asked = input.clone();
    let request = request(state, client, operation.clone(), input).await?;
    let host = request.url.authority.clone();
    let (head, body) = road::whole(state, request).await?;
    kept::store(state).await;
    let output = if head.is_success() {
        let model = service_model(state, client).await.map_err(NotAnswered::NotSent)?;
        parts::operation_output(model, operation.clone(), head.clone(), body.clone()).await.map_err(road::not_sent)?
    } else {
        None
    };
    tap::pass(|| {
        Some(Entry::Operation(OperationCall {
            service: client.name().to_owned(),
            operation,
            host,
            scope: "bedrock".to_owned(),
            request: asked,
            response: output.clone().unwrap_or_default(),
            status: head.status,
            error: (!head.is_success()).then(|| Refusal::of(&AwsError::from_response(&head, &body))),
        }))
    });
    Ok(Answer { head, body, output })
}
