//! A request for the account: found, read, validated, played, written.

use std::sync::Arc;

use serde_json::{Value, json};

use super::knowledge::{self, scene::Scene};
use super::{Answered, Context, Control, not_played};
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::aws::eventstream::{HeaderValue, encode};
use crate::aws::http::{Header, HttpRequest};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::{OperationModel, ServiceModel, call};
use crate::simulator::fault::Fault;
use crate::simulator::invoke::embedding::measure::{MEASURE_HEADER, Measure};
use crate::simulator::mishap::{Mishap, Refusal};
use crate::simulator::reply::{Chunk, Ending, Reply};

/// A request that belongs to an operation of one of the services.
pub(crate) struct Routed<'a> {
    service: &'a ServiceModel,
    operation: &'a OperationModel,
    labels: Vec<(&'a str, String)>,
}

impl Routed<'_> {
    /// The refusal of the fault menu for this operation. Refusals that are about a model, and errors that the operation
    /// does not declare, leave it alone.
    pub(crate) fn refusal(&self, mishap: Mishap, region: Region) -> Option<Fault> {
        let Mishap::Refusal(refusal) = mishap else { return None };
        let ending = match refusal {
            Refusal::AccessDenied => {
                format!("because no identity-based policy allows the bedrock:{} action", self.operation.name)
            }
            Refusal::ExplicitDeny => "with an explicit deny in a service control policy".to_owned(),
            Refusal::Throttling
            | Refusal::InternalError
            | Refusal::ServiceUnavailable
            | Refusal::QuotaExceeded
            | Refusal::Conflict => {
                let fault = mishap.refusal("", region.as_str(), None)?;
                return self.operation.errors.iter().any(|declared| declared == fault.code).then_some(fault);
            }
            Refusal::UnknownOperation
            | Refusal::Serialization
            | Refusal::ExpiredToken
            | Refusal::UnknownKey
            | Refusal::ApiKey => return mishap.refusal("", region.as_str(), None),
            Refusal::TokenThrottling
            | Refusal::ModelNotReady
            | Refusal::ModelTimeout
            | Refusal::ModelError
            | Refusal::NotFound
            | Refusal::ModelRetired
            | Refusal::NoModelAccess
            | Refusal::UseCaseForm
            | Refusal::AgreementPending => return None,
        };
        Some(Fault::denied(format!(
            "User: arn:aws:sts::{EXAMPLE_ACCOUNT}:assumed-role/Learner/outcrop is not authorized to perform: bedrock:{} \
             on resource: arn:{}:bedrock:{}:{EXAMPLE_ACCOUNT}:* {ending}",
            self.operation.name,
            region.partition().as_str(),
            region.as_str()
        )))
    }
}

impl<'a> Control<'a> {
    /// The operation of a request: of the service that the host names, or of the first that has such a path.
    pub(crate) fn route(&self, request: &HttpRequest) -> Option<Routed<'a>> {
        let host = request.url.authority.split_once('.').map_or("", |(label, _)| label);
        let named = |service: &&Arc<ServiceModel>| service.service == host.trim_end_matches("-fips");
        let services = match self.services.iter().find(named) {
            Some(service) => std::slice::from_ref(service),
            // A host of AWS is of one service only; any other, such as the loopback port, is of all.
            None if host.starts_with("bedrock") => return None,
            None => self.services,
        };
        services.iter().find_map(|service| {
            let (operation, labels) = service.route(request.method.as_str(), &request.url.path)?;
            // Two operations of two services differ in nothing but their body.
            let is_other = match operation.name.as_str() {
                "PrepareAgent" => !request.body.is_empty(),
                "InvokeInlineAgent" => request.body.is_empty(),
                _ => false,
            };
            (!is_other).then_some(Routed { service, operation, labels })
        })
    }

    /// Plays the operation and writes its reply.
    pub(crate) fn answer(
        &self,
        routed: &Routed<'_>,
        request: &HttpRequest,
        region: Region,
        now: Timestamp,
        seed: u64,
        measure: Measure<'_>,
    ) -> Result<Reply, Fault> {
        let Routed { service, operation, labels } = routed;
        let input = call::input(service, operation, labels, request).map_err(|error| {
            Fault::front_door(400, "SerializationException", format!("The request body is not valid JSON: {error}"))
        })?;
        fits(service, operation, &input)?;
        let context = Context { now: self.account.borrow().clock.at(now), region, seed };
        let answered = if service.service == knowledge::SERVICE {
            let scene = Scene { control: *self, context, caller: now, measure };
            knowledge::play(&scene, &operation.name, &input)
                .unwrap_or_else(|| Err(not_played(&service.service, &operation.name)))
        } else {
            self.account.borrow_mut().play(&service.service, &operation.name, &input, &context)
        };
        let wrong = |error: call::CallError| Fault::service(500, "InternalServerException", error.to_string());
        let mut reply = match answered? {
            Answered::Output(output) => {
                let (headers, body) = call::reply(service, operation, &output).map_err(wrong)?;
                let chunks = vec![Chunk { after_ms: 40, bytes: body }];
                Reply { status: operation.status, headers, chunks, ending: Ending::Complete }
            }
            Answered::Stream { head, events } => {
                let kind = "application/vnd.amazon.eventstream";
                let headers = call::reply_head(service, operation, &head, kind).map_err(wrong)?;
                stream(headers, events)
            }
        };
        if service.service == knowledge::SERVICE {
            reply.headers.push(Header::new(MEASURE_HEADER, measure.name()));
        }
        Ok(reply)
    }
}

/// Checks an input against its model, in the service's words.
fn fits(service: &ServiceModel, operation: &OperationModel, input: &Value) -> Result<(), Fault> {
    match service.inspect_whole(&operation.name, input).rejection() {
        None => Ok(()),
        Some(rejection) if rejection.code == "ValidationException" => Err(Fault::validation(rejection.message)),
        Some(rejection) => Err(Fault::front_door(400, rejection.code, rejection.message)),
    }
}

fn stream(headers: Vec<Header>, events: Vec<(&'static str, Value)>) -> Reply {
    let frame = |(name, payload): (&'static str, Value)| {
        let headers = [
            (":event-type", HeaderValue::String(name.to_owned())),
            (":content-type", HeaderValue::String("application/json".to_owned())),
            (":message-type", HeaderValue::String("event".to_owned())),
        ];
        Chunk { after_ms: 40, bytes: encode(&headers, json!(payload).to_string().as_bytes()) }
    };
    Reply { status: 200, headers, chunks: events.into_iter().map(frame).collect(), ending: Ending::Complete }
}
