//! The answer of a model that only `InvokeModel` can call, with the counts for its headers.

use serde_json::Value;

/// An answer body with the counts for its headers.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoked {
    /// The body.
    pub body: Value,
    /// Input tokens.
    pub input_tokens: u64,
    /// Latency, in milliseconds.
    pub latency_ms: u32,
}

impl Invoked {
    /// An answer with the latency of an embedding.
    pub fn new(body: Value, input_tokens: u64) -> Self {
        let latency_ms = 40 + u32::try_from(input_tokens / 8).unwrap_or(u32::MAX).min(400);
        Self { body, input_tokens, latency_ms }
    }

    /// An answer with a longer latency.
    #[must_use]
    pub fn after(mut self, latency_ms: u32) -> Self {
        self.latency_ms = latency_ms;
        self
    }
}
