//! Methods of texts, lists, dictionaries, bodies and exceptions.

use super::error::Raised;
use super::machine::{Machine, Run};
use super::value::{Arguments, Py, Val};

const STR: [&str; 22] = [
    "capitalize",
    "count",
    "encode",
    "endswith",
    "find",
    "format",
    "index",
    "isdigit",
    "join",
    "lower",
    "lstrip",
    "partition",
    "replace",
    "rfind",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "title",
    "upper",
];
const LIST: [&str; 11] =
    ["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"];
const DICT: [&str; 11] =
    ["clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"];
const BYTES: [&str; 4] = ["count", "decode", "hex", "index"];
const BODY: [&str; 5] = ["close", "iter_chunks", "iter_lines", "read", "readlines"];

/// The methods of a value, by which Python looks for one that is alike.
pub(super) fn names(py: &Py) -> Vec<&'static str> {
    match py {
        Py::Str(_) => STR.to_vec(),
        Py::List(_) => LIST.to_vec(),
        Py::Tuple(_) => vec!["count", "index"],
        Py::Dict(_) => DICT.to_vec(),
        Py::Bytes(_) => BYTES.to_vec(),
        Py::Body(_) => BODY.to_vec(),
        Py::Stream(_) => vec!["close", "get_initial_response"],
        _ => Vec::new(),
    }
}

