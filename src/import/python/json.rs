//! `json.dumps` as Python prints, and values as JSON for their place in a request.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};

use super::machine::Machine;
use super::places::Place;
use super::value::{Dumps, Py, Unknown};

/// The deepest value.
const DEEPEST: usize = 60;
/// The most values in one request.
const MOST_VALUES: usize = 400_000;
/// The largest request, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Makes JSON of values, and collects the notes of what it used.
pub(super) struct Writer<'m, 'a> {
    machine: &'m Machine<'a>,
    /// The notes.
    pub notes: Vec<String>,
    values: usize,
    size: usize,
}

impl<'m, 'a> Writer<'m, 'a> {
    /// A writer without notes.
    pub(super) fn new(machine: &'m Machine<'a>) -> Self {
        Self { machine, notes: Vec::new(), values: 0, size: 0 }
    }

    /// Adds a note, once.
    pub(super) fn note(&mut self, text: String) {
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// A dictionary of the program.
    pub(super) fn members(&self, id: usize) -> Option<&super::value::Dict> {
        self.machine.heap.members(id)
    }

    /// What the JSON so far took.
    pub(super) fn cost(&self) -> usize {
        self.values * 64 + self.size
    }

    fn hold(&mut self, size: usize) -> Result<(), String> {
        self.values += 1;
        self.size = self.size.saturating_add(size);
        if self.values > MOST_VALUES || self.size > LARGEST {
            return Err("the request that this program makes is too large to be imported".to_owned());
        }
        Ok(())
    }

    /// The JSON of a value; `None` where it is left out. `member` is its name in the notes.
    ///
    /// # Errors
    ///
    /// When the request is too large.
    pub(super) fn json(
        &mut self,
        value: &Py,
        place: Place,
        member: &str,
        depth: usize,
    ) -> Result<Option<Value>, String> {
        self.hold(0)?;
        if depth > DEEPEST {
            return Err(format!("a value is nested deeper than {DEEPEST} levels"));
        }
        Ok(Some(match value {
            Py::None => Value::Null,
            Py::Bool(value) => Value::Bool(*value),
            Py::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
                (Ok(number), _) => Value::from(number),
                (_, Ok(number)) => Value::from(number),
                _ => value.as_float().and_then(Number::from_f64).map_or(Value::Null, Value::Number),
            },
            Py::Float(number) => {
                if let Some(number) = Number::from_f64(*number) {
                    Value::Number(number)
                } else {
                    self.note(format!("JSON has no number {number}; {member} is left out"));
                    return Ok(None);
                }
            }
            Py::Str(text) => {
                self.hold(text.text.len())?;
                for at in &text.notes {
                    if let Some(note) = self.machine.value_notes.get(*at) {
                        self.note(note.clone());
                    }
                }
                Value::String(text.text.clone())
            }
            Py::Bytes(bytes) => {
                use base64::Engine as _;
                self.hold(bytes.len())?;
                Value::String(base64::engine::general_purpose::STANDARD.encode(bytes.as_slice()))
            }
            Py::Dumped(dumped) => {
                let (inner, options) = &**dumped;
                let Some(inner) = self.json(inner, Place::Free, member, depth + 1)? else { return Ok(None) };
                let text = print(&inner, options);
                self.hold(text.len())?;
                Value::String(text)
            }
            Py::List(id) | Py::Tuple(id) => self.list(self.machine.heap.items(*id), place, member, depth)?,
            Py::Dict(id) => {
                let mut members = Map::new();
                if let Some(dict) = self.machine.heap.members(*id) {
                    for (key, value) in dict.items() {
                        if let Some(value) = self.json(value, place.member(key), key, depth + 1)? {
                            members.insert(key.clone(), value);
                        }
                    }
                    for unknown in &dict.unknown {
                        self.note(format!(
                            "Line {}: `{}` is known only when the program runs; what it adds to {member} is left out",
                            unknown.line, unknown.name
                        ));
                    }
                }
                Value::Object(members)
            }
            Py::Unknown(unknown) => {
                return Ok(self.unknown(unknown, place.placeholder(&unknown.placeholder()), member));
            }
            Py::Several(unknown) => return Ok(self.unknown(unknown, place.several(&unknown.placeholder()), member)),
            Py::Import(name) => {
                let unknown = Unknown { name: name.to_string(), line: 1 };
                return Ok(self.unknown(&unknown, place.placeholder(&unknown.placeholder()), member));
            }
            Py::Function(_)
            | Py::Class(_)
            | Py::Object(_)
            | Py::Method(_)
            | Py::Bound(_)
            | Py::Partial(_)
            | Py::Session(_)
            | Py::Client(_)
            | Py::Call(_) => {
                self.note(format!("The value of {member} is an object of the program; it is left out"));
                return Ok(None);
            }
        }))
    }

