//! Knowledge bases, agents and flows: what `bedrock-agent-runtime` calls, as people use it.
//!
//! Plain data: a form becomes the input of an operation, an output or the events of a stream become what a screen shows.

pub mod agent;
pub mod answer;
pub mod calls;
pub mod control;
pub mod filter;
pub mod flow;
pub mod generate;
pub mod inline;
pub mod passage;
pub mod rerank;
pub mod resources;
pub mod retrieve;
pub mod trace;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::{Ask, Fault, Plan, Weight};
use crate::bedrock::client::Client;
use crate::bedrock::model_id::ModelId;

/// A call of `bedrock-agent-runtime`.
pub(crate) fn runtime(operation: &'static str, input: Value) -> Ask {
    Ask { client: Client::AgentRuntime, operation, input }
}

/// A call of `bedrock-agent`.
pub(crate) fn build(operation: &'static str, input: Value) -> Ask {
    Ask { client: Client::Agent, operation, input }
}

/// The question before a call that is billed on AWS.
pub fn plan(ask: Ask, does: &[&str], costs: &str) -> Plan {
    Plan {
        title: format!("Send {}?", ask.operation),
        does: does.iter().map(|line| (*line).to_owned()).collect(),
        costs: costs.to_owned(),
        verb: "Send",
        weight: Weight::Writes,
        ask,
    }
}

/// An event of a stream: its name and its payload.
pub type Event<'a> = (&'a str, &'a Value);

/// The ID of a resource: ten letters and digits.
fn resource_id(field: &'static str, typed: &str, of: &str) -> Option<Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(Fault::at(field, format!("Enter the ID of {of}")));
    }
    let fits = typed.len() <= 10 && typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!fits).then(|| Fault::at(field, format!("“{typed}” is not an ID: up to 10 letters and digits")))
}

/// A number of results as typed; empty for the service's own.
fn count(field: &'static str, typed: &str, most: u64) -> Result<Option<u64>, Fault> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let count = typed.trim().parse().ok().filter(|count| (1..=most).contains(count));
    count.map(Some).ok_or_else(|| Fault::at(field, format!("A whole number, 1 to {most}")))
}

/// A model as typed: an ID, a profile or an ARN.
fn model(field: &'static str, typed: &str) -> Option<Fault> {
    if typed.trim().is_empty() {
        return Some(Fault::at(field, "Choose a model, or type its ID or ARN"));
    }
    ModelId::parse(typed.trim()).err().map(|error| Fault::at(field, error.to_string()))
}

/// The ARN of a model: of a foundation model by its ID in this Region; anything else as typed.
fn model_arn(typed: &str, region: &str) -> String {
    let typed = typed.trim();
    let is_profile = crate::bedrock::model_id::PROFILE_PREFIXES.into_iter().any(|prefix| typed.starts_with(prefix));
    if typed.is_empty() || typed.starts_with("arn:") || is_profile {
        return typed.to_owned();
    }
    format!("arn:aws:bedrock:{region}::foundation-model/{typed}")
}

/// A session ID: 2 to 100 letters, digits and `._:-`.
fn session(field: &'static str, typed: &str) -> Option<Fault> {
    let fits = (2..=100).contains(&typed.len())
        && typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte));
    (!fits).then(|| Fault::at(field, "2 to 100 letters, digits, dots, colons, hyphens and underscores"))
}

/// The configuration of a search in vectors.
fn search(results: &str, kind: retrieve::Search, filter: &filter::Filter) -> Map<String, Value> {
    let mut search = Map::new();
    if let Ok(Some(count)) = count("results", results, retrieve::MOST_RESULTS) {
        search.insert("numberOfResults".to_owned(), json!(count));
    }
    if let Some(word) = kind.word() {
        search.insert("overrideSearchType".to_owned(), json!(word));
    }
    filter::into_search(&mut search, filter);
    search
}
