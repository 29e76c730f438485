//! The reader's store: names, lists, objects, holes, and the call once it is found.

use std::rc::Rc;

use oxc_ast::ast::{Expression, Program, Statement};
use oxc_span::{GetSpan, Span};
use serde_json::Value;

use super::value::{Callable, Hole, Js, Node, Scope};
use crate::import::origin::{Found, ImportError, Origin};
use crate::import::request_parts::RequestParts;

/// The most steps that a program is followed for.
const MOST_STEPS: usize = 400_000;
/// The most bytes that are put together.
const MOST_WORK: usize = 256 * 1024 * 1024;
/// The most names that one scope holds.
const MOST_NAMES: usize = 1_000;
/// How many members of an object are searched for a name that is set again.
const MOST_SEARCHED: usize = 500;
/// The deepest nesting of evaluations, over all functions.
const DEEPEST: usize = 220;

/// Follows the values of a program up to its first call.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) scopes: Vec<Scope<'a>>,
    pub(super) holes: Vec<Hole>,
    /// The scope of the statement that is read.
    pub(super) scope: usize,
    /// The value of the last `return`.
    pub(super) returned: Option<Js<'a>>,
    /// The functions that were called, by the start of their text.
    pub(super) called: Vec<u32>,
    /// All functions of the text that were met.
    pub(super) functions: Vec<(Callable<'a>, usize, Option<Js<'a>>)>,
    /// How many requests the loop around the call sends.
    pub(super) in_loop: usize,
    pub(super) found: Option<(Origin, RequestParts)>,
    /// Why a call that was met is not one of a model.
    pub(super) refused: Option<(Origin, String)>,
    /// Region and notes on secrets, of the clients before the call.
    pub(super) parts: RequestParts,
    /// The start of each line.
    lines: Vec<usize>,
    steps: usize,
    depth: usize,
    /// How many bytes of texts and lists were put together.
    work: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            scopes: vec![Scope::default()],
            holes: Vec::new(),
            scope: 0,
            returned: None,
            called: Vec::new(),
            functions: Vec::new(),
            in_loop: 1,
            found: None,
            refused: None,
            parts: RequestParts::default(),
            lines: source.match_indices('\n').map(|(at, _)| at).collect(),
            steps: 0,
            depth: 0,
            work: 0,
        }
    }

    /// The first call of the program: of its statements, then of the functions that they do not call.
    pub(super) fn first_call(mut self, program: &'a Program<'a>) -> Result<Found, ImportError> {
        self.block(&program.body);
        let mut at = 0;
        while self.found.is_none()
            && let Some((function, scope, this)) = self.functions.get(at).cloned()
        {
            at += 1;
            self.returned = None;
            if !self.called.contains(&function_start(function)) {
                self.call_with_nothing(function, scope, this);
            }
        }
        let calls = count_calls(self.source).max(self.in_loop);
        if let Some((origin, mut parts)) = self.found {
            if calls > 1 {
                parts.note(format!("The program contains {calls} calls; only the first is imported"));
            }
            return Ok((origin, parts));
        }
        let (origin, why) = self.refused.unwrap_or_else(|| {
            let why = "it calls no Converse or InvokeModel command, and no model over HTTP";
            (Origin::JavaScript, why.to_owned())
        });
        Err(ImportError::Unreadable { origin, why })
    }

    /// The value of a text that is one object, and the notes on it.
    pub(super) fn object(&mut self, program: &'a Program<'a>) -> Option<(Value, Vec<String>)> {
        for (python, value) in [("True", Js::Bool(true)), ("False", Js::Bool(false)), ("None", Js::Null)] {
            self.declare(python, value);
        }
        let [Statement::ExpressionStatement(statement)] = program.body.as_slice() else { return None };
        let value = self.evaluate(&statement.expression);
        let is_converse = true;
        let json = self.json(&value, is_converse)?;
        Some((json, std::mem::take(&mut self.parts.notes)))
    }

    /// Whether the program may be followed further.
    pub(super) fn may_go_on(&mut self) -> bool {
        self.steps += 1;
        self.steps < MOST_STEPS && self.found.is_none()
    }

    /// Whether that many more bytes may be put together.
    pub(super) fn may_build(&mut self, bytes: usize) -> bool {
        self.work = self.work.saturating_add(bytes);
        self.work < MOST_WORK
    }

    /// Follows something one level deeper, unless that is too deep.
    pub(super) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let value = inner(self);
        self.depth -= 1;
        Some(value)
    }

    /// The line of a place.
    pub(super) fn line(&self, at: u32) -> usize {
        let at = usize::try_from(at).unwrap_or_default();
        self.lines.partition_point(|line| *line < at) + 1
    }

    /// A hole with the name that the program has for the value.
    pub(super) fn hole(&mut self, span: Span) -> Js<'a> {
        let text = span.source_text(self.source).trim();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '[' | ']' | '?');
        let name = text.split('(').next().unwrap_or_default().trim_start_matches("await ").trim();
        let short = !name.is_empty() && name.len() <= 60 && name.chars().all(is_name);
        let name = if short { name.to_owned() } else { "value".to_owned() };
        let line = self.line(span.start);
        let hole = Hole { name, line };
        // The same place is met again in a loop.
        let mut recent = self.holes.iter().enumerate().rev().take(64);
        let at = recent.find(|(_, other)| **other == hole).map(|(at, _)| at);
        if at.is_none() {
            self.holes.push(hole);
        }
        Js::Unknown(at.unwrap_or(self.holes.len() - 1))
    }

    pub(super) fn hole_of(&mut self, expression: &Expression<'a>) -> Js<'a> {
        self.hole(expression.span())
    }

    pub(super) fn list(&mut self, items: Vec<Js<'a>>) -> Js<'a> {
        if !self.may_build(items.len() * 32) {
            return Js::Undefined;
        }
        self.nodes.push(Node::List(items));
        Js::List(self.nodes.len() - 1)
    }

    pub(super) fn new_object(&mut self, members: Vec<(Rc<str>, Js<'a>)>) -> Js<'a> {
        self.nodes.push(Node::Object(members));
        Js::Object(self.nodes.len() - 1)
    }

    pub(super) fn items(&self, value: &Js<'a>) -> Option<&Vec<Js<'a>>> {
        let Js::List(at) = value else { return None };
        match self.nodes.get(*at) {
            Some(Node::List(items)) => Some(items),
            _ => None,
        }
    }

    pub(super) fn items_mut(&mut self, value: &Js<'a>) -> Option<&mut Vec<Js<'a>>> {
        let Js::List(at) = value else { return None };
        match self.nodes.get_mut(*at) {
            Some(Node::List(items)) => Some(items),
            _ => None,
        }
    }

    pub(super) fn members(&self, value: &Js<'a>) -> Option<&Vec<(Rc<str>, Js<'a>)>> {
        let Js::Object(at) = value else { return None };
        match self.nodes.get(*at) {
            Some(Node::Object(members)) => Some(members),
            _ => None,
        }
    }

    /// A member of an object.
    pub(super) fn member(&self, object: &Js<'a>, name: &str) -> Option<Js<'a>> {
        self.members(object)?.iter().rev().find(|(of, _)| &**of == name).map(|(_, value)| value.clone())
    }

    /// Sets a member of an object.
    pub(super) fn set_member(&mut self, object: &Js<'a>, name: &str, value: Js<'a>) {
        let Js::Object(at) = object else { return };
        let Some(Node::Object(members)) = self.nodes.get_mut(*at) else { return };
        set(members, name, value);
    }

    /// Declares a name in the scope that is read.
    pub(super) fn declare(&mut self, name: &str, value: Js<'a>) {
        if let Some(scope) = self.scopes.get_mut(self.scope).filter(|scope| scope.names.len() < MOST_NAMES) {
            set(&mut scope.names, name, value);
        }
    }

    /// The value of a name.
    pub(super) fn lookup(&self, name: &str) -> Option<Js<'a>> {
        let mut at = Some(self.scope);
        while let Some(scope) = at.and_then(|at| self.scopes.get(at)) {
            if let Some((_, value)) = scope.names.iter().rev().find(|(of, _)| &**of == name) {
                return Some(value.clone());
            }
            at = scope.parent;
        }
        None
    }

    /// Sets a name where it is declared.
    pub(super) fn assign_name(&mut self, name: &str, value: Js<'a>) {
        let mut at = Some(self.scope);
        while let Some(scope) = at.and_then(|at| self.scopes.get_mut(at)) {
            if let Some((_, old)) = scope.names.iter_mut().rev().find(|(of, _)| &**of == name) {
                *old = value;
                return;
            }
            at = scope.parent;
        }
        self.declare(name, value);
    }

    /// Reads something in a scope of its own.
    pub(super) fn in_scope<T>(&mut self, parent: usize, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Scope { parent: Some(parent), names: Vec::new() });
        let before = std::mem::replace(&mut self.scope, self.scopes.len() - 1);
        let value = inner(self);
        self.scope = before;
        value
    }
}

/// Sets a name in a list of names, or adds it.
pub(super) fn set<'a>(names: &mut Vec<(Rc<str>, Js<'a>)>, name: &str, value: Js<'a>) {
    match names.iter_mut().take(MOST_SEARCHED).find(|(of, _)| &**of == name) {
        Some((_, old)) => *old = value,
        None => names.push((name.into(), value)),
    }
}

pub(super) fn function_start(function: Callable<'_>) -> u32 {
    match function {
        Callable::Arrow(arrow) => arrow.span.start,
        Callable::Function(function) => function.span.start,
    }
}

/// How many calls of a model the text writes.
fn count_calls(source: &str) -> usize {
    const COMMANDS: [&str; 4] = [
        "new ConverseCommand(",
        "new ConverseStreamCommand(",
        "new InvokeModelCommand(",
        "new InvokeModelWithResponseStreamCommand(",
    ];
    COMMANDS.iter().map(|command| source.matches(command).count()).sum()
}
