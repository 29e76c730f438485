//! Rust with the AWS SDK for Rust.
//!
//! Naming and which builders can fail follow the SDK's generator (smithy-rs): a builder fails where a required member is
//! neither a structure nor a union.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::dialect::input;
use super::layout::{Node, Style};
use super::results::{self, Results};
use super::typed::{Built, Language, Set, Walk, has_plain_name, pascal, snake};
use super::writer::{CONVERSE_NEEDS_JSON, Writer, two_clients};
use super::{Line, Request, literal, parameters};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::{Member, ServiceModel, ShapeKind, Structure};
use crate::text::json::pointer_token;

pub(super) const STYLE: Style = Style { indent: "    ", last_comma: true };

/// Names among the used ones that are not types of the SDK.
pub(super) const MAP: &str = "std::collections::HashMap";
pub(super) const BASE64: &str = "base64";
pub(super) const DOCUMENT: &str = "aws_smithy_types::Document";
pub(super) const MOMENT: &str = "DateTime";

/// The program.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut body = Writer::default();
    let types = RefCell::default();
    let language = Rust { model, types: &types };
    let results = Results::from_request(request);
    if matches!(results, Results::Pictures(_)) {
        language.uses(BASE64);
    }
    if request.operation.is_converse() {
        converse(request, &language, &mut body);
    } else {
        invoke(request, &language, &results, &mut body);
    }
    let types = types.into_inner();
    let has = |what: &str| types.contains(what);
    let mut writer = Writer::default();
    if has(MAP) {
        writer.frame("use std::collections::HashMap;\n");
        writer.gap();
    }
    writer.frame("use aws_config::{BehaviorVersion, Region};");
    if has(BASE64) {
        writer.frame("use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};");
    }
    if has(BASE64) || !request.operation.is_converse() {
        writer.frame("use aws_sdk_bedrockruntime::primitives::Blob;");
    }
    let named = types.iter().filter(|name| ![MAP, BASE64, DOCUMENT].contains(&name.as_str()));
    let named: Vec<String> = named.cloned().collect();
    if let [only] = named.as_slice() {
        writer.frame(&format!("use aws_sdk_bedrockruntime::types::{only};"));
    } else if !named.is_empty() {
        let types = named.into_iter().map(Node::atom).collect();
        writer.node(&Node::items("use aws_sdk_bedrockruntime::types::{", types, "};"), STYLE, 0);
    }
    if has(DOCUMENT) {
        writer.frame("use aws_smithy_types::Document;");
    }
    writer.gap();
    writer.frame("#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {");
    for sentence in two_clients("aws_sdk_bedrockruntime", "aws_sdk_bedrock") {
        writer.frame(&format!("    // {sentence}"));
    }
    let region = literal::rust(request.region.as_str());
    writer.frame(&format!(
        "    let config = aws_config::defaults(BehaviorVersion::latest()).region(Region::new({region})).load().await;"
    ));
    writer.frame("    let client = aws_sdk_bedrockruntime::Client::new(&config);");
    writer.gap();
    writer.lines.append(&mut body.lines);
    writer.frame("    Ok(())\n}");
    writer.notes.append(&mut body.notes);
    let mut crates = "cargo add aws-config aws-sdk-bedrockruntime tokio --features tokio/full".to_owned();
    if has(DOCUMENT) {
        crates.push_str("; cargo add aws-smithy-types");
    }
    if has(BASE64) {
        crates.push_str("; cargo add base64");
    }
    if results != Results::Whole {
        crates.push_str("; cargo add serde_json");
    }
    writer.note(crates);
    writer.note("The SDK takes the credentials from the environment, or from wherever you have configured them");
    writer.finish()
}

fn converse(request: &Request, language: &Rust<'_>, writer: &mut Writer) {
    let model = language.model;
    let walk = Walk { language, model };
    for body in request.numbered() {
        let Some(value) = body.json() else {
            writer.note(CONVERSE_NEEDS_JSON);
            continue;
        };
        let Some(structure) = input(model, request.operation.name()) else { continue };
        let stream = request.operation == Operation::ConverseStream;
        let mut calls = vec![
            Node::atom(if stream { ".converse_stream()" } else { ".converse()" }),
            Node::atom(format!(".model_id({})", literal::rust(request.model.as_str()))),
        ];
        calls.extend(
            walk.members(structure, &value, &body.prefix, writer).into_iter().flat_map(|set| language.setters(set)),
        );
        calls.extend([Node::atom(".send()"), Node::atom(".await?;")]);
        let name = if stream { "let mut response = client" } else { "let response = client" };
        writer.node(&Node::chain(name, calls).at(&body.prefix).broken(), STYLE, 1);
        writer.gap();
        writer.frame(if stream { PRINT_EVENTS } else { PRINT_BLOCKS });
        let used =
            if stream { ["ContentBlockDelta", "ConverseStreamOutput"] } else { ["ContentBlock", "ConverseOutput"] };
        language.types.borrow_mut().extend(used.map(str::to_owned));
    }
}

