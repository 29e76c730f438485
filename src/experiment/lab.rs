//! What is composed in the views that have no conversation: texts to embed, or an image to make. Data with room to grow: the
//! model's own parameters stay JSON.

use serde_json::{Map, Value};

/// Which of the views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabKind {
    /// Vectors of texts.
    Embeddings,
    /// Images from a prompt.
    Images,
}

/// One text of a lab, with what its author calls it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabText {
    /// The text.
    pub text: String,
    /// Its short name; empty for none.
    pub label: String,
    /// The group it belongs to (its colour in a plot, its role in a search); empty for none.
    pub group: String,
}

impl LabText {
    /// A text without a name.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// An experiment with embeddings or images.
#[derive(Clone, Debug, PartialEq)]
pub struct Lab {
    /// Which view.
    pub kind: LabKind,
    /// Model id or ARN, as typed.
    pub model: String,
    /// Region, as chosen.
    pub region: String,
    /// The texts; for an image, the prompt and then what should not be in it.
    pub texts: Vec<LabText>,
    /// The form's further settings, by its own names.
    pub parameters: Map<String, Value>,
}
