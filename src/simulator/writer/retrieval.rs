//! Finds the glossary entry for a text: first by name, then by words that suggest it.
//!
//! A name with more words counts more, so that "session token" finds credentials and not tokens. A text without a name
//! and without two words of an entry has no known topic.

use super::glossary::Entry;
use std::collections::HashSet;

/// Lower-case words of a text, without a plural `s`; everything but letters and digits separates them.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let word = word.to_lowercase();
            match word.strip_suffix('s') {
                Some(stem) if stem.chars().count() >= 3 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
                Some(_) | None => word,
            }
        })
        .collect()
}

/// Whether the words occur in this order, next to each other.
pub fn has_phrase(text: &[String], phrase: &[String]) -> bool {
    let Some(first) = phrase.first() else { return false };
    text.iter().enumerate().any(|(at, word)| word == first && text.get(at..at + phrase.len()) == Some(phrase))
}

/// One shared word is a coincidence; a name, or two words, is a topic.
const THRESHOLD: f64 = 2.0;

/// Indexes of the matching entries, best first.
pub fn topics(text: &str, entries: &[Entry]) -> Vec<usize> {
    let text = Text::new(text);
    let mut scored: Vec<(usize, f64)> = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| (index, score(&text, entry)))
        .filter(|(_, score)| *score >= THRESHOLD)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    scored.into_iter().map(|(index, _)| index).collect()
}

/// Entries whose names the text contains, in the order of the text.
pub fn named<'a>(text: &str, entries: &'a [Entry]) -> Vec<&'a Entry> {
    let text = Text::new(text);
    let place = |entry: &Entry| {
        let places = entry.names.iter().filter_map(|name| {
            let name = words(name);
            let at = text.place(&name)?;
            Some((name.len(), at))
        });
        places.max_by_key(|(length, _)| *length).map(|(length, at)| (at, length))
    };
    let mut found: Vec<(usize, usize, &Entry)> =
        entries.iter().filter_map(|entry| place(entry).map(|(at, length)| (at, length, entry))).collect();
    found.sort_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
    // A name inside a longer one ("token" in "session token") is not a separate topic.
    let mut end = 0;
    found
        .into_iter()
        .filter(|(at, length, _)| {
            let apart = *at >= end;
            end = end.max(at + length);
            apart
        })
        .map(|(_, _, entry)| entry)
        .collect()
}

/// The words of a text, to look up the phrases of a whole glossary: a long text is searched only for a phrase all of
/// whose words it has.
struct Text {
    in_order: Vec<String>,
    distinct: HashSet<String>,
}

impl Text {
    fn new(text: &str) -> Self {
        let in_order = words(text);
        Self { distinct: in_order.iter().cloned().collect(), in_order }
    }

    fn has_each(&self, phrase: &[String]) -> bool {
        phrase.iter().all(|word| self.distinct.contains(word))
    }

    /// The first place of a phrase.
    fn place(&self, phrase: &[String]) -> Option<usize> {
        let is_there = !phrase.is_empty() && self.has_each(phrase);
        is_there.then(|| self.in_order.windows(phrase.len()).position(|window| window == phrase))?
    }
}

fn score(text: &Text, entry: &Entry) -> f64 {
    let named = entry
        .names
        .iter()
        .map(|name| words(name))
        .filter(|name| text.place(name).is_some())
        .map(|name| 3.0 + 2.0 * f64::from(u32::try_from(name.len()).unwrap_or(1)))
        .fold(0.0, f64::max);
    let suggested = entry.words.iter().filter(|word| text.has_each(&words(word))).count();
    named + f64::from(u32::try_from(suggested).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::writer::glossary::entries;

    #[test]
    fn questions_find_their_entry() {
        let entries = entries();
        for (text, title) in [
            ("Explain RAG in one paragraph.", "RAG"),
            ("What is retrieval-augmented generation?", "RAG"),
            ("what are embeddings", "Embeddings"),
            ("How does cosine similarity compare two vectors?", "Cosine similarity"),
            ("What is a token?", "Tokens"),
            ("Where do I get a session token?", "Credentials"),
            ("What does the temperature do?", "Temperature"),
            ("top_p vs nothing", "Top P"),
            ("What is the difference between Converse and InvokeModel?", "Converse versus InvokeModel"),
            ("What is the difference between bedrock and bedrock-runtime?", "Bedrock clients"),
            ("Explain ConverseStream", "Streaming"),
            ("Why do I get 'on-demand throughput isn't supported'?", "Inference profiles"),
            ("What is Amazon Nova?", "Amazon Nova"),
            ("Tell me about Claude", "Claude"),
            ("How do knowledge bases work?", "Knowledge bases"),
            ("What are guardrails good for?", "Guardrails"),
            ("Explain few-shot prompting", "Few-shot prompting"),
            ("What does SigV4 sign?", "SigV4"),
            ("Failed to fetch", "CORS"),
            ("How do agents search documents?", "Agents"),
        ] {
            let found = topics(text, &entries).first().map(|index| entries[*index].title);
            assert_eq!(found, Some(title), "{text}");
        }
    }

    /// What is looked up in the words of a text is found by reading the text, too.
    #[test]
    fn a_phrase_is_found_where_it_stands() {
        let text = Text::new("The session tokens, and a token of the session: session token.");
        for (phrase, place) in [
            ("session token", Some(1)),
            ("token", Some(2)),
            ("token session", None),
            ("the session", Some(0)),
            ("session the", None),
            ("agent", None),
            ("", None),
        ] {
            assert_eq!(text.place(&words(phrase)), place, "{phrase}");
            assert_eq!(has_phrase(&text.in_order, &words(phrase)), place.is_some(), "{phrase}");
        }
        assert!(text.has_each(&words("session of token")) && !text.has_each(&words("session agent")));
    }

    #[test]
    fn other_questions_find_nothing() {
        let entries = entries();
        for text in ["", "What is the capital of France?", "Tell me a story about a dragon", "?!"] {
            assert_eq!(topics(text, &entries), Vec::<usize>::new(), "{text}");
        }
    }
}
