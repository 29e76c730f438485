//! Parses the compact model. Every named shape must exist, and every pattern must be supported.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use thiserror::Error;

use super::pattern::Pattern;
use super::{Member, OperationModel, Pages, Place, ServiceModel, Shape, ShapeKind, Structure, TimestampFormat};

/// Why a text is not a service model.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ServiceModelError {
    /// The text is not JSON.
    #[error("The service model is not JSON: {0}")]
    Json(String),
    /// The JSON has another form.
    #[error("The service model cannot be read: {0}")]
    Form(String),
}

type Outcome<T> = Result<T, ServiceModelError>;

fn form<T>(what: String) -> Outcome<T> {
    Err(ServiceModelError::Form(what))
}

pub(super) fn parse(text: &str) -> Outcome<ServiceModel> {
    let source: Value = serde_json::from_str(text).map_err(|error| ServiceModelError::Json(error.to_string()))?;
    let top = |key: &str| text_of(&source, key, "the model");
    let mut operations = Vec::new();
    for (name, operation) in members(&source, "operations")? {
        operations.push(operation_model(name, operation)?);
    }
    let mut shapes = BTreeMap::new();
    for (name, source) in members(&source, "shapes")? {
        shapes.insert(name.clone(), shape(name, source)?);
    }
    let model = ServiceModel {
        service: top("service")?,
        signing_name: top("signingName")?,
        api_version: top("apiVersion")?,
        botocore: top("botocore")?,
        bearer: source.get("bearer") == Some(&Value::Bool(true)),
        operations,
        shapes,
    };
    check_references(&model)?;
    Ok(model)
}

fn operation_model(name: &str, source: &Value) -> Outcome<OperationModel> {
    let optional = |key: &str| source.get(key).and_then(Value::as_str).map(str::to_owned);
    let status = source.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    Ok(OperationModel {
        name: name.to_owned(),
        method: text_of(source, "method", name)?,
        uri: text_of(source, "uri", name)?,
        status: status.unwrap_or(200),
        input: optional("input"),
        output: optional("output"),
        errors: texts(source, "errors"),
        read_only: source.get("read") == Some(&Value::Bool(true)),
        pages: source.get("pages").map(|pages| pages_of(pages, name)).transpose()?,
    })
}

fn pages_of(source: &Value, operation: &str) -> Outcome<Pages> {
    let optional = |key: &str| source.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(Pages {
        input_token: text_of(source, "in", operation)?,
        output_token: text_of(source, "out", operation)?,
        limit: optional("limit"),
        result: optional("result"),
    })
}

fn shape(name: &str, source: &Value) -> Outcome<Shape> {
    let is = |key: &str| source.get(key) == Some(&Value::Bool(true));
    let kind = if is("document") {
        ShapeKind::Document
    } else if source.get("members").is_some() {
        ShapeKind::Structure(structure(name, source)?)
    } else if source.get("member").is_some() {
        ShapeKind::List { member: text_of(source, "member", name)? }
    } else if source.get("key").is_some() {
        ShapeKind::Map { key: text_of(source, "key", name)?, value: text_of(source, "value", name)? }
    } else {
        match text_of(source, "type", name)?.as_str() {
            "string" => ShapeKind::String,
            "blob" => ShapeKind::Blob,
            "integer" => ShapeKind::Integer,
            "long" => ShapeKind::Long,
            "float" => ShapeKind::Float,
            "double" => ShapeKind::Double,
            "boolean" => ShapeKind::Boolean,
            "timestamp" => ShapeKind::Timestamp,
            other => return form(format!("{name} has the unknown type {other}")),
        }
    };
    let pattern = match source.get("pattern").and_then(Value::as_str) {
        None => None,
        // One of AWS's patterns has `/d` where it means `\\d`; as it stands, no ARN would match it.
        Some(text) => match Pattern::parse(&text.replace("/d{12}", "[0-9]{12}").replace("/d+", "[0-9]+")) {
            Some(pattern) => Some(pattern),
            None => return form(format!("the pattern of {name} is not supported: {text}")),
        },
    };
    Ok(Shape {
        kind,
        min: source.get("min").and_then(Value::as_f64),
        max: source.get("max").and_then(Value::as_f64),
        pattern,
        values: texts(source, "enum"),
        sensitive: is("sensitive"),
        timestamp: match source.get("timestampFormat").and_then(Value::as_str) {
            None => TimestampFormat::OfProtocol,
            Some("iso8601") => TimestampFormat::Iso8601,
            Some(other) => return form(format!("{name} has the unknown timestamp format {other}")),
        },
    })
}

fn structure(name: &str, source: &Value) -> Outcome<Structure> {
    let is = |key: &str| source.get(key) == Some(&Value::Bool(true));
    let required = texts(source, "required");
    let mut out = Vec::new();
    for (member, detail) in members(source, "members")? {
        let (shape, place, wire_name) = match detail {
            Value::String(shape) => (shape.clone(), Place::Body, member.clone()),
            detail => {
                let place = match detail.get("in").and_then(Value::as_str) {
                    None => Place::Body,
                    Some("uri") => Place::Label,
                    Some("header" | "headers") => Place::Header,
                    Some("querystring") => Place::Query,
                    Some(other) => return form(format!("{name}.{member} has the unknown location {other}")),
                };
                let wire_name = detail.get("name").and_then(Value::as_str).unwrap_or(member);
                (text_of(detail, "shape", name)?, place, wire_name.to_owned())
            }
        };
        let is = |key: &str| detail.get(key) == Some(&Value::Bool(true));
        out.push(Member {
            name: member.clone(),
            shape,
            place,
            wire_name,
            required: required.contains(member),
            token: is("token"),
            deprecated: is("deprecated"),
        });
    }
    Ok(Structure {
        members: out,
        union: is("union"),
        payload: source.get("payload").and_then(Value::as_str).map(str::to_owned),
        error_status: source.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok()),
        event_stream: is("eventstream"),
    })
}

fn check_references(model: &ServiceModel) -> Outcome<()> {
    let mut named: Vec<&str> = Vec::new();
    for operation in &model.operations {
        named.extend(operation.input.as_deref());
        named.extend(operation.output.as_deref());
        named.extend(operation.errors.iter().map(String::as_str));
    }
    for (_, shape) in model.shapes() {
        match &shape.kind {
            ShapeKind::Structure(structure) => named.extend(structure.members.iter().map(|m| m.shape.as_str())),
            ShapeKind::List { member } => named.push(member),
            ShapeKind::Map { key, value } => named.extend([key.as_str(), value.as_str()]),
            ShapeKind::Document
            | ShapeKind::String
            | ShapeKind::Blob
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::Boolean
            | ShapeKind::Timestamp => {}
        }
    }
    match named.into_iter().find(|name| model.shape(name).is_none()) {
        Some(name) => form(format!("the shape {name} is used but not defined")),
        None => Ok(()),
    }
}

fn members<'a>(source: &'a Value, key: &str) -> Outcome<&'a Map<String, Value>> {
    match source.get(key) {
        Some(Value::Object(members)) => Ok(members),
        _ => form(format!("`{key}` must be an object")),
    }
}

fn text_of(source: &Value, key: &str, whose: &str) -> Outcome<String> {
    match source.get(key) {
        Some(Value::String(text)) => Ok(text.clone()),
        _ => form(format!("`{key}` of {whose} must be a string")),
    }
}

fn texts(source: &Value, key: &str) -> Vec<String> {
    let items = source.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
