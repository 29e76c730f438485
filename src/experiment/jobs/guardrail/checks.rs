//! `InvokeGuardrailChecks`: scores of a sentence without a guardrail. It blocks and masks nothing.

use serde_json::{Value, json};

use super::super::{Ask, items, text};
use super::bench::{Sentence, Source};
use crate::text::number;

/// The key of its results on the bench, in the place of a version.
pub const CHECKS: &str = "InvokeGuardrailChecks";

/// The categories of the content filter.
const CONTENT: [&str; 5] = ["HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"];
/// The categories of attacks on the prompt.
const ATTACKS: [&str; 3] = ["JAILBREAK", "PROMPT_INJECTION", "PROMPT_LEAKAGE"];
/// Types of sensitive information: those that a bench most often has.
const ENTITIES: [&str; 12] = [
    "ADDRESS",
    "AWS_ACCESS_KEY",
    "CREDIT_DEBIT_CARD_NUMBER",
    "EMAIL",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
    "IP_ADDRESS",
    "NAME",
    "PASSWORD",
    "PHONE",
    "URL",
    "USERNAME",
    "US_SOCIAL_SECURITY_NUMBER",
];

/// The call that scores a sentence.
pub fn ask(sentence: &Sentence) -> Ask {
    let role = match sentence.source {
        Source::Input => "user",
        Source::Output => "assistant",
    };
    let each = |key: &str, values: &[&str]| values.iter().map(|value| json!({ key: value })).collect::<Vec<_>>();
    Ask::runtime(
        "InvokeGuardrailChecks",
        json!({
            "messages": [{"role": role, "content": [{"text": sentence.text}]}],
            "checks": {
                "contentFilter": {"categories": each("category", &CONTENT)},
                "promptAttack": {"categories": each("category", &ATTACKS)},
                "sensitiveInformation": {"entities": each("type", &ENTITIES)}
            }
        }),
    )
}

/// One score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The check.
    pub check: &'static str,
    /// The category, or the type of the information.
    pub name: String,
    /// From 0 to 1: how severe, or how certain.
    pub score: f64,
    /// What was found; empty where the whole text is judged.
    pub matched: String,
}

/// The scores of a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Those above 0, the highest first.
    pub found: Vec<Score>,
    /// How many categories scored 0.
    pub clear: usize,
    /// The text units that were billed, by check.
    pub units: String,
}

/// Reads the output of `InvokeGuardrailChecks` on this text. Places are characters.
pub fn read(output: &Value, of: &str) -> Scores {
    let of_check = |pointer: &str| output.pointer(pointer).map(|check| items(check, "results")).unwrap_or_default();
    let mut all = Vec::new();
    for (check, pointer) in [("Content filter", "/results/contentFilter"), ("Prompt attack", "/results/promptAttack")] {
        all.extend(of_check(pointer).iter().map(|entry| Score {
            check,
            name: text(entry, "category"),
            score: entry.get("severityScore").and_then(Value::as_f64).unwrap_or_default(),
            matched: String::new(),
        }));
    }
    all.extend(of_check("/results/sensitiveInformation").iter().map(|entry| {
        let place = |key: &str| entry.get(key).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        let (start, end) = (place("beginOffset").unwrap_or_default(), place("endOffset").unwrap_or_default());
        Score {
            check: "Sensitive information",
            name: text(entry, "type"),
            score: entry.get("confidenceScore").and_then(Value::as_f64).unwrap_or_default(),
            matched: of.chars().skip(start).take(end.saturating_sub(start)).collect(),
        }
    }));
    let (mut found, clear): (Vec<Score>, Vec<Score>) = all.into_iter().partition(|score| score.score > 0.0);
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    let usage = output.get("usage").and_then(Value::as_object).into_iter().flatten();
    let units = usage.filter_map(|(check, usage)| {
        Some(format!("{check} {}", number::count(usage.get("textUnits")?.as_u64()?, "text unit")))
    });
    Scores { found, clear: clear.len(), units: units.collect::<Vec<_>>().join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_read_the_highest_first_with_their_places() {
        let output = json!({
            "results": {
                "contentFilter": {"results": [{"category": "HATE", "severityScore": 0.0}, {"category": "INSULTS", "severityScore": 0.4}]},
                "promptAttack": {"results": [{"category": "JAILBREAK", "severityScore": 0.8}]},
                "sensitiveInformation": {"results": [{"type": "EMAIL", "confidenceScore": 0.99, "beginOffset": 2, "endOffset": 5}]}
            },
            "usage": {"contentFilter": {"textUnits": 1}}
        });
        let scores = read(&output, "Ä a@b c");
        let told: Vec<_> = scores.found.iter().map(|score| (score.name.as_str(), score.matched.as_str())).collect();
        assert_eq!(told, [("EMAIL", "a@b"), ("JAILBREAK", ""), ("INSULTS", "")]);
        assert_eq!((scores.clear, scores.units.as_str()), (1, "contentFilter 1 text unit"));
        assert_eq!(read(&json!({}), "x"), Scores::default());
        let answer = Sentence { source: Source::Output, ..Sentence::default() };
        assert_eq!(ask(&answer).input["messages"][0]["role"], "assistant");
    }
}
