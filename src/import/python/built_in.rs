//! Functions of Python's own modules and of boto3.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ruff_python_ast::ExprCall;

use super::expressions::operation;
use super::functions::Arguments;
use super::machine::Machine;
use super::value::{Client, Dict, Dumps, Py, Text};

/// The most items of `range`.
const LONGEST_RANGE: i128 = 10_000;

/// The parameters of `boto3.client`, by place.
const CLIENT: [&str; 10] = [
    "service_name",
    "region_name",
    "api_version",
    "use_ssl",
    "verify",
    "endpoint_url",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "config",
];
/// The parameters of `boto3.Session`, by place.
const SESSION: [&str; 6] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "region_name",
    "botocore_session",
    "profile_name",
];

impl<'a> Machine<'a> {
    /// Calls a function by its full name.
    pub(super) fn built_in(&mut self, path: &str, arguments: &Arguments, call: &'a ExprCall) -> Py {
        let first = arguments.places.first();
        let known = match path {
            "json.dumps" | "ujson.dumps" => self.dumps(arguments),
            "json.loads" | "ujson.loads" => match first {
                Some(Py::Dumped(dumped)) => Some(self.copy(&dumped.0, 64)),
                Some(Py::Str(text)) => self.loads(text),
                Some(Py::Unknown(_)) => first.cloned(),
                _ => None,
            },
            "base64.b64decode" | "base64.standard_b64decode" => match first {
                Some(Py::Str(text)) => BASE64.decode(text.text.trim()).ok().map(|bytes| Py::Bytes(bytes.into())),
                Some(Py::Bytes(bytes)) => BASE64.decode(bytes.as_slice()).ok().map(|bytes| Py::Bytes(bytes.into())),
                Some(Py::Unknown(_)) => first.cloned(),
                _ => None,
            },
            "base64.b64encode" | "base64.standard_b64encode" => match first {
                Some(Py::Bytes(bytes)) if self.may_hold(bytes.len() * 2) => {
                    Some(Py::Bytes(BASE64.encode(bytes.as_slice()).into_bytes().into()))
                }
                Some(Py::Unknown(_)) => first.cloned(),
                _ => None,
            },
            "textwrap.dedent" => match first {
                Some(Py::Str(text)) => self.string(dedent(&text.text), text.notes.clone()),
                other => other.cloned(),
            },
            "functools.partial" => self.partial(arguments),
            "copy.deepcopy" | "copy.copy" => first.cloned().map(|value| self.copy(&value, 64)),
            "io.BytesIO" | "asyncio.run" | "asyncio.gather" | "asyncio.create_task" => first.cloned(),
            "os.getenv" | "os.environ.get" => self.environment(arguments, call),
            "os.environ.setdefault" => {
                if matches!(first.and_then(Py::as_str), Some("AWS_REGION" | "AWS_DEFAULT_REGION")) {
                    self.region = arguments.places.get(1).cloned();
                }
                None
            }
            "boto3.client" | "boto3.resource" | "boto3.session.client" => Some(self.client(arguments, None)),
            "boto3.Session" | "boto3.session.Session" | "aioboto3.Session" | "boto3.setup_default_session" => {
                Some(self.session(arguments))
            }
            "botocore.session.get_session"
            | "aiobotocore.session.get_session"
            | "aiobotocore.get_session"
            | "botocore.session.Session"
            | "aiobotocore.session.AioSession" => Some(Py::Session(Rc::new(None))),
            "botocore.config.Config" | "botocore.client.Config" | "aiobotocore.config.AioConfig" => {
                Some(self.dict_of(arguments))
            }
            "getattr" => match (first.cloned(), arguments.places.get(1).and_then(Py::as_str).and_then(operation)) {
                (Some(Py::Client(client)), Some(operation)) => Some(Py::Call(Rc::new(((*client).clone(), operation)))),
                (Some(Py::Unknown(_)), Some(operation)) => Some(Py::Call(Rc::new((Client::default(), operation)))),
                _ => None,
            },
            _ => self.plain(path, arguments),
        };
        known.unwrap_or_else(|| {
            self.hand_on(arguments, call);
            self.unknown(call)
        })
    }