impl Machine<'_> {
    /// The attribute of a value, if it has one of that name.
    pub fn known_attribute(&mut self, of: &Val, name: &str, line: usize) -> Option<Val> {
        match &of.py {
            Py::Library(path) => {
                let full = format!("{path}.{name}");
                if super::names::exists(&full) { Some(Val::new(Py::Library(full.into()), line)) } else { None }
            }
            Py::Client(client, region) => self.client_attribute(*client, region.as_ref(), name, line),
            Py::Session(region) => match name {
                "client" | "resource" => Some(Val::new(Py::Method((of.clone(), name.to_owned()).into()), line)),
                "region_name" => Some(Val::new(region.clone().map_or(Py::None, Py::Str), line)),
                _ => None,
            },
            Py::Error(raised) => match (name, &raised.response) {
                ("response", Some(response)) => Some(response.clone()),
                ("args", _) => {
                    let text = Val::text(raised.text.as_str(), line);
                    Some(Val::new(self.heap.tuple(vec![text]), line))
                }
                _ => None,
            },
            py if names(py).contains(&name) => Some(Val::new(Py::Method((of.clone(), name.to_owned()).into()), line)),
            _ => None,
        }
    }

    /// Calls a method.
    pub fn method(&mut self, of: &Val, name: &str, mut arguments: Arguments, line: usize) -> Run<Val> {
        if let Py::Session(region) = &of.py {
            return super::boto::new_client(region.clone(), arguments, line);
        }
        let places = std::mem::take(&mut arguments.places);
        match &of.py {
            Py::Str(text) => self.of_text(of, text, name, &places, &arguments, line),
            Py::List(id) => self.of_list(of, *id, name, places, arguments, line),
            Py::Dict(id) => self.of_dict(of, *id, name, places, arguments, line),
            Py::Bytes(bytes) if name == "decode" => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                Ok(self.string(text, line)?.from([of]))
            }
            Py::Bytes(bytes) if name == "hex" => self.string(crate::text::hex::digits(bytes), line),
            Py::Body(id) => match name {
                "read" => {
                    let bytes = self.heap.read(*id);
                    Ok(Val { py: Py::Bytes(bytes), places: of.places.clone(), line })
                }
                "close" => Ok(Val::new(Py::None, line)),
                _ => {
                    let items = self.iterate(of, line)?;
                    Ok(Val::new(self.heap.list(items), line))
                }
            },
            Py::Stream(_) if name == "close" => Ok(Val::new(Py::None, line)),
            _ => Err(Raised::unsupported(&format!(".{name}()"), line).into()),
        }
    }

    fn of_text(
        &mut self,
        of: &Val,
        text: &str,
        name: &str,
        places: &[Val],
        arguments: &Arguments,
        line: usize,
    ) -> Run<Val> {
        let argument = |at: usize| places.get(at).and_then(|value| value.py.as_str());
        let number = |count: usize| Ok(Val::new(Py::Int(i128::try_from(count).unwrap_or_default()), line));
        let set: Vec<char> = argument(0).map_or_else(Vec::new, |set| set.chars().collect());
        let blank = |c: char| if set.is_empty() { c.is_whitespace() } else { set.contains(&c) };
        let made = match name {
            "strip" => text.trim_matches(blank).to_owned(),
            "lstrip" => text.trim_start_matches(blank).to_owned(),
            "rstrip" => text.trim_end_matches(blank).to_owned(),
            "upper" => text.to_uppercase(),
            "lower" => text.to_lowercase(),
            "capitalize" => {
                let mut chars = text.chars();
                chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default()
                    + &chars.as_str().to_lowercase()
            }
            "replace" => match (argument(0), argument(1)) {
                (Some(from), Some(to)) => {
                    self.hold(text.len().saturating_mul(to.len().max(1)), line)?;
                    text.replace(from, to)
                }
                _ => return Err(Raised::new("TypeError", "replace expected at least 2 arguments", line).into()),
            },
            "join" => {
                let Some(list) = places.first() else {
                    return Err(
                        Raised::new("TypeError", "str.join() takes exactly one argument (0 given)", line).into()
                    );
                };
                let items = self.iterate(list, line)?;
                for (at, item) in items.iter().enumerate() {
                    if item.py.as_str().is_none() {
                        let name = item.py.type_name();
                        let text = format!("sequence item {at}: expected str instance, {name} found");
                        return Err(Raised::new("TypeError", text, line).into());
                    }
                }
                let texts: Vec<&str> = items.iter().filter_map(|item| item.py.as_str()).collect();
                let joined = texts.join(text);
                return Ok(self.string(joined, line)?.from(&items));
            }
            "split" | "rsplit" | "splitlines" => {
                let most = places.get(1).and_then(|most| usize::try_from(most.py.as_int()?).ok());
                let parts: Vec<String> = match (name, argument(0), most) {
                    ("splitlines", ..) => text.lines().map(str::to_owned).collect(),
                    (_, Some(""), _) => return Err(Raised::new("ValueError", "empty separator", line).into()),
                    (_, Some(at), None) => text.split(at).map(str::to_owned).collect(),
                    ("rsplit", Some(at), Some(most)) => {
                        let mut parts: Vec<String> = text.rsplitn(most + 1, at).map(str::to_owned).collect();
                        parts.reverse();
                        parts
                    }
                    (_, Some(at), Some(most)) => text.splitn(most + 1, at).map(str::to_owned).collect(),
                    (_, None, _) => text.split_whitespace().map(str::to_owned).collect(),
                };
                self.hold(parts.len() * 32, line)?;
                let items = parts.into_iter().map(|part| Val::text(part, line).from([of])).collect();
                return Ok(Val::new(self.heap.list(items), line));
            }
            "startswith" | "endswith" => {
                let wanted = places.first().map(|value| self.list_items(value).unwrap_or_else(|| vec![value.clone()]));
                let holds = wanted
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|value| value.py.as_str())
                    .any(|part| if name == "startswith" { text.starts_with(part) } else { text.ends_with(part) });
                return Ok(Val::new(Py::Bool(holds), line));
            }
            "isdigit" => {
                let holds = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
                return Ok(Val::new(Py::Bool(holds), line));
            }
            "count" => return number(argument(0).map_or(0, |part| text.matches(part).count())),
            "find" | "index" => {
                let found = argument(0).and_then(|part| text.find(part)).and_then(|at| text.get(..at));
                return match found {
                    Some(before) => number(before.chars().count()),
                    None if name == "find" => Ok(Val::new(Py::Int(-1), line)),
                    None => Err(Raised::new("ValueError", "substring not found", line).into()),
                };
            }
            "encode" => return Ok(Val::new(Py::Bytes(text.as_bytes().into()), line).from([of])),
            "format" => return self.format(of, text, places, arguments, line),
            _ => return Err(Raised::unsupported(&format!("str.{name}()"), line).into()),
        };
        Ok(self.string(made, line)?.from([of]))
    }

    /// `text.format(…)`
    fn format(&mut self, of: &Val, text: &str, places: &[Val], arguments: &Arguments, line: usize) -> Run<Val> {
        let (mut out, mut sources) = (String::new(), vec![of.clone()]);
        let mut next = 0_usize;
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(rest.get(..at).unwrap_or_default());
            let mark = rest.get(at..=at).unwrap_or_default().to_owned();
            rest = rest.get(at + 1..).unwrap_or_default();
            if rest.starts_with(&mark) {
                out.push_str(&mark);
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let Some((field, after)) = rest.split_once('}').filter(|_| mark == "{") else {
                let text = if mark == "{" {
                    "expected '}' before end of string"
                } else {
                    "Single '}' encountered in format string"
                };
                return Err(Raised::new("ValueError", text, line).into());
            };
            rest = after;
            let (name, spec) = field.split_once(':').unwrap_or((field, ""));
            let value = if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
                let index = name.parse().unwrap_or(next);
                next += 1;
                places.get(index).cloned().ok_or_else(|| {
                    let text = format!("Replacement index {index} out of range for positional args tuple");
                    Raised::new("IndexError", text, line)
                })?
            } else if name.contains(['[', '.', '!']) {
                return Err(Raised::unsupported("this format", line).into());
            } else {
                let named = arguments.names.iter().find(|(known, _)| known == name);
                named
                    .map(|(_, value)| value.clone())
                    .ok_or_else(|| Raised::new("KeyError", format!("'{name}'"), line))?
            };
            out.push_str(&self.formatted(&value, spec)?);
            sources.push(value);
        }
        out.push_str(rest);
        Ok(self.string(out, line)?.from(&sources))
    }

    fn of_list(
        &mut self,
        of: &Val,
        id: usize,
        name: &str,
        places: Vec<Val>,
        mut arguments: Arguments,
        line: usize,
    ) -> Run<Val> {
        let mut values = places.into_iter();
        let (first, second) = (values.next(), values.next());
        let none = Val::new(Py::None, line);
        self.hold(64, line)?;
        match (name, first) {
            ("append", Some(value)) => {
                if let Some(items) = self.heap.items_mut(id) {
                    items.push(value);
                }
            }
            ("extend", Some(value)) => {
                let more = self.iterate(&value, line)?;
                if let Some(items) = self.heap.items_mut(id) {
                    items.extend(more);
                }
            }
            ("insert", Some(at)) => {
                let length = self.heap.items(id).len();
                let at = usize::try_from(at.py.as_int().unwrap_or_default()).unwrap_or_default().min(length);
                if let (Some(items), Some(value)) = (self.heap.items_mut(id), second) {
                    items.insert(at, value);
                }
            }
            ("pop", at) => {
                let key = at.unwrap_or_else(|| Val::new(Py::Int(-1), line));
                if self.heap.items(id).is_empty() {
                    return Err(Raised::new("IndexError", "pop from empty list", line).into());
                }
                let value = self.item(of, &key, line)?;
                self.remove_item(of, &key);
                return Ok(value);
            }
            ("index" | "count" | "remove", Some(value)) => {
                let found: Vec<usize> = (0..)
                    .zip(self.heap.items(id))
                    .filter(|(_, item)| self.equal(item, &value, 0))
                    .map(|(at, _)| at)
                    .collect();
                let number = |count: usize| Val::new(Py::Int(i128::try_from(count).unwrap_or_default()), line);
                match (name, found.first()) {
                    ("count", _) => return Ok(number(found.len())),
                    ("index", Some(at)) => return Ok(number(*at)),
                    ("remove", Some(at)) => self.remove_item(of, &number(*at)),
                    ("remove", None) => {
                        return Err(Raised::new("ValueError", "list.remove(x): x not in list", line).into());
                    }
                    _ => {
                        let text = format!("{} is not in list", self.repr(&value));
                        return Err(Raised::new("ValueError", text, line).into());
                    }
                }
            }
            ("reverse" | "clear" | "sort", None) => {
                let mut items = self.heap.items(id).to_vec();
                match name {
                    "reverse" => items.reverse(),
                    "clear" => items.clear(),
                    _ => self.sort(&mut items, &mut arguments, line)?,
                }
                if let Some(own) = self.heap.items_mut(id) {
                    *own = items;
                }
            }
            ("copy", None) => {
                let items = self.heap.items(id).to_vec();
                return Ok(Val::new(self.heap.list(items), line));
            }
            (_, given) => {
                let count = usize::from(given.is_some());
                let text = format!("list.{name}() takes exactly one argument ({count} given)");
                return Err(Raised::new("TypeError", text, line).into());
            }
        }
        Ok(none)
    }

    fn of_dict(
        &mut self,
        of: &Val,
        id: usize,
        name: &str,
        places: Vec<Val>,
        arguments: Arguments,
        line: usize,
    ) -> Run<Val> {
        let mut values = places.into_iter();
        let (first, second) = (values.next(), values.next());
        let members = self.heap.members(id).to_vec();
        self.hold(16 * members.len() + 16, line)?;
        let found = first.as_ref().and_then(|key| members.iter().find(|(known, _)| self.equal(known, key, 0)));
        let found = found.map(|(_, value)| value.clone());
        let list = |machine: &mut Self, items| Ok(Val::new(machine.heap.list(items), line));
        match (name, first) {
            ("get", Some(_)) => Ok(found.or(second).unwrap_or_else(|| Val::new(Py::None, line))),
            ("keys", None) => list(self, members.into_iter().map(|(key, _)| key).collect()),
            ("values", None) => list(self, members.into_iter().map(|(_, value)| value).collect()),
            ("items", None) => {
                let mut pairs = Vec::with_capacity(members.len());
                for (key, value) in members {
                    pairs.push(Val::new(self.heap.tuple(vec![key, value]), line));
                }
                list(self, pairs)
            }
            ("copy", None) => Ok(Val { py: self.heap.dict(members), places: of.places.clone(), line }),
            ("update", more) => {
                if let Some(more) = more {
                    self.merge(of, &more, line)?;
                }
                for (name, value) in arguments.names {
                    self.set_item(of, &Val::text(name, line), value, line)?;
                }
                Ok(Val::new(Py::None, line))
            }
            ("setdefault", Some(key)) => {
                if let Some(value) = found {
                    return Ok(value);
                }
                let value = second.unwrap_or_else(|| Val::new(Py::None, line));
                self.set_item(of, &key, value.clone(), line)?;
                Ok(value)
            }
            ("pop", Some(key)) => match found.clone().or(second) {
                Some(value) => {
                    if found.is_some() {
                        self.remove_item(of, &key);
                    }
                    Ok(value)
                }
                None => Err(Raised::new("KeyError", self.repr(&key), line).into()),
            },
            ("clear", None) => {
                if let Some(own) = self.heap.members_mut(id) {
                    own.clear();
                }
                Ok(Val::new(Py::None, line))
            }
            ("get", None) => Err(Raised::new("TypeError", "get expected at least 1 argument, got 0", line).into()),
            _ => Err(Raised::unsupported(&format!("dict.{name}()"), line).into()),
        }
    }
}
