//! Writes a glossary entry in the requested form.

use super::glossary::{Entry, phrase};
use super::question::Form;
use crate::simulator::inference::sampler::{Rng, Sampling};
use serde_json::json;

/// The entry in this form.
pub fn entry(entry: &Entry, form: Form, sampling: &Sampling, rng: &mut Rng) -> String {
    let mut sentences: Vec<String> = entry.sentences.iter().map(|wordings| phrase(wordings, sampling, rng)).collect();
    match form {
        Form::Paragraph => sentences.join(" "),
        Form::Sentences(count) => {
            sentences.truncate(count.max(1));
            sentences.join(" ")
        }
        Form::Words(count) => words(&sentences.join(" "), count),
        Form::Bullets | Form::Table => sentences.iter().map(|s| format!("- {s}")).collect::<Vec<_>>().join("\n"),
        Form::Json => {
            let summary = if sentences.is_empty() { String::new() } else { sentences.remove(0) };
            let value = json!({ "topic": entry.title, "summary": summary, "points": sentences });
            serde_json::to_string_pretty(&value).unwrap_or_default()
        }
        Form::Child => match (entry.child, sentences.first()) {
            (Some(child), _) => child.to_owned(),
            (None, Some(first)) => format!("In simple words: {first}"),
            (None, None) => String::new(),
        },
        Form::Code => code(entry),
        Form::Poem => poem(Some(entry), sampling, rng),
    }
}

/// The entry's code as a fenced block.
pub fn code(entry: &Entry) -> String {
    format!("```python\n{}\n```", entry.code.join("\n"))
}

/// Whole sentences while they fit, otherwise the first words with a full stop.
fn words(text: &str, count: usize) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    let words = all.get(..count.min(all.len())).unwrap_or(&all);
    let sentence = words.iter().rposition(|word| word.ends_with('.')).and_then(|end| words.get(..=end));
    match sentence {
        Some(sentence) => sentence.join(" "),
        None => format!("{}.", words.join(" ").trim_end_matches([',', ':', ';'])),
    }
}

/// Two entries side by side as a Markdown table.
pub fn table(first: &Entry, second: &Entry, sampling: &Sampling, rng: &mut Rng) -> String {
    let mut text = format!("| {} | {} |\n| --- | --- |", first.title, second.title);
    for (left, right) in first.sentences.iter().zip(&second.sentences) {
        let (left, right) = (phrase(left, sampling, rng), phrase(right, sampling, rng));
        text = format!("{text}\n| {left} | {right} |");
    }
    text
}

/// Three lines of five, seven and five syllables; on the entry, if it has any.
pub fn poem(entry: Option<&Entry>, sampling: &Sampling, rng: &mut Rng) -> String {
    let haiku: &[&str] = match entry.map(|entry| entry.title) {
        Some("Tokens") => &["Words in little bricks,\neach one counted, each one paid:\nbrevity is cheap."],
        Some("RAG") => &["First look for the page,\nthen answer from what it says:\nno more guessing now."],
        Some("Embeddings") => &["Meaning becomes a\npoint among a million points:\nneighbours think alike."],
        Some("SigV4") => &["Seal without a key:\nthe secret stays in my hand,\nyet you know it's me."],
        _ => &[
            "Stone beneath the page,\nquestions go down signed and sealed,\nwords come up in frames.",
            "One event, then two,\nletters surface like small fish:\nmessage stop. Silence.",
        ],
    };
    phrase(haiku, sampling, rng)
}
