//! One answer of a model that only `InvokeModel` reaches, with the counts that its headers state.

use serde_json::Value;

/// An answer and what its headers say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoked {
    /// The body.
    pub body: Value,
    /// Tokens that were read.
    pub input_tokens: u64,
    /// How long it took, in milliseconds.
    pub latency_ms: u32,
}

impl Invoked {
    /// An answer that took as long as an embedding takes.
    pub fn new(body: Value, input_tokens: u64) -> Self {
        let latency_ms = 40 + u32::try_from(input_tokens / 8).unwrap_or(u32::MAX).min(400);
        Self { body, input_tokens, latency_ms }
    }

    /// An answer that took longer.
    #[must_use]
    pub fn after(mut self, latency_ms: u32) -> Self {
        self.latency_ms = latency_ms;
        self
    }
}
