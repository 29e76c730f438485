//! Values for languages that write them as JSON does: lists, objects, and an expression for bytes.
//!
//! The service model decides at each step: bytes are written as bytes, and a member that the SDK does not know is left out
//! with a note, because the SDK would refuse the whole call or drop the member in silence.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use super::layout::Node;
use super::writer::Writer;
use crate::bedrock::service_model::call::{iso8601, moment};
use crate::bedrock::service_model::{ServiceModel, Shape, ShapeKind, Structure};
use crate::text::json::pointer_token;

/// The name of the variable in a loop over texts.
pub(super) const TEXT_VARIABLE: &str = "text";

/// How a language writes values.
pub(super) struct Dialect {
    /// `null`, `true`, `false`.
    pub words: [&'static str; 3],
    /// A string.
    pub string: fn(&str) -> String,
    /// A member's name with what parts it from the value.
    pub key: fn(&str) -> String,
    /// Bytes, from their base64.
    pub bytes: fn(&str) -> String,
    /// A moment, from its ISO 8601 text.
    pub moment: fn(&str) -> String,
}

/// What a value is written with.
pub(super) struct Data<'a> {
    /// The language.
    pub dialect: &'a Dialect,
    /// The service model.
    pub model: &'a ServiceModel,
    /// The place that a variable replaces.
    pub variable: Option<&'a str>,
}

impl Data<'_> {
    /// A value that no shape is known of: a native body, or a document inside Converse.
    pub fn free(&self, value: &Value, pointer: &str) -> Node {
        if self.variable == Some(pointer) {
            return Node::atom(TEXT_VARIABLE).at(pointer);
        }
        let [null, yes, no] = self.dialect.words;
        let node = match value {
            Value::Null => Node::atom(null),
            Value::Bool(true) => Node::atom(yes),
            Value::Bool(false) => Node::atom(no),
            Value::Number(number) => Node::atom(number.to_string()),
            Value::String(text) => Node::atom((self.dialect.string)(text)),
            Value::Array(items) => {
                let write = |(index, item)| self.free(item, &format!("{pointer}/{index}"));
                Node::items("[", items.iter().enumerate().map(write).collect(), "]")
            }
            Value::Object(members) => {
                let write = |(key, value): (&String, &Value)| {
                    let value = self.free(value, &format!("{pointer}/{}", pointer_token(key)));
                    Node::around((self.dialect.key)(key), value, "")
                };
                Node::items("{", members.iter().map(write).collect(), "}")
            }
        };
        node.at(pointer)
    }

    /// A value of a shape.
    pub fn shaped(&self, shape: &str, value: &Value, pointer: &str, writer: &mut Writer) -> Node {
        let shape = self.model.shape(shape).map(|shape: &Shape| &shape.kind);
        let node = match (shape, value) {
            (Some(ShapeKind::Blob), Value::String(text)) if BASE64.decode(text).is_ok() => {
                writer.has_bytes = true;
                Node::atom((self.dialect.bytes)(text))
            }
            (Some(ShapeKind::Timestamp), value) => {
                let Some(at) = moment(value) else { return self.free(value, pointer) };
                writer.has_moments = true;
                Node::atom((self.dialect.moment)(&iso8601(at)))
            }
            (Some(ShapeKind::List { member }), Value::Array(items)) => {
                let write = |(index, item)| self.shaped(member, item, &format!("{pointer}/{index}"), writer);
                Node::items("[", items.iter().enumerate().map(write).collect(), "]")
            }
            (Some(ShapeKind::Map { value: member, .. }), Value::Object(members)) => {
                let mut items = Vec::new();
                for (key, value) in members {
                    let value = self.shaped(member, value, &format!("{pointer}/{}", pointer_token(key)), writer);
                    items.push(Node::around((self.dialect.key)(key), value, ""));
                }
                Node::items("{", items, "}")
            }
            (Some(ShapeKind::Structure(structure)), Value::Object(_)) => {
                let mut items = Vec::new();
                for known in known_members(structure, value, pointer, writer) {
                    let value = self.shaped(known.shape, known.value, &known.pointer, writer);
                    items.push(Node::around((self.dialect.key)(known.name), value, ""));
                }
                Node::items("{", items, "}")
            }
            _ => return self.free(value, pointer),
        };
        node.at(pointer)
    }
}

/// A member that the service model knows, with its value.
pub(super) struct Known<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its shape.
    pub shape: &'a str,
    /// Its value.
    pub value: &'a Value,
    /// Its place in the request.
    pub pointer: String,
}

/// The members of an object that a structure has, in the object's order. The others become notes.
pub(super) fn known_members<'a>(
    structure: &'a Structure,
    value: &'a Value,
    pointer: &str,
    writer: &mut Writer,
) -> Vec<Known<'a>> {
    let mut known = Vec::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        let place = format!("{pointer}/{}", pointer_token(key));
        match structure.members.iter().find(|member| member.name == *key) {
            Some(_) if value.is_null() => {
                writer.note(format!("`{place}` is null, which the API reads as not sent; the code leaves it out"));
            }
            Some(member) => known.push(Known { name: &member.name, shape: &member.shape, value, pointer: place }),
            None => writer.note(format!(
                "`{place}` is not in the API model, so this tool cannot send it; the code leaves it out"
            )),
        }
    }
    known
}

/// The structure of an operation's input.
pub(super) fn input<'a>(model: &'a ServiceModel, operation: &str) -> Option<&'a Structure> {
    model.structure(model.operation(operation)?.input.as_deref()?)
}

/// Whether bytes are stated in a value of a shape.
pub(super) fn has_bytes(model: &ServiceModel, shape: &str, value: &Value) -> bool {
    match (model.shape(shape).map(|shape| &shape.kind), value) {
        (Some(ShapeKind::Blob), Value::String(_)) => true,
        (Some(ShapeKind::List { member }), Value::Array(items)) => {
            items.iter().any(|item| has_bytes(model, member, item))
        }
        (Some(ShapeKind::Structure(structure)), Value::Object(members)) => members.iter().any(|(key, value)| {
            let member = structure.members.iter().find(|member| member.name == *key);
            member.is_some_and(|member| has_bytes(model, &member.shape, value))
        }),
        _ => false,
    }
}
