//! What is asked of the simulator, whichever of the four operations and families it came by.

use super::sampler::Sampling;
use super::tokens;
use crate::bedrock::conversation::Role;

/// One message, as far as the simulator understands it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who speaks.
    pub role: Role,
    /// The text blocks, joined.
    pub text: String,
    /// Tokens of what is not text (images, documents, tool results), by our own estimate.
    pub other_tokens: u64,
    /// Names of the kinds of content that the simulator cannot look at, such as `image`.
    pub unseen: Vec<&'static str>,
}

/// A whole request.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// System prompt, joined; empty for none.
    pub system: String,
    /// Messages, oldest first.
    pub said: Vec<Said>,
    /// How to choose among wordings.
    pub sampling: Sampling,
    /// Most tokens to write; `None` for no limit but the text's own end.
    pub max_tokens: Option<u64>,
    /// Texts that end the answer.
    pub stop_sequences: Vec<String>,
}

/// Tokens that each message costs beside its text: roles and turn marks. A round number of our own.
const PER_MESSAGE: u64 = 3;

impl Ask {
    /// Tokens read, counted with the simulator's own tokenizer.
    pub fn input_tokens(&self) -> u64 {
        let said: u64 = self.said.iter().map(|s| tokens::count(&s.text) + s.other_tokens + PER_MESSAGE).sum();
        tokens::count(&self.system) + said + PER_MESSAGE
    }

    /// Everything that shapes the answer's wording, as bytes for a seed.
    pub fn fingerprint(&self) -> Vec<u8> {
        let mut bytes = self.system.clone().into_bytes();
        for said in &self.said {
            bytes.push(0);
            bytes.extend_from_slice(said.role.as_str().as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(said.text.as_bytes());
        }
        bytes
    }
}
