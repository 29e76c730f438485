//! Python with boto3, as its own examples call Bedrock.

use serde_json::Value;

use super::dialect::{Data, Dialect, input, known_members};
use super::layout::{Node, Style};
use super::loop_over_texts::{Alike, Loop};
use super::request::Body;
use super::results::{self, Results};
use super::writer::{CONVERSE_NEEDS_JSON, NOT_JSON, Writer, is_large, two_clients};
use super::{Line, Request, literal, parameters};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::ServiceModel;

pub(super) const STYLE: Style = Style { indent: "    ", last_comma: true };

/// A call for each text.
const TEXTS: Loop = Loop { list: ["texts = [", "]"], each: "for text in texts:", body: ["body = ", ""] };

pub(super) const DIALECT: Dialect = Dialect {
    words: ["None", "True", "False"],
    string: literal::python,
    key: |key| format!("{}: ", literal::python(key)),
    bytes: |base64| format!("base64.b64decode({})", literal::python(base64)),
    // Python before 3.11 reads no `Z`.
    moment: |iso8601| format!("datetime.datetime.fromisoformat({})", literal::python(&iso8601.replace('Z', "+00:00"))),
};

/// The program.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut writer = Writer::default();
    let data = Data { dialect: &DIALECT, model, variable: None };
    let results = Results::from_request(request);
    writer.frame("import boto3");
    writer.gap();
    for sentence in two_clients("\"bedrock-runtime\"", "the client \"bedrock\"") {
        writer.frame(&format!("# {sentence}"));
    }
    let region = literal::python(request.region.as_str());
    writer.frame(&format!("client = boto3.client(\"bedrock-runtime\", region_name={region})"));
    writer.gap();
    if request.operation.is_converse() {
        converse(request, &data, &mut writer);
    } else {
        invoke(request, &data, &results, &mut writer);
    }
    let mut imports = String::new();
    if writer.has_bytes || matches!(results, Results::Pictures(_)) {
        imports.push_str("import base64\n");
    }
    if !request.operation.is_converse() && request.numbered().iter().all(|body| body.json().is_some()) {
        imports.push_str("import json\n");
    }
    if !imports.is_empty() {
        let mut first = Writer::default();
        first.frame(&imports);
        first.gap();
        writer.lines.splice(0..0, first.lines);
    }
    writer.note("boto3 takes the credentials from the environment, or from wherever you have configured them");
    writer.finish()
}

fn model_id(request: &Request) -> Node {
    Node::atom(format!("modelId={}", literal::python(request.model.as_str())))
}

fn converse(request: &Request, data: &Data<'_>, writer: &mut Writer) {
    let several = request.bodies.len() > 1;
    for body in request.numbered() {
        let Some(value) = body.json() else {
            writer.note(CONVERSE_NEEDS_JSON);
            continue;
        };
        if is_large(&value) {
            writer.note(LARGE);
        }
        let name = if request.operation == Operation::Converse { "converse" } else { "converse_stream" };
        let mut arguments = vec![model_id(request)];
        if let Some(structure) = input(data.model, request.operation.name()) {
            for known in known_members(structure, &value, &body.prefix, writer) {
                let node = data.shaped(known.shape, known.value, &known.pointer, writer);
                arguments.push(Node::around(format!("{}=", known.name), node, ""));
            }
        }
        let call = Node::items(format!("response = client.{name}("), arguments, ")");
        writer.node(&call.at(&body.prefix).broken(), STYLE, 0);
        writer.gap();
        writer.frame(if request.operation == Operation::Converse { PRINT_BLOCKS } else { PRINT_EVENTS });
        if several {
            writer.gap();
        }
    }
}

fn invoke(request: &Request, data: &Data<'_>, results: &Results, writer: &mut Writer) {
    let bodies = request.numbered();
    let values: Option<Vec<Value>> = bodies.iter().map(Body::json).collect();
    if values.is_none() {
        writer.note(NOT_JSON);
    }
    let alike = values.as_deref().and_then(Alike::from_bodies);
    let nodes: Vec<Node> = match &values {
        Some(values) => bodies.iter().zip(values).map(|(body, value)| data.free(value, &body.prefix)).collect(),
        None => bodies.iter().map(|body| Node::atom(literal::python(body.text)).at(&body.prefix)).collect(),
    };
    if values.iter().flatten().any(is_large) {
        writer.note(LARGE);
    }
    let depth = usize::from(nodes.len() > 1);
    match (alike, <[Node; 1]>::try_from(nodes)) {
        (Some(alike), _) => alike.write(data, TEXTS, STYLE, writer),
        (None, Ok([body])) => writer.node(&Node::around("body = ", body, ""), STYLE, 0),
        (None, Err(bodies)) => {
            writer.node(&Node::items("bodies = [", bodies, "]").at("").broken(), STYLE, 0);
            writer.gap();
            writer.frame("for body in bodies:");
        }
    }
    if depth == 0 {
        writer.gap();
    }
    let body = if values.is_some() { "body=json.dumps(body)" } else { "body=body" };
    let mut arguments = vec![model_id(request), Node::atom(body)];
    let (parameters, unknown) = parameters::of(request, data.model);
    for parameter in parameters {
        let value = Node::atom(literal::python(&parameter.value)).at(&parameter.pointer);
        arguments.push(Node::around(format!("{}=", parameter.name), value, ""));
    }
    writer.notes.extend(parameters::unknown_note(&unknown));
    let streams = request.operation == Operation::InvokeModelWithResponseStream;
    let name = if streams { "invoke_model_with_response_stream" } else { "invoke_model" };
    let call = Node::items(format!("response = client.{name}("), arguments, ")");
    writer.node(&call.broken(), STYLE, depth);
    if depth == 0 {
        writer.gap();
    }
    let print = results::python::SYNTAX.lines(results);
    writer.indented(
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
