//! The code bench: a small Python with boto3, run as far as a call, and on with its response.
//!
//! The parser is the import's. What botocore refuses before anything is sent it says in its own words, from the service
//! model ([`validate`]); Python's own errors have Python's words (3.11). The bench sends nothing: [`Program::run`] gives the
//! call, the caller gives its answer and runs the program again. So a run depends on nothing but its arguments. Each value
//! of a response knows its place in it, so what is printed has a place too.

mod boto;
mod builtins;
mod call;
mod error;
mod expressions;
mod formats;
mod machine;
mod methods;
mod names;
mod operators;
mod statements;
mod subscripts;
mod suggestion;
mod syntax;
#[cfg(test)]
mod tests;
mod validate;
mod value;

pub use call::{Answer, Call, Print};
pub use error::PythonError;

use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use machine::{Machine, Stop};

/// A program that Python would parse.
pub struct Program {
    source: crate::import::notation::Source,
    module: ruff_python_ast::ModModule,
}

/// A program that ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ended {
    /// All that was printed.
    pub prints: Vec<Print>,
    /// The error that ended it.
    pub error: Option<PythonError>,
}

impl Ended {
    /// The printed text.
    pub fn printed(&self) -> String {
        self.prints.iter().map(|print| print.text.as_str()).collect()
    }

    /// The place in the response that is printed: the first, if there are several. The events of a stream are one place,
    /// `/stream/*/contentBlockDelta/delta/text`.
    pub fn place(&self) -> Option<String> {
        self.prints.iter().flat_map(|print| &print.places).next().map(|place| {
            let mut parts = place.splitn(4, '/');
            match (parts.next(), parts.next(), parts.next(), parts.next()) {
                (Some(""), Some(stream @ ("stream" | "body" | "completion")), Some(number), rest)
                    if number.bytes().all(|byte| byte.is_ascii_digit()) =>
                {
                    format!("/{stream}/*{}", rest.map(|rest| format!("/{rest}")).unwrap_or_default())
                }
                _ => place.clone(),
            }
        })
    }
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// This call has no answer yet.
    Calls(Box<Call>),
    /// The program ended.
    Ended(Ended),
}

impl Program {
    /// Reads a program.
    ///
    /// # Errors
    ///
    /// A `SyntaxError` with its line.
    pub fn read(text: &str) -> Result<Self, PythonError> {
        syntax::read(text)
    }

    /// Runs the program with the answers to its first calls. `models` are the service models of the clients that it may
    /// make.
    pub fn run(&self, models: &[(Client, &ServiceModel)], answers: &[Answer]) -> Step {
        let mut machine = Machine::new(&self.source, models, answers);
        let stop = machine.program(&self.module.body);
        let error = match stop {
            Err(Stop::Call(call)) => return Step::Calls(call),
            Err(Stop::Raise(raised)) => Some(raised.error()),
            Ok(()) | Err(Stop::Exit) => None,
        };
        Step::Ended(Ended { prints: machine.prints, error })
    }

    /// The first call; `None` if the program makes none.
    ///
    /// # Errors
    ///
    /// The error that ends the program before its first call.
    pub fn call(&self, models: &[(Client, &ServiceModel)]) -> Result<Option<Call>, PythonError> {
        match self.run(models, &[]) {
            Step::Calls(call) => Ok(Some(*call)),
            Step::Ended(Ended { error: Some(error), .. }) => Err(error),
            Step::Ended(_) => Ok(None),
        }
    }
}
