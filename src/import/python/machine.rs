//! The state while a program is followed: its names, its lists and dictionaries, and what was found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::{Expr, Parameters, Stmt};
use ruff_text_size::Ranged;

use super::source::Source;
use super::value::{Dict, Heap, Partial, Py, Text, Unknown};
use crate::import::request_parts::RequestParts;

/// The most expressions and statements that are evaluated.
const MOST_STEPS: usize = 400_000;
/// The most bytes and items that values may take together.
const MOST_SIZE: usize = 128 * 1024 * 1024;
/// The deepest nesting of evaluation.
pub(super) const DEEPEST: usize = 90;
/// The deepest nesting of calls of the program's own functions.
pub(super) const DEEPEST_CALL: usize = 8;

/// Names of a scope that a function took along.
pub(super) type Names = Rc<BTreeMap<String, Py>>;

/// A function of the program.
#[derive(Clone)]
pub(super) struct Function<'a> {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub parameters: Option<&'a Parameters>,
    /// Its statements, or its only expression.
    pub body: Code<'a>,
    /// The values of default arguments, by parameter.
    pub defaults: Vec<(String, Py)>,
    /// The local names where it is defined.
    pub captured: Option<Names>,
    /// It is a property.
    pub is_property: bool,
    /// It takes no receiver.
    pub is_static: bool,
}

/// The code of a function.
#[derive(Clone, Copy)]
pub(super) enum Code<'a> {
    /// `def`.
    Statements(&'a [Stmt]),
    /// `lambda`.
    Expression(&'a Expr),
}

/// A class of the program.
#[derive(Clone, Default)]
pub(super) struct Class {
    /// Its attributes and methods.
    pub names: BTreeMap<String, Py>,
    /// Its fields, in order.
    pub fields: Vec<String>,
    /// The classes that it extends.
    pub bases: Vec<usize>,
}

/// An instance.
pub(super) struct Object {
    /// Its class.
    pub class: usize,
    /// Its attributes.
    pub names: BTreeMap<String, Py>,
}

/// Local names.
#[derive(Clone, Default)]
pub(super) struct Scope {
    /// The values.
    pub names: BTreeMap<String, Py>,
    /// The names where the function was defined.
    pub captured: Option<Names>,
    /// Names that `global` gave to the whole program.
    pub globals: BTreeSet<String>,
}

/// How a statement ends.
pub(super) enum Flow {
    /// The next statement follows.
    Next,
    /// The function ends with a value.
    Return(Py),
    /// The loop ends.
    Break,
    /// The next turn of the loop follows.
    Continue,
    /// The program ends, or raises.
    Raise,
}

/// Follows a program.
pub(super) struct Machine<'a> {
    /// The program.
    pub source: &'a Source,
    /// Lists and dictionaries.
    pub heap: Heap,
    /// Functions.
    pub functions: Vec<Function<'a>>,
    /// The functions that ran.
    pub called: BTreeSet<usize>,
    /// Classes.
    pub classes: Vec<Class>,
    /// The classes that have an instance.
    pub used_classes: BTreeSet<usize>,
    /// Instances.
    pub objects: Vec<Object>,
    /// What `functools.partial` made.
    pub partials: Vec<Partial>,
    /// The names of the program, then those of each function that is running.
    pub scopes: Vec<Scope>,
    /// Notes for values; a value holds the indexes.
    pub value_notes: Vec<String>,
    /// Notes for the whole text.
    pub notes: Vec<String>,
    /// The region of the last client, session or variable of the environment.
    pub region: Option<Py>,
    /// The lists of the running `for` loops over more than one item.
    pub loops: Vec<String>,
    /// The call that is imported.
    pub found: Option<RequestParts>,
    /// Why the first call cannot be imported.
    pub refused: Option<String>,
    /// The current depth of evaluation.
    pub depth: usize,
    steps: usize,
    size: usize,
}