    /// The built-in functions of Python.
    fn plain(&mut self, path: &str, arguments: &Arguments) -> Option<Py> {
        let first = arguments.places.first();
        match (path, first) {
            ("dict", _) => Some(self.dict_of(arguments)),
            ("str" | "list" | "tuple" | "set" | "int" | "float" | "bytes" | "bytearray", Some(Py::Unknown(_))) => {
                first.cloned()
            }
            ("str", None) => Some(Py::text("")),
            ("str" | "repr", Some(value)) => {
                let (text, notes) = if path == "str" && !matches!(value, Py::Bytes(_)) {
                    self.text_of_known(value)?
                } else if let (Py::Bytes(bytes), "str") = (value, path) {
                    (String::from_utf8(bytes.to_vec()).ok()?, Vec::new())
                } else {
                    (self.repr(value)?, Vec::new())
                };
                self.string(text, notes)
            }
            ("bytes" | "bytearray", Some(Py::Bytes(_))) => first.cloned(),
            ("bytes" | "bytearray", Some(value @ (Py::Str(_) | Py::Dumped(_)))) => Some(value.clone()),
            ("list" | "tuple" | "set" | "sorted", None) => Some(self.heap.list(Vec::new())),
            ("list" | "tuple" | "set", Some(value)) => {
                let items = self.iterate(value)?;
                Some(self.heap.list(items))
            }
            ("reversed", Some(value)) => {
                let items = self.iterate(value)?.into_iter().rev().collect();
                Some(self.heap.list(items))
            }
            ("len", Some(value)) => {
                let length = match value {
                    Py::Str(text) if text.notes.is_empty() => text.text.chars().count(),
                    other => self.iterate(other)?.len(),
                };
                Some(Py::Int(i128::try_from(length).ok()?))
            }
            ("range", Some(_)) => {
                let numbers = arguments.places.iter().map(Py::as_int).collect::<Option<Vec<_>>>()?;
                let (start, end, step) = match numbers.as_slice() {
                    [end] => (0, *end, 1),
                    [start, end] => (*start, *end, 1),
                    [start, end, step] => (*start, *end, *step),
                    _ => return None,
                };
                let step = usize::try_from(step).ok().filter(|step| *step > 0)?;
                if end.checked_sub(start)? > LONGEST_RANGE || !self.may_hold(1_000) {
                    return None;
                }
                let items = (start..end).step_by(step).map(Py::Int).collect();
                Some(self.heap.list(items))
            }
            ("enumerate", Some(value)) => {
                let start = arguments.get(1, "start").and_then(Py::as_int).unwrap_or(0);
                let items = self.iterate(value)?;
                let pairs = items.into_iter().zip(start..).map(|(item, at)| self.heap.tuple(vec![Py::Int(at), item]));
                let pairs = pairs.collect();
                Some(self.heap.list(pairs))
            }
            ("zip", Some(_)) => {
                let lists = arguments.places.iter().map(|list| self.iterate(list)).collect::<Option<Vec<Vec<Py>>>>()?;
                let length = lists.iter().map(Vec::len).min()?;
                if !self.may_hold(length.saturating_mul(lists.len())) {
                    return None;
                }
                let items = |at: usize| lists.iter().filter_map(|list| list.get(at).cloned()).collect();
                let tuples = (0..length).map(|at| self.heap.tuple(items(at))).collect();
                Some(self.heap.list(tuples))
            }
            ("int", Some(Py::Str(text))) => text.text.trim().replace('_', "").parse().ok().map(Py::Int),
            #[expect(clippy::cast_possible_truncation, reason = "`int` cuts the fraction")]
            ("int", Some(Py::Float(number))) => Some(Py::Int(*number as i128)),
            ("int", Some(value)) => value.as_int().map(Py::Int),
            ("float", Some(Py::Str(text))) => text.text.trim().parse().ok().map(Py::Float),
            ("float", Some(value)) => value.as_float().map(Py::Float),
            ("bool", Some(value)) => self.truth(value).map(Py::Bool),
            ("abs", Some(Py::Int(number))) => Some(Py::Int(number.checked_abs()?)),
            ("abs", Some(Py::Float(number))) => Some(Py::Float(number.abs())),
            ("round", Some(Py::Float(number))) => {
                let digits = arguments.places.get(1).and_then(Py::as_int).unwrap_or(0);
                let rounded: f64 =
                    format!("{number:.*}", usize::try_from(digits).ok().filter(|n| *n < 20)?).parse().ok()?;
                Some(Py::Float(rounded))
            }
            ("min" | "max", Some(_)) => {
                let all = if arguments.places.len() == 1 { self.iterate(first?)? } else { arguments.places.clone() };
                let mut best = all.first()?.clone();
                for each in &all {
                    let is_less = each.as_float()? < best.as_float()?;
                    if is_less == (path == "min") {
                        best = each.clone();
                    }
                }
                Some(best)
            }
            ("print", _) => Some(Py::None),
            _ => None,
        }
    }

    fn dict_of(&mut self, arguments: &Arguments) -> Py {
        let mut dict = Dict::of_unknown(arguments.unknown.clone());
        match arguments.places.first() {
            Some(Py::Dict(id)) => {
                if let Some(more) = self.heap.members(*id).cloned() {
                    dict.extend(more);
                }
            }
            Some(Py::Unknown(unknown)) => dict.unknown.push(unknown.clone()),
            Some(pairs) => {
                for pair in self.iterate(pairs).unwrap_or_default() {
                    if let Some([key, value]) = self.iterate(&pair).as_deref()
                        && let Some(key) = super::operators::key(key)
                    {
                        dict.set(&key, value.clone());
                    }
                }
            }
            None => {}
        }
        for (name, value) in &arguments.names {
            dict.set(name, value.clone());
        }
        self.heap.dict(dict)
    }

