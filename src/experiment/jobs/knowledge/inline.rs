//! `InvokeInlineAgent`: an agent that exists for one session, given with the call.

use serde_json::{Map, Value, json};

use super::super::{Ask, Fault};
use super::control::{self, Control};
use super::{model, resource_id, runtime, session};

/// The types of a parameter.
const TYPES: [&str; 5] = ["string", "number", "integer", "boolean", "array"];

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The model that thinks.
    pub model: String,
    /// What the agent is for, in at least 40 characters.
    pub instruction: String,
    /// A knowledge base; empty for none.
    pub base: String,
    /// What is in the knowledge base.
    pub about: String,
    /// A function that the caller carries out; empty for none.
    pub function: String,
    /// What the function does.
    pub does: String,
    /// Its parameters, one `name: type` a line.
    pub parameters: String,
    /// The session.
    pub session: String,
    /// What is said.
    pub input: String,
    /// Whether the trace is sent.
    pub trace: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            model: "amazon.nova-lite-v1:0".to_owned(),
            instruction: "You answer questions about Amazon Bedrock, briefly and with sources.".to_owned(),
            base: String::new(),
            about: "Terms of Amazon Bedrock and what they mean".to_owned(),
            function: String::new(),
            does: String::new(),
            parameters: String::new(),
            session: "inline-1".to_owned(),
            input: String::new(),
            trace: true,
        }
    }
}

impl Form {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = model("model", &self.model).into_iter().collect();
        let long = self.instruction.chars().count();
        if long < 40 {
            faults.push(Fault::at("instruction", format!("At least 40 characters; this has {long}")));
        }
        if !self.base.trim().is_empty() {
            faults.extend(resource_id("base", &self.base, "a knowledge base"));
            if !(1..=200).contains(&self.about.chars().count()) {
                faults.push(Fault::at("about", "1 to 200 characters: the agent decides by it"));
            }
        }
        let function = self.function.trim();
        if !function.is_empty() && !super::super::is_name(function, 100, "_-") {
            faults.push(Fault::at("function", "Letters, digits, hyphens and underscores, at most 100"));
        }
        faults.extend(parameters(&self.parameters).err().map(|why| Fault::at("parameters", why)));
        faults.extend(session("session", &self.session));
        if self.input.trim().is_empty() {
            faults.push(Fault::at("input", "Enter what to say"));
        }
        faults
    }

    fn input(&self) -> Map<String, Value> {
        let mut input = Map::new();
        input.insert("sessionId".to_owned(), json!(self.session));
        input.insert("foundationModel".to_owned(), json!(self.model.trim()));
        input.insert("instruction".to_owned(), json!(self.instruction));
        input.insert("enableTrace".to_owned(), json!(self.trace));
        if !self.base.trim().is_empty() {
            let base = json!({"knowledgeBaseId": self.base.trim(), "description": self.about});
            input.insert("knowledgeBases".to_owned(), json!([base]));
        }
        let name = self.function.trim();
        if !name.is_empty() {
            let mut function = Map::new();
            function.insert("name".to_owned(), json!(name));
            if !self.does.trim().is_empty() {
                function.insert("description".to_owned(), json!(self.does.trim()));
            }
            if let Ok(parameters) = parameters(&self.parameters)
                && !parameters.is_empty()
            {
                function.insert("parameters".to_owned(), Value::Object(parameters));
            }
            let group = json!({
                "actionGroupName": "by-hand",
                "actionGroupExecutor": {"customControl": "RETURN_CONTROL"},
                "functionSchema": {"functions": [function]}
            });
            input.insert("actionGroups".to_owned(), json!([group]));
        }
        input
    }

    /// The call, whether or not it is complete.
    pub fn ask(&self) -> Ask {
        let mut input = self.input();
        input.insert("inputText".to_owned(), json!(self.input));
        runtime("InvokeInlineAgent", Value::Object(input))
    }

    /// The call that goes on with the results of what the agent has asked for.
    pub fn go_on(&self, control: &Control, replies: &[control::Reply]) -> Ask {
        let mut input = self.input();
        input.insert("inlineSessionState".to_owned(), Value::Object(control::state(control, replies)));
        runtime("InvokeInlineAgent", Value::Object(input))
    }
}

/// Parameters as typed, one `name: type` a line; without a type, a string.
fn parameters(typed: &str) -> Result<Map<String, Value>, String> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (name, kind) = line.split_once(':').unwrap_or((line, "string"));
            let (name, kind) = (name.trim(), kind.trim());
            if !super::super::is_name(name, 100, "_-") {
                return Err(format!("“{name}” is not a name: letters, digits, hyphens and underscores"));
            }
            if !TYPES.contains(&kind) {
                return Err(format!("“{kind}” is not a type. It can be {}", TYPES.join(", ")));
            }
            Ok((name.to_owned(), json!({"type": kind, "required": true})))
        })
        .collect()
}
