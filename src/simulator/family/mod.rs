//! The bodies that the simulator reads and writes: Converse's, and the native one of each family, a file each.
//!
//! A body's file checks a request the way its owner does, in its owner's words, turns it into an [`Ask`], and writes
//! the answer whole or as the events of a stream. What lies between is the same for all.

pub mod claude;
pub mod converse;
pub mod nova;

use super::ask::Ask;
use super::completion::Completion;
use super::fault::Fault;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::Family;
use serde_json::Value;

/// An answer with all that a response states about it.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The model that was called.
    pub model: &'a Model,
    /// The text and the counts.
    pub completion: Completion,
    /// The text cut into the groups of tokens in which a stream delivers it.
    pub groups: Vec<String>,
    /// Latency that the response states, in milliseconds.
    pub latency_ms: u64,
    /// Time to the first token that the response states, in milliseconds.
    pub first_byte_ms: u64,
    /// Letters and digits for the response's own ids.
    pub id: String,
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
pub fn read_native(family: Family, body: &Value, model: &Model) -> Result<Ask, Fault> {
    match family {
        Family::Claude => claude::read(body, model),
        Family::Nova => nova::read(body, model),
        other => Err(unspoken(other)),
    }
}

/// Writes a native answer.
pub fn whole_native(family: Family, answer: &Answer<'_>) -> Result<Value, Fault> {
    match family {
        Family::Claude => Ok(claude::whole(answer)),
        Family::Nova => Ok(nova::whole(answer)),
        other => Err(unspoken(other)),
    }
}

/// Writes the events of a native stream; the last one carries the invocation metrics.
pub fn events_native(family: Family, answer: &Answer<'_>) -> Result<Vec<Event>, Fault> {
    let mut events = match family {
        Family::Claude => claude::events(answer),
        Family::Nova => nova::events(answer),
        other => return Err(unspoken(other)),
    };
    if let Some(Value::Object(last)) = events.last_mut().map(|event| &mut event.payload) {
        let completion = &answer.completion;
        last.insert(
            "amazon-bedrock-invocationMetrics".to_owned(),
            serde_json::json!({
                "inputTokenCount": completion.input_tokens,
                "outputTokenCount": completion.output_tokens,
                "invocationLatency": answer.latency_ms,
                "firstByteLatency": answer.first_byte_ms,
            }),
        );
    }
    Ok(events)
}

fn unspoken(family: Family) -> Fault {
    Fault::validation(format!(
        "This simulator does not speak the native body of the {} family. Use Converse where the model has it, or a Claude \
         or Nova model.",
        family.name()
    ))
}
