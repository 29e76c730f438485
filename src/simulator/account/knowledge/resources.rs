//! The reads of `bedrock-agent`: what the knowledge base, the agent, the prompt and the flow are made of.
//!
//! They cannot be changed, so every account has the same. Writes are not played.

use serde_json::{Value, json};

use super::super::{Answered, Context, Outcome, names as arns, pages};
use super::agent::built_in;
use super::flow;
use super::names::{
    ACTION_GROUP, ACTION_GROUP_ID, AGENT_ALIAS_ID, AGENT_ID, BUCKET, CREATED, DATA_SOURCE_ID, DRAFT_ALIAS_ID,
    EMBEDDING_MODEL_ID, FLOW_ALIAS_ID, FLOW_ID, KNOWLEDGE_BASE_ID, MODEL_ID, PROMPT_ID, USER_INPUT_GROUP_ID,
};
use super::scene::text;
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::simulator::fault::Fault;

/// A role of the account.
fn role(context: &Context, name: &str) -> String {
    format!("arn:{}:iam::{EXAMPLE_ACCOUNT}:role/{name}", context.region.partition().as_str())
}

/// The ARN of a foundation model.
fn model(context: &Context, id: &str) -> String {
    format!("arn:{}:bedrock:{}::foundation-model/{id}", context.region.partition().as_str(), context.region.as_str())
}

/// Refuses an identifier, by id or by ARN, that is not the one of the account.
fn known(context: &Context, asked: &str, kind: &str, id: &str) -> Result<(), Fault> {
    if asked == id || asked == arns::arn(context, &format!("{kind}/{id}")) {
        return Ok(());
    }
    Err(Fault::not_found(
        "Failed to retrieve resource because it doesn't exist. Retry the request with a different resource identifier.",
    ))
}

