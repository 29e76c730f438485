//! JavaScript with version 3 of the AWS SDK, for Node.js.

use serde_json::{Number, Value};

use super::dialect::{Data, Dialect, input, known_members};
use super::layout::{Node, Style};
use super::loop_over_texts::{Alike, Loop};
use super::request::Body;
use super::results::{self, Results};
use super::writer::{CONVERSE_NEEDS_JSON, NOT_JSON, Writer, is_large, two_clients};
use super::{Line, Request, literal, parameters};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::ServiceModel;

pub(super) const STYLE: Style = Style { indent: "  ", last_comma: true };

/// A call for each text.
const TEXTS: Loop =
    Loop { list: ["const texts = [", "];"], each: "for (const text of texts) {", body: ["const body = ", ";"] };

pub(super) const DIALECT: Dialect = Dialect {
    words: ["null", "true", "false"],
    string: literal::javascript,
    key,
    bytes: |base64| format!("Buffer.from({}, \"base64\")", literal::javascript(base64)),
    moment: |iso8601| format!("new Date({})", literal::javascript(iso8601)),
};

/// A property's name. `__proto__` written plainly would set the prototype.
fn key(name: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    if name == "__proto__" {
        return "[\"__proto__\"]: ".to_owned();
    }
    if !name.is_empty() && name.chars().all(is_name) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{name}: ");
    }
    format!("{}: ", literal::javascript(name))
}

/// The program.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut writer = Writer::default();
    let data = Data { dialect: &DIALECT, model, variable: None };
    let results = Results::from_request(request);
    if matches!(results, Results::Pictures(_)) {
        writer.frame("import { writeFileSync } from \"node:fs\";");
    }
    let command = format!("{}Command", request.operation.name());
    writer.frame(&format!("import {{ BedrockRuntimeClient, {command} }} from \"@aws-sdk/client-bedrock-runtime\";"));
    writer.gap();
    for sentence in two_clients("BedrockRuntimeClient", "BedrockClient") {
        writer.frame(&format!("// {sentence}"));
    }
    let region = literal::javascript(request.region.as_str());
    writer.frame(&format!("const client = new BedrockRuntimeClient({{ region: {region} }});"));
    writer.gap();
    let values: Vec<Option<Value>> = request.numbered().iter().map(Body::json).collect();
    if values.iter().flatten().any(has_long_number) {
        writer.note("A whole number in this request is too large for JavaScript, which rounds it");
    }
    if values.iter().flatten().any(is_large) {
        writer.note("The attached file is in the code as base64. A program of yours would read it: readFileSync(path)");
    }
    if request.operation.is_converse() {
        converse(request, &command, &data, &mut writer);
    } else {
        invoke(request, &command, &data, &results, &mut writer);
    }
    writer.note("npm install @aws-sdk/client-bedrock-runtime");
    writer.note("The SDK takes the credentials from the environment, or from wherever you have configured them");
    writer.finish()
}

fn model_id(request: &Request) -> Node {
    Node::atom(format!("modelId: {}", literal::javascript(request.model.as_str())))
}

fn converse(request: &Request, command: &str, data: &Data<'_>, writer: &mut Writer) {
    let bodies = request.numbered();
    for body in &bodies {
        let Some(value) = body.json() else {
            writer.note(CONVERSE_NEEDS_JSON);
            continue;
        };
        let mut members = vec![model_id(request)];
        if let Some(structure) = input(data.model, request.operation.name()) {
            for known in known_members(structure, &value, &body.prefix, writer) {
                let node = data.shaped(known.shape, known.value, &known.pointer, writer);
                members.push(Node::around((data.dialect.key)(known.name), node, ""));
            }
        }
        let command = Node::items(format!("new {command}({{"), members, "}),").at(&body.prefix).broken();
        writer.frame(if bodies.len() > 1 { "{" } else { "const response = await client.send(" });
        if bodies.len() > 1 {
            writer.frame("const response = await client.send(");
        }
        writer.node(&command, STYLE, 1);
        writer.frame(");");
        writer.gap();
        writer.frame(if request.operation == Operation::Converse { PRINT_BLOCKS } else { PRINT_EVENTS });
        if bodies.len() > 1 {
            writer.frame("}");
        }
    }
}

