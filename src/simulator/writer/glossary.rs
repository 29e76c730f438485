//! The simulator's knowledge: short texts of our own about Bedrock and related ideas.
//!
//! The texts are in `glossary/*.txt`, in a compact format. `# title; alias; …` opens an entry, `+` lists further words
//! that suggest it, a plain line opens a sentence and `|` gives another wording of the same sentence, `?` gives the
//! reason, `~` explains it to a child, `>` is a line of code. Inside a sentence `{a|b}` offers alternatives, the best
//! first; `{{` and `}}` are plain braces. The glossary contains facts from public documentation, but no prices or
//! dates.

use crate::simulator::inference::sampler::{Rng, Sampling};

const SOURCES: [&str; 5] = [
    include_str!("glossary/ideas.txt"),
    include_str!("glossary/apis.txt"),
    include_str!("glossary/services.txt"),
    include_str!("glossary/access.txt"),
    include_str!("glossary/models.txt"),
];

/// One entry of the glossary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The topic, as written in a sentence.
    pub title: &'static str,
    /// Names for it in questions, including the title.
    pub names: Vec<&'static str>,
    /// Words that suggest it without naming it.
    pub words: Vec<&'static str>,
    /// Its sentences, each with one or more wordings.
    pub sentences: Vec<Vec<&'static str>>,
    /// The reason for it.
    pub why: Option<&'static str>,
    /// An explanation for a child.
    pub child: Option<&'static str>,
    /// Lines of example code.
    pub code: Vec<&'static str>,
}

/// All entries, in order.
pub fn entries() -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in SOURCES.iter().flat_map(|source| source.lines()) {
        if let Some(names) = line.strip_prefix("# ") {
            let names: Vec<&str> = names.split("; ").collect();
            entries.push(Entry { title: names.first().copied().unwrap_or(""), names, ..Entry::default() });
            continue;
        }
        let Some(entry) = entries.last_mut() else { continue };
        match line.split_at_checked(2) {
            Some(("+ ", words)) => entry.words = words.split(' ').collect(),
            Some(("| ", wording)) => {
                if let Some(sentence) = entry.sentences.last_mut() {
                    sentence.push(wording);
                }
            }
            Some(("? ", why)) => entry.why = Some(why),
            Some(("~ ", child)) => entry.child = Some(child),
            Some(("> ", code)) => entry.code.push(code),
            Some(_) => entry.sentences.push(vec![line]),
            None => {}
        }
    }
    entries
}

/// Each further alternative is this much less likely, in natural-log units. At temperature 1 the second of two has a
/// probability of 29 %: enough to occur, and low enough for a top-p of 0.7 to remove it.
const STEP: f64 = 0.9;

/// Chooses one of several wordings, and its inner alternatives.
pub fn phrase(wordings: &[&str], sampling: &Sampling, rng: &mut Rng) -> String {
    let chosen = sampling.choose(&scores(wordings.len()), rng);
    wordings.get(chosen).map(|text| fill(text, sampling, rng)).unwrap_or_default()
}

/// The text with one alternative for every `{a|b}`, and plain braces for `{{` and `}}`.
fn fill(text: &str, sampling: &Sampling, rng: &mut Rng) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            out.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            out.push('}');
            rest = after;
        } else if let Some((inner, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}')) {
            let choices: Vec<&str> = inner.split('|').collect();
            let chosen = sampling.choose(&scores(choices.len()), rng);
            out.push_str(choices.get(chosen).copied().unwrap_or(""));
            rest = after;
        } else {
            out.push_str(from.get(..1).unwrap_or(""));
            rest = from.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
    out
}

fn scores(count: usize) -> Vec<f64> {
    let mut score = 0.0;
    std::iter::repeat_with(|| {
        score -= STEP;
        score + STEP
    })
    .take(count)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::writer::retrieval::words;
    use std::collections::HashSet;

    #[test]
    fn entries_are_complete_and_named_once() {
        let entries = entries();
        assert!(entries.len() >= 45, "{}", entries.len());
        let mut names = HashSet::new();
        for entry in &entries {
            assert!(!entry.title.is_empty() && !entry.sentences.is_empty(), "{entry:?}");
            assert!(!entry.words.is_empty(), "{} has no words", entry.title);
            for name in entry.names.iter().map(|name| words(name)).collect::<HashSet<_>>() {
                assert!(names.insert(name.clone()), "{name:?} is the name of two entries");
            }
            for sentence in entry.sentences.iter().flatten().copied().chain(entry.why).chain(entry.child) {
                assert!(sentence.ends_with(['.', '!']), "{sentence}");
                assert_eq!(sentence.matches('`').count() % 2, 0, "{sentence}");
                let plain = sentence.replace("{{", "").replace("}}", "");
                assert_eq!(plain.matches('{').count(), plain.matches('}').count(), "{sentence}");
            }
        }
    }

    #[test]
    fn every_entry_has_a_real_choice() {
        for entry in entries() {
            let texts: HashSet<String> = (0..40)
                .map(|seed| {
                    let mut rng = Rng::new(seed);
                    entry.sentences.iter().map(|s| phrase(s, &Sampling::default(), &mut rng)).collect()
                })
                .collect();
            assert!(texts.len() >= 2, "{}", entry.title);
            for text in texts {
                assert!(!text.contains(" ,") && !text.contains("  "), "{text}");
            }
        }
    }

    #[test]
    fn the_texts_stay_small() {
        let bytes: usize = SOURCES.iter().map(|source| source.len()).sum();
        assert!(bytes < 46_000, "{bytes} bytes go into the download");
    }

    #[test]
    fn braces_choose_and_double_braces_stay() {
        let zero = Sampling { temperature: Some(0.0), ..Sampling::default() };
        for (text, expected) in [
            ("a {b|c} d", "a b d"),
            ("`{{\"k\": {{1}}}}`", "`{\"k\": {1}}`"),
            ("open { brace", "open { brace"),
            ("close } brace", "close } brace"),
            ("{}", ""),
            ("é{ü|x}", "éü"),
        ] {
            assert_eq!(fill(text, &zero, &mut Rng::new(1)), expected);
        }
    }
}
