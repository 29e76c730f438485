//! The IAM action that an operation needs, and the resource that a statement names.
//!
//! Actions have the prefix `bedrock:` whatever the client, and the operation's name except for those below
//! and the resource type by rule. AWS's own list is
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html>; this table was not compared
//! with it line by line.

use super::index::Operation;

/// Operations whose action has another name.
const OTHER_ACTIONS: [(&str, &str); 5] = [
    ("Converse", "InvokeModel"),
    ("ConverseStream", "InvokeModelWithResponseStream"),
    ("InvokeModelWithBidirectionalStream", "InvokeModel"),
    ("StartAsyncInvoke", "InvokeModel"),
    ("RetrieveAndGenerateStream", "RetrieveAndGenerate"),
];

/// The resource of a path with a label: the end of its ARN, by how the path begins. The first that fits decides.
const RESOURCES: [(&str, &str); 29] = [
    ("/model/", "foundation-model/*"),
    ("/foundation-model", "foundation-model/*"),
    ("/async-invoke", "async-invoke/*"),
    ("/guardrail", "guardrail/*"),
    ("/provisioned-model-throughput", "provisioned-model/*"),
    ("/model-customization-jobs", "model-customization-job/*"),
    ("/model-customization/custom-model-deployments", "custom-model-deployment/*"),
    ("/custom-models", "custom-model/*"),
    ("/imported-models", "imported-model/*"),
    ("/model-import-jobs", "model-import-job/*"),
    ("/model-copy-jobs", "model-copy-job/*"),
    ("/model-invocation-job", "model-invocation-job/*"),
    ("/inference-profiles", "application-inference-profile/*"),
    ("/evaluation-job", "evaluation-job/*"),
    ("/prompt-routers", "prompt-router/*"),
    ("/advanced-prompt-optimization-job", "advanced-prompt-optimization-job/*"),
    ("/automated-reasoning-policies", "automated-reasoning-policy/*"),
    ("/marketplace-model/endpoints", "marketplace/model-endpoint/all-access"),
    ("/projects", "project/*"),
    ("/v1/projects", "project/*"),
    ("/knowledgebases/{", "knowledge-base/*"),
    ("/agents/{agentId}/agentAliases/{", "agent-alias/*"),
    ("/agents/{agentId}/agentaliases/{", "agent-alias/*"),
    ("/agents/{agentId}", "agent/*"),
    ("/flows/{flowIdentifier}/aliases/{", "flow/*/alias/*"),
    ("/flows/{", "flow/*"),
    ("/prompts/{", "prompt/*"),
    ("/sessions/{", "session/*"),
    ("/retrievalinstructions/{", "retrieval-instruction/*"),
];

/// The action.
pub fn action(operation: &Operation) -> String {
    let other = OTHER_ACTIONS.iter().find(|(name, _)| *name == operation.name).map(|(_, action)| *action);
    format!("bedrock:{}", other.unwrap_or(operation.name))
}

/// The resource of a statement in this region: an ARN with the place for the account and the id, or `*` for what has no
/// resource.
pub fn resource(operation: &Operation, partition: &str, region: &str) -> String {
    let known = RESOURCES.iter().find(|(start, _)| operation.uri.starts_with(start) && operation.uri.contains('{'));
    match known {
        None => "*".to_owned(),
        // Models belong to AWS, not to an account.
        Some((_, kind)) if kind.starts_with("foundation-model") => {
            format!("arn:{partition}:bedrock:{region}::{kind}")
        }
        Some((_, kind)) => format!("arn:{partition}:bedrock:{region}:ACCOUNT:{kind}"),
    }
}

/// A statement that allows the call.
pub fn statement(operation: &Operation, partition: &str, region: &str) -> String {
    let (action, resource) = (action(operation), resource(operation, partition, region));
    format!("{{\n  \"Effect\": \"Allow\",\n  \"Action\": \"{action}\",\n  \"Resource\": \"{resource}\"\n}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bedrock::client::Client;
    use crate::experiment::explorer::index;

    #[test]
    fn actions_and_resources_follow_the_rules() {
        for (client, name, expected, arn) in [
            (Client::Bedrock, "ListGuardrails", "bedrock:ListGuardrails", "*"),
            (Client::Bedrock, "GetGuardrail", "bedrock:GetGuardrail", "arn:aws:bedrock:eu-west-1:ACCOUNT:guardrail/*"),
            (Client::Runtime, "Converse", "bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/*"),
            (
                Client::Runtime,
                "ApplyGuardrail",
                "bedrock:ApplyGuardrail",
                "arn:aws:bedrock:eu-west-1:ACCOUNT:guardrail/*",
            ),
            (
                Client::AgentRuntime,
                "Retrieve",
                "bedrock:Retrieve",
                "arn:aws:bedrock:eu-west-1:ACCOUNT:knowledge-base/*",
            ),
            (
                Client::AgentRuntime,
                "InvokeAgent",
                "bedrock:InvokeAgent",
                "arn:aws:bedrock:eu-west-1:ACCOUNT:agent-alias/*",
            ),
            (Client::Bedrock, "CreateGuardrail", "bedrock:CreateGuardrail", "*"),
        ] {
            let operation = index::find(client, name).unwrap();
            assert_eq!(action(operation), expected);
            assert_eq!(resource(operation, "aws", "eu-west-1"), arn, "{name}");
            assert!(statement(operation, "aws", "eu-west-1").contains(arn));
        }
        for (name, _) in OTHER_ACTIONS {
            assert!(index::named(name).next().is_some(), "{name}");
        }
        for (start, _) in RESOURCES {
            assert!(index::operations().iter().any(|each| each.uri.starts_with(start)), "{start}");
        }
    }
}
