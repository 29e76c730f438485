//! The configuration of a guardrail: reading its entries, and what is refused beyond the limits of the service model.
//!
//! Limits are from the user guide: three words an entry, prompt attacks in the input only, a threshold below 1, no
//! look-around, a cross-Region profile for the Standard tier. The sentences of the refusals are the simulator's.

use serde_json::Value;

use super::{Effect, Side};
use crate::bedrock::service_model::pattern::search::Search;

/// What an entry does when it detects something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Reports it.
    Detect,
    /// Masks it.
    Mask,
    /// Blocks the text.
    Block,
}

impl Action {
    pub(super) fn effect(self) -> Effect {
        match self {
            Self::Detect => Effect::None,
            Self::Mask => Effect::Masked,
            Self::Block => Effect::Blocked,
        }
    }

    /// As an assessment writes it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Detect => "NONE",
            Self::Mask => "ANONYMIZED",
            Self::Block => "BLOCKED",
        }
    }
}

/// The entries of a list in one policy of the configuration.
pub(super) fn entries<'a>(config: &'a Value, policy: &str, list: &str) -> &'a [Value] {
    let entries = config.get(policy).and_then(|policy| policy.get(list)).and_then(Value::as_array);
    entries.map(Vec::as_slice).unwrap_or_default()
}

/// A text member of an entry.
pub(super) fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The action of an entry on a side; `None` if it is not enabled there. An action for the side is preferred to `action`,
/// and without both, an entry blocks.
pub(super) fn action(entry: &Value, side: Side) -> Option<Action> {
    let (enabled, action) = match side {
        Side::Input => ("inputEnabled", "inputAction"),
        Side::Output => ("outputEnabled", "outputAction"),
    };
    if entry.get(enabled).and_then(Value::as_bool) == Some(false) {
        return None;
    }
    let named = entry.get(action).or_else(|| entry.get("action")).and_then(Value::as_str);
    Some(match named {
        Some("NONE") => Action::Detect,
        Some("ANONYMIZE") => Action::Mask,
        Some(_) | None => Action::Block,
    })
}

const POLICIES: [&str; 6] = [
    "topicPolicyConfig",
    "contentPolicyConfig",
    "wordPolicyConfig",
    "sensitiveInformationPolicyConfig",
    "contextualGroundingPolicyConfig",
    "automatedReasoningPolicyConfig",
];

/// Checks a configuration that fits the service model. The error says what is wrong with which entry.
pub fn check_config(config: &Value) -> Result<(), String> {
    if !POLICIES.iter().any(|policy| config.get(*policy).is_some()) {
        return Err("A guardrail needs at least one policy.".to_owned());
    }
    for (policy, list, key) in [
        ("topicPolicyConfig", "topicsConfig", "name"),
        ("contentPolicyConfig", "filtersConfig", "type"),
        ("wordPolicyConfig", "wordsConfig", "text"),
        ("wordPolicyConfig", "managedWordListsConfig", "type"),
        ("sensitiveInformationPolicyConfig", "piiEntitiesConfig", "type"),
        ("sensitiveInformationPolicyConfig", "regexesConfig", "name"),
        ("contextualGroundingPolicyConfig", "filtersConfig", "type"),
    ] {
        let mut seen = std::collections::BTreeSet::new();
        for entry in entries(config, policy, list) {
            if !seen.insert(text(entry, key)) {
                return Err(format!("{policy}.{list} has two entries with the {key} '{}'.", text(entry, key)));
            }
        }
    }
    for filter in entries(config, "contentPolicyConfig", "filtersConfig") {
        if text(filter, "type") == "PROMPT_ATTACK" && text(filter, "outputStrength") != "NONE" {
            return Err("The filter PROMPT_ATTACK checks the input only: its outputStrength must be NONE.".to_owned());
        }
    }
    for word in entries(config, "wordPolicyConfig", "wordsConfig") {
        if text(word, "text").split_whitespace().count() > 3 {
            return Err(format!("The entry '{}' has more than three words.", text(word, "text")));
        }
    }
    for regex in entries(config, "sensitiveInformationPolicyConfig", "regexesConfig") {
        if let Err(error) = Search::parse(text(regex, "pattern")) {
            return Err(format!("The pattern of the regular expression '{}': {error}.", text(regex, "name")));
        }
    }
    for filter in entries(config, "contextualGroundingPolicyConfig", "filtersConfig") {
        if filter.get("threshold").and_then(Value::as_f64).is_some_and(|threshold| threshold > 0.99) {
            return Err(format!("The threshold of {} must be between 0 and 0.99.", text(filter, "type")));
        }
    }
    let has_standard = POLICIES.iter().any(|policy| {
        config.get(*policy).and_then(|policy| policy.pointer("/tierConfig/tierName")) == Some(&"STANDARD".into())
    });
    if has_standard && config.get("crossRegionConfig").is_none() {
        return Err("The tier STANDARD needs crossRegionConfig with a guardrail profile.".to_owned());
    }
    Ok(())
}
