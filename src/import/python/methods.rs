//! Methods of strings, lists, dictionaries and sessions.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall};

use super::functions::Arguments;
use super::machine::Machine;
use super::value::{Dict, Py, Text};

/// Methods of an unknown value whose result has the name of that value.
const SAME: [&str; 14] = [
    "strip",
    "lstrip",
    "rstrip",
    "encode",
    "decode",
    "read",
    "lower",
    "upper",
    "copy",
    "getvalue",
    "read_bytes",
    "read_text",
    "tobytes",
    "result",
];

impl<'a> Machine<'a> {
    /// Calls a method of a value.
    pub(super) fn method(&mut self, receiver: &Py, name: &str, arguments: &Arguments, call: &'a ExprCall) -> Py {
        let known = match receiver {
            Py::Str(text) => self.text_method(text, name, arguments, call),
            Py::Dumped(_) if matches!(name, "encode" | "decode" | "strip") => Some(receiver.clone()),
            Py::Dumped(_) => match self.text_of_known(receiver) {
                Some((text, notes)) => self.text_method(&Rc::new(Text { text, notes }), name, arguments, call),
                None => None,
            },
            Py::Bytes(bytes) if name == "decode" => match String::from_utf8(bytes.to_vec()) {
                Ok(text) => self.string(text, Vec::new()),
                Err(_) => None,
            },
            Py::List(id) => self.list_method(*id, name, arguments),
            Py::Dict(id) => self.dict_method(*id, name, arguments),
            Py::Session(region) if matches!(name, "client" | "create_client" | "resource") => {
                Some(self.client(arguments, region.as_ref().as_ref()))
            }
            Py::Unknown(_) => self.unknown_method(receiver, name, arguments, call),
            // `with client as c`
            Py::Client(_) if matches!(name, "__aenter__" | "__enter__") => Some(receiver.clone()),
            _ => None,
        };
        known.unwrap_or_else(|| {
            self.hand_on(arguments, call);
            self.unknown(call)
        })
    }

    fn unknown_method(&mut self, receiver: &Py, name: &str, arguments: &Arguments, call: &'a ExprCall) -> Option<Py> {
        let service = arguments.get(0, "service_name").and_then(Py::as_str);
        if matches!(name, "client" | "create_client") && service.is_some_and(|service| service.starts_with("bedrock")) {
            return Some(self.client(arguments, None));
        }
        if SAME.contains(&name) && !Self::is_open(call) {
            return Some(receiver.clone());
        }
        let unknown = receiver.unknown()?.clone();
        let more = match (name, arguments.places.as_slice()) {
            ("append", [item]) => vec![item.clone()],
            ("extend", [items]) => self.iterate(items).unwrap_or_default(),
            _ => return None,
        };
        // What follows the unknown items is known.
        let items = std::iter::once(Py::Several(unknown)).chain(more).collect();
        let list = self.heap.list(items);
        if let Expr::Attribute(attribute) = &*call.func {
            self.assign(&attribute.value, list);
        }
        Some(Py::None)
    }

    /// Whether a method belongs to a file: then the whole expression is its name.
    fn is_open(call: &ExprCall) -> bool {
        let Expr::Attribute(attribute) = &*call.func else { return false };
        matches!(&*attribute.value, Expr::Call(_))
    }

    fn text_method(&mut self, text: &Rc<Text>, name: &str, arguments: &Arguments, call: &'a ExprCall) -> Option<Py> {
        let first = arguments.places.first();
        let plain = |text: &str| text.to_owned();
        let chars = || -> Option<Vec<char>> {
            match first {
                None | Some(Py::None) => Some([' ', '\n', '\t', '\r', '\u{b}', '\u{c}'].to_vec()),
                Some(other) => Some(other.as_str()?.chars().collect()),
            }
        };
        let result = match name {
            "encode" | "decode" | "expandtabs" => return Some(Py::Str(text.clone())),
            "format" => return self.format(text, arguments, call),
            "format_map" => match first {
                Some(Py::Dict(id)) => {
                    let names = self.heap.members(*id)?.items().to_vec();
                    let arguments = Arguments { names, ..Arguments::default() };
                    return self.format(text, &arguments, call);
                }
                _ => return None,
            },
            "join" => return self.join(text, first?),
            "strip" => plain(text.text.trim_matches(chars()?.as_slice())),
            "lstrip" => plain(text.text.trim_start_matches(chars()?.as_slice())),
            "rstrip" => plain(text.text.trim_end_matches(chars()?.as_slice())),
            "lower" => text.text.to_lowercase(),
            "upper" => text.text.to_uppercase(),
            "removeprefix" => plain(text.text.strip_prefix(first?.as_str()?).unwrap_or(&text.text)),
            "removesuffix" => plain(text.text.strip_suffix(first?.as_str()?).unwrap_or(&text.text)),
            "replace" => return self.replace(text, first?, arguments.places.get(1)?),
            "split" | "splitlines" if text.notes.is_empty() && self.may_hold(text.text.len() * 4) => {
                let parts: Vec<Py> = match (name, first) {
                    ("splitlines", _) => text.text.lines().map(Py::text).collect(),
                    (_, None | Some(Py::None)) => text.text.split_whitespace().map(Py::text).collect(),
                    (_, Some(by)) => {
                        let by = by.as_str().filter(|by| !by.is_empty())?;
                        text.text.split(by).map(Py::text).collect()
                    }
                };
                return Some(self.heap.list(parts));
            }
            "startswith" => return Some(Py::Bool(text.text.starts_with(first?.as_str()?))),
            "endswith" => return Some(Py::Bool(text.text.ends_with(first?.as_str()?))),
            _ => return None,
        };
        self.string(result, text.notes.clone())
    }

