//! A request to the simulator, independent of operation and family.

use super::cache::Cached;
use super::sampler::Sampling;
use super::tokens;
use crate::bedrock::conversation::Role;
use crate::simulator::writer::sources::Source;
use crate::simulator::writer::tools::{Call, Choice, Outcome, Tool};
use serde_json::Value;
use std::borrow::Cow;

/// One message, as far as the simulator understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The speaker.
    pub role: Role,
    /// The text blocks, joined.
    pub text: String,
    /// Estimated tokens of images, documents and tool results.
    pub other_tokens: u64,
    /// Attachments that the simulator cannot read: `image (PNG, 4 bytes)`.
    pub given: Vec<String>,
    /// Tools that the assistant called.
    pub calls: Vec<Call>,
    /// Results of tools.
    pub outcomes: Vec<Outcome>,
    /// Texts to quote.
    pub sources: Vec<Source>,
}

impl Message {
    /// A message with only this text.
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

/// Whether the answer begins with reasoning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reasoning {
    /// Without reasoning.
    #[default]
    Off,
    /// With reasoning.
    On,
}

/// A whole request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// System prompt, joined; empty for none.
    pub system: String,
    /// Messages, oldest first.
    pub messages: Vec<Message>,
    /// The sampling settings.
    pub sampling: Sampling,
    /// Maximum of tokens to write; `None` for no limit.
    pub max_tokens: Option<u64>,
    /// Stop sequences.
    pub stop_sequences: Vec<String>,
    /// The available tools.
    pub tools: Vec<Tool>,
    /// Whether the model must call one.
    pub choice: Choice,
    /// Whether to show reasoning.
    pub reasoning: Reasoning,
    /// Whether an answer has at most one call, as `disable_parallel_tool_use` asks.
    pub one_call: bool,
    /// JSON schema of the answer.
    pub schema: Option<Value>,
    /// The cached tokens.
    pub cached: Cached,
}

/// Tokens per message besides its text, for role and turn marks; our own estimate.
const PER_MESSAGE: u64 = 3;

/// Characters at the beginning and at the end of a text that the writer reads: of a very long one, it reads no more.
const READABLE: usize = 20_000;

/// What the writer reads of a text: all of it, or its beginning and its end.
pub fn readable(text: &str) -> Cow<'_, str> {
    if text.len() <= 2 * READABLE {
        return Cow::Borrowed(text);
    }
    let (start, end) = (text.floor_char_boundary(READABLE), text.ceil_char_boundary(text.len() - READABLE));
    let part = |range: Option<&str>| range.unwrap_or_default().to_owned();
    Cow::Owned(part(text.get(..start)) + "\n" + &part(text.get(end..)))
}

impl Request {
    /// Input tokens by the simulator's tokenizer, including cached ones.
    pub fn input_tokens(&self) -> u64 {
        let messages: u64 = self.messages.iter().map(|s| tokens::count(&s.text) + s.other_tokens + PER_MESSAGE).sum();
        let tools: u64 = self.tools.iter().map(Tool::tokens).sum();
        tokens::count(&self.system) + messages + tools + PER_MESSAGE
    }

    /// Everything that determines the wording of the answer, as bytes for a seed.
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

    /// The messages that the answer is about: the last user messages, and the beginning of an answer if the request has
    /// one.
    pub fn last_turn(&self) -> (&[Message], &str) {
        let (messages, prefill) = match self.messages.split_last() {
            Some((last, before)) if last.role == Role::Assistant => (before, last.text.as_str()),
            _ => (self.messages.as_slice(), ""),
        };
        let from = messages.iter().rposition(|s| s.role == Role::Assistant).map_or(0, |at| at + 1);
        (messages.get(from..).unwrap_or(&[]), prefill)
    }

    /// The question of the last turn; consecutive messages are one question.
    pub fn question(&self) -> String {
        let texts: Vec<&str> = self.last_turn().0.iter().map(|s| s.text.trim()).filter(|t| !t.is_empty()).collect();
        match texts.as_slice() {
            [one] => readable(one).into_owned(),
            several => readable(&several.join("\n")).into_owned(),
        }
    }

    /// The system prompt, as far as the writer reads it.
    pub fn readable_system(&self) -> Cow<'_, str> {
        readable(&self.system)
    }
}
