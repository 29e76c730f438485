//! One road for every operation: an input as JSON becomes the HTTP request that botocore would write, and an HTTP
//! response becomes an output as JSON.
//!
//! The rules are those of AWS's REST-JSON protocol (<https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>),
//! as botocore's `RestJSONSerializer` applies them: members with a location go into the path, the query or a header,
//! the others into a JSON body; one payload member is the body as it is. In an input, bytes are base64 text, and a
//! moment is ISO 8601 text or seconds since 1970.

mod write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use thiserror::Error;

use super::{Member, OperationModel, Place, ServiceModel, ShapeKind, Structure};
use crate::aws::endpoint::Endpoint;
use crate::aws::http::{Header, HttpRequest, Method, header};
use crate::aws::uri;
use write::Write;
pub use write::{iso8601, moment};

/// Why an input cannot become a request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CallError {
    /// The service has no such operation.
    #[error("{service} has no operation {operation}")]
    NoOperation {
        /// The service.
        service: String,
        /// The name that was asked for.
        operation: String,
    },
    /// A member of the path has no value.
    #[error("{0} is in the path, so the request needs it")]
    NoLabel(String),
    /// The value has another type than its member.
    #[error("{member} should be {wanted}")]
    Type {
        /// The member, as a JSON pointer into the input.
        member: String,
        /// What it should be, with its article.
        wanted: &'static str,
    },
    /// The body is a stream that the caller goes on writing.
    #[error("{0} sends a stream of events in both directions, which fetch in a browser cannot do")]
    Bidirectional(String),
}

/// The unsigned request of an operation.
///
/// # Errors
/// When the service has no such operation, a member of the path is missing, or a value has the wrong type.
pub fn request(
    model: &ServiceModel,
    operation: &str,
    endpoint: &Endpoint,
    input: &Value,
) -> Result<HttpRequest, CallError> {
    let operation = find(model, operation)?;
    let empty = Structure::default();
    let structure = operation.input.as_deref().and_then(|name| model.structure(name)).unwrap_or(&empty);
    let members = match input {
        Value::Object(members) => members.clone(),
        Value::Null => Map::new(),
        _ => return Err(CallError::Type { member: String::new(), wanted: "an object" }),
    };
    let write = Write { model };
    let mut path = operation.uri.clone();
    let mut query = Vec::new();
    let mut headers = Vec::new();
    for member in structure.members.iter().filter(|member| member.place != Place::Body) {
        let value = members.get(&member.name).filter(|value| !value.is_null());
        match (member.place, value) {
            (Place::Label, Some(value)) => {
                let text = write.text(member, value)?;
                if text.is_empty() {
                    return Err(CallError::NoLabel(member.name.clone()));
                }
                path = path.replace(&format!("{{{}}}", member.wire_name), &uri::encode_label(&text));
            }
            (Place::Label, None) => return Err(CallError::NoLabel(member.name.clone())),
            (Place::Query, Some(value)) => {
                for text in write.texts(member, value)? {
                    query.push(format!("{}={}", uri::encode_label(&member.wire_name), uri::encode_label(&text)));
                }
            }
            (Place::Header, Some(value)) => {
                headers.push(Header::new(member.wire_name.to_lowercase(), write.texts(member, value)?.join(",")));
            }
            (Place::Body | Place::Query | Place::Header, _) => {}
        }
    }
    let body = write.body(operation, structure, &members)?;
    if !body.is_empty() && header(&headers, "content-type").is_none() && !streams_payload(model, structure) {
        headers.push(Header::new("content-type", "application/json"));
    }
    let query = (!query.is_empty()).then(|| query.join("&"));
    Ok(HttpRequest {
        method: method(operation),
        url: endpoint.url(&path, query.as_deref()),
        headers,
        body: body.into(),
    })
}

/// The input with a token in each member that an SDK fills by itself.
#[must_use]
pub fn with_tokens(
    model: &ServiceModel,
    operation: &str,
    mut input: Value,
    mut token: impl FnMut() -> String,
) -> Value {
    let structure = model.operation(operation).and_then(|operation| model.structure(operation.input.as_deref()?));
    if input.is_null() {
        input = Value::Object(Map::new());
    }
    if let (Some(structure), Some(members)) = (structure, input.as_object_mut()) {
        for member in structure.members.iter().filter(|member| member.token) {
            members.entry(member.name.clone()).or_insert_with(|| token().into());
        }
    }
    input
}

/// The output of an operation: its headers and its body under the names of the API. A stream of events is left out.
///
/// # Errors
/// When the body is not JSON where it should be.
pub fn output(
    model: &ServiceModel,
    operation: &str,
    headers: &[Header],
    body: &[u8],
) -> Result<Value, serde_json::Error> {
    let structure = model.operation(operation).and_then(|operation| model.structure(operation.output.as_deref()?));
    let Some(structure) = structure else {
        return if body.is_empty() { Ok(Value::Object(Map::new())) } else { serde_json::from_slice(body) };
    };
    let mut out = Map::new();
    for member in structure.members.iter().filter(|member| member.place == Place::Header) {
        if let Some(text) = header(headers, &member.wire_name) {
            out.insert(member.name.clone(), value_of(model, member, &[text]));
        }
    }
    match payload(structure) {
        Some(member) => match model.shape(&member.shape).map(|shape| &shape.kind) {
            Some(ShapeKind::Structure(structure)) if structure.event_stream => {}
            Some(ShapeKind::Structure(_) | ShapeKind::Document) if !body.is_empty() => {
                out.insert(member.name.clone(), serde_json::from_slice(body)?);
            }
            Some(ShapeKind::String) => {
                out.insert(member.name.clone(), String::from_utf8_lossy(body).into_owned().into());
            }
            _ => {
                out.insert(member.name.clone(), STANDARD.encode(body).into());
            }
        },
        None if body.is_empty() => {}
        None => {
            if let Value::Object(members) = serde_json::from_slice(body)? {
                out.extend(members);
            }
        }
    }
    Ok(out.into())
}