    fn dumps(&mut self, arguments: &Arguments) -> Option<Py> {
        let value = match arguments.get(0, "obj")?.clone() {
            // A text in a text: only lists and dictionaries nest.
            value @ Py::Dumped(_) => {
                let (text, notes) = self.text_of_known(&value)?;
                self.string(text, notes)?
            }
            value => self.copy(&value, 64),
        };
        let named = |name: &str| arguments.names.iter().find(|(of, _)| of == name).map(|(_, value)| value);
        let indent = named("indent").and_then(Py::as_int).and_then(|indent| usize::try_from(indent).ok());
        let separators = match named("separators") {
            Some(Py::Tuple(pair)) => match self.heap.items(*pair) {
                [a, b] => Some((a.as_str()?.to_owned(), b.as_str()?.to_owned())),
                _ => None,
            },
            _ => None,
        };
        let between = if indent.is_some() { "," } else { ", " };
        let options = Dumps {
            indent: indent.filter(|indent| *indent <= 16),
            separators: separators.unwrap_or_else(|| (between.to_owned(), ": ".to_owned())),
            unicode: named("ensure_ascii").is_some_and(|value| matches!(value, Py::Bool(false))),
        };
        Some(Py::Dumped(Rc::new((value, options))))
    }

    fn loads(&mut self, text: &Rc<Text>) -> Option<Py> {
        if !crate::import::python::is_shallow(&text.text) || !self.may_hold(text.text.len() * 8) {
            return None;
        }
        let value = serde_json::from_str(&text.text).ok()?;
        self.value_of_json(value)
    }

    /// `os.getenv("X", "default")`.
    fn environment(&mut self, arguments: &Arguments, call: &'a ExprCall) -> Option<Py> {
        let name = arguments.get(0, "key")?.as_str()?.to_owned();
        let text = match arguments.get(1, "default") {
            Some(Py::Str(text)) => text.clone(),
            Some(Py::None) | None => return None,
            Some(other) => return Some(other.clone()),
        };
        let shown: String = text.text.chars().take(60).collect();
        let line = self.line(call);
        let note = self.value_note(format!(
            "Line {line}: the variable {name} is not known here; its default “{shown}” is imported"
        ));
        let notes = text.notes.iter().copied().chain([note]).collect();
        self.string(text.text.clone(), notes)
    }

    /// `boto3.Session(…)`.
    fn session(&mut self, arguments: &Arguments) -> Py {
        let region = self.settings(arguments, &SESSION);
        if region.is_some() && self.region.is_none() {
            self.region.clone_from(&region);
        }
        Py::Session(Rc::new(region))
    }

    /// `boto3.client(…)`, or the client of a session.
    pub(super) fn client(&mut self, arguments: &Arguments, session: Option<&Py>) -> Py {
        let service = arguments.get(0, "service_name").and_then(Py::as_str);
        let region = self.settings(arguments, &CLIENT).or_else(|| session.cloned());
        if region.is_some() && service.is_none_or(|service| service == "bedrock-runtime") {
            self.region.clone_from(&region);
        }
        Py::Client(Rc::new(Client { region }))
    }

    /// Reads the parameters of a client or a session; returns the region.
    fn settings(&mut self, arguments: &Arguments, parameters: &[&str]) -> Option<Py> {
        let mut region = None;
        let places = parameters.iter().copied().zip(arguments.places.iter().cloned());
        let named = arguments.names.iter().map(|(name, value)| (name.as_str(), value.clone()));
        for (name, value) in places.chain(named).collect::<Vec<_>>() {
            match (name, &value) {
                ("region_name", Py::Str(_) | Py::Unknown(_)) => region = Some(value),
                ("config", Py::Dict(id)) => {
                    let of_config = self.heap.members(*id).and_then(|config| config.get("region_name")).cloned();
                    let of_config = of_config.filter(|region| matches!(region, Py::Str(_) | Py::Unknown(_)));
                    region = region.or(of_config);
                }
                ("endpoint_url", Py::None) => {}
                ("endpoint_url", _) => self.note("Ignored the endpoint: choose it in the page".to_owned()),
                ("profile_name", Py::Str(profile)) => {
                    self.note(format!("Ignored the profile {}: the page uses its own credentials", profile.text));
                }
                _ => {}
            }
        }
        region
    }
}

/// A text without the indentation that all its lines have.
fn dedent(text: &str) -> String {
    let lines = || text.split('\n');
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let cut = |line: &str| {
        if line.trim().is_empty() { String::new() } else { line.get(least..).unwrap_or_default().to_owned() }
    };
    lines().map(cut).collect::<Vec<_>>().join("\n")
}
