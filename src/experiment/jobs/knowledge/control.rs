//! Return of control: the agent asks the caller for the result of a function or an API, and goes on with it.

use serde_json::{Map, Value, json};

use super::super::{items, some_text, text};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A function.
    Function(String),
    /// A path of an API, with its HTTP method.
    Api(String, String),
}

/// One thing that the agent asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The action group.
    pub group: String,
    /// The function or API.
    pub wanted: Wanted,
    /// The parameters: name, type, value.
    pub parameters: Vec<(String, String, String)>,
    /// Whether a result is wanted.
    pub result: bool,
    /// Whether a confirmation by the user is wanted.
    pub confirmation: bool,
    /// The agent that asks, if it is a collaborator.
    agent: Option<String>,
}

impl Asked {
    /// Its name.
    pub fn name(&self) -> String {
        match &self.wanted {
            Wanted::Function(name) => format!("{name} of {}", self.group),
            Wanted::Api(path, method) => format!("{method} {path} of {}", self.group),
        }
    }
}

/// What the agent hands back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The ID that the results go back with.
    pub invocation: String,
    /// What is asked for.
    pub asked: Vec<Asked>,
}

/// What the caller did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It has a result.
    #[default]
    Done,
    /// The user refused.
    Denied,
    /// It failed.
    Failed,
    /// The agent shall ask the user again.
    Reprompt,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::Denied, Self::Failed, Self::Reprompt];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "Done: this is the result",
            Self::Denied => "The user refuses (DENY)",
            Self::Failed => "It failed (FAILURE)",
            Self::Reprompt => "Ask the user again (REPROMPT)",
        }
    }
}

/// The reply to one thing that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// What happened.
    pub outcome: Outcome,
    /// The result, as text or JSON.
    pub body: String,
}

/// Reads a `returnControl` event.
pub fn read(payload: &Value) -> Control {
    let asked = items(payload, "invocationInputs").iter().filter_map(|input| {
        let (value, is_api) = match input.get("functionInvocationInput") {
            Some(function) => (function, false),
            None => (input.get("apiInvocationInput")?, true),
        };
        let mut parameters: Vec<_> = items(value, "parameters").iter().map(parameter).collect();
        let bodies = value.pointer("/requestBody/content").and_then(Value::as_object).into_iter().flatten();
        parameters.extend(bodies.flat_map(|(_, body)| items(body, "properties")).map(parameter));
        let kind = text(value, "actionInvocationType");
        Some(Asked {
            group: text(value, "actionGroup"),
            wanted: if is_api {
                Wanted::Api(text(value, "apiPath"), text(value, "httpMethod"))
            } else {
                Wanted::Function(text(value, "function"))
            },
            parameters,
            result: kind != "USER_CONFIRMATION",
            confirmation: kind.starts_with("USER_CONFIRMATION"),
            agent: some_text(value, "agentId"),
        })
    });
    Control { invocation: text(payload, "invocationId"), asked: asked.collect() }
}

fn parameter(value: &Value) -> (String, String, String) {
    (text(value, "name"), text(value, "type"), text(value, "value"))
}

/// The session state that carries the replies.
pub fn state(control: &Control, replies: &[Reply]) -> Map<String, Value> {
    let results = control
        .asked
        .iter()
        .enumerate()
        .map(|(at, asked)| result(asked, &replies.get(at).cloned().unwrap_or_default()));
    let mut state = Map::new();
    state.insert("invocationId".to_owned(), json!(control.invocation));
    state.insert("returnControlInvocationResults".to_owned(), json!(results.collect::<Vec<_>>()));
    state
}

fn result(asked: &Asked, reply: &Reply) -> Value {
    let mut result = Map::new();
    result.insert("actionGroup".to_owned(), json!(asked.group));
    if let Some(agent) = &asked.agent {
        result.insert("agentId".to_owned(), json!(agent));
    }
    let (member, media) = match &asked.wanted {
        Wanted::Function(name) => {
            result.insert("function".to_owned(), json!(name));
            // AWS's guide: a function's result is under the key TEXT.
            ("functionResult", "TEXT")
        }
        Wanted::Api(path, method) => {
            result.insert("apiPath".to_owned(), json!(path));
            result.insert("httpMethod".to_owned(), json!(method));
            let status = if reply.outcome == Outcome::Failed { 500 } else { 200 };
            result.insert("httpStatusCode".to_owned(), json!(status));
            ("apiResult", "application/json")
        }
    };
    if asked.confirmation {
        let word = if reply.outcome == Outcome::Denied { "DENY" } else { "CONFIRM" };
        result.insert("confirmationState".to_owned(), json!(word));
    }
    match reply.outcome {
        Outcome::Failed => drop(result.insert("responseState".to_owned(), json!("FAILURE"))),
        Outcome::Reprompt => drop(result.insert("responseState".to_owned(), json!("REPROMPT"))),
        Outcome::Done | Outcome::Denied => {}
    }
    result.insert("responseBody".to_owned(), json!({ media: {"body": reply.body} }));
    json!({ member: result })
}

/// What a call tells the agent in place of a question: the results that it carries.
pub fn told(input: &Value) -> String {
    let state = input.get("sessionState").or_else(|| input.get("inlineSessionState"));
    let results = state.map(|state| items(state, "returnControlInvocationResults")).unwrap_or_default();
    let one = |result: &Value| {
        let inner = result.get("functionResult").or_else(|| result.get("apiResult"))?;
        let name = some_text(inner, "function").or_else(|| some_text(inner, "apiPath")).unwrap_or_default();
        let body = inner.get("responseBody").and_then(Value::as_object).and_then(|bodies| bodies.values().next());
        Some(format!("{name}: {}", body.map(|body| text(body, "body")).unwrap_or_default()))
    };
    results.iter().filter_map(one).collect::<Vec<_>>().join("\n")
}
