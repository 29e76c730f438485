//! Explains an error that somebody pastes, whatever printed it: the same catalogue that the page's own cards use names it.
//!
//! A refused signature is a case of its own: where the service states what it computed, that is compared line by line with
//! the steps of the signature made here ([`super::signature`]). Nothing is claimed that the text does not show: a bare
//! status names no cause.

use super::catalogue::{self, Entry};
use super::pasted::{Pasted, read};
use super::signature::{self, Cause};
use crate::aws::sigv4::difference::{Row, Steps};
use crate::bedrock::catalogue as models;
use crate::bedrock::model_id::ModelId;

/// A paste longer than this is not an error.
pub const LONGEST_TEXT: usize = 256 * 1024;

/// A cause that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// What is wrong with a signature.
    Signature(Cause),
    /// An error of the catalogue.
    Known(&'static Entry),
}

impl Finding {
    /// The cause in a few words, for a heading.
    pub fn title(&self) -> String {
        match self {
            Self::Signature(cause) => cause.title(),
            Self::Known(entry) => entry.what.to_owned(),
        }
    }

    /// What it means.
    pub fn why(&self) -> String {
        match self {
            Self::Signature(cause) => cause.why(),
            Self::Known(entry) => format!("{}.", entry.why),
        }
    }

    /// Its remedy.
    pub fn fix(&self) -> String {
        match self {
            Self::Signature(cause) => cause.fix(),
            Self::Known(entry) => format!("{}.", entry.fix),
        }
    }
}

/// What the clinic says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The error's name, where one was found.
    pub code: Option<String>,
    /// The HTTP status, where one was found.
    pub status: Option<u16>,
    /// The operation, where one was found.
    pub operation: Option<String>,
    /// The request id, where one was found.
    pub request_id: Option<String>,
    /// The causes, the first the most likely; none if the text names none.
    pub causes: Vec<Finding>,
    /// Both sides line by line; only the service's where ours is not known; empty where the service tells nothing.
    pub rows: Vec<Row>,
    /// Whether our side is among the rows.
    pub compared: bool,
    /// The inference profiles of the model that the text names, where it asks for one.
    pub profiles: Vec<String>,
}

/// Why there is no diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClinicError {
    /// Nothing was pasted.
    #[error("Paste the error that came back, or the lines that your tool printed")]
    Empty,
    /// Far more than an error was pasted.
    #[error("This is too long for an error. Paste only the error")]
    TooLong,
}

/// Names the cause of a pasted error. `ours` is what was signed here, if it is the same request.
pub fn diagnose(text: &str, ours: Option<&Steps>) -> Result<Diagnosis, ClinicError> {
    if text.len() > LONGEST_TEXT {
        return Err(ClinicError::TooLong);
    }
    if text.trim().is_empty() {
        return Err(ClinicError::Empty);
    }
    let pasted = read(text);
    let (causes, rows, compared) = match signature::examine(&pasted, ours) {
        Some(signature::Examined { causes, rows, compared }) => {
            (causes.into_iter().map(Finding::Signature).collect(), rows, compared)
        }
        None => (known(&pasted).map(Finding::Known).into_iter().collect(), Vec::new(), false),
    };
    let profiles = profiles(&pasted.message);
    let Pasted { code, status, operation, request_id, .. } = pasted;
    Ok(Diagnosis { code, status, operation, request_id, causes, rows, compared, profiles })
}

/// The profiles of the model in “Invocation of model ID … with on-demand throughput”.
fn profiles(message: &str) -> Vec<String> {
    let named = message.split_once("model ID ").and_then(|(_, rest)| rest.split_once(" with on-demand"));
    let model = named.and_then(|(id, _)| models::find(&ModelId::parse(id).ok()?));
    model.map(|model| model.profiles.iter().map(|prefix| format!("{prefix}{}", model.id)).collect()).unwrap_or_default()
}

/// The entry that the text names: by the message, by the whole text, by the type alone. A status names one only where it
/// can mean nothing else.
fn known(pasted: &Pasted) -> Option<&'static Entry> {
    let code = pasted.code.as_deref();
    let find = |text: &str| catalogue::find(code, text, 0);
    let telling = |text: &str| find(text).filter(|entry| !entry.is_general());
    let of_status = || {
        let status = pasted.status.filter(|status| matches!(status, 429 | 500..))?;
        catalogue::find(None, "", status)
    };
    telling(&pasted.message).or_else(|| telling(&pasted.whole)).or_else(|| find("")).or_else(of_status)
}

#[cfg(test)]
mod answers;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod tests;
