//! `InvokeAgent`: the form, and a turn of the conversation as its events tell it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::super::{Ask, Fault, items, text};
use super::answer::Answer;
use super::control::{self, Control};
use super::trace::{self, Phase};
use super::{Event, resource_id, runtime, session};
use crate::text::number;

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The ID of the agent.
    pub agent: String,
    /// The ID of its alias.
    pub alias: String,
    /// The session: the same ID goes on with the conversation.
    pub session: String,
    /// What is said.
    pub input: String,
    /// Whether the trace is sent.
    pub trace: bool,
    /// Whether the session ends with this call.
    pub end: bool,
    /// Attributes of the session, one `key=value` a line.
    pub attributes: String,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            agent: String::new(),
            // The alias of every agent's draft.
            alias: "TSTALIASID".to_owned(),
            session: "session-1".to_owned(),
            input: String::new(),
            trace: true,
            end: false,
            attributes: String::new(),
        }
    }
}

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = resource_id("agent", &self.agent, "an agent").into_iter().collect();
        faults.extend(resource_id("alias", &self.alias, "an alias"));
        faults.extend(session("session", &self.session));
        if self.input.trim().is_empty() && !self.end {
            faults.push(Fault::at("input", "Enter what to say"));
        }
        faults.extend(attributes(&self.attributes).err().map(|why| Fault::at("attributes", why)));
        faults
    }

    fn input(&self, state: Map<String, Value>) -> Map<String, Value> {
        let mut input = Map::new();
        input.insert("agentId".to_owned(), json!(self.agent.trim()));
        input.insert("agentAliasId".to_owned(), json!(self.alias.trim()));
        input.insert("sessionId".to_owned(), json!(self.session));
        input.insert("enableTrace".to_owned(), json!(self.trace));
        if self.end {
            input.insert("endSession".to_owned(), json!(true));
        }
        if !state.is_empty() {
            input.insert("sessionState".to_owned(), Value::Object(state));
        }
        input
    }

    /// The call, whether or not it is complete.
    pub fn ask(&self) -> Ask {
        let mut state = Map::new();
        if let Ok(attributes) = attributes(&self.attributes)
            && !attributes.is_empty()
        {
            state.insert("sessionAttributes".to_owned(), Value::Object(attributes));
        }
        let mut input = self.input(state);
        if !self.input.is_empty() {
            input.insert("inputText".to_owned(), json!(self.input));
        }
        runtime("InvokeAgent", Value::Object(input))
    }

    /// The call that goes on with the results of what the agent has asked for.
    pub fn go_on(&self, control: &Control, replies: &[control::Reply]) -> Ask {
        let going_on = Self { end: false, ..self.clone() };
        runtime("InvokeAgent", Value::Object(going_on.input(control::state(control, replies))))
    }
}

/// Attributes as typed, one `key=value` a line.
fn attributes(typed: &str) -> Result<Map<String, Value>, String> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| match line.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), json!(value.trim()))),
            Some(_) | None => Err(format!("“{line}” is not an attribute. Write key=value, one a line")),
        })
        .collect()
}

/// A turn of a conversation with an agent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// What was said; for results by hand, what they are.
    pub said: String,
    /// The answer with its citations.
    pub answer: Answer,
    /// The trace, phase by phase.
    pub phases: Vec<Phase>,
    /// What the agent asks the caller to do, if it hands control back.
    pub control: Option<Control>,
    /// The files that it wrote, each with its size.
    pub files: Vec<String>,
}

/// Reads the events of `InvokeAgent` or `InvokeInlineAgent`.
pub fn read(input: &Value, events: &[Event<'_>]) -> Turn {
    let of = |wanted: &'static str| events.iter().filter(move |(name, _)| *name == wanted).map(|(_, payload)| *payload);
    let mut written = Vec::new();
    for chunk in of("chunk") {
        let bytes = chunk.get("bytes").and_then(Value::as_str).unwrap_or_default();
        // A chunk may end inside a character, so the bytes are joined first.
        written.extend(BASE64.decode(bytes).unwrap_or_default());
    }
    let citations = of("chunk").flat_map(|chunk| {
        chunk.pointer("/attribution/citations").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    });
    let file = |file: &Value| {
        let size = file.get("bytes").and_then(Value::as_str).and_then(|bytes| BASE64.decode(bytes).ok());
        format!("{}, {}", text(file, "name"), number::bytes(size.map_or(0, |bytes| bytes.len())))
    };
    let said = text(input, "inputText");
    Turn {
        said: if said.is_empty() { control::told(input) } else { said },
        answer: Answer::new(String::from_utf8_lossy(&written).into_owned(), citations),
        phases: trace::read(of("trace")),
        control: of("returnControl").last().map(control::read),
        files: of("files").flat_map(|payload| items(payload, "files")).map(file).collect(),
    }
}
