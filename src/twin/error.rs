//! Errors of a translation.

use thiserror::Error;

use crate::bedrock::family::Family;

/// Why an experiment has no native request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TwinError {
    /// Outcrop has no writer for this family.
    #[error("Outcrop cannot write the native body of {} models. Send this experiment with Converse.", .0.name())]
    FamilyWithoutWriter(Family),
    /// The document is not a native body of the family.
    #[error("Not a body of {} models: `{pointer}` must be {expected}.", .family.name())]
    NotNative {
        /// The family.
        family: Family,
        /// JSON pointer of the place.
        pointer: &'static str,
        /// What the place must hold.
        expected: &'static str,
    },
    /// The document is not a Converse body.
    #[error("No native request: `{pointer}` must be {expected}.")]
    NotConverse {
        /// JSON pointer of the place.
        pointer: String,
        /// What the place must hold.
        expected: &'static str,
    },
}
