//! A Converse body as the typed values of a compiled language: one walk over the body and the service model for all of
//! them.
//!
//! Such an SDK has a type for each shape and no place for anything else. A member without a shape is left out with a note.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Number, Value};

use super::dialect::known_members;
use super::layout::Node;
use super::writer::Writer;
use crate::bedrock::service_model::call::{iso8601, moment};
use crate::bedrock::service_model::{Member, ServiceModel, ShapeKind, Structure};
use crate::text::json::pointer_token;

/// A value of a shape, with lists and maps not yet put together: builders take their items one by one.
pub(super) enum Built {
    /// A value.
    One(Node),
    /// The items of a list, and the shape they are of.
    List { element: String, items: Vec<Node> },
    /// The pairs of a map, and the shape of its values.
    Map { element: String, pairs: Vec<(String, Node)> },
}

/// How a language writes typed values.
pub(super) trait Language {
    /// A string.
    fn string(&self, text: &str) -> String;
    /// A value of an enumeration.
    fn variant(&self, shape: &str, value: &str) -> String;
    /// Bytes, from their base64.
    fn bytes(&self, base64: &str) -> String;
    /// A moment, from its ISO 8601 text.
    fn moment(&self, iso8601: &str) -> String;
    /// A number of a shape.
    fn number(&self, kind: &ShapeKind, number: &Number) -> String;
    /// Any JSON.
    fn document(&self, value: &Value, pointer: &str) -> Node;
    /// A list or a map on its own; a value as it is.
    fn whole(&self, built: Built) -> Node;
    /// A structure of these members.
    fn structure(&self, name: &str, structure: &Structure, members: Vec<Set<'_>>) -> Node;
    /// A union whose one member is this.
    fn union(&self, name: &str, member: &Member, value: Node) -> Node;
}

/// A member of a structure that is set.
pub(super) struct Set<'a> {
    /// The member.
    pub member: &'a Member,
    /// What it is set to.
    pub built: Built,
    /// Its place in the request.
    pub pointer: String,
    /// Whether its shape is a scalar.
    pub scalar: bool,
}

/// The walk.
pub(super) struct Walk<'a, L> {
    /// The language.
    pub language: &'a L,
    /// The service model.
    pub model: &'a ServiceModel,
}

