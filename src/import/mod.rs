//! Import: reads a pasted program, command, message, record or body as an experiment.
//!
//! It reads what people have at hand: a curl command, a call of boto3 or of the AWS SDK for JavaScript, a command of the
//! AWS CLI or of PowerShell, an HTTP message, an entry of an HTTP archive, a record of a log, or a body of any family. It runs nothing and
//! resolves nothing outside the text. A note names each thing that does not map, and each secret. The invariant: the
//! result contains no value of a credential.
//!
//! `recognise` says which reader a text needs. Each reader of a language has a large parser, so the page fetches only the
//! one that it needs (`ui::controllers::import`); `import` does everything in one call.

mod address;
mod body;
mod cli;
mod curl;
mod http;
mod javascript;
mod origin;
mod placeholder;
mod python;
mod recognise;
mod record;
mod request_parts;
mod shell;
mod transcript;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::experiment::Draft;
use origin::Found;
pub use origin::{ImportError, Origin};
pub(crate) use python::notation;
pub use recognise::{Reader, Recognised};
use request_parts::RequestParts;

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

/// The longest text that is read, in bytes: more than a request with its largest documents.
const LONGEST: usize = 32 * 1024 * 1024;

/// How deep brackets may nest: Python itself takes 200.
const DEEPEST: usize = 200;

/// How deep the brackets of a text nest, in strings too: a string may be JSON.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Reads a pasted text. What the text does not set is taken from `before`.
///
/// # Errors
///
/// When the format is not recognised, or when the text is damaged.
pub fn import(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    match recognise(text)?.reader {
        Reader::Data => import_data(text, before),
        Reader::Python => import_python(text, before),
        Reader::Shell => import_shell(text, before),
        Reader::JavaScript => import_javascript(text, before),
    }
}

/// Recognises which reader a pasted text needs.
///
/// # Errors
///
/// When no reader takes the text.
pub fn recognise(text: &str) -> Result<Recognised, ImportError> {
    recognise::recognise(prepared(text)?.trim())
}

/// Reads a body, a record, an archive, an HTTP message or a transcript.
///
/// # Errors
///
/// When the text is damaged, or holds no request.
pub fn import_data(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    let text = prepared(text)?;
    let text = text.trim();
    let (origin, parts) = if http::is_message(text) {
        named(Origin::Http, http::read(text))?
    } else if transcript::begins(text) || !text.starts_with(['{', '[', '"']) && transcript::is_transcript(text) {
        transcript::found(text)?
    } else {
        record::read(text)?
    };
    finished(origin, parts, before)
}

/// Reads Python.
///
/// # Errors
///
/// When the text is damaged, or calls no model.
pub fn import_python(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    let text = prepared(text)?;
    if !python::is_call(&text) {
        return Err(ImportError::Unknown("this Python calls neither converse nor invoke_model of boto3".to_owned()));
    }
    let (origin, parts) = named(Origin::Boto3, python::read(&text))?;
    finished(origin, parts, before)
}

/// Reads the commands of a shell.
///
/// # Errors
///
/// When the text is damaged, or has neither a curl nor an AWS CLI command.
pub fn import_shell(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    let text = prepared(text)?;
    let (origin, parts) =
        shell::read(&text).ok_or_else(|| ImportError::Unknown("no curl or AWS CLI command was found".to_owned()))?;
    let (origin, parts) = named(origin, parts)?;
    finished(origin, parts, before)
}

/// Reads JavaScript or TypeScript.
///
/// # Errors
///
/// When the text is damaged, or calls no model.
pub fn import_javascript(text: &str, before: &Draft) -> Result<Imported, ImportError> {
    let (origin, parts) = javascript::read(&prepared(text)?)?;
    finished(origin, parts, before)
}

/// The text without what surrounds it.
fn prepared(text: &str) -> Result<Cow<'_, str>, ImportError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    if text.len() > LONGEST {
        return Err(ImportError::Unknown("the text is longer than 32 MB".to_owned()));
    }
    if depth(text) > DEEPEST {
        return Err(ImportError::Unknown(format!("its brackets nest deeper than {DEEPEST}")));
    }
    Ok(recognise::fence::without_fences(text))
}

fn named(origin: Origin, parts: Result<RequestParts, String>) -> Result<Found, ImportError> {
    parts.map(|parts| (origin, parts)).map_err(|why| ImportError::Unreadable { origin, why })
}

fn finished(origin: Origin, parts: RequestParts, before: &Draft) -> Result<Imported, ImportError> {
    let (draft, notes) = parts.into_draft(before).map_err(|why| ImportError::Unreadable { origin, why })?;
    Ok(Imported { origin, draft, notes })
}
