//! The service model.

use serde_json::Value;

/// stub
#[derive(Clone, Debug)]
pub struct ServiceModel {}

/// One place of an input that breaks the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the body; for a URI or header member, its name.
    pub pointer: String,
    /// The service's wording.
    pub message: String,
}

/// Why a text is no service model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The service model cannot be read: {0}")]
pub struct ServiceModelError(pub String);

impl ServiceModel {
    /// Reads the compact model.
    pub fn from_json(text: &str) -> Result<Self, ServiceModelError> {
        let _ = text;
        Ok(Self {})
    }

    /// What is wrong with an input.
    pub fn validate_input(&self, operation: &str, body: &Value, params: &[(&str, &str)]) -> Vec<Violation> {
        let _ = (operation, body, params);
        Vec::new()
    }
}
