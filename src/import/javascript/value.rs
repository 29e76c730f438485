//! Values of a program that is read and not run.

use std::rc::Rc;

use oxc_ast::ast::{ArrowFunctionExpression, Class, Function};
use serde_json::Number;

/// Something that only a run would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// Its name in the program, such as `process.env.MODEL`.
    pub name: String,
    /// Its line in the text.
    pub line: usize,
}

/// A function with the scope in which it was written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Callable<'a> {
    Arrow(&'a ArrowFunctionExpression<'a>),
    Function(&'a Function<'a>),
}

/// A value. Lists and objects are shared, as in the program: they are indices into the store of the reader.
#[derive(Clone, Debug)]
pub(super) enum Js<'a> {
    Undefined,
    Null,
    Bool(bool),
    Number(Number),
    /// A text, and the holes whose names stand in it.
    Text(Rc<str>, Rc<[usize]>),
    Bytes(Rc<[u8]>),
    List(usize),
    Object(usize),
    /// The result of `JSON.stringify`.
    Stringified(Rc<Js<'a>>),
    Function(Callable<'a>, usize),
    Class(&'a Class<'a>, usize),
    /// Something imported from a module: its name there.
    Imported(Rc<str>),
    Unknown(usize),
}

impl Js<'_> {
    pub(super) fn text(text: impl Into<Rc<str>>) -> Self {
        Self::Text(text.into(), Rc::from([]))
    }

    /// The text, if it is known as a whole.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text, holes) if holes.is_empty() => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    /// The number as an index.
    pub(super) fn as_index(&self) -> Option<usize> {
        match self {
            Self::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            _ => None,
        }
    }

    /// A number, written as JSON writes it.
    pub(super) fn number(value: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers within the exact range")]
        let whole = (value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0).then_some(value as i64);
        match whole.map(Number::from).or_else(|| Number::from_f64(value)) {
            Some(number) => Self::Number(number),
            None => Self::Null,
        }
    }

    /// Whether the value counts as true; `None` where only a run would tell.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Undefined | Self::Null => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Number(number) => number.as_f64().map(|number| number != 0.0),
            Self::Text(text, _) => Some(!text.is_empty()),
            Self::Bytes(_)
            | Self::List(_)
            | Self::Object(_)
            | Self::Stringified(_)
            | Self::Function(..)
            | Self::Class(..) => Some(true),
            Self::Imported(_) | Self::Unknown(_) => None,
        }
    }

    /// Whether two plain values are equal; `None` where that is not known.
    pub(super) fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Undefined | Self::Null, Self::Undefined | Self::Null) => Some(true),
            (Self::Bool(one), Self::Bool(other)) => Some(one == other),
            (Self::Number(one), Self::Number(other)) => Some(one.as_f64() == other.as_f64()),
            (Self::Text(..), Self::Text(..)) => Some(self.as_text()? == other.as_text()?),
            (Self::Unknown(_) | Self::Imported(_), _) | (_, Self::Unknown(_) | Self::Imported(_)) => None,
            _ => Some(false),
        }
    }
}

/// A list or an object.
#[derive(Clone, Debug)]
pub(super) enum Node<'a> {
    List(Vec<Js<'a>>),
    Object(Vec<(Rc<str>, Js<'a>)>),
}

/// The names of a block or a function.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'a> {
    pub parent: Option<usize>,
    pub names: Vec<(Rc<str>, Js<'a>)>,
}
