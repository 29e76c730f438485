//! Python's own functions and classes, and those of `json`.

use serde_json::Value;

use super::call::Print;
use super::error::Raised;
use super::formats::{Dumps, dumps};
use super::machine::{Machine, Run, Stop};
use super::names::is_exception;
use super::value::{Arguments, Bytes, Py, Val};

fn type_error(text: impl Into<String>, line: usize) -> Stop {
    Raised::new("TypeError", text, line).into()
}

impl Machine<'_> {
    /// Calls a function or a class by its full name.
    pub fn library(&mut self, path: &str, mut arguments: Arguments, line: usize) -> Run<Val> {
        let new = |py| Ok(Val::new(py, line));
        if is_exception(path) {
            let text = arguments
                .places
                .first()
                .map(|value| if path == "KeyError" { self.repr(value) } else { self.str(value) });
            return new(Py::Error(Raised::new(path, text.unwrap_or_default(), line).into()));
        }
        if path.contains('.') {
            return self.of_module(path, arguments, line);
        }
        if path == "print" {
            return self.print(arguments, line);
        }
        let count = arguments.places.len();
        let places = std::mem::take(&mut arguments.places);
        let mut values = places.into_iter();
        let (first, second, third) = (values.next(), values.next(), values.next());
        let one = |first: Option<Val>| {
            first.ok_or_else(|| type_error(format!("{path}() takes exactly one argument ({count} given)"), line))
        };
        match path {
            "len" => {
                let value = one(first)?;
                let length = match &value.py {
                    Py::Str(text) => text.chars().count(),
                    Py::Bytes(bytes) => bytes.len(),
                    Py::List(id) | Py::Tuple(id) => self.heap.items(*id).len(),
                    Py::Dict(id) => self.heap.members(*id).len(),
                    other => {
                        return Err(type_error(format!("object of type '{}' has no len()", other.type_name()), line));
                    }
                };
                new(Py::Int(i128::try_from(length).unwrap_or_default()))
            }
            "str" => match first {
                Some(value) => {
                    if let (Py::Bytes(bytes), Some(_)) = (&value.py, &second) {
                        return Ok(self.string(String::from_utf8_lossy(bytes).into_owned(), line)?.from([&value]));
                    }
                    Ok(self.string(self.str(&value), line)?.from([&value]))
                }
                None => Ok(Val::text("", line)),
            },
            "repr" => {
                let value = one(first)?;
                Ok(self.string(self.repr(&value), line)?.from([&value]))
            }
            "format" => {
                let value = one(first)?;
                let spec = second.map(|spec| self.str(&spec)).unwrap_or_default();
                Ok(self.string(self.formatted(&value, &spec)?, line)?.from([&value]))
            }
            "int" | "float" => {
                let value = first.unwrap_or_else(|| Val::new(Py::Int(0), line));
                let py = self.number(path, &value, line)?;
                Ok(Val::new(py, line).from([&value]))
            }
            "bool" => new(Py::Bool(first.is_some_and(|value| self.truth(&value)))),
            "list" | "tuple" | "sorted" | "reversed" | "set" | "iter" => {
                let value = first.unwrap_or_else(|| Val::new(self.heap.list(Vec::new()), line));
                let mut items = self.iterate(&value, line)?;
                if path == "reversed" {
                    items.reverse();
                }
                if path == "sorted" {
                    self.sort(&mut items, &mut arguments, line)?;
                }
                new(if path == "tuple" { self.heap.tuple(items) } else { self.heap.list(items) })
            }
            "dict" => {
                let value = Val::new(self.heap.dict(Vec::new()), line);
                match first {
                    Some(more) if matches!(more.py, Py::Dict(_)) => self.merge(&value, &more, line)?,
                    Some(more) => {
                        for pair in self.iterate(&more, line)? {
                            let pair = self.iterate(&pair, line)?;
                            if let [key, member] = pair.as_slice() {
                                self.set_item(&value, key, member.clone(), line)?;
                            }
                        }
                    }
                    None => {}
                }
                for (name, member) in arguments.names {
                    self.set_item(&value, &Val::text(name, line), member, line)?;
                }
                Ok(value)
            }
            "range" => {
                let mut numbers = Vec::new();
                for value in [first, second, third].into_iter().flatten() {
                    numbers.push(value.py.as_int().ok_or_else(|| {
                        let name = value.py.type_name();
                        type_error(format!("'{name}' object cannot be interpreted as an integer"), line)
                    })?);
                }
                let (start, end, step) = match numbers.as_slice() {
                    [end] => (0, *end, 1),
                    [start, end] => (*start, *end, 1),
                    [start, end, step] if *step != 0 => (*start, *end, *step),
                    [_, _, _] => return Err(Raised::new("ValueError", "range() arg 3 must not be zero", line).into()),
                    _ => return Err(type_error("range expected at least 1 argument, got 0", line)),
                };
                let mut items = Vec::new();
                let mut at = start;
                while (step > 0 && at < end) || (step < 0 && at > end) {
                    self.hold(64, line)?;
                    items.push(Val::new(Py::Int(at), line));
                    at += step;
                }
                new(self.heap.list(items))
            }
            "enumerate" => {
                let start = second.or_else(|| arguments.take("start")).and_then(|start| start.py.as_int()).unwrap_or(0);
                let mut pairs = Vec::new();
                for (at, item) in (start..).zip(self.iterate(&one(first)?, line)?) {
                    pairs.push(Val::new(self.heap.tuple(vec![Val::new(Py::Int(at), line), item]), line));
                }
                new(self.heap.list(pairs))
            }
            "zip" => {
                let mut lists = Vec::new();
                for value in [first, second, third].into_iter().flatten().chain(values) {
                    lists.push(self.iterate(&value, line)?);
                }
                let shortest = lists.iter().map(Vec::len).min().unwrap_or(0);
                let mut rows = Vec::new();
                for at in 0..shortest {
                    let row = lists.iter().filter_map(|list| list.get(at).cloned()).collect();
                    rows.push(Val::new(self.heap.tuple(row), line));
                }
                new(self.heap.list(rows))
            }
            "sum" => {
                let mut total = second.unwrap_or_else(|| Val::new(Py::Int(0), line));
                for item in self.iterate(&one(first)?, line)? {
                    total = self.binary(ruff_python_ast::Operator::Add, &total, &item, line, "")?;
                }
                Ok(total)
            }
            "min" | "max" => {
                let mut items = match (first, second) {
                    (Some(list), None) => self.iterate(&list, line)?,
                    (first, second) => [first, second, third].into_iter().flatten().chain(values).collect(),
                };
                self.sort(&mut items, &mut arguments, line)?;
                let found = if path == "min" { items.first() } else { items.last() };
                found
                    .cloned()
                    .ok_or_else(|| Raised::new("ValueError", format!("{path}() arg is an empty sequence"), line).into())
            }
            "any" | "all" => {
                let items = self.iterate(&one(first)?, line)?;
                let holds = |item: &Val| self.truth(item);
                new(Py::Bool(if path == "any" { items.iter().any(holds) } else { items.iter().all(holds) }))
            }
            "next" => {
                let value = one(first)?;
                let item = self.iterate(&value, line)?.into_iter().next();
                item.or(second).ok_or_else(|| Raised::new("StopIteration", "", line).into())
            }
            "abs" | "round" => {
                let value = one(first)?;
                match (&value.py, second) {
                    (Py::Float(number), None) if path == "abs" => new(Py::Float(number.abs())),
                    (Py::Float(number), Some(digits)) if path == "round" => {
                        let digits = usize::try_from(digits.py.as_int().unwrap_or_default()).unwrap_or_default();
                        new(Py::Float(format!("{number:.digits$}").parse().unwrap_or(*number)))
                    }
                    #[expect(clippy::cast_possible_truncation, reason = "Python rounds to a whole number")]
                    (Py::Float(number), None) => new(Py::Int(number.round_ties_even() as i128)),
                    (py, _) => match py.as_int() {
                        Some(number) => new(Py::Int(if path == "abs" { number.abs() } else { number })),
                        None => Err(type_error(format!("bad operand type for {path}(): '{}'", py.type_name()), line)),
                    },
                }
            }
            "type" => {
                let value = one(first)?;
                new(Py::Library(value.py.type_name().into()))
            }
            "isinstance" => {
                let value = one(first)?;
                let class = second.ok_or_else(|| type_error("isinstance expected 2 arguments, got 1", line))?;
                let classes = self.list_items(&class).unwrap_or_else(|| vec![class]);
                let is = |class: &Val| match (&class.py, &value.py) {
                    (Py::Library(path), Py::Error(raised)) => raised.is(path),
                    (Py::Library(path), py) => {
                        **path == *py.type_name() || &**path == "int" && matches!(py, Py::Bool(_))
                    }
                    _ => false,
                };
                new(Py::Bool(classes.iter().any(is)))
            }
            "exit" => Err(Stop::Exit),
            "bytes" => {
                let value = one(first)?;
                match value.py {
                    Py::Str(text) => new(Py::Bytes(text.as_bytes().into())),
                    Py::Bytes(_) => Ok(value),
                    _ => Err(Raised::unsupported("bytes() of this value", line).into()),
                }
            }
            "getattr" | "hasattr" => {
                let (value, name) = (one(first)?, second.map(|name| self.str(&name)).unwrap_or_default());
                match (self.attribute(&value, &name, line), third) {
                    (found, _) if path == "hasattr" => new(Py::Bool(found.is_ok())),
                    (Ok(found), _) => Ok(found),
                    (Err(_), Some(default)) => Ok(default),
                    (error, None) => error,
                }
            }
            _ => Err(Raised::unsupported(&format!("{path}()"), line).into()),
        }
    }

    fn number(&self, path: &str, value: &Val, line: usize) -> Run<Py> {
        let text = match &value.py {
            Py::Str(text) => text.trim().replace('_', ""),
            Py::Float(number) if path == "int" => {
                #[expect(clippy::cast_possible_truncation, reason = "int() cuts the fraction")]
                return Ok(Py::Int(*number as i128));
            }
            py => {
                return match (py.as_int(), py.as_float(), path) {
                    (Some(number), _, "int") => Ok(Py::Int(number)),
                    (_, Some(number), "float") => Ok(Py::Float(number)),
                    _ => {
                        let name = py.type_name();
                        let wanted = if path == "int" {
                            "int() argument must be a string, a bytes-like object or a real number"
                        } else {
                            "float() argument must be a string or a real number"
                        };
                        Err(type_error(format!("{wanted}, not '{name}'"), line))
                    }
                };
            }
        };
        let known = if path == "int" { text.parse().ok().map(Py::Int) } else { text.parse().ok().map(Py::Float) };
        known.ok_or_else(|| {
            let shown = self.repr(value);
            let text = if path == "int" {
                format!("invalid literal for int() with base 10: {shown}")
            } else {
                format!("could not convert string to float: {shown}")
            };
            Raised::new("ValueError", text, line).into()
        })
    }

    /// Sorts items, by `key` and `reverse` where they are given.
    pub fn sort(&mut self, items: &mut Vec<Val>, arguments: &mut Arguments, line: usize) -> Run<()> {
        let key = arguments.take("key");
        let is_reversed = arguments.take("reverse").is_some_and(|reverse| self.truth(&reverse));
        let mut keyed = Vec::with_capacity(items.len());
        for item in items.drain(..) {
            let by = match &key {
                Some(key) => self.apply(key, Arguments { places: vec![item.clone()], names: Vec::new() }, line)?,
                None => item.clone(),
            };
            // Insertion keeps equal items in their order, and gives up at the first that cannot be compared.
            let mut at = keyed.len();
            while at > 0 {
                let (before, _): &(Val, Val) = match keyed.get(at - 1) {
                    Some(pair) => pair,
                    None => break,
                };
                if !self.compare(ruff_python_ast::CmpOp::Lt, &by, before, line)? {
                    break;
                }
                at -= 1;
            }
            self.hold(64, line)?;
            keyed.insert(at, (by, item));
        }
        items.extend(keyed.into_iter().map(|(_, item)| item));
        if is_reversed {
            items.reverse();
        }
        Ok(())
    }

    fn print(&mut self, mut arguments: Arguments, line: usize) -> Run<Val> {
        let option = |value: Option<Val>, default: &str| match value {
            Some(Val { py: Py::Str(text), .. }) => text.to_string(),
            _ => default.to_owned(),
        };
        let separator = option(arguments.take("sep"), " ");
        let end = option(arguments.take("end"), "\n");
        let is_error =
            arguments.take("file").is_some_and(|file| matches!(file.py, Py::Library(path) if &*path == "sys.stderr"));
        arguments.take("flush");
        if let Some((unknown, _)) = arguments.names.first() {
            return Err(type_error(format!("'{unknown}' is an invalid keyword argument for print()"), line));
        }
        let texts: Vec<String> = arguments.places.iter().map(|value| self.str(value)).collect();
        let text = texts.join(&separator) + &end;
        self.hold(text.len(), line)?;
        if !is_error {
            let places = Val::new(Py::None, line).from(&arguments.places).places;
            self.prints.push(Print { line, text, places: places.map(|places| places.to_vec()).unwrap_or_default() });
        }
        Ok(Val::new(Py::None, line))
    }

    /// `json.loads(text)`
    pub fn loads(&mut self, value: &Val, line: usize) -> Run<Val> {
        let text = match &value.py {
            Py::Str(text) => text.to_string(),
            Py::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            other => {
                let text = format!("the JSON object must be str, bytes or bytearray, not {}", other.type_name());
                return Err(type_error(text, line));
            }
        };
        match serde_json::from_str::<Value>(&text) {
            Ok(json) => {
                self.hold(text.len(), line)?;
                let place = value.places.as_ref().and_then(|places| places.first()).cloned();
                Ok(self.heap.of_json(&json, place.as_deref(), None, line))
            }
            Err(error) => {
                let (row, column) = (error.line(), error.column());
                let before: usize =
                    text.split('\n').take(row.saturating_sub(1)).map(|line| line.chars().count() + 1).sum();
                let (message, column) = if text.trim().is_empty() {
                    ("Expecting value", 1)
                } else if error.to_string().starts_with("trailing characters") {
                    ("Extra data", column.max(1))
                } else {
                    ("Expecting value", column.max(1))
                };
                let at = before + column - 1;
                let text = format!("{message}: line {} column {column} (char {at})", row.max(1));
                Err(Raised::new("json.decoder.JSONDecodeError", text, line).into())
            }
        }
    }

    /// `json.dumps(value, …)`
    pub fn dumps(&mut self, mut arguments: Arguments, line: usize) -> Run<Val> {
        let Some(value) = arguments.places.first().cloned().or_else(|| arguments.take("obj")) else {
            return Err(type_error("dumps() missing 1 required positional argument: 'obj'", line));
        };
        let indent = arguments.take("indent").and_then(|indent| usize::try_from(indent.py.as_int()?).ok());
        let ascii = arguments.take("ensure_ascii").is_none_or(|ascii| self.truth(&ascii));
        let sort = arguments.take("sort_keys").is_some_and(|sort| self.truth(&sort));
        let has_default = arguments.take("default").is_some();
        let bytes = if has_default { Bytes::Base64 } else { Bytes::Refused };
        let json = self
            .heap
            .json(&value, bytes, 0)
            .map_err(|name| type_error(format!("Object of type {name} is not JSON serializable"), line))?;
        let mut out = String::new();
        dumps(&json, &Dumps { indent: indent.map(|indent| indent.min(16)), ascii, sort }, 0, &mut out);
        Ok(self.string(out, line)?.from([&value]))
    }
}
