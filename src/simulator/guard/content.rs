//! Content filters: hate, insults, sexual content, violence, misconduct and prompt attacks, by lists of phrases.
//!
//! The confidence is that of the strongest phrase; two of one confidence count as the next. A filter acts from the
//! confidence that its strength names: HIGH from LOW on, MEDIUM from MEDIUM on, LOW from HIGH on.

use serde_json::{Value, json};

use super::lexicon::{Hits, category};
use super::policy::{Action, action, entries, text};
use super::usage::units;
use super::word_text::words;
use super::{Attacks, Findings, Job, Scope, Side};

/// How sure the filter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Confidence {
    None,
    Low,
    Medium,
    High,
}

impl Confidence {
    fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        }
    }

    fn of(hits: Hits) -> Self {
        match (hits.high, hits.medium, hits.low) {
            (1.., _, _) | (_, 2.., _) => Self::High,
            (_, 1, _) | (_, _, 2..) => Self::Medium,
            (_, _, 1) => Self::Low,
            (0, 0, 0) => Self::None,
        }
    }

    /// The score of `InvokeGuardrailChecks`, in its steps of 0.2.
    pub(super) fn severity(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Low => 0.4,
            Self::Medium => 0.6,
            Self::High => 0.8,
        }
    }
}

/// The lists of a filter's type.
fn sections(kind: &str) -> &[&str] {
    match kind {
        "PROMPT_ATTACK" => &["JAILBREAK", "PROMPT_INJECTION", "PROMPT_LEAKAGE"],
        "INSULTS" => &["INSULTS"],
        "HATE" => &["HATE"],
        "SEXUAL" => &["SEXUAL"],
        "VIOLENCE" => &["VIOLENCE"],
        "MISCONDUCT" => &["MISCONDUCT"],
        _ => &[],
    }
}

/// The confidence of some lists for some texts.
fn confidence(sections: &[&str], texts: &[Vec<String>]) -> Confidence {
    let of_section = |section: &&str| {
        let category = category(section);
        texts.iter().map(|text| Confidence::of(category.hits(text))).max()
    };
    sections.iter().filter_map(of_section).max().unwrap_or(Confidence::None)
}

/// The score of one list for a text: two phrases of high confidence are worth a step more.
pub(super) fn severity(section: &str, text: &str) -> f64 {
    let hits = category(section).hits(&words(text));
    if hits.high > 1 { 1.0 } else { Confidence::of(hits).severity() }
}

/// Whether a filter of this strength acts on this confidence.
fn acts(strength: &str, confidence: Confidence) -> bool {
    let from = match strength {
        "HIGH" => Confidence::Low,
        "MEDIUM" => Confidence::Medium,
        "LOW" => Confidence::High,
        _ => return false,
    };
    confidence >= from
}

pub(super) fn check(config: &Value, job: &Job<'_>, findings: &mut Findings) {
    let strength_key = match job.side {
        Side::Input => "inputStrength",
        Side::Output => "outputStrength",
    };
    let modalities_key = match job.side {
        Side::Input => "inputModalities",
        Side::Output => "outputModalities",
    };
    let looks_at_text = |entry: &Value| {
        let modalities = entry.get(modalities_key).and_then(Value::as_array);
        modalities.is_none_or(|modalities| modalities.iter().any(|each| each == "TEXT"))
    };
    let is_untagged = |entry: &Value| text(entry, "type") == "PROMPT_ATTACK" && job.attacks == Attacks::Untagged;
    let filters: Vec<(&Value, Action)> = entries(config, "contentPolicyConfig", "filtersConfig")
        .iter()
        .filter(|entry| text(entry, strength_key) != "NONE" && looks_at_text(entry) && !is_untagged(entry))
        .filter_map(|entry| Some((entry, action(entry, job.side)?)))
        .collect();
    if filters.is_empty() {
        return;
    }
    let guarded: Vec<&str> =
        job.passages.iter().filter(|each| each.guarded).map(|passage| passage.text.as_str()).collect();
    findings.usage.content = units(guarded.iter().map(|text| text.chars().count()).sum());
    let texts: Vec<Vec<String>> = guarded.iter().map(|text| words(text)).collect();
    let mut listed = Vec::new();
    for (entry, action) in filters {
        let (kind, strength) = (text(entry, "type"), text(entry, strength_key));
        let confidence = confidence(sections(kind), &texts);
        let detected = acts(strength, confidence);
        if detected {
            findings.raise(action.effect());
        }
        if detected || job.scope == Scope::Full {
            listed.push(json!({
                "type": kind,
                "confidence": confidence.as_str(),
                "filterStrength": strength,
                "action": if detected { action.word() } else { "NONE" },
                "detected": detected,
            }));
        }
    }
    if !listed.is_empty() {
        findings.policies.insert("contentPolicy".to_owned(), json!({ "filters": listed }));
    }
}
