//! The changes that a form makes to its input.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::rows::{Control, Row, Within};
use super::{Form, Unread};
use crate::bedrock::service_model::{ServiceModel, ShapeKind};
use crate::text::json;

/// A value as the text of its control.
pub(super) fn text(control: &Control, value: &Value) -> String {
    match (control, value) {
        (Control::Blob, Value::String(base64)) => {
            // Bytes that are text are shown as text; a picture is not.
            STANDARD.decode(base64).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
        }
        (Control::Time, Value::String(text)) => text.strip_suffix('Z').unwrap_or(text).to_owned(),
        (Control::Text | Control::Choice(_), Value::String(text)) => text.clone(),
        (Control::Json | Control::Unknown, value) => json::print(value),
        (_, value) => value.to_string(),
    }
}

/// Reads the text of a control; the error is a sentence.
fn read(control: &Control, text: &str) -> Result<Value, String> {
    let short = |text: &str| text.trim().chars().take(40).collect::<String>();
    match control {
        Control::Text | Control::Choice(_) => Ok(json!(text)),
        Control::Switch => match text.trim() {
            "true" => Ok(json!(true)),
            "false" => Ok(json!(false)),
            other => Err(format!("Must be true or false, not “{}”", short(other))),
        },
        Control::Whole => match text.trim().parse::<i64>() {
            Ok(number) => Ok(json!(number)),
            Err(_) => Err(format!("Must be a whole number, not “{}”", short(text))),
        },
        Control::Decimal => match serde_json::from_str::<Value>(text.trim()) {
            Ok(number @ Value::Number(_)) => Ok(number),
            _ => Err(format!("Must be a number such as 0.5, not “{}”", short(text))),
        },
        Control::Blob => Ok(json!(STANDARD.encode(text))),
        Control::Time => Ok(time(text.trim())),
        Control::Json | Control::Unknown => serde_json::from_str(text).map_err(|error| format!("Not JSON: {error}")),
        Control::Structure | Control::Union { .. } | Control::List | Control::Map => {
            Err("It has fields of its own".to_owned())
        }
    }
}

/// A calendar's `2026-11-30T11:00` is meant in UTC; a number counts seconds since 1970.
fn time(text: &str) -> Value {
    if let Ok(number @ Value::Number(_)) = serde_json::from_str(text) {
        return number;
    }
    match text.len() {
        16 if text.contains('T') => json!(format!("{text}:00Z")),
        19.. if text.contains('T') && !text.ends_with('Z') && !text.contains('+') => json!(format!("{text}Z")),
        _ => json!(text),
    }
}

impl Form {
    /// Takes the text of a row's control. An empty one takes the member out of the input.
    pub fn take(&mut self, row: &Row, text: &str) {
        let is_empty = match row.control {
            Control::Text | Control::Choice(_) | Control::Blob => text.is_empty() && row.within == Within::Structure,
            _ => text.trim().is_empty() && row.within == Within::Structure,
        };
        self.unread.remove(&row.pointer);
        if is_empty {
            self.detach(&row.pointer);
            return;
        }
        match read(&row.control, text) {
            Ok(value) => self.put(&row.pointer, value),
            Err(why) => {
                self.unread.insert(row.pointer.clone(), Unread { text: text.to_owned(), why });
            }
        }
    }

    /// Sets bytes from a file.
    pub fn take_bytes(&mut self, row: &Row, bytes: &[u8]) {
        self.unread.remove(&row.pointer);
        self.put(&row.pointer, json!(STANDARD.encode(bytes)));
    }

    /// How many bytes a row holds that are not text.
    pub fn bytes(&self, row: &Row) -> Option<usize> {
        let base64 = self.at(&row.pointer)?.as_str().filter(|_| row.control == Control::Blob)?;
        let bytes = STANDARD.decode(base64).ok()?;
        std::str::from_utf8(&bytes).is_err().then_some(bytes.len())
    }

    /// Sets a structure, list or map, empty; in one that is set already, adds an item or an entry.
    pub fn add(&mut self, model: &ServiceModel, row: &Row) {
        let Some(shape) = model.shape(&row.shape) else { return };
        let fresh = |name: &str| fresh(model, name);
        match &shape.kind {
            ShapeKind::List { member } => {
                let item = fresh(member);
                if !row.set {
                    self.put(&row.pointer, json!([]));
                }
                if let Some(Value::Array(items)) = self.at_mut(&row.pointer) {
                    items.push(item);
                }
            }
            ShapeKind::Map { value, .. } => {
                let value = fresh(value);
                if !row.set {
                    self.put(&row.pointer, json!({}));
                }
                if let Some(Value::Object(entries)) = self.at_mut(&row.pointer) {
                    // One more key than there are entries: one of them is free.
                    let mut keys = (1..=entries.len() + 1).map(|n| format!("key{n}"));
                    let key = keys.find(|key| !entries.contains_key(key));
                    entries.insert(key.unwrap_or_default(), value);
                }
            }
            _ if !row.set => self.put(&row.pointer, fresh(&row.shape)),
            _ => {}
        }
    }

