//! `ApplyGuardrail` and `InvokeGuardrailChecks`: operations of the runtime that call no model.

use crate::aws::http::{Header, HttpRequest};
use crate::bedrock::service_model::{OperationModel, ServiceModel, call};
use crate::simulator::account::guardrails::shelf::{Shelf, is_identifier};
use crate::simulator::fault::Fault;
use crate::simulator::guard::{apply, checks};
use crate::simulator::reply::{Chunk, DOUBT_HEADER, Ending, Reply};
use serde_json::Value;

/// A request for one of the two.
pub struct Named<'a> {
    operation: &'a OperationModel,
    labels: Vec<(&'a str, String)>,
}

/// The operation of a request line, if it is one of the two.
pub fn route<'a>(request: &HttpRequest, model: &'a ServiceModel) -> Option<Named<'a>> {
    let (operation, labels) = model.route(request.method.as_str(), &request.url.path)?;
    ["ApplyGuardrail", "InvokeGuardrailChecks"]
        .contains(&operation.name.as_str())
        .then_some(Named { operation, labels })
}

/// Validates the input, plays the operation and writes its reply.
pub fn answer(
    named: &Named<'_>,
    request: &HttpRequest,
    model: &ServiceModel,
    shelf: &Shelf<'_>,
) -> Result<Reply, Fault> {
    let Named { operation, labels } = named;
    let input = call::input(model, operation, labels, request).map_err(|error| {
        Fault::front_door(400, "SerializationException", format!("The request body is not valid JSON: {error}"))
    })?;
    let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default();
    let is_apply = operation.name == "ApplyGuardrail";
    if is_apply && !is_identifier(text("guardrailIdentifier")) {
        return Err(Fault::validation("The provided guardrail identifier is invalid."));
    }
    if let Some(rejection) = model.inspect_whole(&operation.name, &input).rejection() {
        return Err(match rejection.code {
            "ValidationException" => Fault::validation(rejection.message),
            code => Fault::front_door(400, code, rejection.message),
        });
    }
    let (output, doubt, after_ms) = if is_apply {
        let guard = shelf.find(text("guardrailIdentifier"), text("guardrailVersion"))?;
        let (output, assessed) = apply::apply(&guard, &input)?;
        (output, assessed.unjudged(), u32::try_from(assessed.latency_ms()).unwrap_or(0))
    } else {
        (checks::invoke(&input)?, None, 100)
    };
    let (mut headers, bytes) = call::reply(model, operation, &output)
        .map_err(|error| Fault::service(500, "InternalServerException", error.to_string()))?;
    headers.extend(doubt.map(|doubt| Header::new(DOUBT_HEADER, doubt)));
    Ok(Reply { status: operation.status, headers, chunks: vec![Chunk { after_ms, bytes }], ending: Ending::Complete })
}
