//! Validates an input, with the service's own messages.
//!
//! The simulator uses it to answer as the service does, and the form to warn next to a field. The wording of constraint
//! violations and of a content block without a key comes from messages that users of the service have published (for
//! example BerriAI/litellm issues 24668 and 19384, genkit-ai/aws-bedrock-js-plugin issue 43); for values of the wrong
//! JSON type it follows other AWS JSON services. Unknown members are not violations, since AWS's JSON protocols ignore
//! them, but they are reported separately.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::{Member, Place, ServiceModel, Shape, ShapeKind, Structure};
use crate::aws::time::Timestamp;
use crate::text::json::pointer_token;

/// Longest text that is matched against a pattern, in bytes; a longer one exceeds its `max` anyway.
const MAX_PATTERN_TEXT: usize = 16_384;

/// The kind of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViolationKind {
    /// JSON of a type that the service cannot read into the shape.
    Type,
    /// Missing, out of range, not in the set, not matching.
    Constraint,
    /// A union without a member, or with several.
    Union,
}

/// A violation at one place of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the body; for a member in the path, a header or the query, its API name.
    pub pointer: String,
    /// Its kind.
    pub kind: ViolationKind,
    /// The service's message for this place.
    pub message: String,
}

/// The service's answer to an input with violations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The error's name, `ValidationException` or `SerializationException`; both have status 400.
    pub code: &'static str,
    /// Its message.
    pub message: String,
}

/// The result of a validation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The violations, in the model's order.
    pub violations: Vec<Violation>,
    /// JSON pointers of unknown members, which the service ignores.
    pub unknown: Vec<String>,
}

impl Report {
    /// The service's refusal of the input; `None` if it is valid. Type errors come before constraints, and constraints
    /// before unions.
    pub fn rejection(&self) -> Option<Rejection> {
        let of = |kind| self.violations.iter().filter(move |violation| violation.kind == kind);
        if let Some(first) = of(ViolationKind::Type).next() {
            return Some(Rejection { code: "SerializationException", message: first.message.clone() });
        }
        let broken: Vec<&str> = of(ViolationKind::Constraint).map(|violation| violation.message.as_str()).collect();
        if !broken.is_empty() {
            let errors = if broken.len() == 1 { "error" } else { "errors" };
            let message = format!("{} validation {errors} detected: {}", broken.len(), broken.join("; "));
            return Some(Rejection { code: "ValidationException", message });
        }
        let first = of(ViolationKind::Union).next()?;
        Some(Rejection { code: "ValidationException", message: first.message.clone() })
    }
}

impl ServiceModel {
    /// The violations of an input: [`Self::inspect_input`] without the unknown members.
    pub fn validate_input(&self, operation: &str, body: &Value, params: &[(&str, &str)]) -> Vec<Violation> {
        self.inspect_input(operation, body, params).violations
    }

    /// Validates a whole input under the names of the API, wherever its members go.
    pub fn inspect_whole(&self, operation: &str, input: &Value) -> Report {
        let mut walk = Walk { model: self, report: Report::default(), whole: true };
        let shape = self.operation(operation).and_then(|operation| operation.input.as_deref());
        if let Some((name, structure)) = shape.and_then(|name| Some((name, self.structure(name)?))) {
            walk.body(name, structure, input);
        }
        walk.report
    }

    /// Validates a whole output under the names of the API, wherever its members are.
    pub fn inspect_output(&self, operation: &str, output: &Value) -> Report {
        let mut walk = Walk { model: self, report: Report::default(), whole: true };
        let shape = self.operation(operation).and_then(|operation| operation.output.as_deref());
        if let Some((name, structure)) = shape.and_then(|name| Some((name, self.structure(name)?))) {
            walk.body(name, structure, output);
        }
        walk.report
    }

    /// Validates an input. `params` are the members outside the body, by their name on the wire (label, header or query
    /// name; headers in any case). A body that the model does not describe as JSON (`InvokeModel`) is not checked, and
    /// neither is an unknown operation.
    pub fn inspect_input(&self, operation: &str, body: &Value, params: &[(&str, &str)]) -> Report {
        let mut walk = Walk { model: self, report: Report::default(), whole: false };
        let input = self.operation(operation).and_then(|operation| operation.input.as_deref());
        if let Some((name, structure)) = input.and_then(|name| Some((name, self.structure(name)?))) {
            walk.params(structure, params);
            match &structure.payload {
                None => walk.body(name, structure, body),
                Some(payload) => walk.payload(structure, payload, body),
            }
        }
        walk.report
    }
}

/// A place in the input, in three forms: as a pointer, as in constraint messages, and as in union messages.
#[derive(Clone)]
struct At {
    pointer: String,
    /// `messages.1.member.content`: items count from one.
    path: String,
    /// `messages.0.content`: items count from zero.
    plain: String,
}

impl At {
    fn root() -> Self {
        Self { pointer: String::new(), path: String::new(), plain: String::new() }
    }

