//! The way back: a program, a command, a message or a body that somebody pasted, as an experiment.
//!
//! It reads what people have at hand: a curl command, a call of boto3, a command of the AWS CLI, an HTTP message, an entry of
//! an HTTP archive, or a body of any family on its own. It runs nothing and resolves nothing outside the text. What does not
//! map is said, and so is each secret, which is never taken over: its invariant is that no value of a credential is in what
//! it returns.

mod cli;
mod curl;
mod expression;
mod found;
mod har;
mod http;
mod literals;
mod python;
mod raw;
mod shell;

#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::experiment::Draft;
use found::Found;

/// What a pasted text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A command of curl.
    Curl,
    /// A command of the AWS CLI.
    Cli,
    /// Python with boto3.
    Boto3,
    /// An HTTP message.
    Http,
    /// An entry of an HTTP archive.
    Har,
    /// A request body on its own.
    Body,
}

impl Origin {
    /// What it is, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Curl => "a curl command",
            Self::Cli => "an AWS CLI command",
            Self::Boto3 => "a boto3 call",
            Self::Http => "an HTTP message",
            Self::Har => "an HTTP archive entry",
            Self::Body => "a request body",
        }
    }
}

/// An experiment that was read from a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What the text is.
    pub origin: Origin,
    /// The experiment.
    pub draft: Draft,
    /// What did not map, what was assumed, and which secrets were left behind; a sentence each.
    pub notes: Vec<String>,
}

/// Why a text is no experiment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// There is nothing.
    #[error("Paste a curl command, a boto3 call, an AWS CLI command, an HTTP message, a HAR entry or a request body")]
    Empty,
    /// It is nothing of that.
    #[error(
        "This is no curl command, boto3 call, AWS CLI command, HTTP message, HAR entry or JSON body that can be read: {0}"
    )]
    Unknown(String),
    /// It is one of them, and something in it cannot be read.
    #[error("This looks like {}, and it cannot be read: {why}", .origin.label())]
    Unreadable {
        /// What it looks like.
        origin: Origin,
        /// What is wrong, and where.
        why: String,
    },
}

/// Longest text that is read, in bytes: a request with its largest documents is shorter.
const LONGEST: usize = 32 * 1024 * 1024;

/// Reads a pasted text. What it does not say is taken from the experiment that it replaces.
///
/// # Errors
/// With a sentence, when the text is none of the kinds, or is broken.
pub fn import(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    if text.len() > LONGEST {
        return Err(ImportError::Unknown("it is longer than 32 MB".to_owned()));
    }
    let (origin, found) = read(text)?;
    let (draft, notes) = found.into_draft(before).map_err(|why| ImportError::Unreadable { origin, why })?;
    Ok(Imported { origin, draft, notes })
}

fn read(text: &str) -> Result<(Origin, Found), ImportError> {
    let (origin, found) = if text.starts_with('{') || text.starts_with('[') {
        if har::is_archive(text) { (Origin::Har, har::read(text)) } else { (Origin::Body, raw::read(text)) }
    } else if http::is_message(text) {
        (Origin::Http, http::read(text))
    } else if let Some(command) = shell::command(text) {
        match command.name {
            shell::Name::Curl => (Origin::Curl, curl::read(&command)),
            shell::Name::Aws => (Origin::Cli, cli::read(&command)),
        }
    } else if python::is_call(text) {
        (Origin::Boto3, python::read(text))
    } else {
        return Err(ImportError::Unknown("it begins with nothing of that kind".to_owned()));
    };
    let found = found.map_err(|why| ImportError::Unreadable { origin, why })?;
    Ok((origin, found))
}
