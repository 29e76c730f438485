//! The output of `GetGuardrail` as the form: the API has other names in it than in the input.

use serde_json::{Map, Value, json};

use super::super::{items, text, texts};
use super::{Action, CATEGORIES, Filter, Form, Grounding, Pii, Regex, Side, Sides, Strength, Tier, Topic};

impl Form {
    /// Reads the output of `GetGuardrail`.
    pub fn read(output: &Value) -> Self {
        let part = |key: &str| output.get(key).unwrap_or(&Value::Null);
        let (topics, content, words) = (part("topicPolicy"), part("contentPolicy"), part("wordPolicy"));
        let (sensitive, grounding) = (part("sensitiveInformationPolicy"), part("contextualGroundingPolicy"));
        let tier = |policy: &Value| {
            Tier::from_word(policy.pointer("/tier/tierName").and_then(Value::as_str).unwrap_or_default())
        };
        let check = |kind: &str, default: &str| {
            let found = items(grounding, "filters").iter().find(|filter| text(filter, "type") == kind);
            Grounding {
                on: found.is_some(),
                threshold: found
                    .and_then(|filter| filter.get("threshold"))
                    .map_or_else(|| default.to_owned(), Value::to_string),
            }
        };
        let listed = items(words, "words");
        let managed = items(words, "managedWordLists");
        Self {
            name: text(output, "name"),
            about: text(output, "description"),
            blocked_input: text(output, "blockedInputMessaging"),
            blocked_output: text(output, "blockedOutputsMessaging"),
            topics: items(topics, "topics").iter().map(topic).collect(),
            topic_tier: tier(topics),
            filters: CATEGORIES.map(|kind| {
                items(content, "filters")
                    .iter()
                    .find(|filter| text(filter, "type") == kind)
                    .map(filter)
                    .unwrap_or_default()
            }),
            filter_tier: tier(content),
            words: listed.iter().map(|word| text(word, "text")).collect::<Vec<_>>().join("\n"),
            word_sides: listed.first().or(managed.first()).map(sides).unwrap_or_default(),
            profanity: !managed.is_empty(),
            pii: items(sensitive, "piiEntities").iter().map(pii).collect(),
            regexes: items(sensitive, "regexes").iter().map(regex).collect(),
            grounding: check("GROUNDING", "0.7"),
            relevance: check("RELEVANCE", "0.5"),
            profile: text(part("crossRegionDetails"), "guardrailProfileId"),
            rest: rest(output),
        }
    }
}

fn topic(value: &Value) -> Topic {
    Topic {
        name: text(value, "name"),
        definition: text(value, "definition"),
        examples: texts(value, "examples").join("\n"),
        sides: sides(value),
    }
}

fn filter(value: &Value) -> Filter {
    let strength = |key: &str| Strength::from_word(&text(value, key));
    Filter {
        input: strength("inputStrength"),
        output: strength("outputStrength"),
        images: texts(value, "inputModalities").iter().any(|kind| kind == "IMAGE"),
        sides: sides(value),
    }
}

fn pii(value: &Value) -> Pii {
    Pii { kind: text(value, "type"), action: Action::from_word(&text(value, "action")), sides: sides(value) }
}

fn regex(value: &Value) -> Regex {
    Regex {
        name: text(value, "name"),
        pattern: text(value, "pattern"),
        about: text(value, "description"),
        action: Action::from_word(&text(value, "action")),
        sides: sides(value),
    }
}

/// What an entry does on each side.
fn sides(value: &Value) -> Sides {
    let acts = value.get("action").and_then(Value::as_str);
    let side = |action: &str, enabled: &str| {
        if value.get(enabled).and_then(Value::as_bool) == Some(false) {
            Side::Off
        } else if value.get(action).and_then(Value::as_str) == Some("NONE") && acts != Some("NONE") {
            Side::Detects
        } else {
            Side::Acts
        }
    };
    Sides { input: side("inputAction", "inputEnabled"), output: side("outputAction", "outputEnabled") }
}

/// What an update must repeat although the form does not edit it.
fn rest(output: &Value) -> Map<String, Value> {
    let mut rest = Map::new();
    if let Some(policy) = output.get("automatedReasoningPolicy").filter(|policy| policy.is_object()) {
        rest.insert("automatedReasoningPolicyConfig".to_owned(), policy.clone());
    }
    let key = text(output, "kmsKeyArn");
    if !key.is_empty() {
        rest.insert("kmsKeyId".to_owned(), json!(key));
    }
    rest
}
