//! The state of a run: names, values on the heap, what was printed, and the answers that are left.

use ruff_python_ast::{Parameters, Stmt};
use ruff_text_size::Ranged;

use super::call::{Answer, Call, Print};
use super::error::Raised;
use super::value::{Heap, Py, Val};
use super::{names, suggestion};
use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use crate::import::notation::Source;

/// The most statements and expressions of a run.
const MOST_STEPS: usize = 200_000;
/// The most bytes and items that its values may take together.
const MOST_SIZE: usize = 32 * 1024 * 1024;
/// The deepest nesting of evaluation.
const DEEPEST: usize = 120;

/// Why a run does not go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// An exception.
    Raise(Box<Raised>),
    /// A call without an answer.
    Call(Box<Call>),
    /// `sys.exit()`
    Exit,
}

impl From<Raised> for Stop {
    fn from(raised: Raised) -> Self {
        Self::Raise(Box::new(raised))
    }
}

/// What a step gives, unless the run stops.
pub(super) type Run<T> = Result<T, Stop>;

/// How a statement ends.
pub(super) enum Flow {
    Next,
    Return(Val),
    Break,
    Continue,
}

/// A function of the program.
#[derive(Clone)]
pub(super) struct Function<'a> {
    pub name: String,
    pub parameters: Option<&'a Parameters>,
    pub defaults: Vec<(String, Val)>,
    pub code: Code<'a>,
}

/// The code of a function.
#[derive(Clone, Copy)]
pub(super) enum Code<'a> {
    Statements(&'a [Stmt]),
    Expression(&'a ruff_python_ast::Expr),
}

/// A run of a program.
pub(super) struct Machine<'a> {
    pub source: &'a Source,
    pub models: &'a [(Client, &'a ServiceModel)],
    answers: std::slice::Iter<'a, Answer>,
    pub heap: Heap,
    pub prints: Vec<Print>,
    /// The names of the program, then those of each running function, in the order in which they came.
    pub scopes: Vec<Vec<(String, Val)>>,
    pub functions: Vec<Function<'a>>,
    /// The exceptions that are handled, for `raise` alone.
    pub handled: Vec<Raised>,
    depth: usize,
    steps: usize,
    size: usize,
}

impl<'a> Machine<'a> {
    pub fn new(source: &'a Source, models: &'a [(Client, &'a ServiceModel)], answers: &'a [Answer]) -> Self {
        Self {
            source,
            models,
            answers: answers.iter(),
            heap: Heap::default(),
            prints: Vec::new(),
            scopes: vec![Vec::new()],
            functions: Vec::new(),
            handled: Vec::new(),
            depth: 0,
            steps: 0,
            size: 0,
        }
    }

    /// Runs the program.
    pub fn program(&mut self, body: &'a [Stmt]) -> Run<()> {
        match self.run(body)? {
            Flow::Next | Flow::Return(_) | Flow::Break | Flow::Continue => Ok(()),
        }
    }

    /// The answer to the next call.
    pub fn next_answer(&mut self) -> Option<&'a Answer> {
        self.answers.next()
    }

    /// The service model of a client.
    pub fn model(&self, client: Client) -> Option<&'a ServiceModel> {
        self.models.iter().find(|(known, _)| *known == client).map(|(_, model)| *model)
    }

    /// The line of a node.
    pub fn line(&self, node: &impl Ranged) -> usize {
        self.source.line(node.range().start().to_usize())
    }

    /// Goes one level deeper for a step.
    pub fn deeper<T>(&mut self, line: usize, step: impl FnOnce(&mut Self) -> Run<T>) -> Run<T> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(Raised::new(
                "",
                format!("Line {line}: the program takes more steps than the code bench runs"),
                line,
            )
            .into());
        }
        if self.depth >= DEEPEST {
            return Err(Raised::new("RecursionError", "maximum recursion depth exceeded", line).into());
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// Counts the size of a new value.
    pub fn hold(&mut self, size: usize, line: usize) -> Run<()> {
        self.size = self.size.saturating_add(size);
        if self.size > MOST_SIZE {
            return Err(Raised::new("MemoryError", "", line).into());
        }
        Ok(())
    }

    /// A text.
    pub fn string(&mut self, text: String, line: usize) -> Run<Val> {
        self.hold(text.len(), line)?;
        Ok(Val::text(text, line))
    }

    /// Gives a name a value.
    pub fn bind(&mut self, name: &str, value: Val) {
        let Some(scope) = self.scopes.last_mut() else { return };
        match scope.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => scope.push((name.to_owned(), value)),
        }
    }

    /// The value of a name.
    pub fn lookup(&self, name: &str, line: usize) -> Run<Val> {
        let local = self.scopes.last().into_iter().chain(self.scopes.first());
        if let Some((_, value)) = local.flatten().find(|(known, _)| known == name) {
            return Ok(value.clone());
        }
        if name == "__name__" {
            return Ok(Val::text("__main__", line));
        }
        if names::is_builtin(name) {
            return Ok(Val::new(Py::Library(name.into()), line));
        }
        let known = self.scopes.last().into_iter().chain(self.scopes.first()).flatten().map(|(name, _)| name.as_str());
        let mut raised = Raised::new("NameError", format!("name '{name}' is not defined"), line);
        raised.hint = suggestion::nearest(name, known.chain(names::NAMES));
        Err(raised.into())
    }
}
