//! Denied topics by shared words.
//!
//! A sentence is about a topic when it has all the words of one of its examples or of its name, or when at least two of
//! its stems, and at least a third of them, occur in the topic's name, definition or examples. AWS's classifier
//! understands meaning; this only compares words.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::policy::{action, entries, text};
use super::usage::units;
use super::word_text::{sentences, stems};
use super::{Findings, Job, Scope};

pub(super) fn check(config: &Value, job: &Job<'_>, findings: &mut Findings) {
    let entries = entries(config, "topicPolicyConfig", "topicsConfig");
    let enabled: Vec<_> = entries.iter().filter_map(|entry| Some((entry, action(entry, job.side)?))).collect();
    if enabled.is_empty() {
        return;
    }
    let guarded: Vec<&str> =
        job.passages.iter().filter(|each| each.guarded).map(|passage| passage.text.as_str()).collect();
    findings.usage.topic = units(guarded.iter().map(|text| text.chars().count()).sum());
    let asked: Vec<BTreeSet<String>> =
        guarded.iter().flat_map(|text| sentences(text)).map(stems).filter(|stems| !stems.is_empty()).collect();
    let mut topics = Vec::new();
    for (entry, action) in enabled {
        let topic = Topic::of(entry);
        let detected = asked.iter().any(|sentence| topic.is_in(sentence));
        if detected {
            findings.raise(action.effect());
        }
        if detected || job.scope == Scope::Full {
            topics.push(json!({
                "name": text(entry, "name"),
                "type": "DENY",
                "action": if detected { action.word() } else { "NONE" },
                "detected": detected,
            }));
        }
    }
    if !topics.is_empty() {
        findings.policies.insert("topicPolicy".to_owned(), json!({ "topics": topics }));
    }
}

struct Topic {
    /// The stems of the name, and of each example.
    whole: Vec<BTreeSet<String>>,
    all: BTreeSet<String>,
}

impl Topic {
    fn of(entry: &Value) -> Self {
        let examples = entry.get("examples").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let whole: Vec<BTreeSet<String>> =
            std::iter::once(text(entry, "name")).chain(examples).map(stems).filter(|set| !set.is_empty()).collect();
        let mut all = stems(text(entry, "definition"));
        all.extend(whole.iter().flatten().cloned());
        Self { whole, all }
    }

    fn is_in(&self, sentence: &BTreeSet<String>) -> bool {
        let common = sentence.intersection(&self.all).count();
        self.whole.iter().any(|whole| whole.is_subset(sentence)) || (common >= 2 && common * 3 >= sentence.len())
    }
}
