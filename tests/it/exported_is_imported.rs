//! Exported code of every family, in each language that is read back, gives the same request again.

use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::http::Header;
use outcrop::aws::region::Region;
use outcrop::bedrock::converse;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::experiment::run::requests::{self, Twin};
use outcrop::experiment::{Draft, SendAs};
use outcrop::export::{Request, Target, code};
use outcrop::import::import;
use outcrop::text::json::print;
use serde_json::{Value, json};

use crate::conversations::{MODELS, conversation, whole};

/// The languages that are read back.
const TARGETS: [Target; 5] = [Target::Boto3, Target::Cli, Target::Curl, Target::JavaScript, Target::Http];

fn service() -> ServiceModel {
    ServiceModel::from_json(&std::fs::read_to_string("assets/service-model/bedrock-runtime.json").unwrap()).unwrap()
}

fn twin(draft: &Draft) -> Twin {
    let composed = draft.compose();
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
    let model = composed.model.as_ref().unwrap();
    requests::build(model, &composed.conversation, draft.detached.as_ref(), draft.stream.into(), &endpoint)
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Exports both requests of a body, imports them and compares what they would send.
fn check(model: &str, body: &Value, stream: bool, service: &ServiceModel) {
    let mut draft =
        Draft { model: model.to_owned(), region: "us-west-2".to_owned(), stream, system: None, ..Draft::default() };
    draft.adopt(&converse::from_body(body).unwrap());
    let shown = twin(&draft);
    let region = Region::parse(&draft.region).unwrap();
    for send_as in [SendAs::Converse, SendAs::Invoke] {
        let built = match (send_as, &shown.invoke) {
            (SendAs::Converse, _) => &shown.converse,
            (_, Ok(invoke)) => invoke,
            (_, Err(_)) => continue,
        };
        for target in TARGETS {
            let text = code(target, &Request::from_built(built, &shown.model, region), service).text();
            let imported = import(&text, &Draft::default()).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let again = twin(&imported.draft);
            let rebuilt = match (send_as, again.invoke) {
                (SendAs::Converse, _) => again.converse,
                (_, invoke) => invoke.unwrap_or_else(|error| panic!("{error:?}\n{text}")),
            };
            let place = format!("{model} {target:?} {send_as:?} {:?}\n{text}", imported.notes);
            assert_eq!((&imported.draft.model, &imported.draft.region), (&draft.model, &draft.region), "{place}");
            assert_eq!(imported.draft.send_as, send_as, "{place}");
            assert_eq!(imported.draft.stream, stream && target != Target::Cli, "{place}");
            assert_eq!(json_of(&rebuilt.body_text), json_of(&built.body_text), "{place}");
        }
    }
}

#[test]
fn a_conversation_of_every_family_comes_back_whole() {
    let service = service();
    for (model, has) in MODELS {
        for seed in 0..3 {
            check(model, &whole(seed, has), seed == 1, &service);
        }
        for seed in 0..6 {
            check(model, &conversation(seed, has), seed % 2 == 1, &service);
        }
    }
}

/// Bodies of the families that Converse does not serve.
fn native_bodies() -> Vec<(&'static str, Value)> {
    let text = "What's a \"token\"? {x} $HOME %PATH% é漢\n\\n";
    vec![
        ("cohere.command-text-v14", json!({ "prompt": text, "max_tokens": 9, "stop_sequences": ["a", "b"] })),
        ("amazon.titan-embed-text-v2:0", json!({ "inputText": text, "dimensions": 256, "normalize": false })),
        (
            "amazon.titan-embed-image-v1",
            json!({ "inputText": text, "inputImage": "iVBORw0KGgo=", "embeddingConfig": { "outputEmbeddingLength": 256 } }),
        ),
        (
            "cohere.embed-english-v3",
            json!({ "texts": [text, "b"], "input_type": "search_document", "truncate": "END" }),
        ),
        (
            "us.cohere.embed-v4:0",
            json!({ "texts": [text], "input_type": "classification", "embedding_types": ["int8", "float"] }),
        ),
        (
            "amazon.nova-2-multimodal-embeddings-v1:0",
            json!({ "taskType": "SINGLE_EMBEDDING", "singleEmbeddingParams": { "embeddingPurpose": "GENERIC_INDEX", "text": { "truncationMode": "END", "value": text } } }),
        ),
        ("twelvelabs.marengo-embed-2-7-v1:0", json!({ "inputType": "text", "inputText": text })),
        (
            "us.twelvelabs.pegasus-1-2-v1:0",
            json!({ "inputPrompt": text, "mediaSource": { "base64String": "AAAA" }, "temperature": 0 }),
        ),
        (
            "amazon.nova-canvas-v1:0",
            json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": text }, "imageGenerationConfig": { "seed": 7, "cfgScale": 6.5 } }),
        ),
        (
            "amazon.titan-image-generator-v2:0",
            json!({ "taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": { "image": "iVBORw0KGgo=" } }),
        ),
        ("stability.sd3-5-large-v1:0", json!({ "prompt": text, "aspect_ratio": "16:9", "mode": "text-to-image" })),
        (
            "stability.stable-diffusion-xl-v1",
            json!({ "text_prompts": [{ "text": text, "weight": -0.5 }], "cfg_scale": 7 }),
        ),
        (
            "us.stability.stable-image-inpaint-v1:0",
            json!({ "image": "iVBORw0KGgo=", "mask": "iVBORw0KGgo=", "prompt": text }),
        ),
        ("cohere.rerank-v3-5:0", json!({ "query": text, "documents": [text, "b"], "api_version": 2 })),
        ("amazon.rerank-v1:0", json!({ "query": text, "documents": [text], "top_n": 1 })),
    ]
}

#[test]
fn the_body_of_every_other_family_comes_back() {
    let service = service();
    for (model, body) in native_bodies() {
        for target in TARGETS {
            let request = Request {
                operation: Operation::InvokeModel,
                model: ModelId::parse(model).unwrap(),
                region: Region::parse("eu-west-1").unwrap(),
                headers: vec![
                    Header::new("content-type", "application/json"),
                    Header::new("accept", "application/json"),
                ],
                bodies: vec![print(&body)],
            };
            let text = code(target, &request, &service).text();
            let imported = import(&text, &Draft::default()).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let place = format!("{model} {target:?} {:?}\n{text}", imported.notes);
            assert_eq!(imported.draft.model, model, "{place}");
            assert_eq!(imported.draft.region, "eu-west-1", "{place}");
            let sent = twin(&imported.draft).invoke.unwrap_or_else(|error| panic!("{error:?} {place}"));
            assert_eq!(json_of(&sent.body_text), body, "{place}");
        }
    }
}
