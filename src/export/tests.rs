//! The promises that all writers keep. Other tests execute the programs against the simulator.

use serde_json::{Value, json};

use super::{Code, Request, Target, code};
use crate::aws::http::Header;
use crate::aws::region::Region;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::ServiceModel;
use crate::text::json::print;

fn model() -> &'static ServiceModel {
    static MODEL: std::sync::OnceLock<ServiceModel> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock-runtime.json");
        ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
    })
}

fn request(operation: Operation, bodies: &[Value]) -> Request {
    Request {
        operation,
        model: ModelId::parse("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap(),
        region: Region::parse("eu-west-1").unwrap(),
        headers: vec![Header::new("content-type", "application/json")],
        bodies: bodies.iter().map(print).collect(),
    }
}

fn conversation() -> Value {
    json!({
        "system": [{ "text": "Be brief" }],
        "messages": [{ "role": "user", "content": [
            { "text": "What's \"RAG\"?" },
            { "image": { "format": "png", "source": { "bytes": "iVBORw0KGgo=" } } },
            { "toolResult": { "toolUseId": "t1", "content": [{ "json": { "a": [1, null, 0.5] } }], "status": "success" } },
        ] }],
        "inferenceConfig": { "maxTokens": 512, "temperature": 0.3, "stopSequences": ["END"] },
        "toolConfig": { "tools": [{ "toolSpec": { "name": "clock", "inputSchema": { "json": { "type": "object", "properties": {} } } } }], "toolChoice": { "auto": {} } },
        "additionalModelRequestFields": { "top_k": 5 },
        "requestMetadata": { "team": "docs" },
    })
}

fn written(target: Target, request: &Request) -> Code {
    code(target, request, model())
}

fn native(text: &str) -> Value {
    json!({ "max_tokens": 5, "messages": [{ "role": "user", "content": text }] })
}

fn all() -> Vec<Request> {
    vec![
        request(Operation::Converse, &[conversation()]),
        request(Operation::ConverseStream, &[conversation()]),
        request(Operation::InvokeModel, &[native("it's `x`")]),
        request(Operation::InvokeModelWithResponseStream, &[native("a\nb")]),
        request(Operation::InvokeModel, &[native("a"), native("b")]),
    ]
}

/// The pointers of all scalars in a document.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                leaves(value, &format!("{pointer}/{key}"), found);
            }
        }
        _ => found.push(pointer.to_owned()),
    }
}

fn to_model(model: &str, bodies: &[Value]) -> Request {
    Request { model: ModelId::parse(model).unwrap(), ..request(Operation::InvokeModel, bodies) }
}

/// Calls whose answers are not printed as they came.
fn lab_requests() -> Vec<Request> {
    let titan = |text: &str| json!({ "inputText": text, "dimensions": 256, "embeddingTypes": ["float", "binary"] });
    let picture = |seed: u64| json!({ "taskType": "TEXT_IMAGE", "textToImageParams": { "text": "a" }, "imageGenerationConfig": { "seed": seed } });
    vec![
        to_model("amazon.titan-embed-text-v2:0", &[titan("it's"), titan("`b`"), titan("it's")]),
        to_model("amazon.titan-embed-text-v1", &[json!({ "inputText": "a" })]),
        to_model("cohere.embed-english-v3", &[json!({ "texts": ["a", "b"], "input_type": "search_query" })]),
        to_model("us.cohere.embed-v4:0", &[json!({ "texts": ["a"], "embedding_types": ["int8"] })]),
        to_model("twelvelabs.marengo-embed-3-0-v1:0", &[json!({ "inputType": "text", "text": { "inputText": "a" } })]),
        to_model("stability.sd3-5-large-v1:0", &[json!({ "prompt": "a", "output_format": "jpeg" })]),
        to_model("stability.stable-diffusion-xl-v1", &[json!({ "text_prompts": [{ "text": "a" }] })]),
        to_model("amazon.nova-canvas-v1:0", &[picture(9)]),
        to_model("amazon.rerank-v1:0", &[json!({ "query": "a", "documents": ["b", "c"] })]),
    ]
}

#[test]
fn what_comes_is_printed_as_what_it_is() {
    let printed = |request: &Request, target| written(target, request).text();
    let [titan, _, cohere, _, marengo, stability, old, canvas, rerank] = &lab_requests()[..] else { panic!() };
    for (request, target, wanted) in [
        (titan, Target::Boto3, "for text in texts:\n    body = {\n        \"inputText\": text,"),
        (titan, Target::JavaScript, "Object.entries(answer.embeddingsByType)"),
        (titan, Target::Go, "EmbeddingsByType map[string][]float64 `json:\"embeddingsByType\"`"),
        (cohere, Target::Rust, "for item in answer[\"embeddings\"].as_array()"),
        (cohere, Target::Cli, "jq --raw-output '.embeddings[] |"),
        (marengo, Target::Java, "items.getJSONObject(i).getJSONArray(\"embedding\")"),
        (stability, Target::Boto3, "path = f\"image-{seed}.jpeg\""),
        (old, Target::Curl, ".artifacts[] | [.seed, .base64]"),
        (canvas, Target::Go, "fmt.Sprintf(\"image-9-%d.png\", index+1)"),
        (rerank, Target::JavaScript, "body.documents[result.index]"),
    ] {
        let text = printed(request, target);
        assert!(text.contains(wanted), "{target:?}: {wanted}\n{text}");
    }
}

