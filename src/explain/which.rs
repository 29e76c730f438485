//! Which client and which API: the four answers of the strip, and which of them hold for what is on the screen.

use crate::bedrock::family::{Family, FamilyKind};

/// What the reader is looking at.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The part of the page that is open.
    pub part: Part,
    /// The model that is chosen there, or the draft's.
    pub model: String,
    /// The family of that model.
    pub family: Option<Family>,
    /// The region.
    pub region: String,
}

/// A part of the page, by what it calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text models by both APIs: the playground and the comparison.
    Text,
    /// Vectors and relevance scores.
    Vectors,
    /// Pictures.
    Pictures,
    /// Operations of one client; empty where none is chosen.
    Operations {
        /// The client.
        client: String,
        /// The operation, or empty.
        operation: String,
    },
}

/// One answer, and whether it holds for what is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The client or the API.
    pub name: &'static str,
    /// What it does, or when to take it.
    pub text: &'static str,
    /// Some of its operations.
    pub operations: &'static str,
    /// Whether it holds for what is on the screen now.
    pub now: bool,
}

/// The four clients: the plain name controls, `-runtime` calls.
pub fn clients(scene: &Scene) -> [Answer; 4] {
    let used = match &scene.part {
        Part::Text | Part::Vectors | Part::Pictures => "bedrock-runtime",
        Part::Operations { client, .. } => client.as_str(),
    };
    let client = |name, text, operations| Answer { name, text, operations, now: name == used };
    [
        client(
            "bedrock",
            "Manages: models, access, guardrails, profiles, jobs, throughput. Calls no model.",
            "ListFoundationModels, CreateGuardrail",
        ),
        client(
            "bedrock-runtime",
            "Calls models, and applies guardrails to text.",
            "Converse, InvokeModel, ApplyGuardrail",
        ),
        client(
            "bedrock-agent",
            "Builds: agents, knowledge bases, flows, prompts. Runs none of them.",
            "CreateAgent, CreateKnowledgeBase",
        ),
        client("bedrock-agent-runtime", "Runs what bedrock-agent built.", "InvokeAgent, Retrieve, RetrieveAndGenerate"),
    ]
}

/// The two APIs, each with when to take it.
pub fn apis(scene: &Scene) -> [Answer; 2] {
    let (converse, invoke) = match &scene.part {
        Part::Text => (serves(scene.family), true),
        Part::Vectors | Part::Pictures => (false, true),
        Part::Operations { operation, .. } => (operation.starts_with("Converse"), operation.starts_with("InvokeModel")),
    };
    [
        Answer {
            name: "Converse",
            text: "For text models: one request and one answer for all of them, with tools, documents and usage. Take it \
                   unless you need what only InvokeModel has.",
            operations: "Converse, ConverseStream",
            now: converse,
        },
        Answer {
            name: "InvokeModel",
            text: "For embeddings, images and rerank, and for a feature that only the model’s own body has. Body and \
                   answer differ from family to family.",
            operations: "InvokeModel, InvokeModelWithResponseStream",
            now: invoke,
        },
    ]
}

fn serves(family: Option<Family>) -> bool {
    family.is_none_or(|family| family.kind() == FamilyKind::Text)
}

/// What the part of the page on the screen calls, and why.
pub fn now(scene: &Scene) -> String {
    let Scene { part, model, .. } = scene;
    let model = if model.is_empty() { "this model" } else { model };
    match part {
        Part::Text if serves(scene.family) => {
            format!("Here: bedrock-runtime. {model} is a text model, so both APIs can call it.")
        }
        Part::Text => format!("Here: bedrock-runtime and InvokeModel. Converse does not take {model}."),
        Part::Vectors => {
            "Here: bedrock-runtime and InvokeModel. Converse has no field for a vector or a score.".to_owned()
        }
        Part::Pictures => "Here: bedrock-runtime and InvokeModel. Converse returns no generated images.".to_owned(),
        Part::Operations { client, .. } if client.is_empty() => "Here: choose a client of the Explorer.".to_owned(),
        Part::Operations { client, operation } if operation.is_empty() => format!("Here: {client}."),
        Part::Operations { client, operation } => format!("Here: {client}, {operation}."),
    }
}

/// The smallest Converse program in Python, six lines, with the model and region that are chosen.
pub fn minimal_call(scene: &Scene) -> String {
    let model = match (&scene.part, serves(scene.family)) {
        (Part::Text, true) if !scene.model.is_empty() => scene.model.as_str(),
        _ => "us.amazon.nova-2-lite-v1:0",
    };
    let text = |value: &str| serde_json::Value::from(value).to_string();
    format!(
        "import boto3\n\nclient = boto3.client(\"bedrock-runtime\", region_name={})\nmessages = [{{\"role\": \"user\", \
         \"content\": [{{\"text\": \"Hello\"}}]}}]\nanswer = client.converse(modelId={}, messages=messages)\n\
         print(answer[\"output\"][\"message\"][\"content\"][-1][\"text\"])",
        text(&scene.region),
        text(model),
    )
}

/// Why embeddings go through InvokeModel.
pub const EMBEDDINGS: &str = "Converse takes a conversation and returns a message. An embedding has neither: text goes in, \
                              numbers come out, and each family names its own fields. So embeddings go through InvokeModel \
                              with the model’s own body, and they never stream.";

/// The page behind the strip.
pub const PAGES: [(&str, &str); 3] = [
    ("Clients and endpoints", "https://docs.aws.amazon.com/general/latest/gr/bedrock.html"),
    ("Converse", "https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html"),
    ("InvokeModel", "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-invoke.html"),
];
