//! The output of `ApplyGuardrail` as a verdict: each finding with its policy, its place in the text, and its score.

use std::ops::Range;

use serde_json::Value;

use super::super::{items, some_text, text};

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was detected.
    Passed,
    /// Something was detected, nothing changed.
    Detected,
    /// Parts were replaced.
    Masked,
    /// It was replaced by the message.
    Blocked,
}

impl Outcome {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "Passed",
            Self::Detected => "Detected",
            Self::Masked => "Masked",
            Self::Blocked => "Blocked",
        }
    }
}

/// The policy of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A denied topic.
    Topic,
    /// A content filter.
    Content,
    /// A word of the list.
    Word,
    /// AWS's list of profanities.
    Profanity,
    /// A type of sensitive information.
    Pii,
    /// A regular expression.
    Regex,
    /// Contextual grounding.
    Grounding,
    /// Automated reasoning.
    Reasoning,
}

impl Policy {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "Topic",
            Self::Content => "Content filter",
            Self::Word => "Word",
            Self::Profanity => "Profanity",
            Self::Pii => "Sensitive information",
            Self::Regex => "Regular expression",
            Self::Grounding => "Grounding",
            Self::Reasoning => "Automated reasoning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its policy.
    pub policy: Policy,
    /// The name or type of the entry.
    pub name: String,
    /// What matched; empty if the whole text was judged.
    pub matched: String,
    /// The score, confidence or threshold, in words.
    pub score: String,
    /// `BLOCKED`, `ANONYMIZED`, `NONE`.
    pub action: String,
    /// Where the match is, as byte ranges of the text.
    pub places: Vec<Range<usize>>,
}

/// The verdict on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What became of it.
    pub outcome: Outcome,
    /// What was detected.
    pub findings: Vec<Finding>,
    /// The text that comes out.
    pub output: String,
    /// The text units that were billed, by policy.
    pub units: Vec<(String, u64)>,
}

/// Reads the output of `ApplyGuardrail` on this text.
pub fn read(output: &Value, of: &str) -> Verdict {
    let mut findings = Vec::new();
    for assessment in items(output, "assessments") {
        read_assessment(assessment, of, &mut findings);
    }
    let has = |action: &str| findings.iter().any(|finding: &Finding| finding.action == action);
    let intervened = text(output, "action") == "GUARDRAIL_INTERVENED";
    let outcome = if intervened && (has("BLOCKED") || !has("ANONYMIZED")) {
        Outcome::Blocked
    } else if intervened {
        Outcome::Masked
    } else if findings.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Detected
    };
    let outputs: Vec<String> = items(output, "outputs").iter().filter_map(|each| some_text(each, "text")).collect();
    let units = output.get("usage").and_then(Value::as_object).into_iter().flatten();
    let units = units.filter_map(|(key, value)| Some((key.clone(), value.as_u64().filter(|units| *units > 0)?)));
    Verdict {
        outcome,
        findings,
        output: if outputs.is_empty() { of.to_owned() } else { outputs.join("\n") },
        units: units.collect(),
    }
}

fn read_assessment(assessment: &Value, of: &str, findings: &mut Vec<Finding>) {
    let lists: [(Policy, &str); 8] = [
        (Policy::Topic, "/topicPolicy/topics"),
        (Policy::Content, "/contentPolicy/filters"),
        (Policy::Word, "/wordPolicy/customWords"),
        (Policy::Profanity, "/wordPolicy/managedWordLists"),
        (Policy::Pii, "/sensitiveInformationPolicy/piiEntities"),
        (Policy::Regex, "/sensitiveInformationPolicy/regexes"),
        (Policy::Grounding, "/contextualGroundingPolicy/filters"),
        (Policy::Reasoning, "/automatedReasoningPolicy/findings"),
    ];
    for (policy, pointer) in lists {
        let entries = assessment.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        findings.extend(entries.iter().filter(|entry| is_detected(entry)).map(|entry| finding(policy, entry, of)));
    }
}

/// With the full scope, entries that detected nothing are listed too.
fn is_detected(entry: &Value) -> bool {
    entry.get("detected").and_then(Value::as_bool).unwrap_or(true)
}

fn finding(policy: Policy, entry: &Value, of: &str) -> Finding {
    let matched = text(entry, "match");
    let name = match policy {
        Policy::Word => matched.clone(),
        Policy::Reasoning => entry.as_object().and_then(|members| members.keys().next().cloned()).unwrap_or_default(),
        Policy::Topic | Policy::Content | Policy::Profanity | Policy::Pii | Policy::Regex | Policy::Grounding => {
            some_text(entry, "name").unwrap_or_else(|| text(entry, "type"))
        }
    };
    let number = |key: &str| entry.get(key).map(Value::to_string);
    let score = match policy {
        Policy::Content => {
            let strength = some_text(entry, "filterStrength").map(|strength| format!(", strength {strength}"));
            format!("confidence {}{}", text(entry, "confidence"), strength.unwrap_or_default())
        }
        Policy::Grounding => match (number("score"), number("threshold")) {
            (Some(score), Some(threshold)) => format!("score {score}, threshold {threshold}"),
            (score, _) => score.map(|score| format!("score {score}")).unwrap_or_default(),
        },
        Policy::Regex => text(entry, "regex"),
        Policy::Topic | Policy::Word | Policy::Profanity | Policy::Pii | Policy::Reasoning => String::new(),
    };
    let action = some_text(entry, "action").unwrap_or_else(|| "NONE".to_owned());
    Finding { policy, name, places: places(of, &matched), matched, score, action }
}

/// Where a match is in a text: exactly, or else without regard to the case of ASCII letters.
fn places(of: &str, matched: &str) -> Vec<Range<usize>> {
    if matched.is_empty() {
        return Vec::new();
    }
    let exact: Vec<_> = of.match_indices(matched).map(|(at, found)| at..at + found.len()).collect();
    if !exact.is_empty() {
        return exact;
    }
    // Lower-casing ASCII letters keeps every byte at its place.
    let (of, matched) = (of.to_ascii_lowercase(), matched.to_ascii_lowercase());
    of.match_indices(&matched).map(|(at, found)| at..at + found.len()).collect()
}

/// A piece of a text: whether a finding marks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// The policies that mark it, by name; empty for none.
    pub marks: String,
}

/// The text in pieces, those with findings marked.
pub fn pieces(of: &str, findings: &[Finding]) -> Vec<Piece> {
    let mut edges: Vec<usize> = vec![0, of.len()];
    edges.extend(findings.iter().flat_map(|finding| finding.places.iter().flat_map(|place| [place.start, place.end])));
    edges.sort_unstable();
    edges.dedup();
    let pairs = edges.iter().zip(edges.iter().skip(1));
    let piece = |(start, end): (&usize, &usize)| {
        let text = of.get(*start..*end).filter(|text| !text.is_empty())?;
        let covers = |finding: &&Finding| finding.places.iter().any(|place| place.start <= *start && place.end >= *end);
        let mut marks: Vec<String> = findings
            .iter()
            .filter(covers)
            .map(|finding| format!("{} {}", finding.policy.name(), finding.name))
            .collect();
        marks.dedup();
        Some(Piece { text: text.to_owned(), marks: marks.join(", ") })
    };
    pairs.filter_map(piece).collect()
}
