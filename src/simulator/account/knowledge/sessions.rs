//! What the account remembers between calls of `bedrock-agent-runtime`: sessions, and the summaries of ended ones.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// This part of the account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Sessions {
    /// Of `RetrieveAndGenerate`.
    pub questions: Vec<Questions>,
    /// Of agents.
    pub agents: Vec<Session>,
    /// Summaries that agents keep.
    pub memories: Vec<Memory>,
    /// Of session management.
    pub records: Vec<Record>,
}

/// A session of `RetrieveAndGenerate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Questions {
    /// Its id.
    pub id: String,
    /// Its region.
    pub region: String,
    /// The last question, with what it points back to.
    pub last: String,
    /// When it was last used, in milliseconds since 1970.
    pub used: i64,
}

/// A session with an agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Session {
    /// Its id, chosen by the caller.
    pub id: String,
    /// Its region.
    pub region: String,
    /// The agent and its alias, or `inline`.
    pub agent: String,
    /// When it began, in milliseconds since 1970.
    pub began: i64,
    /// When it was last used.
    pub used: i64,
    /// Attributes that stay for the session.
    pub attributes: Map<String, Value>,
    /// Question and answer of each turn.
    pub turns: Vec<Turn>,
    /// Functions whose results the agent waits for.
    pub pending: Option<Pending>,
    /// A parameter that the agent asked the user for.
    pub asked: Option<Asked>,
}

/// A turn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Turn {
    /// The user's text.
    pub question: String,
    /// The agent's.
    pub answer: String,
}

/// Functions whose results the agent waits for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pending {
    /// The id that the next request repeats.
    pub invocation_id: String,
    /// The question.
    pub question: String,
    /// The calls.
    pub calls: Vec<PlannedCall>,
}

/// A call of a function.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PlannedCall {
    /// The name of the action group.
    pub group: String,
    /// The name of the function.
    pub function: String,
    /// Its arguments by name.
    pub arguments: Map<String, Value>,
}

/// A parameter that the agent asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The question before.
    pub question: String,
    /// The parameter.
    pub parameter: String,
}

/// The summary of an ended session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The id of the memory.
    pub id: String,
    /// The agent and its alias.
    pub agent: String,
    /// Its region.
    pub region: String,
    /// The session.
    pub session: String,
    /// When it began, in milliseconds since 1970.
    pub began: i64,
    /// When it ended.
    pub ended: i64,
    /// The summary.
    pub text: String,
}

/// A session that an application keeps itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Its region.
    pub region: String,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
    /// When it was last changed.
    pub updated: i64,
    /// When it was ended.
    pub ended: Option<i64>,
    /// Its metadata.
    pub metadata: Map<String, Value>,
    /// The ARN of its key.
    pub key: Option<String>,
    /// Its invocations.
    pub invocations: Vec<Invocation>,
}

/// A group of steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invocation {
    /// Its id.
    pub id: String,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
    /// Its steps.
    pub steps: Vec<InvocationStep>,
}

/// A step of an invocation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvocationStep {
    /// Its id.
    pub id: String,
    /// Its time, as it was sent.
    pub time: Value,
    /// Its content.
    pub payload: Value,
}

/// How many sessions are kept; the oldest are forgotten.
pub const MOST: usize = 200;

impl Sessions {
    /// A session, unless it has been idle since before this moment.
    pub fn find(&self, agent: &str, id: &str, region: &str, not_before: i64) -> Option<Session> {
        let is = |session: &&Session| session.agent == agent && session.id == id && session.region == region;
        self.agents.iter().find(is).filter(|session| session.used >= not_before).cloned()
    }

    /// Forgets a session.
    pub fn forget(&mut self, agent: &str, id: &str, region: &str) {
        self.agents.retain(|session| session.agent != agent || session.id != id || session.region != region);
    }

    /// Keeps a session.
    pub fn put(&mut self, session: Session) {
        self.forget(&session.agent, &session.id, &session.region);
        self.agents.push(session);
        let excess = self.agents.len().saturating_sub(MOST);
        self.agents.drain(..excess);
    }
}