/// Plays an operation of `bedrock-agent`; `None` for one that is not played.
pub fn play(operation: &str, input: &Value, context: &Context) -> Outcome {
    let asked = |member: &str| text(input, &format!("/{member}")).to_owned();
    let knowledge_base = || known(context, &asked("knowledgeBaseId"), "knowledge-base", KNOWLEDGE_BASE_ID);
    let agent = || known(context, &asked("agentId"), "agent", AGENT_ID);
    let version = || match asked("agentVersion").as_str() {
        "DRAFT" | "1" => Ok(()),
        _ => known(context, "", "agent", AGENT_ID),
    };
    let is_flow = || known(context, &asked("flowIdentifier"), "flow", FLOW_ID);
    let one = |member: &str, value: Value| Ok(Answered::Output(json!({ member: value })));
    let list = |member: &str, items: Vec<Value>| pages::page(input, member, items).map(Answered::Output);
    Some(match operation {
        "ListKnowledgeBases" => list("knowledgeBaseSummaries", vec![knowledge_base_summary()]),
        "GetKnowledgeBase" => knowledge_base().and_then(|()| one("knowledgeBase", self::knowledge_base(context))),
        "ListDataSources" => knowledge_base().and_then(|()| list("dataSourceSummaries", vec![data_source_summary()])),
        "GetDataSource" => knowledge_base()
            .and_then(|()| known(context, &asked("dataSourceId"), "data-source", DATA_SOURCE_ID))
            .and_then(|()| one("dataSource", data_source(context))),
        "ListAgents" => list("agentSummaries", vec![agent_summary()]),
        "GetAgent" => agent().and_then(|()| one("agent", self::agent(context))),
        "ListAgentAliases" => agent().and_then(|()| {
            list("agentAliasSummaries", [DRAFT_ALIAS_ID, AGENT_ALIAS_ID].into_iter().map(alias_summary).collect())
        }),
        "GetAgentAlias" => agent().and_then(|()| {
            let id = [DRAFT_ALIAS_ID, AGENT_ALIAS_ID].into_iter().find(|id| *id == asked("agentAliasId"));
            id.map_or_else(
                || known(context, "", "agent-alias", AGENT_ALIAS_ID).and_then(|()| one("agentAlias", Value::Null)),
                |id| one("agentAlias", alias(context, id)),
            )
        }),
        "ListAgentActionGroups" => agent().and_then(|()| version()).and_then(|()| {
            list("actionGroupSummaries", groups(&asked("agentVersion")).iter().map(group_summary).collect())
        }),
        "GetAgentActionGroup" => agent().and_then(|()| version()).and_then(|()| {
            let groups = groups(&asked("agentVersion"));
            let group = groups.into_iter().find(|group| text(group, "/actionGroupId") == asked("actionGroupId"));
            match group {
                Some(group) => one("agentActionGroup", group),
                None => known(context, "", "agent", AGENT_ID).and_then(|()| one("agentActionGroup", Value::Null)),
            }
        }),
        "ListAgentKnowledgeBases" => agent().and_then(|()| version()).and_then(|()| {
            list(
                "agentKnowledgeBaseSummaries",
                vec![json!({
                    "knowledgeBaseId": KNOWLEDGE_BASE_ID,
                    "description": built_in::KNOWLEDGE,
                    "knowledgeBaseState": "ENABLED",
                    "updatedAt": CREATED,
                })],
            )
        }),
        "GetAgentKnowledgeBase" => agent().and_then(|()| version()).and_then(|()| knowledge_base()).and_then(|()| {
            one(
                "agentKnowledgeBase",
                json!({
                    "agentId": AGENT_ID,
                    "agentVersion": asked("agentVersion"),
                    "knowledgeBaseId": KNOWLEDGE_BASE_ID,
                    "description": built_in::KNOWLEDGE,
                    "knowledgeBaseState": "ENABLED",
                    "createdAt": CREATED,
                    "updatedAt": CREATED,
                }),
            )
        }),
        "ListPrompts" => match asked("promptIdentifier").as_str() {
            "" => list("promptSummaries", vec![prompt_summary(context)]),
            named => known(context, named, "prompt", PROMPT_ID)
                .and_then(|()| list("promptSummaries", vec![prompt_summary(context)])),
        },
        "GetPrompt" => {
            known(context, &asked("promptIdentifier"), "prompt", PROMPT_ID).map(|()| Answered::Output(prompt(context)))
        }
        "ListFlows" => list("flowSummaries", vec![flow_summary(context)]),
        "GetFlow" => is_flow().map(|()| Answered::Output(self::flow(context))),
        "ListFlowAliases" => is_flow().and_then(|()| {
            list("flowAliasSummaries", vec![flow_alias(context, DRAFT_ALIAS_ID), flow_alias(context, FLOW_ALIAS_ID)])
        }),
        "GetFlowAlias" => is_flow().and_then(|()| match asked("aliasIdentifier").as_str() {
            DRAFT_ALIAS_ID => Ok(Answered::Output(flow_alias(context, DRAFT_ALIAS_ID))),
            named => known(context, named, &format!("flow/{FLOW_ID}/alias"), FLOW_ALIAS_ID)
                .map(|()| Answered::Output(flow_alias(context, FLOW_ALIAS_ID))),
        }),
        _ => return None,
    })
}

fn knowledge_base_summary() -> Value {
    json!({
        "knowledgeBaseId": KNOWLEDGE_BASE_ID,
        "name": "bedrock-glossary",
        "description": built_in::KNOWLEDGE,
        "status": "ACTIVE",
        "updatedAt": CREATED,
    })
}

