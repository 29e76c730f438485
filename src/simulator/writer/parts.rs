//! The parts of an answer, in order: reasoning if requested, then tool calls or a text.
//!
//! The text comes from the first of these that exists: the tool results, the schema of the answer, the documents and
//! search results in the request, the glossary.

use super::sources::{self, Cite, Source};
use super::tools::{self, Call, Choice};
use super::{arguments, prose, question, tool_results};
use crate::bedrock::conversation::Role;
use crate::simulator::inference::part::Kind;
use crate::simulator::inference::request::{Reasoning, Request};
use crate::simulator::inference::sampler::{Rng, seed_from};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The parts with their whole texts.
pub fn compose(request: &Request, rng: &mut Rng) -> Vec<(Kind, String)> {
    let (turn, _) = request.last_turn();
    let outcomes: Vec<_> = turn.iter().flat_map(|message| message.outcomes.iter().cloned()).collect();
    let question = question(request);
    let calls = match request.choice {
        Choice::Auto | Choice::Never if !outcomes.is_empty() => Vec::new(),
        _ => tools::calls(&question, &request.tools, &request.choice),
    };
    let mut parts = Vec::new();
    if request.reasoning == Reasoning::On {
        let text = reasoning(&question, &calls.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
        parts.push((Kind::Reasoning(signature(&text)), text));
    }
    if !calls.is_empty() {
        if request.choice == Choice::Auto {
            let mut names: Vec<String> = calls.iter().map(|(name, _)| format!("`{name}`")).collect();
            names.dedup();
            parts.push((Kind::Text, format!("I will ask {} for that.", joined(&names))));
        }
        parts.extend(calls.into_iter().map(|(name, input)| (Kind::Call(name), input.to_string())));
        return parts;
    }
    parts.push(text(request, &question, &outcomes, rng));
    parts
}

/// The question: of the last turn, or of an earlier one if the last turn has only tool results.
fn question(request: &Request) -> String {
    let now = request.question();
    if !now.is_empty() {
        return now;
    }
    let users = request.messages.iter().rev().filter(|message| message.role == Role::User);
    users.map(|message| message.text.trim()).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

fn text(request: &Request, question: &str, outcomes: &[tools::Outcome], rng: &mut Rng) -> (Kind, String) {
    let results_text = || {
        let calls: Vec<Call> = request.messages.iter().flat_map(|message| message.calls.iter().cloned()).collect();
        tool_results::tell(&calls, outcomes)
    };
    if let Some(schema) = &request.schema {
        let words = if outcomes.is_empty() { prose::answer(request, rng) } else { results_text() };
        let value = arguments::instance(schema, question, &prose::topic(request), &words);
        return (Kind::Text, value.to_string());
    }
    if !outcomes.is_empty() {
        return (Kind::Text, results_text());
    }
    let sources: Vec<&Source> = request.messages.iter().flat_map(|message| message.sources.iter()).collect();
    if !sources.is_empty()
        && question::aside(question).is_none()
        && let Some((citation, cite)) = sources::best(&sources, question)
    {
        let quote = citation.quote.clone();
        return match cite {
            Cite::Yes => (Kind::Cited(citation), quote),
            Cite::No => (Kind::Text, format!("“{}” says: {quote}", citation.title)),
        };
    }
    (Kind::Text, prose::answer(request, rng))
}

fn reasoning(question: &str, tools: &[&str]) -> String {
    let short: String = question.chars().take(80).collect();
    let dots = if short.len() < question.len() { "…" } else { "" };
    let next = if tools.is_empty() {
        "No tool is needed: find the topic in the glossary, choose the form that was asked for, and write it down."
            .to_owned()
    } else {
        format!("{} can tell, so I call it with what the question gives.", joined(tools))
    };
    format!("The user asks: \"{short}{dots}\" I am a simulator, and this reasoning is a template. {next}")
}

/// A signature for this text.
fn signature(text: &str) -> String {
    let mut rng = Rng::new(seed_from(0, text.as_bytes()));
    let bytes: Vec<u8> = (0..6).flat_map(|_| rng.bits().to_le_bytes()).collect();
    STANDARD.encode(bytes)
}

fn joined(names: &[impl AsRef<str>]) -> String {
    let mut out = String::new();
    for (index, name) in names.iter().enumerate() {
        out.push_str(match index {
            0 => "",
            _ if index + 1 == names.len() => " and ",
            _ => ", ",
        });
        out.push_str(name.as_ref());
    }
    out
}
