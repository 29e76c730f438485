//! Builds the two requests of a conversation: the exact bytes, and the links between them.
//!
//! Both bodies are printed once, in the form that the page shows, and that text is sent.

use crate::aws::endpoint::Endpoint;
use crate::aws::http::{Header, HttpRequest};
use crate::bedrock::conversation::Conversation;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::{Api, Operation};
use crate::bedrock::{converse, request};
use crate::text::json;
use crate::twin::{Link, Writers};

use super::session::Call;
use crate::experiment::form::draft::{Detached, SendAs};

/// One request, built and not signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    /// The operation it calls.
    pub operation: Operation,
    /// The request.
    pub request: HttpRequest,
    /// The body as text; the request's body is its UTF-8.
    pub body_text: String,
}

/// Both requests of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// The model.
    pub model: ModelId,
    /// The body family of the model, where it is known.
    pub family: Option<Family>,
    /// The Converse request.
    pub converse: Built,
    /// The `InvokeModel` request, or why there is none.
    pub invoke: Result<Built, String>,
    /// How the two bodies correspond.
    pub links: Vec<Link>,
}

/// How the responses are delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// As one body.
    Whole,
    /// As an event stream.
    Stream,
}

impl From<bool> for Delivery {
    /// From the draft's `stream`.
    fn from(stream: bool) -> Self {
        if stream { Self::Stream } else { Self::Whole }
    }
}

/// Builds both requests.
pub fn build(
    model: &ModelId,
    conversation: &Conversation,
    detached: Option<&Detached>,
    delivery: Delivery,
    endpoint: &Endpoint,
) -> Twin {
    build_by(Writers::ALL, model, conversation, detached, delivery, endpoint)
}

/// Builds both requests by the writers that are loaded. A family whose writer is not loaded has no native request.
pub fn build_by(
    writers: Writers,
    model: &ModelId,
    conversation: &Conversation,
    detached: Option<&Detached>,
    delivery: Delivery,
    endpoint: &Endpoint,
) -> Twin {
    let (converse_operation, invoke_operation) = match delivery {
        Delivery::Stream => (Operation::ConverseStream, Operation::InvokeModelWithResponseStream),
        Delivery::Whole => (Operation::Converse, Operation::InvokeModel),
    };
    let body = converse::body(conversation);
    let family = model.family();
    let (invoke, links) = match (detached, family) {
        (Some(body), _) => (Ok(alone(body, invoke_operation, endpoint, model)), Vec::new()),
        (None, None) => (Err(if model.is_opaque() { OPAQUE } else { UNKNOWN }.to_owned()), Vec::new()),
        (None, Some(family)) => match writers.invoke_body(family, &body, model) {
            Ok(twin) => {
                let mut built = built(invoke_operation, endpoint, model, json::print(&twin.body));
                built.request.headers.extend(twin.headers);
                (Ok(built), twin.links)
            }
            Err(error) => (Err(error.to_string()), Vec::new()),
        },
    };
    Twin {
        model: model.clone(),
        family,
        converse: built(converse_operation, endpoint, model, json::print(&body)),
        invoke,
        links,
    }
}

/// The request of a detached native body: its bytes and its two headers as the user typed them.
fn alone(detached: &Detached, operation: Operation, endpoint: &Endpoint, model: &ModelId) -> Built {
    let mut built = built(operation, endpoint, model, detached.body.clone());
    built.request.headers.retain(|header| !header.name.eq_ignore_ascii_case("content-type"));
    for (name, value) in [("content-type", &detached.content_type), ("accept", &detached.accept)] {
        if !value.trim().is_empty() {
            built.request.headers.push(Header::new(name, value.trim()));
        }
    }
    built
}

/// Why an opaque ARN has no native body.
const OPAQUE: &str = "This ARN does not say which model family it serves, so the native body cannot be written. Pick the \
     family beside the model";

/// Why an id of no known family has no native body.
const UNKNOWN: &str = "Unknown model ID. Check it, or detach the body and write it yourself";

fn built(operation: Operation, endpoint: &Endpoint, model: &ModelId, body_text: String) -> Built {
    let request = request(operation, endpoint, model, body_text.clone().into_bytes());
    Built { operation, request, body_text }
}

impl Twin {
    /// The request of that API, or why there is none.
    pub fn request(&self, api: Api) -> Result<&HttpRequest, &str> {
        match (api, &self.invoke) {
            (Api::Converse, _) => Ok(&self.converse.request),
            (Api::Invoke, Ok(built)) => Ok(&built.request),
            (Api::Invoke, Err(why)) => Err(why),
        }
    }

    /// The calls that a run makes, in the order they are sent; what cannot be sent is left out.
    pub fn calls(&self, send_as: SendAs) -> Vec<Call> {
        let converse = matches!(send_as, SendAs::Converse | SendAs::Both).then_some(&self.converse);
        let invoke = match (&self.invoke, send_as) {
            (Ok(built), SendAs::Invoke | SendAs::Both) => Some(built),
            (Ok(_) | Err(_), SendAs::Converse) | (Err(_), _) => None,
        };
        converse
            .into_iter()
            .chain(invoke)
            .map(|built| Call {
                operation: built.operation,
                family: self.family,
                model: self.model.as_str().to_owned(),
                request: built.request.clone(),
            })
            .collect()
    }
}