fn knowledge_base(context: &Context) -> Value {
    json!({
        "knowledgeBaseId": KNOWLEDGE_BASE_ID,
        "name": "bedrock-glossary",
        "knowledgeBaseArn": arns::arn(context, &format!("knowledge-base/{KNOWLEDGE_BASE_ID}")),
        "description": built_in::KNOWLEDGE,
        "roleArn": role(context, "KnowledgeBase"),
        "knowledgeBaseConfiguration": {
            "type": "VECTOR",
            "vectorKnowledgeBaseConfiguration": {
                "embeddingModelArn": model(context, EMBEDDING_MODEL_ID),
                "embeddingModelConfiguration": {
                    "bedrockEmbeddingModelConfiguration": { "dimensions": 1024, "embeddingDataType": "FLOAT32" }
                },
            },
        },
        "storageConfiguration": {
            "type": "OPENSEARCH_SERVERLESS",
            "opensearchServerlessConfiguration": {
                "collectionArn": format!(
                    "arn:aws:aoss:{}:{EXAMPLE_ACCOUNT}:collection/outcropglossary",
                    context.region.as_str()
                ),
                "vectorIndexName": "glossary",
                "fieldMapping": { "vectorField": "vector", "textField": "text", "metadataField": "metadata" },
            },
        },
        "status": "ACTIVE",
        "createdAt": CREATED,
        "updatedAt": CREATED,
    })
}

fn data_source_summary() -> Value {
    json!({
        "knowledgeBaseId": KNOWLEDGE_BASE_ID,
        "dataSourceId": DATA_SOURCE_ID,
        "name": "glossary-documents",
        "status": "AVAILABLE",
        "updatedAt": CREATED,
    })
}

fn data_source(context: &Context) -> Value {
    json!({
        "knowledgeBaseId": KNOWLEDGE_BASE_ID,
        "dataSourceId": DATA_SOURCE_ID,
        "name": "glossary-documents",
        "status": "AVAILABLE",
        "dataSourceConfiguration": {
            "type": "S3",
            "s3Configuration": {
                "bucketArn": format!("arn:{}:s3:::{BUCKET}", context.region.partition().as_str())
            },
        },
        "vectorIngestionConfiguration": { "chunkingConfiguration": { "chunkingStrategy": "NONE" } },
        "dataDeletionPolicy": "RETAIN",
        "createdAt": CREATED,
        "updatedAt": CREATED,
    })
}

fn agent_summary() -> Value {
    json!({
        "agentId": AGENT_ID,
        "agentName": built_in::NAME,
        "agentStatus": "PREPARED",
        "description": built_in::DESCRIPTION,
        "updatedAt": CREATED,
        "latestAgentVersion": "1",
    })
}

fn agent(context: &Context) -> Value {
    let prompts = ["PRE_PROCESSING", "ORCHESTRATION", "POST_PROCESSING"].map(|kind| {
        json!({
            "promptType": kind, "promptCreationMode": "DEFAULT", "promptState": "ENABLED", "parserMode": "DEFAULT",
        })
    });
    json!({
        "agentId": AGENT_ID,
        "agentName": built_in::NAME,
        "agentArn": arns::arn(context, &format!("agent/{AGENT_ID}")),
        "agentVersion": "DRAFT",
        "instruction": built_in::INSTRUCTION,
        "agentStatus": "PREPARED",
        "foundationModel": MODEL_ID,
        "description": built_in::DESCRIPTION,
        "orchestrationType": "DEFAULT",
        "idleSessionTTLInSeconds": built_in::IDLE_SECONDS,
        "agentResourceRoleArn": role(context, "Agent"),
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "preparedAt": CREATED,
        "promptOverrideConfiguration": {
            "promptConfigurations": prompts,
        },
        "memoryConfiguration": { "enabledMemoryTypes": ["SESSION_SUMMARY"], "storageDays": 30 },
        "agentCollaboration": "DISABLED",
    })
}

fn alias_name(id: &str) -> (&'static str, &'static str) {
    if id == DRAFT_ALIAS_ID { ("AgentTestAlias", "DRAFT") } else { ("live", "1") }
}

fn alias_summary(id: &str) -> Value {
    let (name, version) = alias_name(id);
    json!({
        "agentAliasId": id,
        "agentAliasName": name,
        "routingConfiguration": [{ "agentVersion": version }],
        "agentAliasStatus": "PREPARED",
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "aliasInvocationState": "ACCEPT_INVOCATIONS",
    })
}

