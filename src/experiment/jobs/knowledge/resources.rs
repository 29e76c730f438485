//! The knowledge bases, agents and flows of the account, to choose from. `bedrock-agent` lists them.

use serde_json::{Value, json};

use super::super::{Ask, items, some_text, text};
use super::build;

/// A resource of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its status, in the API's word.
    pub status: String,
    /// Its description.
    pub about: String,
}

fn read(output: &Value, list: &str, id: &str, name: &str, status: &str) -> Vec<Resource> {
    let one = |value: &Value| {
        Some(Resource {
            id: some_text(value, id)?,
            name: text(value, name),
            status: text(value, status),
            about: text(value, "description"),
        })
    };
    items(output, list).iter().filter_map(one).collect()
}

/// The knowledge bases.
pub fn bases() -> Ask {
    build("ListKnowledgeBases", json!({"maxResults": 100}))
}

/// Reads the output of `ListKnowledgeBases`.
pub fn read_bases(output: &Value) -> Vec<Resource> {
    read(output, "knowledgeBaseSummaries", "knowledgeBaseId", "name", "status")
}

/// The agents.
pub fn agents() -> Ask {
    build("ListAgents", json!({"maxResults": 100}))
}

/// Reads the output of `ListAgents`.
pub fn read_agents(output: &Value) -> Vec<Resource> {
    read(output, "agentSummaries", "agentId", "agentName", "agentStatus")
}

/// The aliases of an agent.
pub fn aliases(agent: &str) -> Ask {
    build("ListAgentAliases", json!({"agentId": agent, "maxResults": 100}))
}

/// Reads the output of `ListAgentAliases`.
pub fn read_aliases(output: &Value) -> Vec<Resource> {
    read(output, "agentAliasSummaries", "agentAliasId", "agentAliasName", "agentAliasStatus")
}

/// The flows.
pub fn flows() -> Ask {
    build("ListFlows", json!({"maxResults": 100}))
}

/// Reads the output of `ListFlows`.
pub fn read_flows(output: &Value) -> Vec<Resource> {
    read(output, "flowSummaries", "id", "name", "status")
}

/// The aliases of a flow.
pub fn flow_aliases(flow: &str) -> Ask {
    build("ListFlowAliases", json!({"flowIdentifier": flow, "maxResults": 100}))
}

/// Reads the output of `ListFlowAliases`.
pub fn read_flow_aliases(output: &Value) -> Vec<Resource> {
    read(output, "flowAliasSummaries", "id", "name", "status")
}
