//! Finds operations by name, by method, and by what one wants to do.

use std::sync::OnceLock;

use super::groups;
use super::index::{self, Operation};
use super::python;

/// What one wants to do: client, operation, phrases.
const WISHES: &str = include_str!("wishes.txt");

/// The most results.
const MOST: usize = 60;

/// Words that say nothing about what is searched.
const EMPTY_WORDS: [&str; 16] =
    ["a", "an", "the", "to", "my", "of", "i", "want", "how", "do", "for", "with", "in", "can", "on", "is"];

/// An operation with the words that find it, in lower case.
struct Entry {
    operation: &'static Operation,
    /// `listfoundationmodels`
    name: String,
    /// `list_foundation_models`
    method: String,
    words: Vec<String>,
    phrases: Vec<&'static str>,
    /// The words of its group and client.
    around: Vec<String>,
}

fn entries() -> &'static [Entry] {
    static ALL: OnceLock<Vec<Entry>> = OnceLock::new();
    ALL.get_or_init(|| index::operations().iter().map(entry).collect())
}

fn entry(operation: &'static Operation) -> Entry {
    let method = python::method(operation.name);
    let phrases = WISHES.lines().filter_map(|line| {
        let (of, phrases) = line.split_once(": ")?;
        let (client, name) = of.split_once(' ')?;
        (client == operation.client.name() && name == operation.name).then_some(phrases)
    });
    let group = groups::group_of(operation).map_or("", |group| group.name);
    Entry {
        operation,
        name: operation.name.to_ascii_lowercase(),
        words: method.split('_').map(str::to_owned).collect(),
        method,
        phrases: phrases.flat_map(|phrases| phrases.split(", ")).collect(),
        around: words(&format!("{group} {}", operation.client.name())),
    }
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let parts = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Without the plural, so that `models` finds `model` and the reverse.
fn stem(word: &str) -> &str {
    if word.len() > 3 { word.strip_suffix('s').unwrap_or(word) } else { word }
}

fn begins(word: &str, wanted: &str) -> bool {
    word.starts_with(wanted) || stem(word) == stem(wanted)
}

/// The operations that fit, the best first; all for an empty text.
pub fn search(text: &str) -> Vec<&'static Operation> {
    let text = text.trim().to_ascii_lowercase();
    let wanted: Vec<String> = words(&text).into_iter().filter(|word| !EMPTY_WORDS.contains(&word.as_str())).collect();
    if wanted.is_empty() {
        return if text.is_empty() { index::operations().iter().collect() } else { Vec::new() };
    }
    let whole = wanted.join(" ");
    let mut found: Vec<(usize, &Entry)> =
        entries().iter().filter_map(|entry| Some((score(entry, &text, &whole, &wanted)?, entry))).collect();
    // The sort is stable: what fits equally well stays in the order of the clients.
    found.sort_by_key(|(score, entry)| (std::cmp::Reverse(*score), entry.words.len()));
    found.into_iter().take(MOST).map(|(_, entry)| entry.operation).collect()
}

/// How well it fits; `None` if a word is nowhere in it.
fn score(entry: &Entry, text: &str, whole: &str, wanted: &[String]) -> Option<usize> {
    let joined: String = text.split_whitespace().collect();
    if entry.name == joined || entry.method == text {
        return Some(10_000);
    }
    let mut score = 0;
    if entry.name.starts_with(&joined) || entry.method.starts_with(text) {
        score += 1_000;
    }
    let said = |phrase: &&str| {
        words(phrase).into_iter().filter(|word| !EMPTY_WORDS.contains(&word.as_str())).collect::<Vec<_>>()
    };
    for phrase in &entry.phrases {
        let said = said(phrase);
        if said.join(" ") == whole {
            score += 3_000;
        } else if wanted.iter().all(|wanted| said.iter().any(|word| begins(word, wanted))) {
            score += 300 / said.len().max(1) * wanted.len();
        } else if said.iter().all(|word| wanted.iter().any(|wanted| stem(wanted) == stem(word))) {
            score += 400 * said.len();
        }
    }
    for wanted in wanted {
        let named = entry.words.iter().filter(|word| begins(word, wanted)).count();
        let exact = entry.words.iter().any(|word| stem(word) == stem(wanted));
        let wished = entry.phrases.iter().any(|phrase| words(phrase).iter().any(|word| begins(word, wanted)));
        let around = entry.around.iter().any(|word| begins(word, wanted));
        let worth = 60 * named.min(1) + 30 * usize::from(exact) + 20 * usize::from(wished) + 5 * usize::from(around);
        if worth == 0 && !entry.name.contains(wanted.as_str()) {
            return None;
        }
        score += worth;
    }
    Some(score)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::client::Client;

    #[test]
    fn every_wish_names_an_operation() {
        for line in WISHES.lines().filter(|line| !line.starts_with('#')) {
            let (of, phrases) = line.split_once(": ").unwrap();
            let (client, name) = of.split_once(' ').unwrap();
            assert!(index::find(Client::from_name(client).unwrap(), name).is_some(), "{line}");
            assert!(!phrases.is_empty());
        }
    }

    #[test]
    fn what_one_wants_to_do_finds_its_operation() {
        for (text, expected) in [
            ("buy capacity", "CreateProvisionedModelThroughput"),
            ("fine tune", "CreateModelCustomizationJob"),
            ("fine-tune a model", "CreateModelCustomizationJob"),
            ("list models", "ListFoundationModels"),
            ("call a model", "Converse"),
            ("I want to call a model", "Converse"),
            ("invoke_model", "InvokeModel"),
            ("InvokeModel", "InvokeModel"),
            ("listguardrails", "ListGuardrails"),
            ("create guardrail", "CreateGuardrail"),
            ("mask personal data", "CreateGuardrail"),
            ("pii", "CreateGuardrail"),
            ("stop paying", "DeleteProvisionedModelThroughput"),
            ("ask my documents", "RetrieveAndGenerate"),
            ("batch", "CreateModelInvocationJob"),
            ("deploy", "CreateCustomModelDeployment"),
            ("log prompts", "PutModelInvocationLoggingConfiguration"),
            ("make a picture", "InvokeModel"),
            ("count tokens", "CountTokens"),
            ("do I have access", "GetFoundationModelAvailability"),
        ] {
            let first = search(text).first().map(|operation| operation.name);
            assert_eq!(
                first,
                Some(expected),
                "{text}: {:?}",
                search(text).iter().map(|o| o.name).take(5).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn every_name_and_method_finds_itself_first() {
        for operation in index::operations() {
            for text in [operation.name.to_owned(), python::method(operation.name)] {
                assert_eq!(search(&text).first().unwrap().name, operation.name, "{text}");
            }
        }
    }

    #[test]
    fn an_empty_text_lists_all_and_nonsense_none() {
        assert_eq!(search(" ").len(), index::operations().len());
        assert_eq!(search("zzzz"), Vec::<&Operation>::new());
        assert_eq!(search("the"), Vec::<&Operation>::new());
        assert!(search("list").len() > 20);
    }
}
