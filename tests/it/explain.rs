//! Everything that the page can show has an explanation: the test collects the names where they come from, so that a new key,
//! member, header, code or field fails here until it has a sentence.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::eventstream::layout::FieldKind;
use outcrop::aws::eventstream::{Frame, HeaderValue, Message};
use outcrop::bedrock::embedding::Format as EmbeddingFormat;
use outcrop::bedrock::family::Family;
use outcrop::bedrock::image::{self, Format as ImageFormat};
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::service_model::{ServiceModel, ShapeKind};
use outcrop::experiment::examples::Example;
use outcrop::experiment::failure::catalogue;
use outcrop::experiment::run::http;
use outcrop::experiment::run::session::Session;
use outcrop::experiment::{Api, Exchange, Origin};
use outcrop::explain::{Entry, Place, of, segments};
use serde_json::{Value, json};

use crate::client::{NOW, invoke_with, json_of, run, token_table};

/// A model of every family that can be called with text.
const TEXT_MODELS: [&str; 17] = [
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "us.anthropic.claude-opus-5-5",
    "us.amazon.nova-2-lite-v1:0",
    "amazon.nova-lite-v1:0",
    "amazon.titan-text-express-v1",
    "us.meta.llama3-1-8b-instruct-v1:0",
    "us.meta.llama4-scout-17b-instruct-v1:0",
    "mistral.mistral-7b-instruct-v0:2",
    "mistral.mistral-large-2407-v1:0",
    "cohere.command-r-v1:0",
    "ai21.jamba-1-5-mini-v1:0",
    "us.deepseek.r1-v1:0",
    "openai.gpt-oss-20b-1:0",
    "us.openai.gpt-6-sol",
    "qwen.qwen3-32b-v1:0",
    "deepseek.v3-v1:0",
    "us.writer.palmyra-x5-v1:0",
];

/// What has no explanation yet.
#[derive(Default)]
pub struct Missing {
    asked: usize,
    names: BTreeSet<String>,
}

impl Missing {
    /// Counts a name, and keeps it if it has no explanation.
    pub fn ask(&mut self, name: &str, entry: Option<&Entry>) {
        self.asked += 1;
        if entry.is_none_or(|entry| entry.meaning.is_empty() || !entry.page.starts_with("https://")) {
            self.names.insert(name.to_owned());
        }
    }

    /// Every key of a body.
    fn ask_body(&mut self, api: Api, family: Option<Family>, body: &Value) {
        let mut pointers = Vec::new();
        keys(body, "", &mut pointers);
        for pointer in pointers {
            self.ask_key(api, family, &pointer);
        }
    }

    fn ask_key(&mut self, api: Api, family: Option<Family>, pointer: &str) {
        let names = segments(pointer);
        let path: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = format!("{} {family:?} {}", api.name(), names.join("/"));
        self.ask(&name, of(Place::Key { api, family, path: &path }).as_ref());
    }

    /// Fails if fewer names than these were asked for, or any had no explanation.
    pub fn none(self, least: usize) {
        assert!(self.asked >= least, "only {} names were found", self.asked);
        assert!(self.names.is_empty(), "{} without an explanation: {:#?}", self.names.len(), self.names);
    }
}

fn keys(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let place = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                out.push(place.clone());
                keys(value, &place, out);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| keys(item, &format!("{at}/{index}"), out));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn family(model: &str) -> Option<Family> {
    ModelId::parse(model).ok().and_then(|model| model.family())
}

/// Every call of every example with every text model that takes it, whole and streamed.
fn calls() -> Vec<(Option<Family>, Session)> {
    let mut calls = Vec::new();
    for model in TEXT_MODELS {
        for example in Example::ALL {
            for stream in [false, true] {
                let mut draft = example.draft("us-east-1");
                model.clone_into(&mut draft.model);
                draft.stream = stream;
                if draft.compose().first_error().is_some() {
                    continue;
                }
                calls.push((family(model), run(&draft, None, NOW)));
            }
        }
    }
    calls
}

/// Both calls of each run.
fn exchanges(calls: &[(Option<Family>, Session)]) -> impl Iterator<Item = (Api, Option<Family>, &Exchange)> {
    calls.iter().flat_map(|(family, session)| {
        [Api::Converse, Api::Invoke].into_iter().filter_map(|api| Some((api, *family, session.exchange(api)?)))
    })
}

