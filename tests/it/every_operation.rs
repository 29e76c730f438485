//! Every operation of Bedrock's four services: our request is the one that botocore writes, and we read it back.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::http::HttpRequest;
use outcrop::aws::region::Region;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::service_model::call::{self, CallError};
use outcrop::bedrock::service_model::{OperationModel, Place, ServiceModel};
use outcrop::bedrock::{self, count_tokens, inference_profile};
use outcrop::text::json::print;
use serde_json::{Value, json};

use crate::inputs::{self, Random};
use crate::python;

/// Inputs of each operation.
const INPUTS: usize = 20;

/// Streams in both directions, which a browser cannot send.
const BIDIRECTIONAL: &str = "InvokeModelWithBidirectionalStream";

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

fn request(model: &ServiceModel, operation: &str, input: &Value) -> Result<HttpRequest, CallError> {
    let endpoint = Endpoint::aws(&model.service, &Region::parse("us-east-1").unwrap());
    call::request(model, operation, &endpoint, input)
}

/// The query's pairs, decoded and in order.
fn pairs(request: &HttpRequest) -> Vec<(String, String)> {
    let query = request.url.query.as_deref().unwrap_or_default();
    let decoded = |text: &str| outcrop::aws::uri::decode_label(text).unwrap();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut pairs: Vec<_> = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
    pairs.sort();
    pairs
}

/// Bodies that are JSON are compared as JSON: Python prints other spaces and floats.
fn body(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|_| json!({ "bytes": STANDARD.encode(bytes) }))
}

#[test]
fn the_four_services_have_265_operations() {
    let counts: BTreeMap<_, _> = models().iter().map(|m| (m.service.clone(), m.operations().len())).collect();
    let expected = [("bedrock", 133), ("bedrock-agent", 86), ("bedrock-agent-runtime", 35), ("bedrock-runtime", 11)];
    assert_eq!(counts, expected.map(|(name, count)| (name.to_owned(), count)).into());
}

#[test]
fn every_request_is_the_one_that_botocore_writes() {
    let mut asked = Vec::new();
    let mut lines = String::new();
    for model in models() {
        let mut random = Random::new(14);
        for operation in model.operations().iter().filter(|operation| operation.name != BIDIRECTIONAL) {
            for _ in 0..INPUTS {
                let input = inputs::whole(&model, &operation.name, &mut random);
                lines.push_str(
                    &json!({"service": model.service, "operation": operation.name, "input": input}).to_string(),
                );
                lines.push('\n');
                let request =
                    request(&model, &operation.name, &input).unwrap_or_else(|e| panic!("{}: {e}", operation.name));
                asked.push((format!("{}:{}", model.service, operation.name), input, request));
            }
        }
    }
    let printed = String::from_utf8(python::run("call_oracle.py", &[], lines.as_bytes())).unwrap();
    assert_eq!(printed.lines().count(), asked.len());
    for (line, (name, input, ours)) in printed.lines().zip(asked) {
        let theirs: Value = serde_json::from_str(line).unwrap();
        let told = format!("{name} {input}\n{theirs}");
        assert!(theirs.get("errors").is_none(), "{told}");
        assert_eq!(theirs["method"], ours.method.as_str(), "{told}");
        assert_eq!(theirs["path"], ours.url.path.as_str(), "{told}");
        assert_eq!(theirs["query"], json!(pairs(&ours)), "{told}");
        let headers: BTreeMap<_, _> = ours.headers.iter().map(|h| (h.name.clone(), h.value.clone())).collect();
        assert_eq!(theirs["headers"], json!(headers), "{told}");
        let bytes = STANDARD.decode(theirs["body"].as_str().unwrap()).unwrap();
        assert_eq!(body(&bytes), body(&ours.body), "{told}");
    }
}

#[test]
fn a_request_is_routed_to_its_operation_and_read_back() {
    for model in models() {
        let mut random = Random::new(15);
        for operation in model.operations().iter().filter(|operation| operation.name != BIDIRECTIONAL) {
            for _ in 0..INPUTS {
                let input = inputs::whole(&model, &operation.name, &mut random);
                let request = request(&model, &operation.name, &input).unwrap();
                let routed = model.route(request.method.as_str(), &request.url.path);
                let (found, labels) = routed.unwrap_or_else(|| panic!("no operation for {}", request.url));
                assert_eq!(found.name, operation.name);
                let read = call::input(&model, found, &labels, &request).unwrap();
                let structure = model.structure(operation.input.as_deref().unwrap()).unwrap();
                // An empty payload or list leaves no trace on the wire.
                for member in structure.members.iter().filter(|member| member.place != Place::Body) {
                    let sent = input.get(&member.name).filter(|value| **value != json!([]));
                    assert_eq!(read.get(&member.name), sent, "{} {}", operation.name, member.name);
                }
            }
        }
    }
}

/// Whether an operation answers with a stream of events.
fn streams(model: &ServiceModel, operation: &OperationModel) -> bool {
    let output = operation.output.as_deref().and_then(|name| model.structure(name));
    let shapes = output.into_iter().flat_map(|output| &output.members).map(|member| member.shape.as_str());
    shapes.filter_map(|shape| model.structure(shape)).any(|shape| shape.event_stream)
}

