//! Text units: 1,000 characters each, begun ones counted whole, for each policy that ran.

use serde_json::{Value, json};

/// The units of each policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) topic: usize,
    pub(super) content: usize,
    pub(super) word: usize,
    pub(super) sensitive: usize,
    /// Of a policy that has regular expressions only.
    pub(super) sensitive_free: usize,
    pub(super) grounding: usize,
}

/// The units of so many characters.
pub(super) fn units(characters: usize) -> usize {
    characters.div_ceil(1_000)
}

impl Usage {
    /// `GuardrailUsage`
    pub(super) fn to_json(self) -> Value {
        json!({
            "topicPolicyUnits": self.topic,
            "contentPolicyUnits": self.content,
            "wordPolicyUnits": self.word,
            "sensitiveInformationPolicyUnits": self.sensitive,
            "sensitiveInformationPolicyFreeUnits": self.sensitive_free,
            "contextualGroundingPolicyUnits": self.grounding,
        })
    }

    /// A plausible time, in milliseconds: published answers show 100 to 210.
    pub(super) fn latency_ms(self) -> usize {
        let all = self.topic + self.content + self.word + self.sensitive + self.sensitive_free + self.grounding;
        100 + all.min(20) * 5
    }
}
