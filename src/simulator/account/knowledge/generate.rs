//! An answer from passages: their sentences that fit the question best, each with the place where it came from.
//!
//! The simulator is not a model: it quotes. A passage is used if it shares telling words with the question, and more than half
//! as many as the best one, or is very near to it. Settings of the call act as on a model: `maxTokens` and `stopSequences` cut the answer and its spans.

use serde_json::{Value, json};

use super::scene::{number, text};
use crate::simulator::inference::tokens;
use crate::simulator::writer::retrieval::words;

/// What Bedrock's default template answers when the search results do not help (published in many answers of users).
pub const UNABLE: &str = "Sorry, I am unable to assist you with this request.";

/// The most passages that an answer quotes.
const QUOTED: usize = 3;
/// From this score on, a passage is about the question whatever its words are.
const NEAR: f64 = 0.55;

/// A passage to quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its text.
    pub text: String,
    /// Its score.
    pub score: f64,
    /// As a citation refers to it.
    pub reference: Value,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its text.
    pub text: String,
    /// Its start, in characters of the answer.
    pub start: usize,
    /// The references that it rests on.
    pub references: Vec<Value>,
}

impl Part {
    /// As AWS writes a citation; the end of its span is the last character, as published answers have it.
    pub fn citation(&self) -> Value {
        let end = (self.start + self.text.chars().count()).saturating_sub(1);
        json!({
            "generatedResponsePart": {
                "textResponsePart": { "text": self.text, "span": { "start": self.start, "end": end } }
            },
            "retrievedReferences": self.references,
        })
    }
}

/// A generated answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// Its text.
    pub text: String,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

impl Generated {
    /// An answer without sources.
    pub fn plain(text: &str) -> Self {
        let part = Part { text: text.to_owned(), start: 0, references: Vec::new() };
        Self { text: text.to_owned(), parts: vec![part] }
    }

    /// This answer, and another one after it.
    #[must_use]
    pub fn and(mut self, next: &Self) -> Self {
        let offset = self.text.chars().count() + 1;
        self.text = format!("{} {}", self.text, next.text);
        self.parts.extend(next.parts.iter().map(|part| Part { start: part.start + offset, ..part.clone() }));
        self
    }

    /// The answers of several questions as one. Those that could not help are left out, unless none could.
    pub fn joined(answers: Vec<Self>) -> Self {
        let helpful = answers.into_iter().filter(|answer| answer.text != UNABLE);
        helpful.reduce(|all, next| all.and(&next)).unwrap_or_else(|| Self::plain(UNABLE))
    }

    /// This answer, cut by a `textInferenceConfig` at a stop sequence or at the token limit.
    #[must_use]
    pub fn cut(&self, limits: &Value) -> Self {
        let stops = limits.get("stopSequences").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let stops = stops.iter().filter_map(Value::as_str).filter(|stop| !stop.is_empty());
        let stop = stops.filter_map(|stop| self.text.find(stop)).min().unwrap_or(self.text.len());
        let text = self.text.get(..stop).unwrap_or_default();
        let most = number(limits, "/maxTokens").unwrap_or(usize::MAX);
        let text: String = tokens::pieces(text).into_iter().take(most).collect();
        let length = text.chars().count();
        let parts = self
            .parts
            .iter()
            .filter(|part| part.start < length)
            .map(|part| Part { text: part.text.chars().take(length - part.start).collect(), ..part.clone() });
        Self { parts: parts.collect(), text }
    }

    /// The citations.
    pub fn citations(&self) -> Vec<Value> {
        self.parts.iter().map(Part::citation).collect()
    }
}

/// Words that say nothing about the topic of a question.
const EMPTY: [&str; 60] = [
    "a", "about", "amazon", "an", "and", "are", "at", "be", "bedrock", "between", "can", "could", "do", "doe",
    "explain", "for", "from", "get", "give", "have", "how", "i", "in", "is", "it", "list", "make", "me", "mean", "my",
    "need", "of", "on", "one", "or", "please", "s", "should", "show", "t", "tell", "that", "the", "there", "this",
    "to", "use", "used", "using", "want", "was", "what", "when", "where", "which", "why", "with", "work", "write",
    "you",
];

/// The words of a text that say what it is about.
pub fn telling(text: &str) -> Vec<String> {
    let mut all = words(text);
    all.retain(|word| !EMPTY.contains(&word.as_str()));
    all
}

/// Writes the answer to a question.
pub fn generate(question: &str, sources: &[Source]) -> Generated {
    let asked = telling(question);
    let shared = |source: &Source| {
        let has = words(&source.text);
        asked.iter().filter(|word| has.contains(word)).count()
    };
    let most = sources.iter().map(shared).max().unwrap_or(0);
    let is_about = |source: &&Source| source.score >= NEAR || 2 * shared(source) > most;
    let mut parts: Vec<Part> = Vec::new();
    let mut answer = String::new();
    for source in sources.iter().filter(is_about).take(QUOTED) {
        let sentence = best_sentence(&source.text, &asked);
        if parts.iter().any(|part| part.text == sentence) {
            continue;
        }
        if !answer.is_empty() {
            answer.push(' ');
        }
        let start = answer.chars().count();
        answer.push_str(sentence);
        parts.push(Part { text: sentence.to_owned(), start, references: vec![source.reference.clone()] });
    }
    if parts.is_empty() {
        return Generated::plain(UNABLE);
    }
    Generated { text: answer, parts }
}

