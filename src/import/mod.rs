//! Import: reads a pasted program, command, message or body as an experiment.
//!
//! It reads what people have at hand: a command of curl, of the AWS CLI or of `PowerShell`, a call of boto3, an HTTP
//! message, an entry of an HTTP archive, or a body of any family. It runs nothing and resolves nothing outside the text. A note
//! names each thing that does not map, and each secret. The invariant: the result contains no value of a credential.

mod cli;
mod curl;
mod expression;
mod har;
mod http;
mod literals;
mod python;
mod raw;
mod request_parts;
mod shell;

#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::experiment::Draft;
use request_parts::RequestParts;

/// The kind of text that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A curl command.
    Curl,
    /// A command of the AWS CLI.
    Cli,
    /// A request of `PowerShell`.
    PowerShell,
    /// Python with boto3.
    Boto3,
    /// An HTTP message.
    Http,
    /// An entry of an HTTP archive.
    Har,
    /// A request body without a call.
    Body,
}

impl Origin {
    /// The kind in words, with its article.
    pub fn label(self) -> &'static str {
        match self {
            Self::Curl => "a curl command",
            Self::Cli => "an AWS CLI command",
            Self::PowerShell => "a PowerShell request",
            Self::Boto3 => "a boto3 call",
            Self::Http => "an HTTP message",
            Self::Har => "an HTTP archive entry",
            Self::Body => "a request body",
        }
    }
}

/// An experiment read from a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The kind of text.
    pub origin: Origin,
    /// The experiment.
    pub draft: Draft,
    /// One sentence for each thing that did not map, was assumed, or was ignored because it is a secret.
    pub notes: Vec<String>,
}

/// Why a text cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// The text is empty.
    #[error("Paste a curl command, a boto3 call, an AWS CLI command, an HTTP message, a HAR entry or a request body")]
    Empty,
    /// The text has none of the known formats.
    #[error(
        "Not recognised: {0}. Paste a curl command, boto3 call, AWS CLI command, HTTP message, HAR entry or JSON body"
    )]
    Unknown(String),
    /// The format is known, but something in the text cannot be read.
    #[error("This looks like {}, but it cannot be read: {why}", .origin.label())]
    Unreadable {
        /// The recognised format.
        origin: Origin,
        /// What is wrong, and where.
        why: String,
    },
}

/// The longest text that is read, in bytes: more than a request with its largest documents.
const LONGEST: usize = 32 * 1024 * 1024;

/// Reads a pasted text. What the text does not set is taken from `before`.
///
/// # Errors
///
/// When the format is not recognised, or when the text is damaged.
pub fn import(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    if text.len() > LONGEST {
        return Err(ImportError::Unknown("the text is longer than 32 MB".to_owned()));
    }
    let (origin, parts) = read(text)?;
    let (draft, notes) = parts.into_draft(before).map_err(|why| ImportError::Unreadable { origin, why })?;
    Ok(Imported { origin, draft, notes })
}

fn read(text: &str) -> Result<(Origin, RequestParts), ImportError> {
    let (origin, parts) = if text.starts_with('{') || text.starts_with('[') {
        if har::is_archive(text) { (Origin::Har, har::read(text)) } else { (Origin::Body, raw::read(text)) }
    } else if http::is_message(text) {
        (Origin::Http, http::read(text))
    } else if let Some(found) = shell::read(text) {
        found
    } else if python::is_call(text) {
        (Origin::Boto3, python::read(text))
    } else {
        return Err(ImportError::Unknown("unknown format".to_owned()));
    };
    let parts = parts.map_err(|why| ImportError::Unreadable { origin, why })?;
    Ok((origin, parts))
}
