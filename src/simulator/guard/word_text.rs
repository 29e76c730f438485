//! Words of a text: for lexicons as they are, for overlaps as stems without the words that say nothing.

use std::collections::BTreeSet;

/// Lower-case words; everything but letters, digits and apostrophes separates them.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}')
        .map(|word| word.trim_matches(['\'', '\u{2019}']).replace('\u{2019}', "'").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words that say nothing of a subject.
const EMPTY: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "ask", "at", "be", "been", "before",
    "but", "by", "can", "could", "did", "do", "does", "each", "for", "from", "get", "give", "go", "had", "has", "have",
    "he", "her", "here", "him", "his", "how", "i", "i'm", "if", "in", "into", "is", "it", "its", "just", "let", "like",
    "make", "may", "me", "more", "most", "much", "must", "my", "no", "not", "now", "of", "on", "one", "or", "other",
    "our", "out", "over", "please", "question", "say", "says", "she", "should", "so", "some", "such", "tell", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "was",
    "we", "were", "what", "what's", "when", "where", "which", "who", "whom", "why", "will", "with", "would", "you",
    "your",
];

/// The stems of the words that say something.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    words(text).iter().filter(|word| !EMPTY.contains(&word.as_str())).map(|word| stem(word)).collect()
}

/// A word without the usual English endings.
fn stem(word: &str) -> String {
    let long = |stem: &&str| stem.chars().count() >= 3;
    for (ending, instead) in [("ies", "y"), ("ment", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")] {
        if let Some(stem) = word.strip_suffix(ending).filter(long)
            && !(ending == "s" && stem.ends_with('s'))
        {
            return format!("{stem}{instead}");
        }
    }
    word.to_owned()
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', '\n', ';']).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// How many of the first set are in the second, from 0 to 1, with two decimals. An empty set is contained in any.
#[expect(clippy::cast_precision_loss, reason = "numbers of words")]
pub(super) fn share(of: &BTreeSet<String>, within: &BTreeSet<String>) -> f64 {
    if of.is_empty() {
        return 1.0;
    }
    let common = of.intersection(within).count();
    (common as f64 / of.len() as f64 * 100.0).round() / 100.0
}
