//! The rows of a form: what stands at each place of an input, and what may stand there.

use serde_json::{Map, Value};

use super::DEEPEST;
use crate::bedrock::service_model::pattern::Pattern;
use crate::bedrock::service_model::{Member, Place, ServiceModel, Shape, ShapeKind, Structure};
use crate::text::json::pointer_token;

/// How a place is edited.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Control {
    /// Members, each a row below.
    Structure,
    /// One of these members, a row below.
    Union {
        /// The members.
        choices: Vec<String>,
        /// The one that is set.
        chosen: Option<String>,
    },
    /// Items, each a row below.
    List,
    /// Values under keys, each a row below.
    Map,
    /// Text.
    Text,
    /// One of these words.
    Choice(Vec<String>),
    /// True or false.
    Switch,
    /// A whole number.
    Whole,
    /// A number.
    Decimal,
    /// Any JSON.
    Json,
    /// Bytes: text, or a file.
    Blob,
    /// A moment.
    Time,
    /// A member that the model does not have. It is sent as it is.
    Unknown,
}

/// What holds a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// A structure: the row is one of its members.
    Structure,
    /// A list: the row is an item, which exists as long as it is not removed.
    List,
    /// A map: the row is an entry with a key that one edits.
    Map,
}

/// One place of an input.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// JSON pointer into the input.
    pub pointer: String,
    /// How deep it is: 0 for a member of the input.
    pub depth: usize,
    /// Its name: the member, the key, or the item's number from 1.
    pub label: String,
    /// The names from the top, for whoever cannot see the depth.
    pub path: String,
    /// Its shape in the model.
    pub shape: String,
    /// How it is edited.
    pub control: Control,
    /// What holds it.
    pub within: Within,
    /// Whether the service refuses an input without it.
    pub required: bool,
    /// Whether it has a value.
    pub set: bool,
    /// Its constraints and its place in the request, in a few words.
    pub note: String,
}

impl Row {
    /// Tells controls apart that are drawn in different ways. What is chosen or set makes no difference.
    pub fn control_key(&self) -> usize {
        match self.control {
            Control::Structure => 0,
            Control::Union { .. } => 1,
            Control::List => 2,
            Control::Map => 3,
            Control::Text => 4,
            Control::Choice(_) => 5,
            Control::Switch => 6,
            Control::Whole => 7,
            Control::Decimal => 8,
            Control::Json => 9,
            Control::Blob => 10,
            Control::Time => 11,
            Control::Unknown => 12,
        }
    }

    /// Whether it has rows of its own below.
    pub fn holds_rows(&self) -> bool {
        matches!(self.control, Control::Structure | Control::Union { .. } | Control::List | Control::Map)
    }

    /// Whether its value can be taken away.
    pub fn is_removable(&self) -> bool {
        match self.within {
            Within::List | Within::Map => true,
            Within::Structure => self.set && (self.holds_rows() || self.control == Control::Unknown),
        }
    }
}

pub(super) fn rows(model: &ServiceModel, operation: &str, input: &Map<String, Value>) -> Vec<Row> {
    let mut walk = Walk { model, rows: Vec::new() };
    let structure = model.operation(operation).and_then(|operation| model.structure(operation.input.as_deref()?));
    if let Some(structure) = structure {
        walk.members(structure, Some(input), &At { pointer: "", path: "", depth: 0 });
    }
    walk.rows
}

struct At<'a> {
    pointer: &'a str,
    path: &'a str,
    depth: usize,
}

struct Walk<'a> {
    model: &'a ServiceModel,
    rows: Vec<Row>,
}

impl Walk<'_> {
    fn members(&mut self, structure: &Structure, value: Option<&Map<String, Value>>, at: &At) {
        let (required, optional): (Vec<&Member>, Vec<&Member>) =
            structure.members.iter().partition(|member| member.required);
        for member in required.into_iter().chain(optional) {
            // What one goes on writing while the answer arrives is not part of an input.
            if self.model.structure(&member.shape).is_some_and(|structure| structure.event_stream) {
                continue;
            }
            let value = value.and_then(|members| members.get(&member.name)).filter(|value| !value.is_null());
            if structure.union && value.is_none() {
                continue;
            }
            let name = (member.name.as_str(), Within::Structure);
            self.place(&member.shape, name, value, at, Some(member));
        }
        let known = |name: &str| structure.members.iter().any(|member| member.name == name);
        for (name, _) in value.into_iter().flatten().filter(|(name, _)| !known(name)) {
            self.rows.push(Row {
                pointer: format!("{}/{}", at.pointer, pointer_token(name)),
                depth: at.depth,
                label: name.clone(),
                path: joined(at.path, name),
                shape: String::new(),
                control: Control::Unknown,
                within: Within::Structure,
                required: false,
                set: true,
                note: "The operation has no such member. AWS ignores it.".to_owned(),
            });
        }
    }

    fn place(
        &mut self,
        shape_name: &str,
        (name, within): (&str, Within),
        value: Option<&Value>,
        at: &At,
        member: Option<&Member>,
    ) {
        let Some(shape) = self.model.shape(shape_name) else { return };
        let pointer = format!("{}/{}", at.pointer, pointer_token(name));
        let label = match within {
            Within::List => name.parse::<usize>().map_or_else(|_| name.to_owned(), |place| (place + 1).to_string()),
            Within::Structure | Within::Map => name.to_owned(),
        };
        let path = joined(at.path, &label);
        let control = control(shape, value, at.depth);
        self.rows.push(Row {
            pointer: pointer.clone(),
            depth: at.depth,
            label,
            path: path.clone(),
            shape: shape_name.to_owned(),
            control: control.clone(),
            within,
            required: member.is_some_and(|member| member.required),
            set: value.is_some(),
            note: note(shape, member),
        });
        let below = At { pointer: &pointer, path: &path, depth: at.depth + 1 };
        match (&shape.kind, value, control) {
            (
                ShapeKind::Structure(structure),
                Some(Value::Object(members)),
                Control::Structure | Control::Union { .. },
            ) => {
                self.members(structure, Some(members), &below);
            }
            (ShapeKind::List { member }, Some(Value::Array(items)), Control::List) => {
                for (place, item) in items.iter().enumerate() {
                    self.place(member, (&place.to_string(), Within::List), Some(item), &below, None);
                }
            }
            (ShapeKind::Map { value: inner, .. }, Some(Value::Object(entries)), Control::Map) => {
                for (key, entry) in entries {
                    self.place(inner, (key, Within::Map), Some(entry), &below, None);
                }
            }
            _ => {}
        }
    }
}

