//! The bodies that the simulator reads and writes: Converse's, and the native one of each family, a file each.
//!
//! A body's file checks a request the way its owner does, in its owner's words, turns it into an [`Ask`], and writes
//! the answer whole or as the events of a stream. What lies between is the same for all.

pub mod chat;
pub mod chat_answer;
pub mod claude;
pub mod claude_answer;
pub mod claude_tools;
pub mod cohere;
pub mod converse;
pub mod converse_answer;
pub mod nova;
pub mod prompt;
pub mod rules;
pub mod schema;
pub mod titan;

use super::fault::Fault;
use super::inference::completion::{Completion, Kind, Part};
use super::inference::guardrail::Verdict;
use super::inference::request::Ask;
use super::inference::sampler::{Rng, seed_from};
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::Family;
use crate::bedrock::operation::Operation;
use serde_json::Value;

/// What a request line calls.
#[derive(Clone, Copy, Debug)]
pub struct Called<'a> {
    /// The model.
    pub model: &'a Model,
    /// The operation; `None` when a body is only checked or counted.
    pub operation: Option<Operation>,
}

/// An answer with all that a response states about it.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The model that was called.
    pub model: &'a Model,
    /// The parts and the counts.
    pub completion: Completion,
    /// Each part cut into the groups of tokens in which a stream delivers it.
    pub groups: Vec<Vec<String>>,
    /// Latency that the response states, in milliseconds.
    pub latency_ms: u64,
    /// Time to the first token that the response states, in milliseconds.
    pub first_byte_ms: u64,
    /// Letters and digits for the response's own ids.
    pub id: String,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// What the guardrail did, where one was asked for.
    pub verdict: Option<Verdict>,
}

impl Part {
    /// Whether it is reasoning.
    pub fn is_reasoning(&self) -> bool {
        match self.kind {
            Kind::Reasoning(_) => true,
            Kind::Text | Kind::Cited(_) | Kind::Call(_) => false,
        }
    }
}

impl Answer<'_> {
    /// The parts with their indexes and their groups of tokens.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &Part, &[String])> {
        self.completion
            .parts
            .iter()
            .zip(&self.groups)
            .enumerate()
            .map(|(index, (part, groups))| (index, part, groups.as_slice()))
    }

    /// Letters and digits for the id of something in the answer.
    pub fn letters(&self, index: usize, count: usize) -> String {
        let mut rng = Rng::new(seed_from(u64::try_from(index).unwrap_or(0), self.id.as_bytes()));
        super::serve::letters(&mut rng, count)
    }

    /// A UUID for something in the answer.
    pub fn uuid(&self, index: usize) -> String {
        super::serve::uuid(&mut Rng::new(seed_from(u64::try_from(index).unwrap_or(0), self.id.as_bytes())))
    }
}

/// One event of a stream, before it becomes a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The Converse event type; in a native stream every event is a `chunk`.
    pub name: &'static str,
    /// The payload, or the native document that a `chunk` carries.
    pub payload: Value,
    /// Whether the event carries text of the model, which takes time to write.
    pub writes: Writes,
}

/// What an event costs in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// It carries a group of tokens.
    Tokens,
    /// It only frames them.
    Nothing,
}

impl Event {
    fn frame(name: &'static str, payload: Value) -> Self {
        Self { name, payload, writes: Writes::Nothing }
    }

    fn tokens(name: &'static str, payload: Value) -> Self {
        Self { name, payload, writes: Writes::Tokens }
    }
}

/// Reads a native body.
pub fn read_native(family: Family, body: &Value, called: Called<'_>) -> Result<Ask, Fault> {
    let model = called.model;
    match family {
        Family::Claude => claude::read(body, model),
        Family::Nova => nova::read(body, model),
        Family::Llama | Family::MistralInstruct | Family::DeepSeekR1 => prompt::read(family, body, model),
        Family::MistralChat | Family::Jamba | Family::OpenAiChat | Family::Palmyra => chat::read(family, body, called),
        Family::CohereCommandR => cohere::read(body, model),
        Family::TitanText => titan::read(body, model),
        other => Err(unspoken(other)),
    }
}

/// Writes a native answer.
pub fn whole_native(family: Family, answer: &Answer<'_>) -> Result<Value, Fault> {
    let mut whole = match family {
        Family::Claude => claude_answer::whole(answer),
        Family::Nova => nova::whole(answer),
        Family::Llama | Family::MistralInstruct | Family::DeepSeekR1 => prompt::whole(family, answer),
        Family::MistralChat | Family::Jamba | Family::OpenAiChat | Family::Palmyra => {
            chat_answer::whole(family, answer)
        }
        Family::CohereCommandR => cohere::whole(answer),
        Family::TitanText => titan::whole(answer),
        other => return Err(unspoken(other)),
    };
    if let Some(verdict) = &answer.verdict {
        verdict.mark_native(&mut whole);
    }
    Ok(whole)
}

/// Writes the events of a native stream; the last one carries the invocation metrics.
pub fn events_native(family: Family, answer: &Answer<'_>) -> Result<Vec<Event>, Fault> {
    let mut events = match family {
        Family::Claude => claude_answer::events(answer),
        Family::Nova => nova::events(answer),
        Family::Llama | Family::MistralInstruct | Family::DeepSeekR1 => prompt::events(family, answer),
        Family::MistralChat | Family::Jamba | Family::OpenAiChat | Family::Palmyra => {
            chat_answer::events(family, answer)
        }
        Family::CohereCommandR => cohere::events(answer),
        Family::TitanText => titan::events(answer),
        other => return Err(unspoken(other)),
    };
    if let Some(last) = events.last_mut().map(|event| &mut event.payload) {
        if let Some(verdict) = &answer.verdict {
            verdict.mark_native(last);
        }
        let completion = &answer.completion;
        let mut metrics = serde_json::json!({
            "inputTokenCount": completion.plain_input_tokens(),
            "outputTokenCount": completion.output_tokens,
            "invocationLatency": answer.latency_ms,
            "firstByteLatency": answer.first_byte_ms,
        });
        if let (true, Some(metrics)) = (completion.cached.points > 0, metrics.as_object_mut()) {
            metrics.insert("cacheReadInputTokenCount".to_owned(), completion.cached.read.into());
            metrics.insert("cacheWriteInputTokenCount".to_owned(), completion.cached.write.into());
        }
        if let Some(last) = last.as_object_mut() {
            last.insert("amazon-bedrock-invocationMetrics".to_owned(), metrics);
        }
    }
    Ok(events)
}

fn unspoken(family: Family) -> Fault {
    Fault::validation(format!(
        "This simulator does not speak the native body of the {} family. It speaks those of the text families that take \
         messages or a prompt.",
        family.name()
    ))
}
