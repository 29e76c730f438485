//! Bedrock's four clients, as SDKs name them: each is a service with its own host and its own API model.

/// A client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// Manages: models, throughput, jobs, guardrails.
    Bedrock,
    /// Calls models.
    Runtime,
    /// Calls agents, knowledge bases and flows.
    AgentRuntime,
    /// Builds agents, knowledge bases, flows and prompts.
    Agent,
}

impl Client {
    /// All four, in the order in which one meets them.
    pub const ALL: [Self; 4] = [Self::Bedrock, Self::Runtime, Self::AgentRuntime, Self::Agent];

    /// The name in `boto3.client(…)`, which is also the first label of the host.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bedrock => "bedrock",
            Self::Runtime => "bedrock-runtime",
            Self::AgentRuntime => "bedrock-agent-runtime",
            Self::Agent => "bedrock-agent",
        }
    }

    /// The client of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|client| client.name() == name)
    }

    /// What it is for, in one sentence.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Bedrock => "Manages: lists models, buys throughput, trains, and keeps guardrails. It calls no model.",
            Self::Runtime => "Calls models: Converse, InvokeModel, embeddings, images. It manages nothing.",
            Self::AgentRuntime => "Calls what was built: agents, flows, and knowledge bases with Retrieve.",
            Self::Agent => "Builds agents, knowledge bases, flows and prompts. It calls none of them.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_found_by_its_name() {
        assert!(Client::ALL.into_iter().all(|client| Client::from_name(client.name()) == Some(client)));
        assert_eq!(Client::from_name("s3"), None);
    }
}