fn alias(context: &Context, id: &str) -> Value {
    let mut alias = alias_summary(id);
    if let Some(members) = alias.as_object_mut() {
        members.insert("agentId".to_owned(), json!(AGENT_ID));
        let arn = arns::arn(context, &format!("agent-alias/{AGENT_ID}/{id}"));
        members.insert("agentAliasArn".to_owned(), json!(arn));
    }
    alias
}

/// The action groups of the agent as `GetAgentActionGroup` describes them.
fn groups(version: &str) -> Vec<Value> {
    let common = |id: &str, name: &str| {
        json!({
            "agentId": AGENT_ID, "agentVersion": version, "actionGroupId": id, "actionGroupName": name,
            "createdAt": CREATED, "updatedAt": CREATED, "actionGroupState": "ENABLED",
        })
    };
    let with = |mut group: Value, members: Value| {
        if let (Some(group), Value::Object(members)) = (group.as_object_mut(), members) {
            group.extend(members);
        }
        group
    };
    let own = built_in::action_group();
    let own = json!({
        "description": own.get("description"),
        "actionGroupExecutor": own.get("actionGroupExecutor"),
        "functionSchema": own.get("functionSchema"),
    });
    let asking = json!({ "parentActionSignature": "AMAZON.UserInput" });
    vec![with(common(ACTION_GROUP_ID, ACTION_GROUP), own), with(common(USER_INPUT_GROUP_ID, "UserInputAction"), asking)]
}

fn group_summary(group: &Value) -> Value {
    let mut summary = json!({});
    if let (Some(members), Some(group)) = (summary.as_object_mut(), group.as_object()) {
        for key in ["actionGroupId", "actionGroupName", "actionGroupState", "description", "updatedAt"] {
            members.extend(group.get(key).map(|value| (key.to_owned(), value.clone())));
        }
    }
    summary
}

fn prompt_summary(context: &Context) -> Value {
    json!({
        "name": "classify-topic",
        "description": "Says whether a question is about Amazon Bedrock",
        "id": PROMPT_ID,
        "arn": arns::arn(context, &format!("prompt/{PROMPT_ID}")),
        "version": "DRAFT",
        "createdAt": CREATED,
        "updatedAt": CREATED,
    })
}

fn prompt(context: &Context) -> Value {
    let mut prompt = prompt_summary(context);
    if let Some(members) = prompt.as_object_mut() {
        members.insert("defaultVariant".to_owned(), json!("first"));
        members.insert(
            "variants".to_owned(),
            json!([{
                "name": "first",
                "templateType": "TEXT",
                "templateConfiguration": {
                    "text": { "text": flow::CLASSIFY, "inputVariables": [{ "name": "question" }] }
                },
                "modelId": MODEL_ID,
                "inferenceConfiguration": { "text": { "temperature": 0.0, "maxTokens": 5 } },
            }]),
        );
    }
    prompt
}

fn flow_summary(context: &Context) -> Value {
    json!({
        "name": "answer-or-decline",
        "description": "Answers questions about Bedrock from the knowledge base, and declines others",
        "id": FLOW_ID,
        "arn": arns::arn(context, &format!("flow/{FLOW_ID}")),
        "status": "Prepared",
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "version": "DRAFT",
    })
}

fn flow(context: &Context) -> Value {
    let mut flow = flow_summary(context);
    if let Some(members) = flow.as_object_mut() {
        members.insert("executionRoleArn".to_owned(), json!(role(context, "Flow")));
        let prompt = arns::arn(context, &format!("prompt/{PROMPT_ID}"));
        members.insert("definition".to_owned(), flow::definition(&prompt));
    }
    flow
}

fn flow_alias(context: &Context, id: &str) -> Value {
    let (name, version) = if id == DRAFT_ALIAS_ID { ("TestAlias", "DRAFT") } else { ("live", "1") };
    json!({
        "name": name,
        "routingConfiguration": [{ "flowVersion": version }],
        "flowId": FLOW_ID,
        "id": id,
        "arn": arns::arn(context, &format!("flow/{FLOW_ID}/alias/{id}")),
        "createdAt": CREATED,
        "updatedAt": CREATED,
    })
}
