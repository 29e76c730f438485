//! Why a body could not be translated.

use thiserror::Error;

use crate::bedrock::family::Family;

/// Why there is no native twin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TwinError {
    /// No writer for this family.
    #[error("Outcrop does not write the native body of {} models: send this experiment with Converse.", .0.name())]
    FamilyWithoutWriter(Family),
    /// The document is not a native body of the family.
    #[error("This is not yet a body of {} models: `{pointer}` should be {expected}.", .family.name())]
    NotNative {
        /// The family.
        family: Family,
        /// JSON pointer of the place.
        pointer: &'static str,
        /// What should be there.
        expected: &'static str,
    },
    /// The document is not a Converse body.
    #[error("There is no native twin yet: `{pointer}` should be {expected}.")]
    NotConverse {
        /// JSON pointer of the place.
        pointer: String,
        /// What should be there.
        expected: &'static str,
    },
}