impl<L: Language> Walk<'_, L> {
    /// The members of a structure that are set.
    pub fn members<'a>(
        &self,
        structure: &'a Structure,
        value: &'a Value,
        pointer: &str,
        writer: &mut Writer,
    ) -> Vec<Set<'a>> {
        let known = known_members(structure, value, pointer, writer);
        let mut set = Vec::new();
        for known in known {
            let Some(member) = structure.members.iter().find(|member| member.name == known.name) else { continue };
            if let Some(built) = self.build(known.shape, known.value, &known.pointer, writer) {
                let scalar = self.is_scalar(known.shape);
                set.push(Set { member, built, pointer: known.pointer, scalar });
            }
        }
        set
    }

    fn is_scalar(&self, shape: &str) -> bool {
        self.model.shape(shape).is_some_and(|shape| match shape.kind {
            ShapeKind::String
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::Boolean => shape.values.is_empty(),
            ShapeKind::Structure(_)
            | ShapeKind::List { .. }
            | ShapeKind::Map { .. }
            | ShapeKind::Document
            | ShapeKind::Blob
            | ShapeKind::Timestamp => false,
        })
    }

    /// A value of a shape; `None`, and a note, where it does not fit.
    pub fn build(&self, name: &str, value: &Value, pointer: &str, writer: &mut Writer) -> Option<Built> {
        let shape = self.model.shape(name)?;
        let language = self.language;
        if let (ShapeKind::Timestamp, Some(at)) = (&shape.kind, moment(value)) {
            return Some(Built::One(Node::atom(language.moment(&iso8601(at))).at(pointer)));
        }
        let node = match (&shape.kind, value) {
            (ShapeKind::Document, value) => return Some(Built::One(language.document(value, pointer).at(pointer))),
            (ShapeKind::String, Value::String(text)) if shape.values.is_empty() => Node::atom(language.string(text)),
            (ShapeKind::String, Value::String(text)) => Node::atom(language.variant(name, text)),
            (ShapeKind::Blob, Value::String(text)) if BASE64.decode(text).is_ok() => Node::atom(language.bytes(text)),
            (ShapeKind::Boolean, Value::Bool(value)) => Node::atom(value.to_string()),
            (ShapeKind::Integer | ShapeKind::Long, Value::Number(number)) if !number.is_f64() => {
                Node::atom(language.number(&shape.kind, number))
            }
            (ShapeKind::Float | ShapeKind::Double, Value::Number(number)) => {
                Node::atom(language.number(&shape.kind, number))
            }
            (ShapeKind::List { member }, Value::Array(items)) => {
                let items = items.iter().enumerate();
                let items = items
                    .filter_map(|(index, item)| self.whole(member, item, &format!("{pointer}/{index}"), writer))
                    .collect();
                return Some(Built::List { element: member.clone(), items });
            }
            (ShapeKind::Map { value: member, .. }, Value::Object(members)) => {
                let pairs = members.iter();
                let pairs = pairs
                    .filter_map(|(key, value)| {
                        let place = format!("{pointer}/{}", pointer_token(key));
                        Some((key.clone(), self.whole(member, value, &place, writer)?))
                    })
                    .collect();
                return Some(Built::Map { element: member.clone(), pairs });
            }
            (ShapeKind::Structure(structure), Value::Object(_)) if structure.union => {
                let mut set = self.members(structure, value, pointer, writer);
                if set.len() != 1 {
                    writer.note(format!("`{pointer}` should have exactly one member; the code leaves it out"));
                    return None;
                }
                let only = set.pop()?;
                let inner = language.whole(only.built);
                language.union(name, only.member, inner)
            }
            (ShapeKind::Structure(structure), Value::Object(_)) => {
                let members = self.members(structure, value, pointer, writer);
                language.structure(name, structure, members)
            }
            _ => {
                writer.note(format!("`{pointer}` does not have the type of the API model; the code leaves it out"));
                return None;
            }
        };
        Some(Built::One(node.at(pointer)))
    }

    fn whole(&self, shape: &str, value: &Value, pointer: &str, writer: &mut Writer) -> Option<Node> {
        self.build(shape, value, pointer, writer).map(|built| self.language.whole(built))
    }
}

/// `toolUseId` as `ToolUseId`, `three_gp` as `ThreeGp`, `ENABLED_FULL` as `EnabledFull`.
pub(super) fn pascal(name: &str) -> String {
    let shouted = !name.contains(|c: char| c.is_ascii_lowercase());
    let mut out = String::new();
    for part in name.split(['_', '-', ' ', '.']) {
        let mut chars = part.chars();
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        out.extend(chars.map(|c| if shouted { c.to_ascii_lowercase() } else { c }));
    }
    out
}

/// `toolUseId` as `tool_use_id`, `s3Location` as `s3_location`.
pub(super) fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `CreateGuardrail` as `create_guardrail`, `OneMonth` as `one_month`: in lower case, with a separator before each word, as
/// botocore's `xform_name` does it. Capitals in a row are one word.
pub(super) fn parted(name: &str, separator: char) -> String {
    let chars: Vec<char> = name.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index)).copied();
    let mut out = String::with_capacity(name.len() + 8);
    for (index, c) in chars.iter().enumerate() {
        let begins = match (at(index.checked_sub(1)), at(Some(index + 1))) {
            (Some(before), _) if before.is_ascii_lowercase() || before.is_ascii_digit() => true,
            (Some(before), Some(next)) => before.is_ascii_uppercase() && next.is_ascii_lowercase(),
            _ => false,
        };
        if c.is_ascii_uppercase() && begins {
            out.push(separator);
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Whether the value of an enumeration has an unambiguous name: words of letters.
pub(super) fn has_plain_name(value: &str) -> bool {
    !value.is_empty() && value.split('_').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic()))
}
