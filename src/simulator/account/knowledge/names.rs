//! The ids of what every account has: a knowledge base, an agent, a prompt and a flow.

/// The id of the knowledge base.
pub const KNOWLEDGE_BASE_ID: &str = "OUTCROPKB1";
/// The id of its data source.
pub const DATA_SOURCE_ID: &str = "OUTCROPDS1";
/// The id of the agent.
pub const AGENT_ID: &str = "OUTCROPAG1";
/// The id of the agent's alias, which points to its version 1.
pub const AGENT_ALIAS_ID: &str = "OUTCROPAL1";
/// The id of the alias of any working draft, on AWS too.
pub const DRAFT_ALIAS_ID: &str = "TSTALIASID";
/// The id of the agent's action group.
pub const ACTION_GROUP_ID: &str = "OUTCROPAC1";
/// The id of the group that lets the agent ask the user.
pub const USER_INPUT_GROUP_ID: &str = "OUTCROPAC2";
/// The id of the prompt.
pub const PROMPT_ID: &str = "OUTCROPPR1";
/// The id of the flow.
pub const FLOW_ID: &str = "OUTCROPFL1";
/// The id of the flow's alias.
pub const FLOW_ALIAS_ID: &str = "OUTCROPFA1";
/// The bucket of the documents.
pub const BUCKET: &str = "outcrop-glossary";
/// The model that writes the answers of the agent and of the flow.
pub const MODEL_ID: &str = "amazon.nova-lite-v1:0";
/// The model that embeds the passages.
pub const EMBEDDING_MODEL_ID: &str = "amazon.titan-embed-text-v2:0";
/// The group with functions.
pub const ACTION_GROUP: &str = "weather";
/// When all of them were created.
pub const CREATED: &str = "2026-06-01T08:00:00Z";
