//! Converse ⇄ `InvokeModel`: the translation that emits its links and notes as it writes.
//!
//! Input and output are JSON documents; a link names places in them by JSON pointer (RFC 6901). The invariant: every
//! pointer in a link exists in the document it names, and no key of the input is unaccounted for.

mod link;
pub mod marks;

use serde_json::Value;
use thiserror::Error;

use crate::aws::http::Header;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;

pub use link::{HEADER_PLACE, Link, LinkKind};

/// The native request of an experiment, and how it corresponds to the Converse request.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// The `InvokeModel` body.
    pub body: Value,
    /// Headers that carry what Converse has in its body (guardrail, trace, service tier …).
    pub headers: Vec<Header>,
    /// The correspondence, in the order of the native body.
    pub links: Vec<Link>,
}

/// Why there is no native twin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TwinError {
    /// No writer for this family.
    #[error("Outcrop cannot write the native body of the {} family: send this experiment with Converse.", .0.name())]
    FamilyWithoutWriter(Family),
    /// The Converse body is not one.
    #[error("There is no native twin while the Converse body is not one: {0}")]
    Converse(String),
}

/// The native body of `family` that asks for the same thing as a Converse body.
///
/// # Errors
/// When the family has no writer, or the Converse body is not an object with messages.
pub fn invoke_body(family: Family, converse_body: &Value, model: &ModelId) -> Result<Twin, TwinError> {
    let _ = (converse_body, model);
    Err(TwinError::FamilyWithoutWriter(family))
}