impl<'a> Machine<'a> {
    /// A program of which nothing ran.
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            heap: Heap::default(),
            functions: Vec::new(),
            called: BTreeSet::new(),
            classes: Vec::new(),
            used_classes: BTreeSet::new(),
            objects: Vec::new(),
            partials: Vec::new(),
            scopes: vec![Scope::default()],
            value_notes: Vec::new(),
            notes: Vec::new(),
            region: None,
            loops: Vec::new(),
            found: None,
            refused: None,
            depth: 0,
            steps: 0,
            size: 0,
        }
    }

    /// Counts a step; whether another one may follow.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps <= MOST_STEPS && self.found.is_none()
    }

    /// Counts the size of a new value; whether it may be made.
    pub(super) fn may_hold(&mut self, size: usize) -> bool {
        self.size = self.size.saturating_add(size);
        self.size <= MOST_SIZE
    }

    /// The line of a node.
    pub(super) fn line(&self, node: &impl Ranged) -> usize {
        self.source.line(node.range().start().to_usize())
    }

    /// The value of an expression that is known only when the program runs.
    pub(super) fn unknown(&self, node: &impl Ranged) -> Py {
        Py::Unknown(self.name_of(node))
    }

    /// How the program writes an expression.
    pub(super) fn name_of(&self, node: &impl Ranged) -> Rc<Unknown> {
        let range = node.range();
        let name = self.source.piece(range.start().to_usize(), range.end().to_usize());
        Rc::new(Unknown { name, line: self.line(node) })
    }

    /// Adds a note for a value; returns its index.
    pub(super) fn value_note(&mut self, text: String) -> usize {
        if let Some(at) = self.value_notes.iter().position(|note| *note == text) {
            return at;
        }
        self.value_notes.push(text);
        self.value_notes.len() - 1
    }

    /// Adds a note for the whole text, once.
    pub(super) fn note(&mut self, text: String) {
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// A string with notes.
    pub(super) fn string(&mut self, text: String, notes: Vec<usize>) -> Option<Py> {
        self.may_hold(text.len()).then(|| Py::Str(Rc::new(Text { text, notes })))
    }

    /// The note that an unknown value is imported as its name.
    pub(super) fn note_placeholder(&mut self, unknown: &Unknown, placeholder: &str) -> usize {
        self.value_note(format!(
            "Line {}: `{}` is known only when the program runs; imported as {placeholder}",
            unknown.line, unknown.name
        ))
    }

    /// The value of a name.
    pub(super) fn lookup(&self, name: &str) -> Option<Py> {
        let (global, locals) = self.scopes.split_first()?;
        if let Some(local) = locals.last() {
            let captured = local.captured.as_ref().and_then(|names| names.get(name));
            if let Some(value) = local.names.get(name).or(captured) {
                return Some(value.clone());
            }
        }
        let outer = locals.iter().rev().skip(1).find_map(|scope| scope.names.get(name));
        global.names.get(name).or(outer).cloned()
    }

    /// Gives a name a value.
    pub(super) fn bind(&mut self, name: &str, value: Py) {
        // The shortest name for it is the one that the program gives it.
        let value = match value {
            Py::Unknown(unknown) if unknown.name != name => {
                Py::Unknown(Rc::new(Unknown { name: name.to_owned(), line: unknown.line }))
            }
            other => other,
        };
        let is_global = self.scopes.last().is_some_and(|scope| scope.globals.contains(name));
        let scope = if is_global { self.scopes.first_mut() } else { self.scopes.last_mut() };
        if let Some(scope) = scope {
            scope.names.insert(name.to_owned(), value);
        }
    }

    /// The local names, for a function that is defined here.
    pub(super) fn captured(&mut self) -> Option<Names> {
        let names = self.scopes.get(1..)?.last()?.names.clone();
        self.may_hold(names.len() * 32).then(|| Rc::new(names))
    }

    /// The attribute of a class, or of one that it extends.
    pub(super) fn class_attribute(&self, class: usize, name: &str) -> Option<Py> {
        let mut next = vec![class];
        let mut left = 64;
        while let (Some(class), 1..) = (next.pop(), left) {
            left -= 1;
            let class = self.classes.get(class)?;
            if let Some(value) = class.names.get(name) {
                return Some(value.clone());
            }
            next.extend(class.bases.iter().rev());
        }
        None
    }

    /// A copy of a value that later changes do not reach.
    pub(super) fn copy(&mut self, value: &Py, depth: usize) -> Py {
        if depth == 0 || !self.step() {
            return value.clone();
        }
        match value {
            Py::List(id) | Py::Tuple(id) => {
                let items = self.heap.items(*id).to_vec();
                if !self.may_hold(items.len()) {
                    return value.clone();
                }
                let items = items.iter().map(|item| self.copy(item, depth - 1)).collect();
                self.heap.list(items)
            }
            Py::Dict(id) => {
                let Some(dict) = self.heap.members(*id).cloned() else { return value.clone() };
                let mut copy = Dict::of_unknown(dict.unknown.clone());
                for (key, value) in dict.items() {
                    let value = self.copy(value, depth - 1);
                    copy.set(key, value);
                }
                self.heap.dict(copy)
            }
            other => other.clone(),
        }
    }
}
