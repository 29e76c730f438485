//! A configuration as `GetGuardrail` shows it: the same policies under other names.

use serde_json::{Map, Value, json};

use super::super::Context;
use super::super::names::arn;
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::simulator::inference::sampler::{Rng, seed_from, uuid};

/// A name when written, and when read.
type Names = (&'static str, &'static str);

/// The policies, each with its lists.
const POLICIES: [(Names, &[Names]); 5] = [
    (("topicPolicyConfig", "topicPolicy"), &[("topicsConfig", "topics")]),
    (("contentPolicyConfig", "contentPolicy"), &[("filtersConfig", "filters")]),
    (("wordPolicyConfig", "wordPolicy"), &[("wordsConfig", "words"), ("managedWordListsConfig", "managedWordLists")]),
    (
        ("sensitiveInformationPolicyConfig", "sensitiveInformationPolicy"),
        &[("piiEntitiesConfig", "piiEntities"), ("regexesConfig", "regexes")],
    ),
    (("contextualGroundingPolicyConfig", "contextualGroundingPolicy"), &[("filtersConfig", "filters")]),
];

/// The members of `GetGuardrailResponse` that are of the configuration.
pub(super) fn described(config: &Value, context: &Context) -> Map<String, Value> {
    let mut out = Map::new();
    for key in ["name", "description", "blockedInputMessaging", "blockedOutputsMessaging"] {
        if let Some(value) = config.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    for ((written, read), lists) in POLICIES {
        let Some(policy) = config.get(written) else { continue };
        let mut shown = Map::new();
        for (written, read) in lists {
            if let Some(list) = policy.get(*written) {
                shown.insert((*read).to_owned(), list.clone());
            }
        }
        if let Some(tier) = policy.get("tierConfig") {
            shown.insert("tier".to_owned(), tier.clone());
        }
        out.insert(read.to_owned(), shown.into());
    }
    if let Some(policy) = config.get("automatedReasoningPolicyConfig") {
        out.insert("automatedReasoningPolicy".to_owned(), policy.clone());
    }
    if let Some(profile) = config.pointer("/crossRegionConfig/guardrailProfileIdentifier").and_then(Value::as_str) {
        let id = profile.rsplit('/').next().unwrap_or(profile);
        out.insert(
            "crossRegionDetails".to_owned(),
            json!({ "guardrailProfileId": id, "guardrailProfileArn": arn(context, &format!("guardrail-profile/{id}")) }),
        );
    }
    if let Some(key) = config.get("kmsKeyId").and_then(Value::as_str) {
        out.insert("kmsKeyArn".to_owned(), json!(key_arn(key, context)));
    }
    out
}

/// The ARN of a key that is named by ARN, id or alias. The simulator has no keys: an alias gets an id made of its name.
fn key_arn(named: &str, context: &Context) -> String {
    if named.starts_with("arn:") && named.contains(":key/") {
        return named.to_owned();
    }
    let alias = named.contains("alias/");
    let id = if alias { uuid(&mut Rng::new(seed_from(0, named.as_bytes()))) } else { named.to_owned() };
    let partition = context.region.partition().as_str();
    format!("arn:{partition}:kms:{}:{EXAMPLE_ACCOUNT}:key/{id}", context.region.as_str())
}