fn event(frame: &Frame) -> Option<(String, Value)> {
    match frame.message().ok()? {
        Message::Event { event_type, payload, .. } => Some((event_type, serde_json::from_slice(&payload).ok()?)),
        _ => None,
    }
}

#[test]
fn every_key_of_the_text_models_is_explained() {
    let mut missing = Missing::default();
    for (api, family, call) in exchanges(&calls()) {
        let request: Value = serde_json::from_slice(&call.request.body).expect("a body of JSON");
        missing.ask_body(api, family, &request);
        if let Ok(answer) = serde_json::from_slice::<Value>(&call.body) {
            missing.ask_body(api, family, &answer);
        }
        for frame in &call.frames {
            let Some((kind, payload)) = event(&frame.frame) else { continue };
            missing.ask_key(api, family, &format!("/{kind}"));
            missing.ask_body(api, family, &json!({ kind: payload }));
            let inner = payload.get("bytes").and_then(Value::as_str).and_then(|bytes| STANDARD.decode(bytes).ok());
            if let Some(chunk) = inner.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok()) {
                missing.ask_body(api, family, &chunk);
            }
        }
    }
    missing.none(5_000);
}

#[test]
fn every_header_of_the_calls_is_explained() {
    let mut missing = Missing::default();
    for (_, _, call) in exchanges(&calls()) {
        let signed = "content-type;host;x-amz-date;x-amz-security-token";
        let scheme = || http::Scheme::Signature { signed_headers: signed, amz_date: "now" };
        let mut rows = Vec::new();
        for origin in [Origin::Simulator, Origin::Aws] {
            rows.extend(http::request_rows(&call.request, scheme(), origin));
            if let Some(head) = &call.head {
                rows.extend(http::response_rows(head, origin));
                rows.extend(http::hidden_rows(head, origin));
            }
        }
        for row in rows {
            missing.ask(&row.name, of(Place::Header(&row.name)).as_ref());
        }
    }
    missing.none(1_000);
}

#[test]
fn every_field_and_header_of_a_frame_is_explained() {
    let mut missing = Missing::default();
    for kind in [
        FieldKind::TotalLength,
        FieldKind::HeadersLength,
        FieldKind::PreludeChecksum,
        FieldKind::NameLength,
        FieldKind::Name,
        FieldKind::Type,
        FieldKind::ValueLength,
        FieldKind::Value,
        FieldKind::Payload,
        FieldKind::MessageChecksum,
        FieldKind::Unread,
    ] {
        missing.ask(kind.name(), of(Place::Frame(kind.name())).as_ref());
    }
    for (_, _, call) in exchanges(&calls()) {
        for (name, value) in call.frames.iter().flat_map(|frame| &frame.frame.headers) {
            assert!(matches!(value, HeaderValue::String(_)));
            missing.ask(name, of(Place::Frame(name)).as_ref());
        }
    }
    for name in [":exception-type", ":error-code", ":error-message"] {
        missing.ask(name, of(Place::Frame(name)).as_ref());
    }
    missing.none(100);
}

#[test]
fn every_error_of_the_catalogue_and_the_services_is_explained() {
    let mut missing = Missing::default();
    for code in catalogue::entries().flat_map(|entry| entry.codes) {
        missing.ask(code, of(Place::Error(code)).as_ref());
    }
    for model in models() {
        for error in model.operations().iter().flat_map(|operation| &operation.errors) {
            missing.ask(error, of(Place::Error(error)).as_ref());
        }
    }
    missing.none(100);
}

#[test]
fn every_setting_of_a_form_is_explained() {
    let mut missing = Missing::default();
    for format in EmbeddingFormat::ALL {
        for field in format.fields() {
            missing.ask_key(Api::Invoke, Some(format.family()), field.pointer);
        }
    }
    for format in ImageFormat::ALL {
        for &task in format.tasks() {
            for field in image::fields(format, task) {
                missing.ask_key(Api::Invoke, Some(format.family()), field.pointer);
            }
        }
    }
    missing.none(100);
}