#[test]
fn every_value_of_the_request_is_stated_on_one_line() {
    for request in all().into_iter().chain(lab_requests()) {
        for target in Target::ALL {
            let code = written(target, &request);
            let mut wanted = Vec::new();
            for (index, body) in request.bodies.iter().enumerate() {
                let prefix = if request.bodies.len() > 1 { format!("/{index}") } else { String::new() };
                leaves(&serde_json::from_str(body).unwrap(), &prefix, &mut wanted);
            }
            for pointer in wanted {
                let lines = code.lines.iter().filter(|line| line.pointers.contains(&pointer)).count();
                assert_eq!(lines, 1, "{target:?} {:?} {pointer}\n{}", request.operation, code.text());
            }
            let header = |line: &&super::Line| line.pointers.contains(&"header:content-type".to_owned());
            let expected = match (request.operation.is_converse(), target) {
                (true, Target::Curl | Target::Http) => 1,
                (true, _) => 0,
                (false, Target::Curl | Target::Http | Target::Cli) => request.bodies.len(),
                (false, _) => 1,
            };
            assert_eq!(code.lines.iter().filter(header).count(), expected, "{target:?}\n{}", code.text());
            assert!(code.lines.iter().all(|line| !line.text.contains('\n')), "{target:?}");
        }
    }
}

#[test]
fn parameters_have_lines_of_their_own() {
    let request = request(Operation::Converse, &[conversation()]);
    for target in Target::ALL {
        let code = written(target, &request);
        let line = |pointer: &str| code.lines.iter().position(|line| line.pointers.iter().any(|each| each == pointer));
        let (tokens, temperature) = (line("/inferenceConfig/maxTokens"), line("/inferenceConfig/temperature"));
        assert!(tokens.is_some() && tokens < temperature, "{target:?}\n{}", code.text());
        assert!(code.text().contains("eu-west-1"), "{target:?}: the region is said");
    }
}

#[test]
fn what_no_sdk_takes_is_left_out_and_said() {
    let body =
        json!({ "messages": [{ "role": "user", "content": [{ "text": "Hi", "mood": 1 }] }], "future": { "a": 1 } });
    let request = request(Operation::Converse, &[body]);
    for target in [Target::Boto3, Target::Cli, Target::JavaScript, Target::Rust, Target::Java, Target::Go] {
        let code = written(target, &request);
        assert!(!code.text().contains("future"), "{target:?}\n{}", code.text());
        assert!(code.notes.iter().any(|note| note.contains("`/future`")), "{target:?} {:?}", code.notes);
    }
    for target in [Target::Curl, Target::Http] {
        assert!(written(target, &request).text().contains("\"future\""), "{target:?} sends bytes, whatever they say");
    }
}

#[test]
fn a_body_that_is_not_json_is_sent_as_it_is() {
    let mut request = request(Operation::InvokeModel, &[]);
    request.bodies = vec!["{ \"a\": 1, // soon\n}".to_owned()];
    for target in Target::ALL {
        let text = written(target, &request).text();
        assert!(text.contains("// soon"), "{target:?}\n{text}");
    }
}

#[test]
fn a_document_ends_where_no_line_of_it_does() {
    let mut request = request(Operation::InvokeModel, &[]);
    request.bodies = vec!["{\nJSON\nJSON_\n}".to_owned()];
    let text = written(Target::Curl, &request).text();
    assert!(text.ends_with("<<'JSON__'\n{\nJSON\nJSON_\n}\nJSON__\n"), "{text}");
}

#[test]
fn a_key_of_javascript_sets_no_prototype() {
    let body = json!({ "__proto__": { "a": 1 }, "a-b": 1, "1": 2, "$ok": 3 });
    let text = written(Target::JavaScript, &request(Operation::InvokeModel, &[body])).text();
    for wanted in ["[\"__proto__\"]: {", "\"a-b\": 1", "\"1\": 2", "$ok: 3"] {
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn the_cli_says_what_it_cannot_do() {
    let code = written(Target::Cli, &request(Operation::ConverseStream, &[conversation()]));
    assert!(code.text().contains("aws bedrock-runtime converse \\"));
    assert!(code.notes.iter().any(|note| note.contains("no command for ConverseStream")));
    assert!(code.notes.iter().any(|note| note.contains("Version 1")), "a picture is in it");
}

#[test]
fn targets_are_found_by_their_keys() {
    for target in Target::ALL {
        assert_eq!(Target::from_key(target.key()), Some(target));
    }
    assert_eq!(Target::from_key("perl"), None);
}