    fn replace(&mut self, text: &Rc<Text>, from: &Py, to: &Py) -> Option<Py> {
        let from = from.as_str().filter(|from| !from.is_empty())?.to_owned();
        let (to, notes) = self.text_of(to)?;
        let count = text.text.matches(&from).count();
        if !self.may_hold(count.saturating_mul(to.len())) {
            return None;
        }
        let notes = if count == 0 { text.notes.clone() } else { text.notes.iter().copied().chain(notes).collect() };
        self.string(text.text.replace(&from, &to), notes)
    }

    fn join(&mut self, between: &Rc<Text>, items: &Py) -> Option<Py> {
        let Some(items) = self.iterate(items) else {
            let (text, notes) = self.text_of(items)?;
            return self.string(text, notes);
        };
        let (mut out, mut notes) = (String::new(), between.notes.clone());
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push_str(&between.text);
            }
            let (text, more) = self.text_of(item)?;
            if !self.may_hold(text.len() + between.text.len()) {
                return None;
            }
            out.push_str(&text);
            notes.extend(more);
        }
        self.string(out, notes)
    }

    /// Adds the items of a value to a list.
    pub(super) fn extend(&mut self, id: usize, more: &Py) {
        let more = match (self.iterate(more), more.unknown()) {
            (Some(items), _) => items,
            (None, Some(unknown)) => vec![Py::Several(unknown.clone())],
            (None, None) => return,
        };
        if let Some(items) = self.heap.items_mut(id) {
            items.extend(more);
        }
    }

    /// Adds the members of a value to a dictionary.
    pub(super) fn update(&mut self, id: usize, more: &Py) {
        let more = match more {
            Py::Dict(other) => self.heap.members(*other).cloned(),
            other => other.unknown().map(|unknown| Dict::of_unknown(vec![unknown.clone()])),
        };
        if let (Some(dict), Some(more)) = (self.heap.members_mut(id), more) {
            dict.extend(more);
        }
    }

    fn list_method(&mut self, id: usize, name: &str, arguments: &Arguments) -> Option<Py> {
        let first = arguments.places.first().cloned();
        if name == "extend" {
            self.extend(id, &first?);
            return Some(Py::None);
        }
        if name == "copy" {
            let items = self.heap.items(id).to_vec();
            return self.may_hold(items.len()).then(|| self.heap.list(items));
        }
        let items = self.heap.items_mut(id)?;
        match (name, first) {
            ("append", Some(item)) => items.push(item),
            ("insert", Some(at)) => {
                let at = usize::try_from(at.as_int()?).ok()?.min(items.len());
                items.insert(at, arguments.places.get(1)?.clone());
            }
            ("pop", None) => return items.pop(),
            ("pop", Some(at)) => {
                let at = super::operators::index(at.as_int()?, items.len())?;
                return Some(items.remove(at));
            }
            ("reverse", _) => items.reverse(),
            ("clear", _) => items.clear(),
            _ => return None,
        }
        Some(Py::None)
    }

    fn dict_method(&mut self, id: usize, name: &str, arguments: &Arguments) -> Option<Py> {
        let first = arguments.places.first().cloned();
        match name {
            "update" => {
                if let Some(more) = &first {
                    self.update(id, more);
                }
                for unknown in &arguments.unknown {
                    self.update(id, &Py::Unknown(unknown.clone()));
                }
                let dict = self.heap.members_mut(id)?;
                for (name, value) in &arguments.names {
                    dict.set(name, value.clone());
                }
                return Some(Py::None);
            }
            "setdefault" => {
                let key = first?.as_str()?.to_owned();
                let default = arguments.places.get(1).cloned().unwrap_or(Py::None);
                let dict = self.heap.members_mut(id)?;
                if let Some(value) = dict.get(&key) {
                    return Some(value.clone());
                }
                dict.set(&key, default.clone());
                return Some(default);
            }
            _ => {}
        }
        let dict = self.heap.members(id)?.clone();
        let pairs = dict.items().to_vec();
        if !self.may_hold(pairs.len()) {
            return None;
        }
        Some(match name {
            "get" | "pop" => {
                let key = first?.as_str()?.to_owned();
                let value = dict.get(&key).or(arguments.places.get(1)).cloned();
                if name == "pop" {
                    self.heap.members_mut(id)?.remove(&key);
                }
                match value {
                    Some(value) => value,
                    None if dict.unknown.is_empty() => Py::None,
                    None => return None,
                }
            }
            "keys" => {
                let keys = pairs.into_iter().map(|(key, _)| Py::text(key)).collect();
                self.heap.list(keys)
            }
            "values" => {
                let values = pairs.into_iter().map(|(_, value)| value).collect();
                self.heap.list(values)
            }
            "items" => {
                let pair = |(key, value): (String, Py)| self.heap.tuple(vec![Py::text(key), value]);
                let items = pairs.into_iter().map(pair).collect();
                self.heap.list(items)
            }
            "copy" => self.heap.dict(dict),
            _ => return None,
        })
    }
}
