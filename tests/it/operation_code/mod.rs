//! Code of every operation, executed: what a program sends is the request of the page.

mod javascript;
mod played;
mod python;
mod shell;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::http::HttpRequest;
use outcrop::aws::region::Region;
use outcrop::bedrock::client::Client;
use outcrop::bedrock::service_model::call;
use outcrop::bedrock::service_model::{OperationModel, ServiceModel};
use outcrop::export::{Target, operation};
use serde_json::{Value, json};

use crate::inputs::{self, Random};

/// Streams in both directions, which no program is written for.
const BIDIRECTIONAL: &str = "InvokeModelWithBidirectionalStream";

/// A client and its service model.
pub struct Service {
    pub client: Client,
    pub model: ServiceModel,
}

pub fn services() -> Vec<Service> {
    let read = |client: Client| {
        let path = format!("assets/service-model/{}.json", client.name());
        Service { client, model: ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap() }
    };
    Client::ALL.map(read).into()
}

/// A call and the request that it is.
pub struct Case {
    pub client: Client,
    pub name: String,
    pub operation: String,
    pub input: Value,
    pub request: HttpRequest,
    pub program: Result<String, String>,
}

/// So many random inputs of each operation that is kept, each as a program for a tool.
pub fn cases(tool: Target, inputs: usize, seed: u64, kept: impl Fn(&OperationModel, usize) -> bool) -> Vec<Case> {
    let mut cases = Vec::new();
    for Service { client, model } in services() {
        let mut random = Random::new(seed);
        let one_way = model.operations().iter().filter(|operation| operation.name != BIDIRECTIONAL);
        for operation in one_way.enumerate().filter(|(index, operation)| kept(operation, *index)).map(|(_, it)| it) {
            for _ in 0..inputs {
                let (input, request) = sendable(&model, operation, &mut random);
                let program = operation::write(tool, client, &operation.name, &input, "us-east-1", &model);
                let name = format!("{}:{} {input}", client.name(), operation.name);
                cases.push(Case { client, name, operation: operation.name.clone(), input, request, program });
            }
        }
    }
    cases
}

/// An input and its request, whose headers every tool can send.
fn sendable(model: &ServiceModel, operation: &OperationModel, random: &mut Random) -> (Value, HttpRequest) {
    let visible = |text: &str| text.trim() == text && text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    loop {
        let input = inputs::whole(model, &operation.name, random);
        // SDKs fill in a token that is left out.
        let input =
            call::with_tokens(model, &operation.name, input, || "a-token-of-the-test-0123456789abcdef".to_owned());
        let request = request(model, &operation.name, &input);
        if request.headers.iter().all(|header| visible(&header.value)) {
            return (input, request);
        }
    }
}

pub fn request(model: &ServiceModel, operation: &str, input: &Value) -> HttpRequest {
    let endpoint = Endpoint::aws(&model.service, &Region::parse("us-east-1").unwrap());
    call::request(model, operation, &endpoint, input).unwrap()
}

/// A request as it was caught.
pub struct Sent {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Sent {
    /// What an oracle printed of it.
    pub fn from_json(printed: &Value) -> Self {
        let url = printed["url"].as_str().unwrap();
        let (_, rest) = url.split_once("://").unwrap();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Self {
            method: printed["method"].as_str().unwrap().to_owned(),
            path: path[path.find('/').unwrap()..].to_owned(),
            query: query.to_owned(),
            headers: serde_json::from_value(printed["headers"].clone()).unwrap(),
            body: STANDARD.decode(printed["body"].as_str().unwrap()).unwrap(),
        }
    }

    /// Asserts that it is this request.
    pub fn assert_is(&self, request: &HttpRequest, name: &str) {
        assert_eq!(self.method, request.method.as_str(), "{name}");
        assert_eq!(self.path, request.url.path, "{name}");
        assert_eq!(pairs(&self.query), pairs(request.url.query.as_deref().unwrap_or_default()), "{name}");
        for header in &request.headers {
            assert_eq!(self.headers.get(&header.name), Some(&header.value), "{} of {name}", header.name);
        }
        assert_eq!(body(&self.body), body(&request.body), "{name}");
    }
}

/// The query's pairs, decoded and in order.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| outcrop::aws::uri::decode_label(&text.replace('+', "%20")).unwrap();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut pairs: Vec<_> = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
    pairs.sort();
    pairs
}

/// Bodies that are JSON are compared as JSON: tools print other spaces and floats. A document in a shell script ends in a
/// line break of its own.
fn body(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).map_or_else(|_| json!({ "bytes": STANDARD.encode(bytes) }), number_for_number)
}

/// `1.0` as `1`.
pub fn number_for_number(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(number_for_number).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, number_for_number(value))).collect(),
        other => other,
    }
}

#[test]
fn http_is_the_request() {
    for case in cases(Target::Http, 2, 31, |_, _| true) {
        let text = case.program.unwrap();
        // The comments, and the line break that a file ends with.
        let message = text.trim_start_matches(|c| c != '\n').strip_prefix('\n').unwrap();
        let message = message.strip_suffix('\n').unwrap();
        let (head, body) = message.split_once("\n\n").unwrap_or((message, ""));
        let mut lines = head.lines();
        let [method, target, version] = lines.next().unwrap().split(' ').collect::<Vec<_>>().try_into().unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers: BTreeMap<String, String> =
            lines.map(|line| line.split_once(": ").unwrap()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        assert_eq!((version, headers["Host"].as_str()), ("HTTP/1.1", case.request.url.authority.as_str()));
        let length = headers.get("Content-Length").map_or(0, |length| length.parse().unwrap());
        assert_eq!(length, case.request.body.len(), "{}", case.name);
        let sent = Sent {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: body.as_bytes().into(),
        };
        sent.assert_is(&case.request, &case.name);
    }
}
