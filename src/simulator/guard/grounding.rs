//! Contextual grounding by shared words, for answers only.
//!
//! GROUNDING is the share of the answer's stems that occur in the source, RELEVANCE the share of the question's stems
//! that occur in the answer. A score below the threshold counts as detected. AWS computes both with a model.

use serde_json::{Value, json};

use super::policy::{Action, entries, text};
use super::usage::units;
use super::word_text::{share, stems};
use super::{Findings, Job, Passage, Side};

/// The texts of some passages, joined.
fn joined(job: &Job<'_>, wanted: fn(&Passage) -> bool) -> String {
    let texts: Vec<&str> = job.passages.iter().filter(|each| wanted(each)).map(|each| each.text.as_str()).collect();
    texts.join("\n")
}

pub(super) fn check(config: &Value, job: &Job<'_>, findings: &mut Findings) {
    let source = joined(job, |each| each.source);
    if job.side == Side::Input || source.is_empty() {
        return;
    }
    let query = joined(job, |each| each.query);
    let answer = joined(job, |each| each.guarded && !each.source && !each.query);
    let answer_stems = stems(&answer);
    let mut filters = Vec::new();
    let mut any = false;
    for entry in entries(config, "contextualGroundingPolicyConfig", "filtersConfig") {
        if entry.get("enabled").and_then(Value::as_bool) == Some(false) {
            continue;
        }
        let kind = text(entry, "type");
        let score = match kind {
            "RELEVANCE" if query.is_empty() => continue,
            "RELEVANCE" => share(&stems(&query), &answer_stems),
            _ => share(&answer_stems, &stems(&source)),
        };
        let threshold = entry.get("threshold").and_then(Value::as_f64).unwrap_or(0.0);
        let detected = score < threshold;
        let action = if text(entry, "action") == "NONE" { Action::Detect } else { Action::Block };
        if detected {
            findings.raise(action.effect());
            any = true;
        }
        filters.push(json!({
            "type": kind,
            "threshold": threshold,
            "score": score,
            "action": if detected { action.word() } else { "NONE" },
            "detected": detected,
        }));
    }
    if filters.is_empty() {
        return;
    }
    findings.usage.grounding = units(source.chars().count() + query.chars().count() + answer.chars().count());
    if any || job.scope == super::Scope::Full {
        findings.policies.insert("contextualGroundingPolicy".to_owned(), json!({ "filters": filters }));
    }
}
