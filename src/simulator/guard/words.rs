//! The word policy: words and phrases, and the managed list of profanity.
//!
//! An entry is found where it stands as whole words, in small or capital letters, with any space between its words. The
//! managed list is a list of our own, of mild words: AWS publishes none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::policy::{Action, action, entries, text};
use super::usage::units;
use super::{Findings, Job};

/// Our own stand-ins for AWS's list of profanity.
const PROFANITY: [&str; 12] = [
    "arse",
    "bloody hell",
    "bollocks",
    "bugger",
    "crap",
    "dammit",
    "damn",
    "damned",
    "darn",
    "goddamn",
    "piss off",
    "sod off",
];

pub(super) fn check(config: &Value, job: &Job<'_>, findings: &mut Findings) {
    let policy = "wordPolicyConfig";
    let custom: Vec<(&str, Action)> = entries(config, policy, "wordsConfig")
        .iter()
        .filter_map(|entry| Some((text(entry, "text"), action(entry, job.side)?)))
        .collect();
    let lists = entries(config, policy, "managedWordListsConfig").iter();
    let managed: Vec<(&str, Action)> = lists
        .filter_map(|entry| action(entry, job.side))
        .flat_map(|action| PROFANITY.iter().map(move |word| (*word, action)))
        .collect();
    if custom.is_empty() && managed.is_empty() {
        return;
    }
    let texts: Vec<Vec<char>> =
        job.passages.iter().filter(|each| !each.is_reference()).map(|each| each.text.chars().collect()).collect();
    findings.usage.word = units(texts.iter().map(Vec::len).sum());
    let custom_words = found(&custom, &texts, findings);
    let mut managed_words = found(&managed, &texts, findings);
    for word in &mut managed_words {
        if let Some(word) = word.as_object_mut() {
            word.insert("type".to_owned(), json!("PROFANITY"));
        }
    }
    if !custom_words.is_empty() || !managed_words.is_empty() {
        let found = json!({ "customWords": custom_words, "managedWordLists": managed_words });
        findings.policies.insert("wordPolicy".to_owned(), found);
    }
}

/// The entries that occur, each spelling once.
fn found(entries: &[(&str, Action)], texts: &[Vec<char>], findings: &mut Findings) -> Vec<Value> {
    let mut by_first: BTreeMap<char, Vec<(Vec<char>, Action)>> = BTreeMap::new();
    for (phrase, action) in entries {
        let folded: Vec<char> = phrase.trim().chars().map(fold).collect();
        if let Some(first) = folded.first() {
            by_first.entry(*first).or_default().push((folded, *action));
        }
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for chars in texts {
        for start in 0..chars.len() {
            let first = chars.get(start).copied().map(fold);
            for (phrase, action) in first.and_then(|first| by_first.get(&first)).into_iter().flatten() {
                let Some(end) = matches_at(chars, start, phrase) else { continue };
                findings.raise(action.effect());
                let spelled: String = chars.get(start..end).unwrap_or_default().iter().collect();
                if seen.insert(spelled.clone()) {
                    out.push(json!({ "match": spelled, "action": action.word(), "detected": true }));
                }
            }
        }
    }
    out
}

/// The end of a phrase that begins there as whole words.
fn matches_at(chars: &[char], start: usize, phrase: &[char]) -> Option<usize> {
    let word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let first_is_word = phrase.first().is_some_and(|c| c.is_alphanumeric());
    if first_is_word && word(start.checked_sub(1)) {
        return None;
    }
    let mut at = start;
    for expected in phrase {
        if *expected == ' ' {
            let from = at;
            while chars.get(at).is_some_and(|c| c.is_whitespace()) {
                at += 1;
            }
            if at == from {
                return None;
            }
        } else if chars.get(at).copied().map(fold) == Some(*expected) {
            at += 1;
        } else {
            return None;
        }
    }
    let last_is_word = phrase.last().is_some_and(|c| c.is_alphanumeric());
    (!(last_is_word && word(Some(at)))).then_some(at)
}

/// A letter without its case; any white space is a space.
fn fold(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c.to_lowercase().next().unwrap_or(c) }
}