    /// Takes a place out of the input, with everything below it.
    pub fn remove(&mut self, row: &Row) {
        self.detach(&row.pointer);
        // The items after a removed one move up, so invalid text that was typed would end up at the wrong item.
        let holder = match row.within {
            Within::List => row.pointer.rsplit_once('/').map_or("", |(holder, _)| holder),
            Within::Structure | Within::Map => row.pointer.as_str(),
        };
        self.forget_unread(holder);
    }

    /// Chooses the member of a union; the others go.
    pub fn choose(&mut self, model: &ServiceModel, row: &Row, member: &str) {
        self.forget_unread(&row.pointer);
        let structure = model.structure(&row.shape);
        let shape = structure.and_then(|structure| structure.members.iter().find(|each| each.name == member));
        match shape {
            Some(shape) => {
                let value = fresh(model, &shape.shape);
                self.put(&row.pointer, json!({ member: value }));
            }
            None if row.within == Within::Structure => self.detach(&row.pointer),
            None => self.put(&row.pointer, json!({})),
        }
    }

    /// Gives an entry of a map another key, at its place.
    ///
    /// # Errors
    /// When another entry has that key.
    pub fn rename(&mut self, row: &Row, key: &str) -> Result<(), String> {
        let Some((holder, _)) = row.pointer.rsplit_once('/') else { return Ok(()) };
        if row.label == key {
            return Ok(());
        }
        let Some(Value::Object(entries)) = self.at_mut(holder) else { return Ok(()) };
        if entries.contains_key(key) {
            return Err(format!("Another entry has the key “{key}”"));
        }
        *entries = std::mem::take(entries)
            .into_iter()
            .map(|(old, value)| if old == row.label { (key.to_owned(), value) } else { (old, value) })
            .collect();
        self.forget_unread(&row.pointer);
        Ok(())
    }

    /// Sets a value, wherever its holder is.
    pub(super) fn put(&mut self, pointer: &str, value: Value) {
        let Some((holder, name)) = pointer.rsplit_once('/') else { return };
        let name = name.replace("~1", "/").replace("~0", "~");
        if holder.is_empty() {
            self.input.insert(name, value);
            return;
        }
        match self.at_mut(holder) {
            Some(Value::Object(members)) => {
                members.insert(name, value);
            }
            Some(Value::Array(items)) => {
                if let Some(item) = name.parse::<usize>().ok().and_then(|place| items.get_mut(place)) {
                    *item = value;
                }
            }
            _ => {}
        }
    }

    fn detach(&mut self, pointer: &str) {
        let Some((holder, name)) = pointer.rsplit_once('/') else { return };
        let name = name.replace("~1", "/").replace("~0", "~");
        if holder.is_empty() {
            self.input.shift_remove(&name);
            return;
        }
        match self.at_mut(holder) {
            Some(Value::Object(members)) => {
                members.shift_remove(&name);
            }
            Some(Value::Array(items)) => {
                if let Some(place) = name.parse::<usize>().ok().filter(|place| *place < items.len()) {
                    items.remove(place);
                }
            }
            _ => {}
        }
    }

    fn at_mut(&mut self, pointer: &str) -> Option<&mut Value> {
        let rest = pointer.strip_prefix('/')?;
        let (first, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let value = self.input.get_mut(&first.replace("~1", "/").replace("~0", "~"))?;
        if rest.is_empty() { Some(value) } else { value.pointer_mut(&format!("/{rest}")) }
    }

    fn forget_unread(&mut self, holder: &str) {
        self.unread.retain(|pointer, _| {
            pointer.strip_prefix(holder).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/'))
        });
    }
}

/// The first value of a shape, for one to change.
fn fresh(model: &ServiceModel, name: &str) -> Value {
    let Some(shape) = model.shape(name) else { return Value::Null };
    let whole = |min: Option<f64>| min.map(|min| Value::from(min.max(0.0).ceil()));
    match &shape.kind {
        ShapeKind::Structure(_) | ShapeKind::Map { .. } | ShapeKind::Document => json!({}),
        ShapeKind::List { .. } => json!([]),
        ShapeKind::String => json!(shape.values.first().cloned().unwrap_or_default()),
        ShapeKind::Blob | ShapeKind::Timestamp => json!(""),
        ShapeKind::Integer | ShapeKind::Long => {
            let least = whole(shape.min).and_then(|least| least.as_f64()).unwrap_or_default();
            serde_json::from_str(&format!("{least:.0}")).unwrap_or(json!(0))
        }
        ShapeKind::Float | ShapeKind::Double => json!(shape.min.unwrap_or_default()),
        ShapeKind::Boolean => json!(false),
    }
}