fn invoke(request: &Request, command: &str, data: &Data<'_>, results: &Results, writer: &mut Writer) {
    let bodies = request.numbered();
    let values: Option<Vec<Value>> = bodies.iter().map(Body::json).collect();
    if values.is_none() {
        writer.note(NOT_JSON);
    }
    let nodes: Vec<Node> = match &values {
        Some(values) => bodies.iter().zip(values).map(|(body, value)| data.free(value, &body.prefix)).collect(),
        None => bodies.iter().map(|body| Node::atom(literal::javascript(body.text)).at(&body.prefix)).collect(),
    };
    let depth = usize::from(nodes.len() > 1);
    let alike = values.as_deref().and_then(Alike::from_bodies);
    match (alike, <[Node; 1]>::try_from(nodes)) {
        (Some(alike), _) => alike.write(data, TEXTS, STYLE, writer),
        (None, Ok([body])) => writer.node(&Node::around("const body = ", body, ";"), STYLE, 0),
        (None, Err(bodies)) => {
            writer.node(&Node::items("const bodies = [", bodies, "];").at("").broken(), STYLE, 0);
            writer.gap();
            writer.frame("for (const body of bodies) {");
        }
    }
    if depth == 0 {
        writer.gap();
    }
    let indent = STYLE.indent.repeat(depth);
    let body = if values.is_some() { "body: JSON.stringify(body)" } else { "body" };
    let mut members = vec![model_id(request), Node::atom(body)];
    let (parameters, unknown) = parameters::of(request, data.model);
    for parameter in parameters {
        let value = Node::atom(literal::javascript(&parameter.value)).at(&parameter.pointer);
        members.push(Node::around(key(&parameter.name), value, ""));
    }
    writer.notes.extend(parameters::unknown_note(&unknown));
    writer.frame(&format!("{indent}const response = await client.send("));
    writer.node(&Node::items(format!("new {command}({{"), members, "}),").broken(), STYLE, depth + 1);
    writer.frame(&format!("{indent});"));
    if depth == 0 {
        writer.gap();
    }
    let streams = request.operation == Operation::InvokeModelWithResponseStream;
    let print = results::javascript::SYNTAX.lines(results);
    writer.indented(&indent, print.as_deref().unwrap_or(if streams { PRINT_CHUNKS } else { PRINT_ANSWER }));
    if depth == 1 {
        writer.frame("}");
    }
}

/// Whether a whole number is beyond what a double holds exactly.
pub(super) fn has_long_number(value: &Value) -> bool {
    const EXACT: u64 = 1 << 53;
    let long = |number: &Number| {
        number.as_u64().is_some_and(|n| n > EXACT) || number.as_i64().is_some_and(|n| n.unsigned_abs() > EXACT)
    };
    match value {
        Value::Number(number) => long(number),
        Value::Array(items) => items.iter().any(has_long_number),
        Value::Object(members) => members.values().any(has_long_number),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

const PRINT_BLOCKS: &str = r"for (const block of response.output.message.content) {
  console.log(block.text ?? block);
}";

const PRINT_EVENTS: &str = r#"for await (const event of response.stream) {
  process.stdout.write(event.contentBlockDelta?.delta?.text ?? "");
  if (event.messageStop) {
    console.log("\nstop reason:", event.messageStop.stopReason);
  }
}"#;

const PRINT_ANSWER: &str = r"const answer = JSON.parse(new TextDecoder().decode(response.body));
console.log(JSON.stringify(answer, null, 2));";

const PRINT_CHUNKS: &str = r"for await (const event of response.body) {
  if (event.chunk) {
    console.log(JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
  }
}";
