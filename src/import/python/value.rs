//! The values of a program that does not run: known, or known by name only.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::bedrock::operation::Operation;

/// A value. Lists, dictionaries and objects are on the heap: two names can mean the same one, and none is dropped inside
/// another one, which would need a stack as deep as they nest.
#[derive(Clone, Debug)]
pub(super) enum Py {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Another number.
    Float(f64),
    /// A string.
    Str(Rc<Text>),
    /// Bytes.
    Bytes(Rc<Vec<u8>>),
    /// The result of `json.dumps`: the value, and the options.
    Dumped(Rc<(Py, Dumps)>),
    /// A list.
    List(usize),
    /// A tuple.
    Tuple(usize),
    /// A dictionary.
    Dict(usize),
    /// Known only when the program runs.
    Unknown(Rc<Unknown>),
    /// Several items of a list that are known only when the program runs.
    Several(Rc<Unknown>),
    /// A module, or something in it, by its full name: `json.dumps`.
    Import(Rc<str>),
    /// A function of the program.
    Function(usize),
    /// A class of the program.
    Class(usize),
    /// An instance of a class of the program.
    Object(usize),
    /// A method with its receiver.
    Method(Rc<(Py, String)>),
    /// A function of the program with its first argument.
    Bound(Rc<(Py, usize)>),
    /// `functools.partial`.
    Partial(usize),
    /// `boto3.Session(…)`, with its region.
    Session(Rc<Option<Py>>),
    /// `boto3.client(…)`.
    Client(Rc<Client>),
    /// The method of a client that calls a model.
    Call(Rc<(Client, Operation)>),
}

/// A string, with the notes to add when it is used.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    /// The string.
    pub text: String,
    /// Indexes of notes.
    pub notes: Vec<usize>,
}

/// What is known only when the program runs.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    /// How the program writes it.
    pub name: String,
    /// The line.
    pub line: usize,
}

impl Unknown {
    /// The placeholder in a text.
    pub(super) fn placeholder(&self) -> String {
        format!("{{{}}}", self.name)
    }
}

/// Options of `json.dumps`.
#[derive(Clone, Debug)]
pub(super) struct Dumps {
    /// Spaces for each level; `None` for one line.
    pub indent: Option<usize>,
    /// Between items, and behind a key.
    pub separators: (String, String),
    /// Characters outside ASCII as they are.
    pub unicode: bool,
}

/// A client of an AWS service.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    /// The region.
    pub region: Option<Py>,
}

/// `functools.partial(function, …)`.
#[derive(Clone, Debug)]
pub(super) struct Partial {
    /// The function.
    pub function: Py,
    /// Arguments by place.
    pub places: Vec<Py>,
    /// Arguments by name.
    pub names: Vec<(String, Py)>,
}

/// A dictionary, in the order of its keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Dict {
    items: Vec<(String, Py)>,
    places: BTreeMap<String, usize>,
    /// `**members` that are known only when the program runs.
    pub unknown: Vec<Rc<Unknown>>,
}

impl Dict {
    /// A dictionary of unknown members.
    pub(super) fn of_unknown(unknown: Vec<Rc<Unknown>>) -> Self {
        Self { unknown, ..Self::default() }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Py> {
        self.places.get(key).and_then(|at| self.items.get(*at)).map(|(_, value)| value)
    }

    /// Sets a key.
    pub(super) fn set(&mut self, key: &str, value: Py) {
        if let Some(item) = self.places.get(key).and_then(|at| self.items.get_mut(*at)) {
            item.1 = value;
        } else {
            self.places.insert(key.to_owned(), self.items.len());
            self.items.push((key.to_owned(), value));
        }
    }

    /// Removes a key.
    pub(super) fn remove(&mut self, key: &str) -> Option<Py> {
        let at = self.places.remove(key)?;
        let (_, value) = self.items.remove(at);
        for place in self.places.values_mut().filter(|place| **place > at) {
            *place -= 1;
        }
        Some(value)
    }

    /// Takes over the members of another one.
    pub(super) fn extend(&mut self, other: Self) {
        for (key, value) in other.items {
            self.set(&key, value);
        }
        self.unknown.extend(other.unknown);
    }

    /// Keys and values.
    pub(super) fn items(&self) -> &[(String, Py)] {
        &self.items
    }

    /// Without keys, known or unknown.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.unknown.is_empty()
    }
}

/// What several names can share.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// A list.
    List(Vec<Py>),
    /// A dictionary.
    Dict(Dict),
}

/// All lists and dictionaries of the program.
#[derive(Debug, Default)]
pub(super) struct Heap {
    cells: Vec<Cell>,
}

impl Heap {
    /// A new list.
    pub(super) fn list(&mut self, items: Vec<Py>) -> Py {
        self.cells.push(Cell::List(items));
        Py::List(self.cells.len() - 1)
    }

    /// A new tuple.
    pub(super) fn tuple(&mut self, items: Vec<Py>) -> Py {
        self.cells.push(Cell::List(items));
        Py::Tuple(self.cells.len() - 1)
    }

    /// A new dictionary.
    pub(super) fn dict(&mut self, dict: Dict) -> Py {
        self.cells.push(Cell::Dict(dict));
        Py::Dict(self.cells.len() - 1)
    }

    /// The items of a list.
    pub(super) fn items(&self, id: usize) -> &[Py] {
        match self.cells.get(id) {
            Some(Cell::List(items)) => items,
            Some(Cell::Dict(_)) | None => &[],
        }
    }

    /// The items of a list, to change them.
    pub(super) fn items_mut(&mut self, id: usize) -> Option<&mut Vec<Py>> {
        match self.cells.get_mut(id) {
            Some(Cell::List(items)) => Some(items),
            Some(Cell::Dict(_)) | None => None,
        }
    }

    /// A dictionary.
    pub(super) fn members(&self, id: usize) -> Option<&Dict> {
        match self.cells.get(id) {
            Some(Cell::Dict(dict)) => Some(dict),
            Some(Cell::List(_)) | None => None,
        }
    }

    /// A dictionary, to change it.
    pub(super) fn members_mut(&mut self, id: usize) -> Option<&mut Dict> {
        match self.cells.get_mut(id) {
            Some(Cell::Dict(dict)) => Some(dict),
            Some(Cell::List(_)) | None => None,
        }
    }
}

impl Py {
    /// A string without notes.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Str(Rc::new(Text { text: text.into(), notes: Vec::new() }))
    }

    /// A known string.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(&text.text),
            _ => None,
        }
    }

    /// A known whole number.
    pub(super) fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(value) => Some(i128::from(*value)),
            _ => None,
        }
    }

    /// A known number.
    pub(super) fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "Python converts so")]
            other => other.as_int().map(|number| number as f64),
        }
    }

    /// What is unknown about it, if it is unknown.
    pub(super) fn unknown(&self) -> Option<&Rc<Unknown>> {
        match self {
            Self::Unknown(unknown) | Self::Several(unknown) => Some(unknown),
            _ => None,
        }
    }
}