#[test]
fn every_key_of_vectors_scores_and_pictures_is_explained() {
    let cases = [
        ("amazon.titan-embed-text-v1", json!({ "inputText": "Lima" })),
        (
            "amazon.titan-embed-text-v2:0",
            json!({ "inputText": "Lima", "dimensions": 256, "normalize": true, "embeddingTypes": ["float", "binary"] }),
        ),
        (
            "amazon.titan-embed-image-v1",
            json!({ "inputText": "Lima", "embeddingConfig": { "outputEmbeddingLength": 256 } }),
        ),
        (
            "cohere.embed-english-v3",
            json!({ "input_type": "search_query", "texts": ["a"], "embedding_types": ["float", "int8", "uint8", "binary",
                "ubinary"], "truncate": "END" }),
        ),
        ("cohere.embed-english-v3", json!({ "input_type": "search_query", "texts": ["a"] })),
        (
            "us.cohere.embed-v4:0",
            json!({ "input_type": "search_query", "inputs": [{ "content": [{ "type": "text", "text": "a" }] }],
                "output_dimension": 256, "max_tokens": 100 }),
        ),
        (
            "amazon.nova-2-multimodal-embeddings-v1:0",
            json!({ "schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING", "singleEmbeddingParams": {
                "embeddingPurpose": "GENERIC_INDEX", "embeddingDimension": 256,
                "text": { "truncationMode": "END", "value": "a" } } }),
        ),
        ("twelvelabs.marengo-embed-2-7-v1:0", json!({ "inputType": "text", "inputText": "a", "textTruncate": "end" })),
        ("twelvelabs.marengo-embed-3-0-v1:0", json!({ "inputType": "text", "text": { "inputText": "a" } })),
        ("cohere.rerank-v3-5:0", json!({ "api_version": 2, "query": "a", "documents": ["a", "b"], "top_n": 1 })),
        ("amazon.rerank-v1:0", json!({ "query": "a", "documents": [{ "text": "a" }], "top_n": 1 })),
        (
            "amazon.nova-canvas-v1:0",
            json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": "a rock", "negativeText": "sea" },
                "imageGenerationConfig": { "width": 320, "height": 320, "numberOfImages": 1, "seed": 1, "cfgScale": 6.5,
                "quality": "standard" } }),
        ),
        (
            "stability.stable-image-core-v1:1",
            json!({ "prompt": "a rock", "aspect_ratio": "1:1", "output_format": "png", "seed": 1, "negative_prompt": "sea" }),
        ),
        (
            "stability.stable-diffusion-xl-v1",
            json!({ "text_prompts": [{ "text": "a rock", "weight": 1 }], "cfg_scale": 7, "steps": 30, "seed": 1 }),
        ),
    ];
    let mut missing = Missing::default();
    for (model, body) in cases {
        let reply = invoke_with(model, &body, Some(token_table()));
        assert_eq!(reply.status, 200, "{model}: {}", json_of(&reply));
        missing.ask_body(Api::Invoke, family(model), &body);
        missing.ask_body(Api::Invoke, family(model), &json_of(&reply));
    }
    missing.none(80);
}

fn models() -> Vec<ServiceModel> {
    [
        include_str!("../../assets/service-model/bedrock.json"),
        include_str!("../../assets/service-model/bedrock-runtime.json"),
        include_str!("../../assets/service-model/bedrock-agent.json"),
        include_str!("../../assets/service-model/bedrock-agent-runtime.json"),
    ]
    .map(|text| ServiceModel::from_json(text).expect("a committed model"))
    .into()
}

/// Calls `visit` with the path of each member below a shape.
fn members<'m>(
    model: &'m ServiceModel,
    shape: &'m str,
    path: &mut Vec<&'m str>,
    within: &mut Vec<&'m str>,
    visit: &mut dyn FnMut(&[&str]),
) {
    match &model.shape(shape).expect("the shape is there").kind {
        ShapeKind::Structure(structure) if !within.contains(&shape) => {
            within.push(shape);
            for member in &structure.members {
                path.push(&member.name);
                visit(path);
                members(model, &member.shape, path, within, visit);
                path.pop();
            }
            within.pop();
        }
        ShapeKind::List { member } => members(model, member, path, within, visit),
        ShapeKind::Map { value, .. } => members(model, value, path, within, visit),
        _ => {}
    }
}