/// The headers and the body of an output: the reverse of [`output()`]. Members that the model does not have stay out.
///
/// # Errors
/// When a value has another type than its member.
pub fn reply(
    model: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
) -> Result<(Vec<Header>, Vec<u8>), CallError> {
    let empty = Structure::default();
    let structure = operation.output.as_deref().and_then(|name| model.structure(name)).unwrap_or(&empty);
    let nothing = Map::new();
    let body = Write { model }.body(operation, structure, output.as_object().unwrap_or(&nothing))?;
    let headers = reply_head(model, operation, output, "application/json")?;
    Ok((headers, if body.is_empty() { b"{}".to_vec() } else { body }))
}

/// The headers of a reply: its content type, and the members of the output that are headers.
///
/// # Errors
/// When a value has the wrong type.
pub fn reply_head(
    model: &ServiceModel,
    operation: &OperationModel,
    output: &Value,
    content_type: &str,
) -> Result<Vec<Header>, CallError> {
    let structure = operation.output.as_deref().and_then(|name| model.structure(name));
    let members = structure.map_or(&[][..], |structure| &structure.members);
    let mut headers = vec![Header::new("content-type", content_type)];
    for member in members.iter().filter(|member| member.place == Place::Header) {
        if let Some(value) = output.get(&member.name) {
            headers.retain(|header| !header.name.eq_ignore_ascii_case(&member.wire_name));
            headers.push(Header::new(member.wire_name.to_lowercase(), Write { model }.text(member, value)?));
        }
    }
    Ok(headers)
}

/// The input of a received request: the reverse of [`request`]. `labels` are those of [`ServiceModel::route`].
///
/// # Errors
/// When the body is not JSON where it should be.
pub fn input(
    model: &ServiceModel,
    operation: &OperationModel,
    labels: &[(&str, String)],
    request: &HttpRequest,
) -> Result<Value, serde_json::Error> {
    let empty = Structure::default();
    let structure = operation.input.as_deref().and_then(|name| model.structure(name)).unwrap_or(&empty);
    let mut out = Map::new();
    let query: Vec<(String, String)> = request.url.query.as_deref().map(pairs).unwrap_or_default();
    for member in &structure.members {
        let texts: Vec<&str> = match member.place {
            Place::Body => continue,
            Place::Label => {
                labels.iter().filter(|(name, _)| *name == member.wire_name).map(|(_, text)| text.as_str()).collect()
            }
            Place::Query => {
                query.iter().filter(|(name, _)| *name == member.wire_name).map(|(_, text)| text.as_str()).collect()
            }
            Place::Header => request.header(&member.wire_name).into_iter().collect(),
        };
        if !texts.is_empty() {
            out.insert(member.name.clone(), value_of(model, member, &texts));
        }
    }
    match payload(structure) {
        Some(member) if model.structure(&member.shape).is_some() => {
            if !request.body.is_empty() {
                out.insert(member.name.clone(), serde_json::from_slice(&request.body)?);
            }
        }
        Some(member) => {
            out.insert(member.name.clone(), STANDARD.encode(&request.body).into());
        }
        None if request.body.is_empty() => {}
        None => match serde_json::from_slice(&request.body)? {
            Value::Object(members) => {
                let named = |wire: &str| {
                    let member = structure.members.iter().find(|m| m.place == Place::Body && m.wire_name == wire);
                    member.map_or_else(|| wire.to_owned(), |member| member.name.clone())
                };
                out.extend(members.into_iter().map(|(name, value)| (named(&name), value)));
            }
            other => {
                // Validation refuses it by its type.
                return Ok(other);
            }
        },
    }
    Ok(out.into())
}

fn find<'a>(model: &'a ServiceModel, operation: &str) -> Result<&'a OperationModel, CallError> {
    model
        .operation(operation)
        .ok_or_else(|| CallError::NoOperation { service: model.service.clone(), operation: operation.to_owned() })
}

fn method(operation: &OperationModel) -> Method {
    match operation.method.as_str() {
        "GET" => Method::Get,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => Method::Post,
    }
}

fn payload(structure: &Structure) -> Option<&Member> {
    let name = structure.payload.as_deref()?;
    structure.members.iter().find(|member| member.name == name)
}

/// Whether the body is text or bytes as they are.
fn streams_payload(model: &ServiceModel, structure: &Structure) -> bool {
    let shape = payload(structure).and_then(|member| model.shape(&member.shape));
    shape.is_some_and(|shape| matches!(shape.kind, ShapeKind::Blob | ShapeKind::String))
}

/// `name=value` pairs, decoded.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| uri::decode_label(text).unwrap_or_else(|| text.to_owned());
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

/// The value of a member outside the body; text that does not fit its type stays text, for the validation to refuse.
fn value_of(model: &ServiceModel, member: &Member, texts: &[&str]) -> Value {
    let scalar = |kind: Option<&ShapeKind>, text: &str| match kind {
        Some(ShapeKind::Integer | ShapeKind::Long | ShapeKind::Float | ShapeKind::Double | ShapeKind::Boolean) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
        _ => text.into(),
    };
    let kind = model.shape(&member.shape).map(|shape| &shape.kind);
    match kind {
        Some(ShapeKind::List { member }) => {
            let kind = model.shape(member).map(|shape| &shape.kind);
            texts.iter().map(|text| scalar(kind, text)).collect()
        }
        kind => texts.first().map_or(Value::Null, |text| scalar(kind, text)),
    }
}
