//! Values of a program, each with its place in the response and its line in the program.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use crate::bedrock::client::Client;
use crate::bedrock::service_model::{ServiceModel, ShapeKind};
use crate::text::json::pointer_token;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Py {
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    /// Lists, tuples and dictionaries are on the heap: two names can mean the same one.
    List(usize),
    Tuple(usize),
    Dict(usize),
    /// A module, a function or a class of a library, by its full name.
    Library(Rc<str>),
    /// A method with its receiver.
    Method(Rc<(Val, String)>),
    /// `boto3.Session(…)`, with its region.
    Session(Option<Rc<str>>),
    /// A client of Bedrock, with its region.
    Client(Client, Option<Rc<str>>),
    /// A client of another service, by its class.
    OtherClient(Rc<str>),
    /// A method of a client that calls an operation.
    Operation(Client, Option<Rc<str>>, Rc<str>),
    /// A streaming body: its bytes on the heap, gone once they were read.
    Body(usize),
    /// A stream of events: the list of them.
    Stream(usize),
    /// A function of the program.
    Function(usize),
    /// An exception.
    Error(Rc<super::error::Raised>),
}

/// The arguments of a call.
#[derive(Default)]
pub(super) struct Arguments {
    pub places: Vec<Val>,
    pub names: Vec<(String, Val)>,
}

impl Arguments {
    /// Takes the argument of that name.
    pub fn take(&mut self, name: &str) -> Option<Val> {
        let at = self.names.iter().position(|(known, _)| known == name)?;
        Some(self.names.remove(at).1)
    }
}

/// Places in the response.
pub(super) type Places = Option<Rc<[String]>>;

/// A value with its places and its line.
#[derive(Clone, Debug)]
pub(super) struct Val {
    pub py: Py,
    pub places: Places,
    pub line: usize,
}

impl Val {
    /// A value without a place.
    pub fn new(py: Py, line: usize) -> Self {
        Self { py, places: None, line }
    }

    /// A text.
    pub fn text(text: impl Into<Rc<str>>, line: usize) -> Self {
        Self::new(Py::Str(text.into()), line)
    }

    /// The same value with the places of these.
    pub fn from<'v>(mut self, sources: impl IntoIterator<Item = &'v Self>) -> Self {
        let mut places: Vec<String> = Vec::new();
        for place in sources.into_iter().filter_map(|source| source.places.as_deref()).flatten() {
            if places.len() < 64 && !places.contains(place) {
                places.push(place.clone());
            }
        }
        self.places = (!places.is_empty()).then(|| places.into());
        self
    }
}

/// What several names can share.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    List(Vec<Val>),
    Dict(Vec<(Val, Val)>),
    Bytes(Rc<[u8]>),
}

/// The lists, dictionaries and bodies of a program.
#[derive(Debug, Default)]
pub(super) struct Heap {
    cells: Vec<Cell>,
}

impl Heap {
    fn add(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.cells.len() - 1
    }

    pub fn list(&mut self, items: Vec<Val>) -> Py {
        Py::List(self.add(Cell::List(items)))
    }

    pub fn tuple(&mut self, items: Vec<Val>) -> Py {
        Py::Tuple(self.add(Cell::List(items)))
    }

    pub fn dict(&mut self, members: Vec<(Val, Val)>) -> Py {
        Py::Dict(self.add(Cell::Dict(members)))
    }

    pub fn body(&mut self, bytes: &[u8]) -> Py {
        Py::Body(self.add(Cell::Bytes(bytes.into())))
    }

    pub fn stream(&mut self, events: Vec<Val>) -> Py {
        Py::Stream(self.add(Cell::List(events)))
    }

    /// The items of a list, a tuple or a stream.
    pub fn items(&self, id: usize) -> &[Val] {
        match self.cells.get(id) {
            Some(Cell::List(items)) => items,
            _ => &[],
        }
    }

    pub fn items_mut(&mut self, id: usize) -> Option<&mut Vec<Val>> {
        match self.cells.get_mut(id) {
            Some(Cell::List(items)) => Some(items),
            _ => None,
        }
    }

    pub fn members(&self, id: usize) -> &[(Val, Val)] {
        match self.cells.get(id) {
            Some(Cell::Dict(members)) => members,
            _ => &[],
        }
    }

    pub fn members_mut(&mut self, id: usize) -> Option<&mut Vec<(Val, Val)>> {
        match self.cells.get_mut(id) {
            Some(Cell::Dict(members)) => Some(members),
            _ => None,
        }
    }

    /// The bytes of a body, which are gone afterwards.
    pub fn read(&mut self, id: usize) -> Rc<[u8]> {
        match self.cells.get_mut(id) {
            Some(Cell::Bytes(bytes)) => std::mem::replace(bytes, Rc::from([])),
            _ => Rc::from([]),
        }
    }

