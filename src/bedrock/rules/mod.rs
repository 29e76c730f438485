//! What AWS refuses in a conversation, in its own words.
//!
//! The simulator answers with these sentences and the page shows them at the field before anything is sent, so both say
//! the same. A rule looks at a finished body and at the catalogue's row of the model; it holds only what AWS or Anthropic
//! documents or what several users report. Where reports contradict each other, a comment says so and nothing is refused.

pub mod claude;
pub mod converse;
pub mod generation;
pub mod names;
pub mod thinking;
pub mod tools;
pub mod turns;

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The part of the request that breaks it.
    pub place: Place,
    /// Who refuses it.
    pub speaker: Speaker,
    /// The sentence, without the prefix of a refusal by the model.
    pub message: String,
    /// What the sentence leaves open, for the page: the part of the value that breaks the rule.
    pub hint: Option<String>,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The message at this index.
    Message(usize),
    /// The system prompt.
    System,
    /// The tools and the choice among them.
    Tools,
    /// The stop sequences.
    StopSequences,
    /// Temperature.
    Temperature,
    /// Top P.
    TopP,
    /// Max tokens.
    MaxTokens,
    /// The model's own parameters.
    Parameters,
}

/// Who refuses a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Bedrock, before the model is called.
    Bedrock,
    /// The model; Converse puts [`RETURNED`] before its sentence.
    Model,
}

/// Converse's prefix of a refusal by the model.
pub const RETURNED: &str = "The model returned the following errors: ";

impl Breach {
    /// A refusal by Bedrock.
    pub fn bedrock(place: Place, message: impl Into<String>) -> Self {
        Self { place, speaker: Speaker::Bedrock, message: message.into(), hint: None }
    }

    /// A refusal by the model.
    pub fn model(place: Place, message: impl Into<String>) -> Self {
        Self { place, speaker: Speaker::Model, message: message.into(), hint: None }
    }

    /// The same, with a hint.
    #[must_use]
    pub fn with_hint(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Whether it names a member that is null or missing.
    pub fn is_about_nothing(&self) -> bool {
        self.message.ends_with(" is empty.")
    }

    /// The sentence as Converse gives it.
    pub fn in_converse(&self) -> String {
        match self.speaker {
            Speaker::Bedrock => self.message.clone(),
            Speaker::Model => format!("{RETURNED}{}", self.message),
        }
    }
}
