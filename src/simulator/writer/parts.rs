//! The parts of an answer, in order: reasoning if requested, then tool calls or a text.
//!
//! The text comes from the first of these that exists: the tool results, the schema of the answer, the documents and
//! search results in the request, the glossary.

use super::agent::{self, Told};
use super::prompted::{self, Prompted};
use super::schema::check;
use super::sources::{self, Cite, Source};
use super::tools::{self, Call, Choice};
use super::{arguments, markers, prose, question, tool_results};
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
    let prompted = prompted::read(request, &question);
    let asked = agent::whole_question(request);
    // The schema of an answer is no part of the question.
    let plain = prompted.as_ref().map_or(request, |prompted| &prompted.plain);
    let asked = asked.unwrap_or_else(|| if plain.question().is_empty() { question.clone() } else { plain.question() });
    let calls = {
        let tell = || Told { topic: prose::topic(plain), text: words(plain, request, &outcomes, rng) };
        agent::calls(request, &asked, &outcomes, tell)
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
        for (name, input) in &calls {
            let tool = request.tools.iter().find(|tool| tool.name == *name);
            if let Some(fault) = tool.and_then(|tool| check::fault(&tool.schema, &tool.schema, input)) {
                let text = format!("I found no arguments that fit the schema of `{name}`: {}.", placed(&fault));
                parts.push((Kind::Text, text));
            }
        }
        parts.extend(calls.into_iter().map(|(name, input)| (Kind::Call(name), input.to_string())));
        return parts;
    }
    parts.push(match markers::read(request, &question) {
        Some(marked) if request.schema.is_none() => (Kind::Text, marked.write(request, rng)),
        _ => text(request, prompted.as_ref(), &asked, &outcomes, rng),
    });
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

/// What the tools returned, one line each.
fn results(request: &Request, outcomes: &[tools::Outcome]) -> String {
    let calls: Vec<Call> = request.messages.iter().flat_map(|message| message.calls.iter().cloned()).collect();
    tool_results::tell(&calls, outcomes)
}

/// The words of a structured answer.
fn words(plain: &Request, request: &Request, outcomes: &[tools::Outcome], rng: &mut Rng) -> String {
    if outcomes.is_empty() { prose::answer(plain, rng) } else { results(request, outcomes) }
}

/// A rule that a value does not keep, with its place; the whole value has none.
fn placed(fault: &str) -> String {
    if fault.starts_with('/') { fault.to_owned() } else { format!("the value{fault}") }
}

fn text(
    request: &Request,
    prompted: Option<&Prompted>,
    question: &str,
    outcomes: &[tools::Outcome],
    rng: &mut Rng,
) -> (Kind, String) {
    if let Some(schema) = request.schema.as_ref().or(prompted.map(|prompted| &prompted.schema)) {
        let plain = prompted.filter(|_| request.schema.is_none()).map_or(request, |prompted| &prompted.plain);
        let words = words(plain, request, outcomes, rng);
        let value = arguments::instance(schema, question, &prose::topic(plain), &words);
        let fault = check::fault(schema, schema, &value);
        return (
            Kind::Text,
            match (fault, prompted) {
                (Some(fault), _) => {
                    format!(
                        "I am a simulator, and I found no value that fits the schema of the answer: {}.",
                        placed(&fault)
                    )
                }
                (None, Some(prompted)) if prompted.is_fenced && request.schema.is_none() => {
                    format!("```json\n{value}\n```")
                }
                (None, _) => value.to_string(),
            },
        );
    }
    if !outcomes.is_empty() {
        return (Kind::Text, results(request, outcomes));
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