    fn list(&mut self, items: &[Py], place: Place, member: &str, depth: usize) -> Result<Value, String> {
        let mut list = Vec::new();
        for item in items {
            // Several unknown items of a list have the placeholder of one.
            list.extend(self.json(item, place.item(), member, depth + 1)?);
        }
        Ok(Value::Array(list))
    }

    fn unknown(&mut self, unknown: &Unknown, placeholder: Option<Value>, member: &str) -> Option<Value> {
        let result = match &placeholder {
            Some(Value::String(text)) if *text == unknown.placeholder() => format!("imported as {text}"),
            Some(Value::String(text)) if text == "user" => format!("{member} is user"),
            Some(Value::Array(_) | Value::Object(_)) => {
                let empty = placeholder.as_ref().is_some_and(|value| value.as_object().is_some_and(Map::is_empty));
                let text = if empty { "{}".to_owned() } else { unknown.placeholder() };
                format!("{member} is imported as {text}")
            }
            Some(value) if value.is_number() => format!("{member} is {value} in its place"),
            Some(_) => format!("{member} is a placeholder"),
            None => format!("{member} is left out"),
        };
        self.note(format!("Line {}: `{}` is known only when the program runs; {result}", unknown.line, unknown.name));
        placeholder
    }
}

/// JSON as `json.dumps` prints it.
pub(super) fn print(value: &Value, options: &Dumps) -> String {
    let mut out = String::new();
    write(value, options, 0, &mut out);
    out
}

fn write(value: &Value, options: &Dumps, depth: usize, out: &mut String) {
    let (between, after_key) = &options.separators;
    let new_line = |depth: usize, out: &mut String| {
        if let Some(indent) = options.indent {
            out.push('\n');
            out.push_str(&" ".repeat(indent * depth));
        }
    };
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(between);
                }
                new_line(depth + 1, out);
                write(item, options, depth + 1, out);
            }
            new_line(depth, out);
            out.push(']');
        }
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (at, (key, value)) in members.iter().enumerate() {
                if at > 0 {
                    out.push_str(between);
                }
                new_line(depth + 1, out);
                string(key, options, out);
                out.push_str(after_key);
                write(value, options, depth + 1, out);
            }
            new_line(depth, out);
            out.push('}');
        }
        Value::String(text) => string(text, options, out),
        other => out.push_str(&other.to_string()),
    }
}

fn string(text: &str, options: &Dumps, out: &mut String) {
    let quoted = Value::from(text).to_string();
    if options.unicode {
        out.push_str(&quoted);
        return;
    }
    for c in quoted.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}

impl Machine<'_> {
    /// The value of JSON.
    pub(super) fn value_of_json(&mut self, value: Value) -> Option<Py> {
        if !self.step() {
            return None;
        }
        Some(match value {
            Value::Null => Py::None,
            Value::Bool(value) => Py::Bool(value),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(number), _) => Py::Int(number.into()),
                (_, Some(number)) => Py::Int(number.into()),
                _ => Py::Float(number.as_f64()?),
            },
            Value::String(text) => self.string(text, Vec::new())?,
            Value::Array(items) => {
                let items = items.into_iter().map(|item| self.value_of_json(item)).collect::<Option<Vec<_>>>()?;
                self.heap.list(items)
            }
            Value::Object(members) => {
                let mut dict = super::value::Dict::default();
                for (key, value) in members {
                    let value = self.value_of_json(value)?;
                    dict.set(&key, value);
                }
                self.heap.dict(dict)
            }
        })
    }
}