fn invoke(request: &Request, language: &Rust<'_>, results: &Results, writer: &mut Writer) {
    let bodies = request.numbered();
    let stream = request.operation == Operation::InvokeModelWithResponseStream;
    if let [body] = bodies.as_slice() {
        raw(&body.unhidden(), &body.prefix, "    let body = ", ";", writer);
    } else {
        writer.line("    let bodies = [", vec![String::new()]);
        for body in &bodies {
            raw(&body.unhidden(), &body.prefix, "        ", ",", writer);
        }
        writer.frame("    ];");
    }
    let depth = if bodies.len() == 1 { 1 } else { 2 };
    let indent = STYLE.indent.repeat(depth);
    writer.gap();
    if depth == 2 {
        writer.frame("    for body in bodies {");
    }
    let mut calls = vec![
        Node::atom(if stream { ".invoke_model_with_response_stream()" } else { ".invoke_model()" }),
        Node::atom(format!(".model_id({})", literal::rust(request.model.as_str()))),
        Node::atom(".body(Blob::new(body))"),
    ];
    for parameter in parameters::typed(request, language.model, language, literal::rust, writer) {
        let call = format!(".{}({})", snake(&parameter.name), parameter.value);
        calls.push(Node::atom(call).at(&parameter.pointer));
    }
    calls.extend([Node::atom(".send()"), Node::atom(".await?;")]);
    let name = if stream { "let mut response = client" } else { "let response = client" };
    writer.node(&Node::chain(name, calls).broken(), STYLE, depth);
    let print = results::rust::SYNTAX.lines(results);
    writer.indented(&indent, print.as_deref().unwrap_or(if stream { PRINT_CHUNKS } else { PRINT_ANSWER }));
    if depth == 2 {
        writer.frame("    }");
    }
}

/// A text as a raw string, whose lines are those of the page; escaped where raw strings cannot hold it.
fn raw(text: &str, prefix: &str, before: &str, after: &str, writer: &mut Writer) {
    if literal::refuses_raw(text) {
        let pointers = vec![prefix.to_owned()];
        return writer.line(format!("{before}{}{after}", literal::rust(text)), pointers);
    }
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let at = writer.lines.len();
    writer.verbatim(text, prefix);
    if let Some(first) = writer.lines.get_mut(at) {
        first.text.insert_str(0, &format!("{before}r{hashes}\""));
    }
    writer.end_with(&format!("\"{hashes}{after}"));
}

/// The list begins where its first item is set.
fn first_at(mut calls: Vec<Node>, pointer: &str) -> Vec<Node> {
    if let Some(first) = calls.first_mut() {
        *first = first.clone().at(pointer);
    }
    calls
}

fn method(member: &Member) -> String {
    match snake(&member.name).as_str() {
        "type" => "r#type".to_owned(),
        name => name.to_owned(),
    }
}

/// The language, and what the program uses.
pub(super) struct Rust<'a> {
    /// The service model.
    pub model: &'a ServiceModel,
    /// What was named and has to be imported.
    pub types: &'a RefCell<BTreeSet<String>>,
}

impl Rust<'_> {
    /// A type by the SDK's name.
    fn named(&self, shape: &str) -> String {
        let name = pascal(shape);
        self.types.borrow_mut().insert(name.clone());
        name
    }

    /// The calls on a builder that set a member: one for a value, one an item for a list or a map.
    pub fn setters(&self, set: Set<'_>) -> Vec<Node> {
        let name = method(set.member);
        match set.built {
            Built::One(node) => vec![Node::around(format!(".{name}("), node, ")")],
            Built::List { items, .. } if items.is_empty() => {
                vec![Node::atom(format!(".set_{}(Some(Vec::new()))", snake(&set.member.name))).at(&set.pointer)]
            }
            Built::Map { pairs, .. } if pairs.is_empty() => {
                self.uses(MAP);
                vec![Node::atom(format!(".set_{}(Some(HashMap::new()))", snake(&set.member.name))).at(&set.pointer)]
            }
            Built::List { items, .. } => first_at(
                items.into_iter().map(|item| Node::around(format!(".{name}("), item, ")")).collect(),
                &set.pointer,
            ),
            Built::Map { pairs, .. } => {
                let call = |(key, value): (String, Node)| {
                    Node::around(format!(".{name}({}, ", literal::rust(&key)), value, ")")
                };
                first_at(pairs.into_iter().map(call).collect(), &set.pointer)
            }
        }
    }

    fn uses(&self, what: &str) {
        self.types.borrow_mut().insert(what.to_owned());
    }

    fn can_fail(&self, structure: &Structure) -> bool {
        structure.members.iter().any(|member| {
            let is_aggregate =
                self.model.shape(&member.shape).is_some_and(|shape| matches!(shape.kind, ShapeKind::Structure(_)));
            member.required && !is_aggregate
        })
    }
}