/// Whether the operation is one of those with sentences for each member; the others may have composed ones.
fn is_written(service: &str, operation: &str) -> bool {
    const SUBJECTS: [&str; 13] = [
        "FoundationModel",
        "UseCaseForModelAccess",
        "InferenceProfile",
        "ProvisionedModelThroughput",
        "ModelCustomizationJob",
        "CustomModel",
        "Guardrail",
        "ModelInvocationJob",
        "TagResource",
        "TagsForResource",
        "FoundationModelAgreement",
        "CustomModelDeployment",
        "EnforcedGuardrail",
    ];
    match service {
        "bedrock-runtime" | "bedrock-agent-runtime" => true,
        "bedrock" => SUBJECTS.iter().any(|subject| operation.contains(subject)),
        _ => false,
    }
}

#[test]
fn every_member_of_every_operation_is_explained() {
    let mut missing = Missing::default();
    let mut distinct: BTreeSet<(String, String, String)> = BTreeSet::new();
    for model in models() {
        let service = model.service.clone();
        for operation in model.operations() {
            let mut paths: BTreeSet<Vec<String>> = BTreeSet::new();
            for root in [&operation.input, &operation.output].into_iter().flatten() {
                members(&model, root, &mut Vec::new(), &mut Vec::new(), &mut |path| {
                    // Deep recursion shows the same members again.
                    let from = path.len().saturating_sub(4);
                    paths.insert(path[from..].iter().map(|name| (*name).to_owned()).collect());
                });
            }
            for names in paths {
                let key = (service.clone(), operation.name.clone(), names.join("/"));
                let path: Vec<&str> = names.iter().map(String::as_str).collect();
                // The model only adds types and pages; the search below is for the sentences.
                let place = |model| Place::Member { service: &service, operation: &operation.name, path: &path, model };
                if is_written(&service, &operation.name) {
                    missing.ask(&format!("{service} {} {}", operation.name, names.join("/")), of(place(None)).as_ref());
                } else if of(place(None)).is_none()
                    && distinct.insert((key.0, String::new(), names[names.len().saturating_sub(2)..].join("/")))
                {
                    let entry = of(place(Some(&model)));
                    assert!(entry.as_ref().is_some_and(|entry| entry.composed && !entry.kind.is_empty()), "{names:?}");
                    missing.ask(&key.2, entry.as_ref());
                }
            }
        }
    }
    missing.none(5_000);
}

#[test]
fn a_member_has_its_type_its_limits_and_its_page() {
    let models = models();
    let ask = |service: &str, operation: &str, path: &[&str]| {
        let model = models.iter().find(|model| model.service == service);
        of(Place::Member { service, operation, path, model }).expect("an entry")
    };
    let name = ask("bedrock", "CreateGuardrail", &["topicPolicyConfig", "topicsConfig", "name"]);
    assert_eq!(name.kind, "string, required, 1 to 100 characters");
    assert!(name.page.ends_with("/API_GuardrailTopicConfig.html") && !name.composed, "{name:?}");
    let kind = ask("bedrock", "CreateGuardrail", &["topicPolicyConfig", "topicsConfig", "type"]);
    assert_eq!(kind.kind, "string, required: DENY");
    let query = ask("bedrock", "ListFoundationModels", &["byOutputModality"]);
    assert_eq!(query.kind, "string: TEXT, IMAGE, EMBEDDING");
    assert!(query.page.ends_with("/API_ListFoundationModels.html"));
    // A member with no sentence of its own.
    let made = ask("bedrock-agent", "CreateKnowledgeBase", &["vectorKnowledgeBaseConfiguration", "embeddingModelArn"]);
    assert!(
        made.composed && made.meaning.starts_with("Embedding model ARN of the vector knowledge base configuration.")
    );
    assert!(made.page.ends_with("/API_agent_VectorKnowledgeBaseConfiguration.html"));
    let unknown =
        Place::Member { service: "bedrock", operation: "CreateGuardrail", path: &["nobody"], model: models.first() };
    assert_eq!(of(unknown), None);
}
