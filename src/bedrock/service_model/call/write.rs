//! Writes the values of an input or an output in the form of their place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::{CallError, payload};
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::{
    Member, OperationModel, Place, ServiceModel, Shape, ShapeKind, Structure, TimestampFormat,
};

/// Writes values in the form of their place.
pub(super) struct Write<'a> {
    pub(super) model: &'a ServiceModel,
}

impl Write<'_> {
    pub(super) fn body(
        &self,
        operation: &OperationModel,
        structure: &Structure,
        members: &Map<String, Value>,
    ) -> Result<Vec<u8>, CallError> {
        if let Some(member) = payload(structure) {
            let value = members.get(&member.name).filter(|value| !value.is_null());
            let Some(shape) = self.model.shape(&member.shape) else { return Ok(Vec::new()) };
            let wrong = |wanted| CallError::Type { member: format!("/{}", member.name), wanted };
            return match (&shape.kind, value) {
                (ShapeKind::Structure(inner), _) if inner.event_stream => {
                    Err(CallError::Bidirectional(operation.name.clone()))
                }
                (ShapeKind::Blob, Some(Value::String(text))) => STANDARD.decode(text).map_err(|_| wrong("base64 text")),
                (ShapeKind::Blob, Some(_)) => Err(wrong("base64 text")),
                (ShapeKind::String, Some(Value::String(text))) => Ok(text.clone().into_bytes()),
                (ShapeKind::String, Some(_)) => Err(wrong("text")),
                (ShapeKind::Blob | ShapeKind::String, None) => Ok(Vec::new()),
                (_, Some(value)) => {
                    Ok(self.json(&member.shape, value, &format!("/{}", member.name))?.to_string().into_bytes())
                }
                (_, None) => Ok(b"{}".to_vec()),
            };
        }
        if !structure.members.iter().any(|member| member.place == Place::Body) {
            return Ok(Vec::new());
        }
        let outside =
            |name: &str| structure.members.iter().any(|member| member.place != Place::Body && member.name == name);
        let mut body = Map::new();
        for (name, value) in members.iter().filter(|(name, value)| !outside(name) && !value.is_null()) {
            match structure.members.iter().find(|member| &member.name == name) {
                Some(member) => {
                    let value = self.json(&member.shape, value, &format!("/{name}"))?;
                    body.insert(member.wire_name.clone(), value);
                }
                None => {
                    body.insert(name.clone(), value.clone());
                }
            }
        }
        Ok(Value::Object(body).to_string().into_bytes())
    }

    /// A value of the JSON body: as it is, with timestamps in the form of their shape.
    fn json(&self, name: &str, value: &Value, at: &str) -> Result<Value, CallError> {
        let Some(shape) = self.model.shape(name) else { return Ok(value.clone()) };
        Ok(match (&shape.kind, value) {
            (ShapeKind::Structure(structure), Value::Object(members)) => {
                let mut out = Map::new();
                for (name, value) in members {
                    let member = structure.members.iter().find(|member| &member.name == name);
                    let (wire, value) = match member {
                        Some(member) => {
                            (member.wire_name.clone(), self.json(&member.shape, value, &format!("{at}/{name}"))?)
                        }
                        None => (name.clone(), value.clone()),
                    };
                    out.insert(wire, value);
                }
                out.into()
            }
            (ShapeKind::List { member }, Value::Array(items)) => {
                let items = items.iter().enumerate();
                let items = items.map(|(index, item)| self.json(member, item, &format!("{at}/{index}")));
                items.collect::<Result<Vec<_>, _>>()?.into()
            }
            (ShapeKind::Map { value: inner, .. }, Value::Object(entries)) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.json(inner, value, &format!("{at}/{key}"))?)));
                entries.collect::<Result<Map<_, _>, CallError>>()?.into()
            }
            (ShapeKind::Timestamp, value) => {
                let moment = moment(value).ok_or(CallError::Type { member: at.to_owned(), wanted: "a time" })?;
                match shape.timestamp {
                    TimestampFormat::Iso8601 => iso8601(moment).into(),
                    TimestampFormat::OfProtocol if moment.0 % 1_000 == 0 => (moment.0 / 1_000).into(),
                    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
                    TimestampFormat::OfProtocol => (moment.0 as f64 / 1_000.0).into(),
                }
            }
            (_, value) => value.clone(),
        })
    }

    /// A scalar outside the body.
    pub(super) fn text(&self, member: &Member, value: &Value) -> Result<String, CallError> {
        let shape = self.model.shape(&member.shape);
        scalar(shape, value)
            .ok_or_else(|| CallError::Type { member: format!("/{}", member.name), wanted: wanted(shape) })
    }

    /// A scalar or each of a list.
    pub(super) fn texts(&self, member: &Member, value: &Value) -> Result<Vec<String>, CallError> {
        let shape = self.model.shape(&member.shape);
        match (shape.map(|shape| &shape.kind), value) {
            (Some(ShapeKind::List { member: inner }), Value::Array(items)) => {
                let inner = self.model.shape(inner);
                let wrong = || CallError::Type { member: format!("/{}", member.name), wanted: "a list of texts" };
                items.iter().map(|item| scalar(inner, item).ok_or_else(wrong)).collect()
            }
            _ => Ok(vec![self.text(member, value)?]),
        }
    }
}

fn wanted(shape: Option<&Shape>) -> &'static str {
    match shape.map(|shape| &shape.kind) {
        Some(ShapeKind::Integer | ShapeKind::Long | ShapeKind::Float | ShapeKind::Double) => "a number",
        Some(ShapeKind::Boolean) => "true or false",
        Some(ShapeKind::Timestamp) => "a time",
        _ => "text",
    }
}

fn scalar(shape: Option<&Shape>, value: &Value) -> Option<String> {
    match (shape.map(|shape| &shape.kind), value) {
        (Some(ShapeKind::Timestamp), value) => moment(value).map(iso8601),
        (_, Value::String(text)) => Some(text.clone()),
        (_, Value::Number(number)) => Some(number.to_string()),
        (_, Value::Bool(yes)) => Some(yes.to_string()),
        (_, Value::Null | Value::Array(_) | Value::Object(_)) => None,
    }
}

/// A moment as text or as seconds since 1970.
pub fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => Timestamp::parse(text),
        #[expect(clippy::cast_possible_truncation, reason = "a time of this age fits")]
        Value::Number(number) => number.as_f64().map(|seconds| Timestamp((seconds * 1_000.0).round() as i64)),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// ISO 8601 as botocore writes it: with a fraction only where there is one.
pub fn iso8601(moment: Timestamp) -> String {
    let whole = moment.iso8601();
    match moment.0.rem_euclid(1_000) {
        0 => whole,
        ms => format!("{}.{ms:03}000Z", whole.trim_end_matches('Z')),
    }
}