/// How a value of this shape is edited. One of another kind than its shape is edited as JSON, so that nothing is
/// lost.
fn control(shape: &Shape, value: Option<&Value>, depth: usize) -> Control {
    let fits = match (&shape.kind, value) {
        (_, None) | (ShapeKind::Document, _) => true,
        (ShapeKind::Structure(_) | ShapeKind::Map { .. }, Some(value)) => value.is_object(),
        (ShapeKind::List { .. }, Some(value)) => value.is_array(),
        (ShapeKind::String | ShapeKind::Blob, Some(value)) => value.is_string(),
        (ShapeKind::Timestamp, Some(value)) => value.is_string() || value.is_number(),
        (ShapeKind::Boolean, Some(value)) => value.is_boolean(),
        (ShapeKind::Integer | ShapeKind::Long | ShapeKind::Float | ShapeKind::Double, Some(value)) => value.is_number(),
    };
    if !fits {
        return Control::Json;
    }
    match &shape.kind {
        ShapeKind::Structure(_) | ShapeKind::List { .. } | ShapeKind::Map { .. } if depth > DEEPEST => Control::Json,
        ShapeKind::Structure(structure) if structure.union => Control::Union {
            choices: structure.members.iter().map(|member| member.name.clone()).collect(),
            chosen: value.and_then(Value::as_object).and_then(|members| members.keys().next().cloned()),
        },
        ShapeKind::Structure(_) => Control::Structure,
        ShapeKind::List { .. } => Control::List,
        ShapeKind::Map { .. } => Control::Map,
        ShapeKind::Document => Control::Json,
        ShapeKind::String if !shape.values.is_empty() => Control::Choice(shape.values.clone()),
        ShapeKind::String => Control::Text,
        ShapeKind::Blob => Control::Blob,
        ShapeKind::Integer | ShapeKind::Long => Control::Whole,
        ShapeKind::Float | ShapeKind::Double => Control::Decimal,
        ShapeKind::Boolean => Control::Switch,
        ShapeKind::Timestamp => Control::Time,
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// The constraints and the place in the request, in a few words.
fn note(shape: &Shape, member: Option<&Member>) -> String {
    let mut facts = Vec::new();
    if let Some(member) = member {
        match member.place {
            Place::Body => {}
            Place::Label => facts.push("in the path".to_owned()),
            Place::Query => facts.push(format!("query {}", member.wire_name)),
            Place::Header => facts.push(format!("header {}", member.wire_name)),
        }
        if member.token {
            facts.push("filled with a random token if you leave it out".to_owned());
        }
        if member.deprecated {
            facts.push("AWS advises against it".to_owned());
        }
    }
    let unit = match shape.kind {
        ShapeKind::String => " characters",
        ShapeKind::List { .. } => " items",
        ShapeKind::Map { .. } => " entries",
        ShapeKind::Blob => " bytes",
        _ => "",
    };
    match (shape.min, shape.max) {
        (Some(min), Some(max)) => facts.push(format!("{min} to {max}{unit}")),
        (Some(min), None) if min > 0.0 => facts.push(format!("at least {min}{unit}")),
        (None, Some(max)) => facts.push(format!("at most {max}{unit}")),
        (None | Some(_), None) => {}
    }
    if shape.kind == ShapeKind::Timestamp {
        facts.push("UTC".to_owned());
    }
    if let Some(pattern) = shape.pattern.as_ref().map(Pattern::source).filter(|source| *source != ".*") {
        facts.push(if pattern.len() > 60 { "has a pattern".to_owned() } else { format!("pattern {pattern}") });
    }
    facts.join(" · ")
}
