//! Items of values: `value[key]`, slices, and what a loop goes through.

use super::error::Raised;
use super::machine::{Machine, Run};
use super::value::{Py, Val};

/// The place of an index in a list; one below 0 counts from the end.
fn at(index: i128, length: usize) -> Option<usize> {
    let length = i128::try_from(length).ok()?;
    let index = if index < 0 { index + length } else { index };
    usize::try_from(index).ok().filter(|_| index < length)
}

impl Machine<'_> {
    /// The items of a list or a tuple.
    pub fn list_items(&self, value: &Val) -> Option<Vec<Val>> {
        match value.py {
            Py::List(id) | Py::Tuple(id) => Some(self.heap.items(id).to_vec()),
            _ => None,
        }
    }

    /// `of[key]`
    pub fn item(&mut self, of: &Val, key: &Val, line: usize) -> Run<Val> {
        let error = |kind: &str, text: String| Err(Raised::new(kind, text, line).into());
        let indices = |name: &str| {
            let of = if name == "string" || name == "byte" { name.to_owned() } else { format!("{name} indices") };
            let of = if of.ends_with("indices") { of } else { format!("{of} indices") };
            let not = key.py.type_name();
            match name {
                "string" => format!("{of} must be integers, not '{not}'"),
                _ => format!("{of} must be integers or slices, not {not}"),
            }
        };
        match &of.py {
            Py::Dict(id) => {
                if matches!(key.py, Py::List(_) | Py::Dict(_)) {
                    return error("TypeError", format!("unhashable type: '{}'", key.py.type_name()));
                }
                let found = self.heap.members(*id).iter().find(|(known, _)| self.equal(known, key, 0));
                match found {
                    Some((_, value)) => Ok(value.clone()),
                    None => error("KeyError", self.repr(key)),
                }
            }
            Py::List(id) | Py::Tuple(id) => {
                let name = of.py.type_name();
                let Some(index) = key.py.as_int() else { return error("TypeError", indices(name)) };
                let items = self.heap.items(*id);
                match at(index, items.len()).and_then(|at| items.get(at)) {
                    Some(value) => Ok(value.clone()),
                    None => error("IndexError", format!("{name} index out of range")),
                }
            }
            Py::Str(text) => {
                let Some(index) = key.py.as_int() else { return error("TypeError", indices("string")) };
                match at(index, text.chars().count()).and_then(|at| text.chars().nth(at)) {
                    Some(c) => Ok(Val::text(c.to_string(), line).from([of])),
                    None => error("IndexError", "string index out of range".to_owned()),
                }
            }
            Py::Bytes(bytes) => {
                let Some(index) = key.py.as_int() else { return error("TypeError", indices("byte")) };
                match at(index, bytes.len()).and_then(|at| bytes.get(at)) {
                    Some(byte) => Ok(Val::new(Py::Int((*byte).into()), line)),
                    None => error("IndexError", "index out of range".to_owned()),
                }
            }
            Py::Library(path) if super::names::is_class(path) => {
                error("TypeError", format!("type '{path}' is not subscriptable"))
            }
            other => error("TypeError", format!("'{}' object is not subscriptable", other.type_name())),
        }
    }

    /// `of[lower:upper:step]`
    pub fn slice(&mut self, of: &Val, bounds: &[Option<Val>; 3], line: usize) -> Run<Val> {
        let mut numbers = [None; 3];
        for (number, bound) in numbers.iter_mut().zip(bounds) {
            match bound.as_ref().map(|bound| &bound.py) {
                None | Some(Py::None) => {}
                Some(py) if py.as_int().is_some() => *number = py.as_int(),
                Some(_) => {
                    let text = "slice indices must be integers or None or have an __index__ method";
                    return Err(Raised::new("TypeError", text, line).into());
                }
            }
        }
        let [lower, upper, step] = numbers;
        if step.is_some_and(|step| step != 1 && step != -1) {
            return Err(Raised::unsupported("slices with this step", line).into());
        }
        let is_reversed = step == Some(-1);
        let range = |length: usize| {
            let bound = |index: i128| {
                let length = i128::try_from(length).unwrap_or(i128::MAX);
                usize::try_from(if index < 0 { index + length } else { index }.clamp(0, length)).unwrap_or_default()
            };
            let start = lower.map_or(0, bound);
            start..upper.map_or(length, bound).max(start)
        };
        if is_reversed && (lower.is_some() || upper.is_some()) {
            return Err(Raised::unsupported("slices with this step", line).into());
        }
        let value = match &of.py {
            Py::Str(text) => {
                let mut chars: Vec<char> = text.chars().collect();
                if is_reversed {
                    chars.reverse();
                }
                let part: String = chars.get(range(chars.len())).unwrap_or_default().iter().collect();
                self.string(part, line)?
            }
            Py::Bytes(bytes) => Val::new(Py::Bytes(bytes.get(range(bytes.len())).unwrap_or_default().into()), line),
            Py::List(id) | Py::Tuple(id) => {
                let mut items = self.heap.items(*id).to_vec();
                if is_reversed {
                    items.reverse();
                }
                let part = items.get(range(items.len())).unwrap_or_default().to_vec();
                self.hold(part.len(), line)?;
                let is_list = matches!(of.py, Py::List(_));
                Val::new(if is_list { self.heap.list(part) } else { self.heap.tuple(part) }, line)
            }
            Py::Dict(_) => return Err(Raised::new("TypeError", "unhashable type: 'slice'", line).into()),
            other => {
                let text = format!("'{}' object is not subscriptable", other.type_name());
                return Err(Raised::new("TypeError", text, line).into());
            }
        };
        Ok(value.from([of]))
    }

    /// `of[key] = value`
    pub fn set_item(&mut self, of: &Val, key: &Val, value: Val, line: usize) -> Run<()> {
        self.hold(64, line)?;
        match &of.py {
            Py::Dict(id) => {
                if matches!(key.py, Py::List(_) | Py::Dict(_)) {
                    let text = format!("unhashable type: '{}'", key.py.type_name());
                    return Err(Raised::new("TypeError", text, line).into());
                }
                let found = self.heap.members(*id).iter().position(|(known, _)| self.equal(known, key, 0));
                if let Some(members) = self.heap.members_mut(*id) {
                    match found.and_then(|at| members.get_mut(at)) {
                        Some(member) => member.1 = value,
                        None => members.push((key.clone(), value)),
                    }
                }
                Ok(())
            }
            Py::List(id) => {
                let Some(index) = key.py.as_int() else {
                    let text = format!("list indices must be integers or slices, not {}", key.py.type_name());
                    return Err(Raised::new("TypeError", text, line).into());
                };
                let place = at(index, self.heap.items(*id).len());
                match self.heap.items_mut(*id).and_then(|items| items.get_mut(place?)) {
                    Some(item) => {
                        *item = value;
                        Ok(())
                    }
                    None => Err(Raised::new("IndexError", "list assignment index out of range", line).into()),
                }
            }
            other => {
                let text = format!("'{}' object does not support item assignment", other.type_name());
                Err(Raised::new("TypeError", text, line).into())
            }
        }
    }

    /// Removes an item that is there.
    pub fn remove_item(&mut self, of: &Val, key: &Val) {
        match of.py {
            Py::Dict(id) => {
                let found = self.heap.members(id).iter().position(|(known, _)| self.equal(known, key, 0));
                if let (Some(at), Some(members)) = (found, self.heap.members_mut(id)) {
                    members.remove(at);
                }
            }
            Py::List(id) => {
                let place = key.py.as_int().and_then(|index| at(index, self.heap.items(id).len()));
                if let (Some(at), Some(items)) = (place, self.heap.items_mut(id)) {
                    items.remove(at);
                }
            }
            _ => {}
        }
    }

    /// Takes the members of one dictionary into another.
    pub fn merge(&mut self, into: &Val, more: &Val, line: usize) -> Run<()> {
        let Py::Dict(id) = more.py else {
            let text = format!("'{}' object is not a mapping", more.py.type_name());
            return Err(Raised::new("TypeError", text, line).into());
        };
        for (key, value) in self.heap.members(id).to_vec() {
            self.set_item(into, &key, value, line)?;
        }
        Ok(())
    }

    /// What a loop over a value goes through.
    pub fn iterate(&mut self, value: &Val, line: usize) -> Run<Vec<Val>> {
        let items = match &value.py {
            Py::List(id) | Py::Tuple(id) | Py::Stream(id) => self.heap.items(*id).to_vec(),
            Py::Dict(id) => self.heap.members(*id).iter().map(|(key, _)| key.clone()).collect(),
            Py::Str(text) => text.chars().map(|c| Val::text(c.to_string(), line).from([value])).collect(),
            Py::Bytes(bytes) => bytes.iter().map(|byte| Val::new(Py::Int((*byte).into()), line)).collect(),
            Py::Body(id) => {
                let bytes = self.heap.read(*id);
                vec![Val { py: Py::Bytes(bytes), places: value.places.clone(), line }]
            }
            other => {
                let text = format!("'{}' object is not iterable", other.type_name());
                return Err(Raised::new("TypeError", text, line).into());
            }
        };
        self.hold(items.len() * 16, line)?;
        Ok(items)
    }
}
