//! Python with boto3, as its own examples call Bedrock.

use serde_json::Value;

use super::alike::{Alike, Loop};
use super::data::{Data, Dialect, input, known_members};
use super::layout::{Node, Style};
use super::request::Body;
use super::results::{self, Results};
use super::source::{NOT_JSON, Source, is_large, two_clients};
use super::{Line, Request, literal, parameters};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::ServiceModel;

const STYLE: Style = Style { indent: "    ", last_comma: true };

/// A call for each text.
const TEXTS: Loop = Loop { list: ["texts = [", "]"], each: "for text in texts:", body: ["body = ", ""] };

const DIALECT: Dialect = Dialect {
    words: ["None", "True", "False"],
    string: literal::python,
    key: |key| format!("{}: ", literal::python(key)),
    bytes: |base64| format!("base64.b64decode({})", literal::python(base64)),
};

/// The program.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut source = Source::default();
    let data = Data { dialect: &DIALECT, model, variable: None };
    let results = Results::of(request);
    source.frame("import boto3");
    source.gap();
    for sentence in two_clients("\"bedrock-runtime\"", "the client \"bedrock\"") {
        source.frame(&format!("# {sentence}"));
    }
    let region = literal::python(request.region.as_str());
    source.frame(&format!("client = boto3.client(\"bedrock-runtime\", region_name={region})"));
    source.gap();
    if request.operation.is_converse() {
        converse(request, &data, &mut source);
    } else {
        invoke(request, &data, &results, &mut source);
    }
    let mut imports = String::new();
    if source.has_bytes || matches!(results, Results::Pictures(_)) {
        imports.push_str("import base64\n");
    }
    if !request.operation.is_converse() && request.numbered().iter().all(|body| body.json().is_some()) {
        imports.push_str("import json\n");
    }
    if !imports.is_empty() {
        let mut first = Source::default();
        first.frame(&imports);
        first.gap();
        source.lines.splice(0..0, first.lines);
    }
    source.note("boto3 takes the credentials from the environment, or from wherever you have configured them");
    source.finish()
}

fn model_id(request: &Request) -> Node {
    Node::atom(format!("modelId={}", literal::python(request.model.as_str())))
}

fn converse(request: &Request, data: &Data<'_>, source: &mut Source) {
    let several = request.bodies.len() > 1;
    for body in request.numbered() {
        let Some(value) = body.json() else {
            source.note("The body is not JSON, and Converse takes nothing else: mend it first");
            continue;
        };
        if is_large(&value) {
            source.note(LARGE);
        }
        let name = if request.operation == Operation::Converse { "converse" } else { "converse_stream" };
        let mut arguments = vec![model_id(request)];
        if let Some(structure) = input(data.model, request.operation.name()) {
            for known in known_members(structure, &value, &body.prefix, source) {
                let node = data.shaped(known.shape, known.value, &known.pointer, source);
                arguments.push(Node::around(format!("{}=", known.name), node, ""));
            }
        }
        let call = Node::items(format!("response = client.{name}("), arguments, ")");
        source.node(&call.at(&body.prefix).broken(), STYLE, 0);
        source.gap();
        source.frame(if request.operation == Operation::Converse { PRINT_BLOCKS } else { PRINT_EVENTS });
        if several {
            source.gap();
        }
    }
}

fn invoke(request: &Request, data: &Data<'_>, results: &Results, source: &mut Source) {
    let bodies = request.numbered();
    let values: Option<Vec<Value>> = bodies.iter().map(Body::json).collect();
    if values.is_none() {
        source.note(NOT_JSON);
    }
    let alike = values.as_deref().and_then(Alike::of);
    let nodes: Vec<Node> = match &values {
        Some(values) => bodies.iter().zip(values).map(|(body, value)| data.free(value, &body.prefix)).collect(),
        None => bodies.iter().map(|body| Node::atom(literal::python(body.text)).at(&body.prefix)).collect(),
    };
    if values.iter().flatten().any(is_large) {
        source.note(LARGE);
    }
    let depth = usize::from(nodes.len() > 1);
    match (alike, <[Node; 1]>::try_from(nodes)) {
        (Some(alike), _) => alike.write(data, TEXTS, STYLE, source),
        (None, Ok([body])) => source.node(&Node::around("body = ", body, ""), STYLE, 0),
        (None, Err(bodies)) => {
            source.node(&Node::items("bodies = [", bodies, "]").at("").broken(), STYLE, 0);
            source.gap();
            source.frame("for body in bodies:");
        }
    }
    if depth == 0 {
        source.gap();
    }
    let body = if values.is_some() { "body=json.dumps(body)" } else { "body=body" };
    let mut arguments = vec![model_id(request), Node::atom(body)];
    let (parameters, unknown) = parameters::of(request, data.model);
    for parameter in parameters {
        let value = Node::atom(literal::python(&parameter.value)).at(&parameter.pointer);
        arguments.push(Node::around(format!("{}=", parameter.name), value, ""));
    }
    source.notes.extend(parameters::unknown_note(&unknown));
    let streams = request.operation == Operation::InvokeModelWithResponseStream;
    let name = if streams { "invoke_model_with_response_stream" } else { "invoke_model" };
    let call = Node::items(format!("response = client.{name}("), arguments, ")");
    source.node(&call.broken(), STYLE, depth);
    if depth == 0 {
        source.gap();
    }
    let print = results::python::lines(results);
    source.indented(
        &STYLE.indent.repeat(depth),
        print.as_deref().unwrap_or(if streams { PRINT_CHUNKS } else { PRINT_ANSWER }),
    );
}

const LARGE: &str =
    "The attached file is in the code as base64. A program of yours would read it: open(path, \"rb\").read()";

const PRINT_BLOCKS: &str = r#"for block in response["output"]["message"]["content"]:
    if "text" in block:
        print(block["text"])
    else:
        print(block)"#;

const PRINT_EVENTS: &str = r#"for event in response["stream"]:
    if "contentBlockDelta" in event:
        print(event["contentBlockDelta"]["delta"].get("text", ""), end="", flush=True)
    elif "messageStop" in event:
        print("\nstop reason:", event["messageStop"]["stopReason"])"#;

const PRINT_ANSWER: &str = r#"print(response["body"].read().decode())"#;

const PRINT_CHUNKS: &str = r#"for event in response["body"]:
    if "chunk" in event:
        print(event["chunk"]["bytes"].decode())"#;
