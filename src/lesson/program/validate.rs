//! botocore's check of a call's arguments, with its words: all mistakes, one a line.
//!
//! It looks at types, required and unknown members, unions, and the least value or length; never at the largest, at
//! patterns or at enumerations, which are left to the service.

use super::machine::Machine;
use super::value::{Py, Val};
use crate::bedrock::service_model::{OperationModel, ServiceModel, Shape, ShapeKind, Structure};

/// The report on the arguments of a call; `None` if nothing is wrong.
pub(super) fn report(
    machine: &Machine<'_>,
    model: &ServiceModel,
    operation: &OperationModel,
    arguments: &[(String, Val)],
) -> Option<String> {
    let structure = model.structure(operation.input.as_deref()?)?;
    let mut check = Check { machine, model, lines: Vec::new() };
    let given: Vec<(String, &Val)> = arguments.iter().map(|(name, value)| (name.clone(), value)).collect();
    check.members(structure, &given, "");
    (!check.lines.is_empty()).then(|| format!("Parameter validation failed:\n{}", check.lines.join("\n")))
}

struct Check<'m, 'a> {
    machine: &'m Machine<'a>,
    model: &'m ServiceModel,
    lines: Vec<String>,
}

/// A place as botocore names it.
fn named(at: &str) -> &str {
    if at.is_empty() { "input" } else { at.strip_prefix('.').unwrap_or(at) }
}

fn class(py: &Py) -> String {
    match py {
        Py::Body(_) => "<class 'botocore.response.StreamingBody'>".to_owned(),
        Py::Stream(_) => "<class 'botocore.eventstream.EventStream'>".to_owned(),
        py => format!("<class '{}'>", py.type_name()),
    }
}

impl Check<'_, '_> {
    fn wrong_type(&mut self, value: &Val, at: &str, valid: &str) {
        let (shown, class) = (self.machine.str(value), class(&value.py));
        self.lines.push(format!(
            "Invalid type for parameter {}, value: {shown}, type: {class}, valid types: {valid}",
            named(at)
        ));
    }

    fn least(&mut self, shape: &Shape, value: f64, shown: &str, at: &str, what: &str) {
        if let Some(min) = shape.min.filter(|min| value < *min) {
            let noun = if what == "value" { "value" } else { "length" };
            self.lines
                .push(format!("Invalid {noun} for parameter {}, value: {shown}, valid min {noun}: {min}", named(at)));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    fn length(&mut self, shape: &Shape, length: usize, at: &str) {
        self.least(shape, length as f64, &length.to_string(), at, "length");
    }

    fn value(&mut self, name: &str, value: &Val, at: &str) {
        let model = self.model;
        let Some(shape) = model.shape(name) else { return };
        match &shape.kind {
            ShapeKind::Structure(structure) => {
                let Py::Dict(id) = value.py else { return self.wrong_type(value, at, "<class 'dict'>") };
                let machine = self.machine;
                let members = machine.heap.members(id);
                let given: Vec<(String, &Val)> = members.iter().map(|(key, value)| (machine.str(key), value)).collect();
                self.members(structure, &given, at);
            }
            ShapeKind::List { member } => {
                let Some(items) = self.machine.list_items(value) else {
                    return self.wrong_type(value, at, "<class 'list'>, <class 'tuple'>");
                };
                self.length(shape, items.len(), at);
                for (index, item) in items.iter().enumerate() {
                    self.value(member, item, &format!("{at}[{index}]"));
                }
            }
            ShapeKind::Map { key, value: inner } => {
                let Py::Dict(id) = value.py else { return self.wrong_type(value, at, "<class 'dict'>") };
                for (name, member) in self.machine.heap.members(id) {
                    let shown = self.machine.str(name);
                    self.value(key, name, &format!("{at} (key: {shown})"));
                    self.value(inner, member, &format!("{at}.{shown}"));
                }
            }
            ShapeKind::Document => self.document(value, at, 0),
            ShapeKind::String => match &value.py {
                Py::Str(text) => self.length(shape, text.chars().count(), at),
                _ => self.wrong_type(value, at, "<class 'str'>"),
            },
            ShapeKind::Blob => {
                if !matches!(value.py, Py::Bytes(_) | Py::Str(_) | Py::Body(_)) {
                    self.wrong_type(value, at, "<class 'bytes'>, <class 'bytearray'>, file-like object");
                }
            }
            ShapeKind::Integer | ShapeKind::Long => match (value.py.as_int(), value.py.as_float()) {
                (Some(_), Some(number)) => self.least(shape, number, &self.machine.str(value), at, "value"),
                _ => self.wrong_type(value, at, "<class 'int'>"),
            },
            ShapeKind::Float | ShapeKind::Double => match value.py.as_float() {
                Some(number) => self.least(shape, number, &self.machine.str(value), at, "value"),
                None => self.wrong_type(value, at, "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>"),
            },
            ShapeKind::Boolean => {
                if !matches!(value.py, Py::Bool(_)) {
                    self.wrong_type(value, at, "<class 'bool'>");
                }
            }
            ShapeKind::Timestamp => {
                if !matches!(value.py, Py::Str(_) | Py::Int(_) | Py::Float(_)) {
                    self.wrong_type(value, at, "<class 'datetime.datetime'>, timestamp-string");
                }
            }
        }
    }

    fn members(&mut self, structure: &Structure, given: &[(String, &Val)], at: &str) {
        let names = || structure.members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ");
        if structure.union && given.is_empty() {
            self.lines.push(format!(
                "Must set one of the following keys for tagged unionstructure {}: {}.",
                named(at),
                names()
            ));
        }
        if structure.union && given.len() > 1 {
            self.lines.push(format!(
                "Invalid number of parameters set for tagged union structure {}. Can only set one of the following keys: {}.",
                named(at),
                names()
            ));
        }
        for member in structure.members.iter().filter(|member| member.required) {
            if !given.iter().any(|(name, _)| *name == member.name) {
                self.lines.push(format!("Missing required parameter in {}: \"{}\"", named(at), member.name));
            }
        }
        let shape_of = |name: &str| structure.members.iter().find(|member| member.name == name);
        for (name, _) in given.iter().filter(|(name, _)| shape_of(name).is_none()) {
            self.lines.push(format!("Unknown parameter in {}: \"{name}\", must be one of: {}", named(at), names()));
        }
        for (name, value) in given {
            if let Some(member) = shape_of(name) {
                self.value(&member.shape, value, &format!("{at}.{name}"));
            }
        }
    }

    fn document(&mut self, value: &Val, at: &str, depth: usize) {
        const DEEPEST: usize = 100;
        match &value.py {
            _ if depth > DEEPEST => {}
            Py::Dict(id) => {
                for (key, value) in self.machine.heap.members(*id) {
                    self.document(value, &self.machine.str(key), depth + 1);
                }
            }
            Py::List(id) => {
                for (index, item) in self.machine.heap.items(*id).iter().enumerate() {
                    self.document(item, &format!("{at}[{index}]"), depth + 1);
                }
            }
            Py::None | Py::Str(_) | Py::Int(_) | Py::Float(_) | Py::Bool(_) => {}
            py => {
                let (shown, class) = (self.machine.str(value), class(py));
                self.lines.push(format!(
                    "Invalid type for document parameter {}, value: {shown}, type: {class}, valid types: <class 'str'>, \
                     <class 'int'>, <class 'bool'>, <class 'float'>, <class 'list'>, <class 'dict'>",
                    named(at)
                ));
            }
        }
    }
}
