//! What is asked of the simulator, whichever of the operations and families it came by.

use super::cache::Cached;
use super::sampler::Sampling;
use super::tokens;
use crate::bedrock::conversation::Role;
use crate::simulator::writer::sources::Source;
use crate::simulator::writer::tools::{Call, Choice, Outcome, Tool};
use serde_json::Value;

/// One message, as far as the simulator understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// The text blocks, joined.
    pub text: String,
    /// Tokens of what is not text (images, documents, tool results), by our own estimate.
    pub other_tokens: u64,
    /// What was given that the simulator cannot look at: `image (PNG, 4 bytes)`.
    pub given: Vec<String>,
    /// Tools that the assistant called.
    pub calls: Vec<Call>,
    /// What tools answered.
    pub outcomes: Vec<Outcome>,
    /// Texts to answer from.
    pub sources: Vec<Source>,
}

impl Message {
    /// A message with this text and nothing else.
    pub fn new(role: Role, text: &str) -> Self {
        Self {
            role,
            text: text.to_owned(),
            other_tokens: 0,
            given: Vec::new(),
            calls: Vec::new(),
            outcomes: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Adds a text block.
    pub fn add_text(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }
}

/// Whether the answer is to begin with its reasoning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reasoning {
    /// It is not.
    #[default]
    Off,
    /// It is.
    On,
}

/// A whole request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// System prompt, joined; empty for none.
    pub system: String,
    /// Messages, oldest first.
    pub messages: Vec<Message>,
    /// How to choose among wordings.
    pub sampling: Sampling,
    /// Most tokens to write; `None` for no limit but the text's own end.
    pub max_tokens: Option<u64>,
    /// Texts that end the answer.
    pub stop_sequences: Vec<String>,
    /// Tools that may be called.
    pub tools: Vec<Tool>,
    /// Whether one must be.
    pub choice: Choice,
    /// Whether to show reasoning.
    pub reasoning: Reasoning,
    /// JSON schema that the answer has to fit.
    pub schema: Option<Value>,
    /// What the request's cache points keep.
    pub cached: Cached,
}

/// Tokens that each message costs beside its text: roles and turn marks. A round number of our own.
const PER_MESSAGE: u64 = 3;

impl Request {
    /// Tokens read, counted with the simulator's own tokenizer, cached ones included.
    pub fn input_tokens(&self) -> u64 {
        let messages: u64 = self.messages.iter().map(|s| tokens::count(&s.text) + s.other_tokens + PER_MESSAGE).sum();
        let tools: u64 = self.tools.iter().map(Tool::tokens).sum();
        tokens::count(&self.system) + messages + tools + PER_MESSAGE
    }

    /// Everything that shapes the answer's wording, as bytes for a seed.
    pub fn fingerprint(&self) -> Vec<u8> {
        let mut bytes = self.system.clone().into_bytes();
        for message in &self.messages {
            bytes.push(0);
            bytes.extend_from_slice(message.role.as_str().as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(message.text.as_bytes());
        }
        bytes
    }

    /// The messages that the answer is about: what the user said last, and the beginning of an answer, if one was
    /// given.
    pub fn last_turn(&self) -> (&[Message], &str) {
        let (messages, prefill) = match self.messages.split_last() {
            Some((last, before)) if last.role == Role::Assistant => (before, last.text.as_str()),
            _ => (self.messages.as_slice(), ""),
        };
        let from = messages.iter().rposition(|s| s.role == Role::Assistant).map_or(0, |at| at + 1);
        (messages.get(from..).unwrap_or(&[]), prefill)
    }

    /// What the user asks in the last turn; consecutive messages are one question.
    pub fn question(&self) -> String {
        let texts: Vec<&str> = self.last_turn().0.iter().map(|s| s.text.trim()).filter(|t| !t.is_empty()).collect();
        texts.join("\n")
    }
}