    /// A value of JSON, with its places below `place`. A shape says which texts are bytes.
    pub fn of_json(
        &mut self,
        value: &Value,
        place: Option<&str>,
        shape: Option<(&ServiceModel, &str)>,
        line: usize,
    ) -> Val {
        let kind = shape.and_then(|(model, name)| Some((model, &model.shape(name)?.kind)));
        let below = |token: &str| place.map(|place| format!("{place}/{}", pointer_token(token)));
        let py = match value {
            Value::Null => Py::None,
            Value::Bool(value) => Py::Bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Py::Int(whole.into()),
                (None, Some(number)) => Py::Float(number),
                (None, None) => Py::None,
            },
            Value::String(text) if matches!(kind, Some((_, ShapeKind::Blob))) => {
                Py::Bytes(BASE64.decode(text).unwrap_or_default().into())
            }
            Value::String(text) => Py::Str(text.as_str().into()),
            Value::Array(items) => {
                let inner = match kind {
                    Some((model, ShapeKind::List { member })) => Some((model, member.as_str())),
                    _ => None,
                };
                let items = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| self.of_json(item, below(&at.to_string()).as_deref(), inner, line))
                    .collect();
                self.list(items)
            }
            Value::Object(members) => {
                let mut pairs = Vec::with_capacity(members.len());
                for (name, member) in members {
                    let inner = match kind {
                        Some((model, ShapeKind::Structure(structure))) => structure
                            .members
                            .iter()
                            .find(|member| member.name == *name)
                            .map(|member| (model, member.shape.as_str())),
                        Some((model, ShapeKind::Map { value, .. })) => Some((model, value.as_str())),
                        _ => None,
                    };
                    let value = self.of_json(member, below(name).as_deref(), inner, line);
                    pairs.push((Val::text(name.as_str(), line), value));
                }
                self.dict(pairs)
            }
        };
        Val { py, places: place.map(|place| Rc::from([place.to_owned()])), line }
    }

    /// A value as JSON; the error is the type that JSON has not. Bytes are base64 where `bytes` allows them.
    pub fn json(&self, value: &Val, bytes: Bytes, depth: usize) -> Result<Value, String> {
        if depth > 100 {
            return Err("list that contains itself".to_owned());
        }
        Ok(match &value.py {
            Py::None => Value::Null,
            Py::Bool(value) => Value::Bool(*value),
            Py::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
                (Ok(number), _) => number.into(),
                (_, Ok(number)) => number.into(),
                (Err(_), Err(_)) => return Err("int".to_owned()),
            },
            Py::Float(number) => (*number).into(),
            Py::Str(text) => Value::String(text.to_string()),
            Py::Bytes(data) if bytes == Bytes::Base64 => Value::String(BASE64.encode(data)),
            Py::List(id) | Py::Tuple(id) => {
                let items = self.items(*id).iter().map(|item| self.json(item, bytes, depth + 1));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            Py::Dict(id) => {
                let mut members = Map::new();
                for (key, value) in self.members(*id) {
                    let key = match &key.py {
                        Py::Str(text) => text.to_string(),
                        Py::Bool(value) => value.to_string(),
                        Py::None => "null".to_owned(),
                        Py::Int(number) => number.to_string(),
                        Py::Float(number) => crate::import::notation::float(*number),
                        _ => return Err("tuple".to_owned()),
                    };
                    members.insert(key, self.json(value, bytes, depth + 1)?);
                }
                Value::Object(members)
            }
            other => return Err(other.type_name().to_owned()),
        })
    }
}

/// Whether bytes may become JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bytes {
    /// As base64, for a request.
    Base64,
    /// They have no JSON.
    Refused,
}

impl Py {
    /// `type(value).__name__`
    pub fn type_name(&self) -> &str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Tuple(_) => "tuple",
            Self::Dict(_) => "dict",
            Self::Library(name) if super::names::is_class(name) => "type",
            Self::Library(name) if super::names::MODULES.contains(&&**name) => "module",
            Self::Method(_) => "builtin_function_or_method",
            Self::Session(_) => "Session",
            Self::Client(client, _) => super::names::class(*client),
            Self::OtherClient(class) => class,
            Self::Operation(..) => "method",
            Self::Body(_) => "StreamingBody",
            Self::Stream(_) => "EventStream",
            Self::Library(_) | Self::Function(_) => "function",
            Self::Error(raised) => raised.kind.rsplit('.').next().unwrap_or(&raised.kind),
        }
    }

    /// A text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number; a truth value is one.
    pub fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(value) => Some(i128::from(*value)),
            _ => None,
        }
    }

    /// A number.
    #[expect(clippy::cast_precision_loss, reason = "Python converts so")]
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(*number),
            other => other.as_int().map(|number| number as f64),
        }
    }
}