impl Language for Rust<'_> {
    fn string(&self, text: &str) -> String {
        literal::rust(text)
    }

    fn variant(&self, shape: &str, value: &str) -> String {
        if has_plain_name(value) {
            format!("{}::{}", self.named(shape), pascal(value))
        } else {
            format!("{}::from({})", self.named(shape), literal::rust(value))
        }
    }

    fn bytes(&self, base64: &str) -> String {
        self.uses(BASE64);
        format!("Blob::new(BASE64.decode({})?)", literal::rust(base64))
    }

    fn moment(&self, iso8601: &str) -> String {
        self.uses(MOMENT);
        format!("DateTime::from_str({}, DateTimeFormat::DateTime)?", literal::rust(iso8601))
    }

    fn number(&self, kind: &ShapeKind, number: &Number) -> String {
        match kind {
            ShapeKind::Float | ShapeKind::Double if !number.is_f64() => format!("{number}.0"),
            _ => number.to_string(),
        }
    }

    fn document(&self, value: &Value, pointer: &str) -> Node {
        self.uses(DOCUMENT);
        if value.is_object() {
            self.uses(MAP);
        }
        let node = match value {
            Value::Null => Node::atom("Document::Null"),
            Value::Bool(value) => Node::atom(format!("Document::from({value})")),
            Value::Number(number) if number.is_f64() => Node::atom(format!("Document::from({number}_f64)")),
            Value::Number(number) if number.is_u64() => Node::atom(format!("Document::from({number}_u64)")),
            Value::Number(number) => Node::atom(format!("Document::from({number}_i64)")),
            Value::String(text) => Node::atom(format!("Document::from({})", literal::rust(text))),
            Value::Array(items) => {
                let write = |(index, item)| self.document(item, &format!("{pointer}/{index}"));
                Node::items("Document::Array(vec![", items.iter().enumerate().map(write).collect(), "])")
            }
            Value::Object(members) if members.is_empty() => Node::atom("Document::Object(HashMap::new())"),
            Value::Object(members) => {
                let write = |(key, value): (&String, &Value)| {
                    let inner = self.document(value, &format!("{pointer}/{}", pointer_token(key)));
                    Node::around(format!("({}.to_owned(), ", literal::rust(key)), inner, ")")
                };
                Node::items("Document::Object(HashMap::from([", members.iter().map(write).collect(), "]))")
            }
        };
        node.at(pointer)
    }

    fn whole(&self, built: Built) -> Node {
        match built {
            Built::One(node) => node,
            Built::List { items, .. } => Node::items("vec![", items, "]"),
            Built::Map { pairs, .. } => {
                self.uses(MAP);
                let write = |(key, value)| Node::around(format!("({}.to_owned(), ", literal::rust(key)), value, ")");
                Node::items(
                    "HashMap::from([",
                    pairs.iter().map(|(key, value)| write((key, value.clone()))).collect(),
                    "])",
                )
            }
        }
    }

    fn structure(&self, name: &str, structure: &Structure, members: Vec<Set<'_>>) -> Node {
        let mut calls: Vec<Node> = members.into_iter().flat_map(|set| self.setters(set)).collect();
        calls.push(Node::atom(if self.can_fail(structure) { ".build()?" } else { ".build()" }));
        Node::chain(format!("{}::builder()", self.named(name)), calls)
    }

    fn union(&self, name: &str, member: &Member, value: Node) -> Node {
        let is_text = self.model.shape(&member.shape).is_some_and(|shape| matches!(shape.kind, ShapeKind::String));
        let after = if is_text { ".to_owned())" } else { ")" };
        Node::around(format!("{}::{}(", self.named(name), pascal(&member.name)), value, after)
    }
}

const PRINT_BLOCKS: &str = r#"    if let Some(ConverseOutput::Message(message)) = response.output() {
        for block in message.content() {
            match block {
                ContentBlock::Text(text) => println!("{text}"),
                other => println!("{other:?}"),
            }
        }
    }"#;

const PRINT_EVENTS: &str = r#"    while let Some(event) = response.stream.recv().await? {
        match event {
            ConverseStreamOutput::ContentBlockDelta(event) => {
                if let Some(ContentBlockDelta::Text(text)) = event.delta() {
                    print!("{text}");
                }
            }
            ConverseStreamOutput::MessageStop(event) => println!("\nstop reason: {}", event.stop_reason()),
            _ => {}
        }
    }"#;

const PRINT_ANSWER: &str = r#"println!("{}", String::from_utf8_lossy(response.body().as_ref()));"#;

const PRINT_CHUNKS: &str = r#"while let Some(event) = response.body.recv().await? {
    if let Ok(chunk) = event.as_chunk() {
        let bytes = chunk.bytes().map(|bytes| bytes.as_ref()).unwrap_or_default();
        println!("{}", String::from_utf8_lossy(bytes));
    }
}"#;
