//! What is wrong with a guardrail's form, each at its field. Limits: the API model; the user guide where it says less.

use super::super::{Fault, is_name};
use super::{Form, Grounding, Strength, Tier};
use crate::text::number;

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !is_name(self.name.trim(), 50, "-_") {
            faults.push(Fault::at("name", "1 to 50 letters, digits, hyphens and underscores"));
        }
        if self.about.chars().count() > 200 {
            faults.push(Fault::at("about", "At most 200 characters"));
        }
        for (field, text) in [("blocked-input", &self.blocked_input), ("blocked-output", &self.blocked_output)] {
            if !(1..=500).contains(&text.chars().count()) {
                faults.push(Fault::at(field, "1 to 500 characters"));
            }
        }
        self.topic_faults(&mut faults);
        self.word_faults(&mut faults);
        self.regex_faults(&mut faults);
        for (field, check) in [("grounding", &self.grounding), ("relevance", &self.relevance)] {
            if check.on && threshold(check).is_none() {
                faults.push(Fault::at(field, "A number from 0 to 0.99"));
            }
        }
        let is_standard = (self.topic_tier == Tier::Standard && !self.topics.is_empty())
            || (self.filter_tier == Tier::Standard && self.has_filters());
        if is_standard && self.profile.trim().is_empty() {
            faults.push(Fault::at("profile", "The Standard tier needs a guardrail profile, such as us.guardrail.v1:0"));
        }
        if faults.is_empty() && !self.has_policy() {
            faults.push(Fault::at("policies", "Add at least one policy: without any, a guardrail stops nothing"));
        }
        faults
    }

    /// Whether a content filter is on.
    pub(super) fn has_filters(&self) -> bool {
        self.filters.iter().any(|filter| filter.input != Strength::None || filter.output != Strength::None)
    }

    /// The words and phrases.
    pub(super) fn word_list(&self) -> impl Iterator<Item = &str> {
        self.words.lines().map(str::trim).filter(|word| !word.is_empty())
    }

    fn has_policy(&self) -> bool {
        !self.topics.is_empty()
            || self.has_filters()
            || self.word_list().next().is_some()
            || self.profanity
            || !self.pii.is_empty()
            || !self.regexes.is_empty()
            || self.grounding.on
            || self.relevance.on
            || self.rest.contains_key("automatedReasoningPolicyConfig")
    }

    fn topic_faults(&self, faults: &mut Vec<Fault>) {
        if self.topics.len() > 30 {
            faults.push(Fault::in_row("topic-name", 30, "A guardrail has at most 30 topics"));
        }
        for (row, topic) in self.topics.iter().enumerate() {
            if !is_name(topic.name.trim(), 100, "-_ !?.") {
                faults.push(Fault::in_row("topic-name", row, "1 to 100 letters, digits, spaces and - _ ! ? ."));
            }
            if self.topics.iter().take(row).any(|other| other.name.trim() == topic.name.trim()) {
                faults.push(Fault::in_row("topic-name", row, "Another topic has this name"));
            }
            let length = topic.definition.trim().chars().count();
            if !(1..=200).contains(&length) {
                faults.push(Fault::in_row("topic-definition", row, format!("1 to 200 characters, not {length}")));
            }
            let examples: Vec<&str> = topic.examples.lines().filter(|line| !line.trim().is_empty()).collect();
            if examples.len() > 5 {
                faults.push(Fault::in_row(
                    "topic-examples",
                    row,
                    format!("At most 5 examples, not {}", examples.len()),
                ));
            } else if examples.iter().any(|example| example.trim().chars().count() > 100) {
                faults.push(Fault::in_row("topic-examples", row, "At most 100 characters an example"));
            }
        }
    }

    fn word_faults(&self, faults: &mut Vec<Fault>) {
        let count = self.word_list().count();
        if count > 10_000 {
            let count = number::grouped(count as u64);
            faults.push(Fault::at("words", format!("{count} entries; at most 10,000")));
        }
        let wrong = self.word_list().find(|word| word.chars().count() > 100 || word.split_whitespace().count() > 3);
        if let Some(word) = wrong {
            faults.push(Fault::at("words", format!("“{word}”: at most 3 words and 100 characters")));
        }
    }

    fn regex_faults(&self, faults: &mut Vec<Fault>) {
        if self.regexes.len() > 30 {
            faults.push(Fault::in_row("regex-name", 30, "A guardrail has at most 30 regular expressions"));
        }
        for (row, regex) in self.regexes.iter().enumerate() {
            if !(1..=100).contains(&regex.name.trim().chars().count()) {
                faults.push(Fault::in_row("regex-name", row, "1 to 100 characters"));
            }
            if !(1..=500).contains(&regex.pattern.chars().count()) {
                faults.push(Fault::in_row("regex-pattern", row, "1 to 500 characters"));
            } else if let Some(why) = not_regular(&regex.pattern) {
                faults.push(Fault::in_row("regex-pattern", row, why));
            }
            if regex.about.chars().count() > 1_000 {
                faults.push(Fault::in_row("regex-about", row, "At most 1,000 characters"));
            }
        }
    }
}

/// What the guide says is not taken in a pattern, and brackets that do not match.
fn not_regular(pattern: &str) -> Option<&'static str> {
    if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| pattern.contains(look)) {
        return Some("Look-ahead and look-behind are not taken");
    }
    let (mut depth, mut in_class, mut escaped) = (0_i32, false, false);
    for c in pattern.chars() {
        match c {
            _ if escaped => {
                if c.is_ascii_digit() && c != '0' && !in_class {
                    return Some("A back reference such as \\1 is not regular");
                }
                escaped = false;
            }
            '\\' => escaped = true,
            '[' if !in_class => in_class = true,
            ']' if in_class => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return Some("A bracket closes that was not opened");
        }
    }
    if depth > 0 || in_class {
        Some("A bracket is not closed")
    } else if escaped {
        Some("The pattern ends with a backslash")
    } else {
        None
    }
}

/// The threshold as a number.
pub(super) fn threshold(check: &Grounding) -> Option<f64> {
    number::decimal(&check.threshold).filter(|threshold| (0.0..=0.99).contains(threshold))
}