#[test]
fn botocore_reads_our_responses_as_we_do() {
    let mut asked = Vec::new();
    let mut lines = String::new();
    for model in models() {
        let mut random = Random::new(16);
        for operation in model.operations().iter().filter(|operation| !streams(&model, operation)) {
            for _ in 0..4 {
                let made = inputs::output(&model, &operation.name, &mut random);
                let (headers, body) = call::reply(&model, operation, &made).unwrap();
                let pairs: BTreeMap<_, _> = headers.iter().map(|h| (h.name.clone(), h.value.clone())).collect();
                let sent = json!({
                    "service": model.service, "operation": operation.name, "status": operation.status,
                    "headers": pairs, "body": STANDARD.encode(&body),
                });
                lines.push_str(&sent.to_string());
                lines.push('\n');
                let ours = call::output(&model, &operation.name, &headers, &body).unwrap();
                asked.push((format!("{} {sent}", operation.name), ours));
            }
        }
    }
    let printed = String::from_utf8(python::run("call_oracle.py", &["responses"], lines.as_bytes())).unwrap();
    assert_eq!(printed.lines().count(), asked.len());
    for (line, (name, ours)) in printed.lines().zip(asked) {
        let theirs: Value = serde_json::from_str(line).unwrap();
        assert_eq!(without_nulls(theirs), without_nulls(ours), "{name}");
    }
}

/// botocore leaves out members that are null.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

#[test]
fn a_missing_label_a_wrong_type_and_an_unknown_name_are_told() {
    let models = models();
    let bedrock = &models[0];
    for (operation, input, sentence) in [
        ("GetGuardrail", json!({}), "guardrailIdentifier is in the path, so the request needs it"),
        (
            "GetGuardrail",
            json!({"guardrailIdentifier": ""}),
            "guardrailIdentifier is in the path, so the request needs it",
        ),
        ("GetGuardrail", json!({"guardrailIdentifier": ["a"]}), "/guardrailIdentifier should be text"),
        ("ListGuardrails", json!({"maxResults": {}}), "/maxResults should be a number"),
        ("ListModelCustomizationJobs", json!({"creationTimeAfter": "soon"}), "/creationTimeAfter should be a time"),
        ("ListGuardrails", json!([]), " should be an object"),
        ("InvokeModel", json!({}), "bedrock has no operation InvokeModel"),
    ] {
        assert_eq!(request(bedrock, operation, &input).unwrap_err().to_string(), sentence);
    }
    let bidirectional = request(&models[1], BIDIRECTIONAL, &json!({"modelId": "amazon.nova-sonic-v1:0"}));
    assert_eq!(bidirectional.unwrap_err(), CallError::Bidirectional(BIDIRECTIONAL.to_owned()));
}

/// The requests that the page needs before a service model is loaded are written by hand.
#[test]
fn the_requests_written_by_hand_are_the_same() {
    let (models, id) = (models(), "us.anthropic.claude-haiku-4-5-20251001-v1:0");
    let (control, runtime, model) = (&models[0], &models[1], ModelId::parse(id).unwrap());
    let at = |service: &str| Endpoint::aws(service, &Region::parse("us-east-1").unwrap());
    let same = |ours: HttpRequest, generic: HttpRequest| {
        assert_eq!((ours.method, &ours.url, &ours.headers), (generic.method, &generic.url, &generic.headers));
        assert_eq!(body(&ours.body), body(&generic.body));
    };
    let profile = inference_profile::request(&at(inference_profile::SERVICE), &model);
    same(profile, request(control, "GetInferenceProfile", &json!({"inferenceProfileIdentifier": id})).unwrap());
    let converse = json!({"messages": [{"role": "user", "content": [{"text": "Hi"}]}]});
    let mut input = converse.clone();
    input["modelId"] = json!(id);
    for operation in [Operation::Converse, Operation::ConverseStream] {
        let ours = bedrock::request(operation, &at("bedrock-runtime"), &model, print(&converse).into_bytes());
        same(ours, request(runtime, operation.name(), &input).unwrap());
    }
    let counted = count_tokens::converse_body(&converse);
    let mut input = counted.clone();
    input["modelId"] = json!(id);
    let ours = count_tokens::request(&at("bedrock-runtime"), &model, &counted);
    same(ours, request(runtime, count_tokens::NAME, &input).unwrap());
}

#[test]
fn tokens_are_filled_where_the_model_says_so_and_never_over_a_given_one() {
    let models = models();
    let filled = call::with_tokens(&models[0], "CreateGuardrail", Value::Null, || "t".to_owned());
    assert_eq!(filled, json!({"clientRequestToken": "t"}));
    let given = json!({"clientRequestToken": "mine"});
    assert_eq!(call::with_tokens(&models[0], "CreateGuardrail", given.clone(), || "t".to_owned()), given);
    assert_eq!(call::with_tokens(&models[0], "GetGuardrail", json!({}), || "t".to_owned()), json!({}));
}
