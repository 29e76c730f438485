//! The policy on sensitive information: entities and regular expressions, blocked, masked or reported.
//!
//! Of overlapping matches the longest counts, then the entity that comes first in the table of entities, then regular
//! expressions. The mask is the type or the name of the expression in braces; AWS's spelling of the latter is not
//! documented.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::policy::{Action, action, entries, text};
use super::usage::units;
use super::{Findings, Job, Masks, Scope, pii};
use crate::bedrock::service_model::pattern::search::Search;

/// What is looked for.
enum Wanted<'a> {
    Entity(&'a str),
    Regex { name: &'a str, pattern: &'a str, search: Search },
}

/// A match of the entry with that index.
struct Match {
    start: usize,
    end: usize,
    entry: usize,
    rank: usize,
}

pub(super) fn check(config: &Value, job: &Job<'_>, findings: &mut Findings) {
    let policy = "sensitiveInformationPolicyConfig";
    let mut wanted: Vec<(Wanted<'_>, Action)> = Vec::new();
    for entry in entries(config, policy, "piiEntitiesConfig") {
        if let Some(action) = action(entry, job.side) {
            wanted.push((Wanted::Entity(text(entry, "type")), action));
        }
    }
    let entities = wanted.len();
    for entry in entries(config, policy, "regexesConfig") {
        let (name, pattern) = (text(entry, "name"), text(entry, "pattern"));
        if let (Some(action), Ok(search)) = (action(entry, job.side), Search::parse(pattern)) {
            wanted.push((Wanted::Regex { name, pattern, search }, action));
        }
    }
    if wanted.is_empty() {
        return;
    }
    for (_, action) in &mut wanted {
        if job.masks == Masks::TooLate && *action == Action::Mask {
            *action = Action::Detect;
        }
    }
    let mut listed = Listed::default();
    let mut characters = 0;
    for (index, passage) in job.passages.iter().enumerate().filter(|(_, passage)| passage.guarded) {
        let chars: Vec<char> = passage.text.chars().collect();
        characters += chars.len();
        let mut masked = String::new();
        let mut copied = 0;
        for found in matches(&wanted, &chars) {
            let Some((wanted, action)) = wanted.get(found.entry) else { continue };
            let value: String = chars.get(found.start..found.end).unwrap_or_default().iter().collect();
            findings.raise(action.effect());
            if *action == Action::Mask {
                let mask = match wanted {
                    Wanted::Entity(kind) => format!("{{{kind}}}"),
                    Wanted::Regex { name, .. } => format!("{{{name}}}"),
                };
                masked.extend(chars.get(copied..found.start).unwrap_or_default());
                masked.push_str(&mask);
                copied = found.end;
            }
            listed.add(wanted, *action, &value);
        }
        masked.extend(chars.get(copied..).unwrap_or_default());
        if let Some(text) = findings.texts.get_mut(index) {
            *text = masked;
        }
    }
    if entities > 0 {
        findings.usage.sensitive = units(characters);
    } else {
        findings.usage.sensitive_free = units(characters);
    }
    if job.scope == Scope::Full {
        listed.add_undetected(&wanted);
    }
    if !listed.entities.is_empty() || !listed.regexes.is_empty() {
        let found = json!({ "piiEntities": listed.entities, "regexes": listed.regexes });
        findings.policies.insert("sensitiveInformationPolicy".to_owned(), found);
    }
}

/// The matches of a text from left to right, without overlaps.
fn matches(wanted: &[(Wanted<'_>, Action)], chars: &[char]) -> Vec<Match> {
    let mut all = Vec::new();
    for (entry, (wanted, _)) in wanted.iter().enumerate() {
        match wanted {
            Wanted::Entity(kind) => {
                let found = pii::find(kind, chars).into_iter();
                all.extend(found.map(|place| Match {
                    start: place.start,
                    end: place.end,
                    entry,
                    rank: pii::rank(kind),
                }));
            }
            Wanted::Regex { search, .. } => {
                let found = search.find_all(chars).into_iter();
                all.extend(found.map(|found| Match { start: found.start, end: found.end, entry, rank: usize::MAX }));
            }
        }
    }
    all.sort_by_key(|found| (std::cmp::Reverse(found.end - found.start), found.rank, found.start));
    let mut taken = vec![false; chars.len()];
    all.retain(|found| {
        let Some(places) = taken.get_mut(found.start..found.end) else { return false };
        let is_free = places.iter().all(|place| !*place);
        if is_free {
            places.fill(true);
        }
        is_free
    });
    all.sort_by_key(|found| found.start);
    all
}

/// The entries of the assessment, each value once.
#[derive(Default)]
struct Listed {
    entities: Vec<Value>,
    regexes: Vec<Value>,
    seen: BTreeSet<(String, String)>,
}

impl Listed {
    fn add(&mut self, wanted: &Wanted<'_>, action: Action, value: &str) {
        let name = match wanted {
            Wanted::Entity(kind) => kind,
            Wanted::Regex { name, .. } => name,
        };
        if !self.seen.insert(((*name).to_owned(), value.to_owned())) {
            return;
        }
        match wanted {
            Wanted::Entity(kind) => {
                self.entities.push(json!({ "match": value, "type": kind, "action": action.word(), "detected": true }));
            }
            Wanted::Regex { name, pattern, .. } => self.regexes.push(json!({
                "name": name, "match": value, "regex": pattern, "action": action.word(), "detected": true,
            })),
        }
    }

    fn add_undetected(&mut self, wanted: &[(Wanted<'_>, Action)]) {
        for (wanted, _) in wanted {
            if let Wanted::Entity(kind) = wanted
                && !self.seen.iter().any(|(seen, _)| seen == kind)
            {
                self.entities.push(json!({ "match": "", "type": kind, "action": "NONE", "detected": false }));
            }
        }
    }
}
