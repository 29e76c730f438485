//! Errors of a program, as the last lines of a traceback.

use std::fmt;

use super::value::Val;

/// The error that ends a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PythonError {
    /// The line of the program.
    pub line: usize,
    /// The error's name, with its module where it is not Python's own; empty for what the bench does not run.
    pub kind: String,
    /// What it says.
    pub text: String,
}

impl fmt::Display for PythonError {
    /// As the end of a traceback: `KeyError: 'body'`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind.as_str(), self.text.as_str()) {
            ("", text) => f.write_str(text),
            (kind, "") => f.write_str(kind),
            (kind, text) => write!(f, "{kind}: {text}"),
        }
    }
}

/// An exception on its way.
#[derive(Clone, Debug)]
pub(super) struct Raised {
    /// Its class, with the module where it is not Python's own.
    pub kind: String,
    /// `str(error)`, and the suggestion that only a traceback has.
    pub text: String,
    /// `Did you mean: 'response'?`
    pub hint: Option<String>,
    /// The line.
    pub line: usize,
    /// `error.response`.
    pub response: Option<Val>,
    /// An exception of the service, which is a `ClientError`.
    pub is_client_error: bool,
}

impl Raised {
    /// An exception of Python's own.
    pub fn new(kind: &str, text: impl Into<String>, line: usize) -> Self {
        Self { kind: kind.to_owned(), text: text.into(), hint: None, line, response: None, is_client_error: false }
    }

    /// What the bench does not run.
    pub fn unsupported(what: &str, line: usize) -> Self {
        Self::new("", format!("Line {line}: the code bench does not run {what}"), line)
    }

    /// The error that ends the program.
    pub fn error(self) -> PythonError {
        let text = match self.hint {
            Some(hint) => format!("{}. Did you mean: '{hint}'?", self.text),
            None => self.text,
        };
        PythonError { line: self.line, kind: self.kind, text }
    }

    /// Whether a handler of this class takes it.
    pub fn is(&self, class: &str) -> bool {
        let name = |path: &str| path.rsplit('.').next().unwrap_or(path).to_owned();
        let (own, wanted) = (name(&self.kind), name(class));
        if self.kind.is_empty() {
            return false;
        }
        own == wanted
            || matches!(wanted.as_str(), "Exception" | "BaseException")
            || wanted == "ClientError" && self.is_client_error
            || wanted == "LookupError" && matches!(own.as_str(), "KeyError" | "IndexError")
            || wanted == "ArithmeticError" && own == "ZeroDivisionError"
            || wanted == "ValueError" && own == "JSONDecodeError"
            || wanted == "BotoCoreError" && self.kind.starts_with("botocore.exceptions.") && !self.is_client_error
    }
}
