//! The screens of the Explorer, by their address.

use crate::bedrock::client::Client;
use crate::experiment::explorer::Operation;
use crate::experiment::explorer::index;

/// What the Explorer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The clients and the jobs.
    #[default]
    Start,
    /// A client.
    Client(Client),
    /// An operation.
    Operation(&'static Operation),
    /// The screen of a job.
    Job(Job),
}

impl Place {
    /// The place that a fragment names: `#explorer`, `#explorer/CLIENT`, `#explorer/CLIENT/OPERATION` or
    /// `#explorer/jobs/WORD`. `None` for the fragment of anything else; what the Explorer does not know is its start.
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let mut parts = fragment.split('/');
        if parts.next() != Some("#explorer") {
            return None;
        }
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if first == "jobs" {
            return Some(Job::from_word(second).map_or(Self::Start, Self::Job));
        }
        let Some(client) = Client::from_name(first) else { return Some(Self::Start) };
        Some(index::find(client, second).map_or(Self::Client(client), Self::Operation))
    }

    /// Its address.
    pub fn address(self) -> String {
        match self {
            Self::Start => "#explorer".to_owned(),
            Self::Client(client) => format!("#explorer/{}", client.name()),
            Self::Operation(operation) => operation.address(),
            Self::Job(job) => format!("#explorer/jobs/{}", job.word()),
        }
    }

    /// The client that it belongs to.
    pub fn client(self) -> Option<Client> {
        match self {
            Self::Client(client) => Some(client),
            Self::Operation(operation) => Some(operation.client),
            Self::Start | Self::Job(_) => None,
        }
    }
}

/// A job that has a screen of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// List, filter and compare foundation models.
    Models,
    /// Buy and manage provisioned throughput.
    Throughput,
    /// Fine-tune a model and deploy it.
    Tuning,
    /// Send many records at once.
    Batch,
    /// Create guardrails and try them.
    Guardrails,
    /// Ask knowledge bases, agents and flows.
    Knowledge,
}

impl Job {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 6] =
        [Self::Models, Self::Throughput, Self::Tuning, Self::Batch, Self::Guardrails, Self::Knowledge];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Models => "Models",
            Self::Throughput => "Provisioned throughput",
            Self::Tuning => "Fine-tuning",
            Self::Batch => "Batch jobs",
            Self::Guardrails => "Guardrails",
            Self::Knowledge => "Knowledge bases and agents",
        }
    }

    /// Its word in the address, after `#explorer/jobs/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Models => "models",
            Self::Throughput => "throughput",
            Self::Tuning => "tuning",
            Self::Batch => "batch",
            Self::Guardrails => "guardrails",
            Self::Knowledge => "knowledge",
        }
    }

    /// What one does there, in one sentence.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Models => "See which models there are, what they take, how they are called, and whether you may.",
            Self::Throughput => "Buy capacity for a model, watch it come into service, rename it, and end its bill.",
            Self::Tuning => "Check a data set, train a model on it, follow the job, and deploy the result.",
            Self::Batch => "Send many records to a model at half the price, follow their counts, and stop the job.",
            Self::Knowledge => "Retrieve passages, ask for answers with citations, talk to agents, and run flows.",
            Self::Guardrails => "Write what a model must not take or say, and try it on sentences of your own.",
        }
    }

    /// The operations that it uses, the first one first.
    pub fn operations(self) -> Vec<&'static Operation> {
        let names: &[&str] = match self {
            Self::Models => &[
                "ListFoundationModels",
                "GetFoundationModel",
                "GetFoundationModelAvailability",
                "ListInferenceProfiles",
            ],
            Self::Throughput => &[
                "CreateProvisionedModelThroughput",
                "ListProvisionedModelThroughputs",
                "GetProvisionedModelThroughput",
                "UpdateProvisionedModelThroughput",
                "DeleteProvisionedModelThroughput",
            ],
            Self::Tuning => &[
                "CreateModelCustomizationJob",
                "ListModelCustomizationJobs",
                "GetModelCustomizationJob",
                "StopModelCustomizationJob",
                "ListCustomModels",
                "CreateCustomModelDeployment",
            ],
            Self::Batch => &[
                "CreateModelInvocationJob",
                "ListModelInvocationJobs",
                "GetModelInvocationJob",
                "StopModelInvocationJob",
            ],
            Self::Knowledge => &[
                "Retrieve",
                "RetrieveAndGenerate",
                "RetrieveAndGenerateStream",
                "Rerank",
                "InvokeAgent",
                "InvokeInlineAgent",
                "InvokeFlow",
                "ListKnowledgeBases",
                "ListAgents",
                "ListFlows",
            ],
            Self::Guardrails => &[
                "CreateGuardrail",
                "ListGuardrails",
                "GetGuardrail",
                "UpdateGuardrail",
                "CreateGuardrailVersion",
                "DeleteGuardrail",
                "ApplyGuardrail",
                "InvokeGuardrailChecks",
            ],
        };
        // No two clients have an operation of the same name among these.
        let find = |name: &&str| Client::ALL.into_iter().find_map(|client| index::find(client, name));
        names.iter().filter_map(find).collect()
    }

    /// The job of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_found_by_its_word() {
        assert!(Job::ALL.into_iter().all(|job| Job::from_word(job.word()) == Some(job)));
        assert_eq!(Job::from_word(""), None);
        let count = |job: Job| job.operations().len();
        assert_eq!(Job::ALL.map(count), [4, 5, 6, 4, 8, 10]);
        assert_eq!(Job::Knowledge.operations()[0].client, Client::AgentRuntime);
    }

    #[test]
    fn a_place_is_found_by_its_address() {
        let list = index::find(Client::Bedrock, "ListGuardrails").unwrap();
        for place in
            [Place::Start, Place::Client(Client::AgentRuntime), Place::Operation(list), Place::Job(Job::Throughput)]
        {
            assert_eq!(Place::from_fragment(&place.address()), Some(place));
        }
        for (fragment, expected) in [
            ("#explorer/s3", Some(Place::Start)),
            ("#explorer/bedrock/Converse", Some(Place::Client(Client::Bedrock))),
            ("#explorer/jobs/none", Some(Place::Start)),
            ("#compare", None),
            ("", None),
        ] {
            assert_eq!(Place::from_fragment(fragment), expected, "{fragment}");
        }
    }
}