    fn member(&self, name: &str) -> Self {
        let dot = |path: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        Self {
            pointer: format!("{}/{}", self.pointer, pointer_token(name)),
            path: dot(&self.path),
            plain: dot(&self.plain),
        }
    }

    fn item(&self, index: usize) -> Self {
        Self {
            pointer: format!("{}/{index}", self.pointer),
            path: format!("{}.{}.member", self.path, index + 1),
            plain: format!("{}.{index}", self.plain),
        }
    }
}

struct Walk<'a> {
    model: &'a ServiceModel,
    report: Report,
    /// Whether members outside the body are in the input too.
    whole: bool,
}

impl Walk<'_> {
    fn params(&mut self, structure: &Structure, params: &[(&str, &str)]) {
        for member in structure.members.iter().filter(|member| member.place != Place::Body) {
            let named = |name: &str| match member.place {
                Place::Header => name.eq_ignore_ascii_case(&member.wire_name),
                Place::Body | Place::Label | Place::Query => name == member.wire_name,
            };
            let at = At { pointer: member.name.clone(), path: member.name.clone(), plain: member.name.clone() };
            match params.iter().find(|(name, _)| named(name)) {
                Some((_, text)) => {
                    if let Some(shape) = self.model.shape(&member.shape) {
                        self.text(shape, text, &at);
                    }
                }
                None => self.missing(member, &at),
            }
        }
    }

    /// Validates a body that consists of the members without another location.
    fn body(&mut self, name: &str, structure: &Structure, body: &Value) {
        let empty = Map::new();
        let members = match body {
            Value::Object(members) => members,
            Value::Null => &empty,
            other => return self.wrong_type(&At::root(), other, "a structure"),
        };
        self.members(name, structure, members, &At::root());
    }

    /// Validates a body that is one member.
    fn payload(&mut self, structure: &Structure, payload: &str, body: &Value) {
        let member = structure.members.iter().find(|member| member.name == payload);
        if let Some(member) = member
            && self.model.structure(&member.shape).is_some()
        {
            self.value(&member.shape, body, &At::root());
        }
    }

    fn value(&mut self, name: &str, value: &Value, at: &At) {
        let Some(shape) = self.model.shape(name) else { return };
        match (&shape.kind, value) {
            (ShapeKind::Document, _)
            | (ShapeKind::Boolean, Value::Bool(_))
            | (ShapeKind::Timestamp, Value::Number(_)) => {}
            (ShapeKind::Structure(structure), Value::Object(members)) => self.members(name, structure, members, at),
            (ShapeKind::Structure(_), other) => self.wrong_type(at, other, "a structure"),
            (ShapeKind::List { member }, Value::Array(items)) => {
                self.length(shape, items.len(), None, at);
                for (index, item) in items.iter().enumerate() {
                    let at = at.item(index);
                    if item.is_null() {
                        self.null(&at);
                    } else {
                        self.value(member, item, &at);
                    }
                }
            }
            (ShapeKind::List { .. }, other) => self.wrong_type(at, other, "a list"),
            (ShapeKind::Map { key, value }, Value::Object(entries)) => {
                self.length(shape, entries.len(), None, at);
                for (name, entry) in entries {
                    let at = at.member(name);
                    if let Some(key) = self.model.shape(key) {
                        self.text(key, name, &at);
                    }
                    if entry.is_null() {
                        self.null(&at);
                    } else {
                        self.value(value, entry, &at);
                    }
                }
            }
            (ShapeKind::Map { .. }, other) => self.wrong_type(at, other, "a map"),
            (ShapeKind::String, Value::String(text)) => self.text(shape, text, at),
            (ShapeKind::String, other) => self.wrong_type(at, other, "a String"),
            (ShapeKind::Blob, Value::String(text)) => match STANDARD.decode(text) {
                Ok(bytes) => self.length(shape, bytes.len(), None, at),
                Err(_) => self.add(at, ViolationKind::Type, format!("The bytes at '{}' are not base64", at.path)),
            },
            (ShapeKind::Blob, other) => self.wrong_type(at, other, "a Blob"),
            (ShapeKind::Integer, Value::Number(number)) => match number.as_i64() {
                Some(whole) if i32::try_from(whole).is_ok() => {
                    self.range(shape, number.as_f64(), &whole.to_string(), at);
                }
                _ => self.wrong_type(at, value, "an Integer"),
            },
            (ShapeKind::Integer, other) => self.wrong_type(at, other, "an Integer"),
            (ShapeKind::Long, Value::Number(number)) => match number.as_i64() {
                Some(whole) => self.range(shape, number.as_f64(), &whole.to_string(), at),
                None => self.wrong_type(at, value, "a Long"),
            },
            (ShapeKind::Long, other) => self.wrong_type(at, other, "a Long"),
            (ShapeKind::Float | ShapeKind::Double, Value::Number(number)) => {
                // The service writes a whole number with `.0`.
                let text = number.as_f64().map(|n| format!("{n:?}")).unwrap_or_default();
                self.range(shape, number.as_f64(), &text, at);
            }
            (ShapeKind::Float, other) => self.wrong_type(at, other, "a Float"),
            (ShapeKind::Double, other) => self.wrong_type(at, other, "a Double"),
            (ShapeKind::Boolean, other) => self.wrong_type(at, other, "a Boolean"),
            (ShapeKind::Timestamp, Value::String(text)) if Timestamp::parse(text).is_some() => {}
            (ShapeKind::Timestamp, other) => self.wrong_type(at, other, "a Timestamp"),
        }
    }

    fn members(&mut self, name: &str, structure: &Structure, members: &Map<String, Value>, at: &At) {
        let mut set = 0;
        let whole = self.whole;
        let inside = |member: &&Member| whole || member.place == Place::Body;
        let key = |member: &Member| if whole { member.name.clone() } else { member.wire_name.clone() };
        for member in structure.members.iter().filter(inside) {
            let key = key(member);
            let at = at.member(&key);
            match members.get(&key) {
                None | Some(Value::Null) => self.missing(member, &at),
                Some(value) => {
                    set += 1;
                    self.value(&member.shape, value, &at);
                }
            }
        }
        let known = |name: &str| structure.members.iter().filter(inside).any(|member| key(member) == name);
        for name in members.keys().filter(|name| !known(name)) {
            self.report.unknown.push(at.member(name).pointer);
        }
        if structure.union && set != 1 {
            let keys: Vec<&str> = structure.members.iter().map(|member| member.name.as_str()).collect();
            let how_many = if set == 0 { "one" } else { "only one" };
            let message = format!(
                "{name} object at {} must set {how_many} of the following keys: {}.",
                at.plain,
                keys.join(", ")
            );
            self.add(at, ViolationKind::Union, message);
        }
    }

    fn missing(&mut self, member: &Member, at: &At) {
        if member.required {
            self.null(at);
        }
    }

    fn null(&mut self, at: &At) {
        let message = format!("Value null at '{}' failed to satisfy constraint: Member must not be null", at.path);
        self.add(at, ViolationKind::Constraint, message);
    }

    fn text(&mut self, shape: &Shape, text: &str, at: &At) {
        let shown = (!shape.sensitive).then_some(text);
        if !shape.values.is_empty() && !shape.values.iter().any(|value| value == text) {
            let set = shape.values.join(", ");
            self.broken(at, shown, &format!("Member must satisfy enum value set: [{set}]"));
        }
        if let Some(pattern) = &shape.pattern
            && text.len() <= MAX_PATTERN_TEXT
            && !pattern.matches(text)
        {
            self.broken(at, shown, &format!("Member must satisfy regular expression pattern: {}", pattern.source()));
        }
        self.length(shape, text.chars().count(), shown, at);
    }

    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    fn length(&mut self, shape: &Shape, length: usize, shown: Option<&str>, at: &At) {
        self.bounds(shape, length as f64, shown, at, "Member must have length");
    }

    fn range(&mut self, shape: &Shape, value: Option<f64>, shown: &str, at: &At) {
        let shown = (!shape.sensitive).then_some(shown);
        self.bounds(shape, value.unwrap_or(f64::NAN), shown, at, "Member must have value");
    }

    fn bounds(&mut self, shape: &Shape, value: f64, shown: Option<&str>, at: &At, what: &str) {
        if let Some(max) = shape.max.filter(|max| value > *max) {
            self.broken(at, shown, &format!("{what} less than or equal to {max}"));
        }
        if let Some(min) = shape.min.filter(|min| value < *min) {
            self.broken(at, shown, &format!("{what} greater than or equal to {min}"));
        }
    }

    fn broken(&mut self, at: &At, shown: Option<&str>, constraint: &str) {
        let value = shown.map(|text| format!(" '{text}'")).unwrap_or_default();
        let message = format!("Value{value} at '{}' failed to satisfy constraint: {constraint}", at.path);
        self.add(at, ViolationKind::Constraint, message);
    }

    fn wrong_type(&mut self, at: &At, value: &Value, wanted: &str) {
        let message = match value {
            Value::Object(_) => "Start of structure or map found where not expected.".to_owned(),
            Value::Array(_) => "Start of list found where not expected".to_owned(),
            Value::Null => format!("NULL_VALUE can not be converted to {wanted}"),
            Value::Bool(true) => format!("TRUE_VALUE can not be converted to {wanted}"),
            Value::Bool(false) => format!("FALSE_VALUE can not be converted to {wanted}"),
            Value::Number(_) => format!("NUMBER_VALUE can not be converted to {wanted}"),
            Value::String(_) => format!("STRING_VALUE can not be converted to {wanted}"),
        };
        self.add(at, ViolationKind::Type, message);
    }

    fn add(&mut self, at: &At, kind: ViolationKind, message: String) {
        self.report.violations.push(Violation { pointer: at.pointer.clone(), kind, message });
    }
}