/// The sentence that shares most words with the question; the first of those that share the same number.
fn best_sentence<'t>(text: &'t str, asked: &[String]) -> &'t str {
    let mut best = (text, 0);
    for (place, sentence) in sentences(text).into_iter().enumerate() {
        let has = words(sentence);
        let shared = 1 + asked.iter().filter(|word| has.contains(word)).count();
        if place == 0 || shared > best.1 {
            best = (sentence, shared);
        }
    }
    best.0
}

/// The sentences of a text.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text.trim();
    while let Some(end) = [". ", "! ", "? ", "\n"].iter().filter_map(|mark| rest.find(mark)).min() {
        let (sentence, after) = rest.split_at(end + 1);
        all.push(sentence.trim());
        rest = after.trim();
    }
    if !rest.is_empty() {
        all.push(rest);
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// The prompt of a template, and whether the template asks for citations.
///
/// Placeholders are those of the user guide's page on prompt templates of knowledge bases.
///
/// # Errors
/// When it has no place for the search results.
pub fn prompt(template: &str, question: &str, sources: &[Source]) -> Result<(String, Cites), &'static str> {
    if !template.contains("$search_results$") {
        return Err("The prompt template must contain $search_results$.");
    }
    let results: Vec<String> =
        sources.iter().enumerate().map(|(place, source)| format!("[{}] {}", place + 1, source.text)).collect();
    let cites = if template.contains("$output_format_instructions$") { Cites::Yes } else { Cites::No };
    let prompt = template
        .replace("$search_results$", &results.join("\n"))
        .replace("$query$", question)
        .replace("$output_format_instructions$", "Answer with the number of the search result behind each sentence.");
    Ok((prompt, cites))
}

/// Whether an answer has citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cites {
    /// It has.
    Yes,
    /// The template leaves `$output_format_instructions$` out, so it has none.
    No,
}

/// The template that is used when a request brings none.
pub const TEMPLATE: &str = "You answer questions from search results only.\n\n$search_results$\n\n\
                            $output_format_instructions$\n\nQuestion: $query$";

/// The most parts of a question.
const PARTS: usize = 8;

/// The parts of a question that stand for themselves: at question marks, semicolons and `and`.
pub fn decomposed(question: &str) -> Vec<String> {
    let pieces = question.split(['?', ';']).flat_map(|piece| piece.split(" and "));
    let telling = pieces.map(str::trim).filter(|piece| !telling(piece).is_empty());
    let mut parts: Vec<String> = telling.take(PARTS).map(str::to_owned).collect();
    if parts.is_empty() {
        parts.push(question.to_owned());
    }
    parts
}

/// The text of a prompt template in a configuration; empty if there is none.
pub fn template(configuration: &Value) -> &str {
    text(configuration, "/promptTemplate/textPromptTemplate")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources() -> Vec<Source> {
        let source = |text: &str| Source { text: text.to_owned(), score: 0.1, reference: json!({ "t": text }) };
        vec![source("Basalt is dark. Granite holds quartz."), source("Chalk is soft."), source("A token is text.")]
    }

    #[test]
    fn spans_point_to_the_sentences_and_limits_cut_them() {
        let whole = generate("What are granite and chalk?", &sources());
        assert_eq!(whole.text, "Granite holds quartz. Chalk is soft.");
        for part in &whole.parts {
            let citation = part.citation();
            let span = |key: &str| number(&citation, &format!("/generatedResponsePart/textResponsePart/span/{key}"));
            let (start, end) = (span("start").unwrap(), span("end").unwrap());
            let found: String = whole.text.chars().skip(start).take(end + 1 - start).collect();
            assert_eq!(found, part.text);
            assert!(part.references[0]["t"].as_str().unwrap().contains(&part.text));
        }
        let cut = whole.cut(&json!({"stopSequences": [" is soft"]}));
        assert_eq!((cut.text.as_str(), cut.parts.len()), ("Granite holds quartz. Chalk", 2));
        assert_eq!(cut.parts[1].text, "Chalk");
        let short = whole.cut(&json!({"maxTokens": 2}));
        assert!(whole.text.starts_with(&short.text) && short.parts.len() == 1 && short.text.len() < 21, "{short:?}");
        assert_eq!(generate("What is the capital of France?", &sources()).text, UNABLE);
    }

    #[test]
    fn a_template_needs_its_placeholders() {
        assert!(prompt("Answer $query$", "q", &[]).is_err());
        let (text, cites) = prompt("$search_results$ | $query$", "why", &sources()).unwrap();
        assert!(text.contains("[2] Chalk is soft.") && text.ends_with("| why") && cites == Cites::No);
        assert_eq!(prompt(TEMPLATE, "why", &[]).unwrap().1, Cites::Yes);
    }

    #[test]
    fn a_question_is_decomposed_at_its_joints() {
        assert_eq!(decomposed("What is RAG and what is a token?"), ["What is RAG", "what is a token"]);
        assert_eq!(decomposed("Hello?"), ["Hello"]);
        assert_eq!(decomposed("is it"), ["is it"]);
    }
}
