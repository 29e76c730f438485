//! Java with version 2 of the AWS SDK. Streaming operations use its asynchronous client.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::dialect::input;
use super::layout::{Node, Style};
use super::results::{self, Results};
use super::typed::{Built, Language, Set, Walk, has_plain_name, parted, pascal};
use super::writer::{CONVERSE_NEEDS_JSON, Writer, two_clients};
use super::{Line, Request, literal, parameters};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::{Member, ServiceModel, ShapeKind, Structure};
use crate::text::json::pointer_token;

pub(super) const STYLE: Style = Style { indent: "    ", last_comma: false };
/// Most bytes of one string constant (Java Virtual Machine Specification §4.4.7).
const LONGEST_CONSTANT: usize = 60_000;

/// The program.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut body = Writer::default();
    let java = Java { uses: RefCell::default() };
    let results = Results::from_request(request);
    let pictures = matches!(results, Results::Pictures(_));
    if pictures {
        java.uses("Base64");
    }
    if request.operation.is_converse() {
        converse(request, model, &java, &mut body);
    } else {
        invoke(request, model, &java, &results, &mut body);
    }
    let used = java.uses.into_inner();
    let has = |what: &str| used.contains(what);
    let stream = request.operation.is_streaming();
    let client = if stream { "BedrockRuntimeAsyncClient" } else { "BedrockRuntimeClient" };
    let mut writer = Writer::default();
    if pictures {
        writer.frame("import java.nio.file.Files;\nimport java.nio.file.Path;");
    }
    for (class, import) in [("Base64", "java.util.Base64"), ("List", "java.util.List"), ("Map", "java.util.Map")] {
        if has(class) {
            writer.frame(&format!("import {import};"));
        }
    }
    if !writer.lines.is_empty() {
        writer.gap();
    }
    if pictures {
        writer.frame("import org.json.JSONArray;");
    }
    if results != Results::Whole {
        writer.frame("import org.json.JSONObject;");
    }
    if has("Base64") || !request.operation.is_converse() {
        writer.frame("import software.amazon.awssdk.core.SdkBytes;");
    }
    if has("Document") {
        writer.frame("import software.amazon.awssdk.core.document.Document;");
    }
    writer.frame("import software.amazon.awssdk.regions.Region;");
    writer.frame(&format!("import software.amazon.awssdk.services.bedrockruntime.{client};"));
    writer.frame("import software.amazon.awssdk.services.bedrockruntime.model.*;");
    writer.gap();
    let throws = if pictures { " throws java.io.IOException" } else { "" };
    writer.frame(&format!("public class CallBedrock {{\n    public static void main(String[] args){throws} {{"));
    for sentence in two_clients("BedrockRuntimeClient", "BedrockClient") {
        writer.frame(&format!("        // {sentence}"));
    }
    let region = literal::java(request.region.as_str());
    writer.frame(&format!("        try (var client = {client}.builder().region(Region.of({region})).build()) {{"));
    writer.lines.append(&mut body.lines);
    writer.frame("        }\n    }\n}");
    writer.notes.append(&mut body.notes);
    let json = if results == Results::Whole { "" } else { " and org.json:json" };
    writer.note(format!("Java 17 or newer, with software.amazon.awssdk:bedrockruntime{json}"));
    writer.note("The SDK takes the credentials from the environment, or from wherever you have configured them");
    writer.finish()
}

fn converse(request: &Request, model: &ServiceModel, java: &Java, writer: &mut Writer) {
    let walk = Walk { language: java, model };
    let several = request.bodies.len() > 1;
    for body in request.numbered() {
        let Some(value) = body.json() else {
            writer.note(CONVERSE_NEEDS_JSON);
            continue;
        };
        let Some(structure) = input(model, request.operation.name()) else { continue };
        let stream = request.operation == Operation::ConverseStream;
        let mut calls = vec![Node::atom(format!(".modelId({})", literal::java(request.model.as_str())))];
        calls.extend(walk.members(structure, &value, &body.prefix, writer).into_iter().map(|set| java.setter(set)));
        calls.push(Node::atom(".build();"));
        if several {
            writer.frame("            {");
        }
        let head = format!("var request = {}Request.builder()", request.operation.name());
        writer.node(&Node::chain(head, calls).at(&body.prefix).broken(), STYLE, 3);
        writer.gap();
        writer.frame(if stream { PRINT_EVENTS } else { PRINT_BLOCKS });
        if several {
            writer.frame("            }");
        }
    }
}

fn invoke(request: &Request, model: &ServiceModel, java: &Java, results: &Results, writer: &mut Writer) {
    let bodies = request.numbered();
    let stream = request.operation == Operation::InvokeModelWithResponseStream;
    if let [body] = bodies.as_slice() {
        text_block(&body.unhidden(), &body.prefix, "            var body = ", ";", writer);
    } else {
        java.uses("List");
        writer.line("            var bodies = List.of(", vec![String::new()]);
        for (index, body) in bodies.iter().enumerate() {
            let after = if index + 1 < bodies.len() { "," } else { ");" };
            text_block(&body.unhidden(), &body.prefix, "                ", after, writer);
        }
    }
    let depth = if bodies.len() == 1 { 3 } else { 4 };
    writer.gap();
    if depth == 4 {
        writer.frame("            for (var body : bodies) {");
    }
    let mut calls = vec![
        Node::atom(format!(".modelId({})", literal::java(request.model.as_str()))),
        Node::atom(".body(SdkBytes.fromUtf8String(body))"),
    ];
    for parameter in parameters::typed(request, model, java, literal::java, writer) {
        let call = format!(".{}({})", parameter.name, parameter.value);
        calls.push(Node::atom(call).at(&parameter.pointer));
    }
    calls.push(Node::atom(".build();"));
    let head = format!("var request = {}Request.builder()", request.operation.name());
    writer.node(&Node::chain(head, calls).broken(), STYLE, depth);
    let indent = STYLE.indent.repeat(depth);
    let print = results::java::SYNTAX.lines(results);
    writer.indented(&indent, print.as_deref().unwrap_or(if stream { PRINT_CHUNKS } else { PRINT_ANSWER }));
    if depth == 4 {
        writer.frame("            }");
    }
}

/// A text as a text block, whose lines are those of the page; as strings where a text block cannot hold it.
fn text_block(text: &str, prefix: &str, before: &str, after: &str, writer: &mut Writer) {
    let fits = text.len() <= LONGEST_CONSTANT
        && !literal::refuses_raw(text)
        && text.split('\n').all(|line| !line.ends_with([' ', '\t']));
    if !fits {
        return writer.line(format!("{before}{}{after}", constant(text)), vec![prefix.to_owned()]);
    }
    let escaped = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\"\"");
    writer.frame(&format!("{before}\"\"\""));
    let at = writer.lines.len();
    // Escaping changes no line break, so the lines of the block are those of the text.
    writer.verbatim(text, prefix);
    for (line, escaped) in writer.lines.iter_mut().skip(at).zip(escaped.split('\n')) {
        line.text = format!("            {escaped}");
    }
    // A quote before the closing three would be read as one of them.
    if escaped.ends_with('"')
        && let Some(last) = writer.lines.last_mut()
    {
        last.text.pop();
        last.text.push_str("\\\"");
    }
    writer.end_with(&format!("\"\"\"{after}"));
}

/// A string, in parts where one constant would be too long.
fn constant(text: &str) -> String {
    if text.len() <= LONGEST_CONSTANT {
        return literal::java(text);
    }
    let mut parts = vec![String::new()];
    for c in text.chars() {
        match parts.last_mut() {
            Some(part) if part.len() + c.len_utf8() <= LONGEST_CONSTANT => part.push(c),
            _ => parts.push(c.to_string()),
        }
    }
    let parts: Vec<String> = parts.iter().map(|part| literal::java(part)).collect();
    format!("String.join(\"\", {})", parts.join(", "))
}

/// The language, and which classes of other packages the program uses.
pub(super) struct Java {
    /// The classes.
    pub uses: RefCell<BTreeSet<&'static str>>,
}

impl Java {
    fn uses(&self, what: &'static str) {
        self.uses.borrow_mut().insert(what);
    }

    /// The call on a builder that sets a member.
    pub fn setter(&self, set: Set<'_>) -> Node {
        let name = &set.member.name;
        match set.built {
            Built::One(node) => Node::around(format!(".{name}("), node, ")"),
            Built::List { items, .. } if items.is_empty() => {
                self.uses("List");
                Node::atom(format!(".{name}(List.of())")).at(&set.pointer)
            }
            Built::List { items, .. } => Node::items(format!(".{name}("), items, ")").at(&set.pointer),
            Built::Map { pairs, .. } => Node::around(format!(".{name}("), self.map(pairs), ")").at(&set.pointer),
        }
    }

    fn map(&self, pairs: Vec<(String, Node)>) -> Node {
        self.uses("Map");
        let entry =
            |(key, value): (String, Node)| Node::around(format!("Map.entry({}, ", literal::java(&key)), value, ")");
        Node::items("Map.ofEntries(", pairs.into_iter().map(entry).collect(), ")")
    }
}

impl Language for Java {
    fn string(&self, text: &str) -> String {
        constant(text)
    }

    fn variant(&self, shape: &str, value: &str) -> String {
        if has_plain_name(value) {
            format!("{}.{}", pascal(shape), parted(value, '_').to_ascii_uppercase())
        } else {
            format!("{}.fromValue({})", pascal(shape), literal::java(value))
        }
    }

    fn bytes(&self, base64: &str) -> String {
        self.uses("Base64");
        format!("SdkBytes.fromByteArray(Base64.getDecoder().decode({}))", constant(base64))
    }

    fn moment(&self, iso8601: &str) -> String {
        self.uses("Instant");
        format!("Instant.parse({})", literal::java(iso8601))
    }

    fn number(&self, kind: &ShapeKind, number: &Number) -> String {
        match kind {
            ShapeKind::Float => format!("{number}F"),
            ShapeKind::Double => format!("{number}D"),
            ShapeKind::Long => format!("{number}L"),
            _ => number.to_string(),
        }
    }

    fn document(&self, value: &Value, pointer: &str) -> Node {
        self.uses("Document");
        if value.is_array() {
            self.uses("List");
        }
        let node = match value {
            Value::Null => Node::atom("Document.fromNull()"),
            Value::Bool(value) => Node::atom(format!("Document.fromBoolean({value})")),
            Value::Number(number) => Node::atom(format!("Document.fromNumber({})", literal::java(&number.to_string()))),
            Value::String(text) => Node::atom(format!("Document.fromString({})", constant(text))),
            Value::Array(items) => {
                let write = |(index, item)| self.document(item, &format!("{pointer}/{index}"));
                Node::items("Document.fromList(List.of(", items.iter().enumerate().map(write).collect(), "))")
            }
            Value::Object(members) if members.is_empty() => Node::atom("Document.mapBuilder().build()"),
            Value::Object(members) => {
                let put = |(key, value): (&String, &Value)| {
                    let place = format!("{pointer}/{}", pointer_token(key));
                    let inner = self.document(value, &place);
                    Node::around(format!(".putDocument({}, ", literal::java(key)), inner, ")")
                };
                let mut calls: Vec<Node> = members.iter().map(put).collect();
                calls.push(Node::atom(".build()"));
                Node::chain("Document.mapBuilder()", calls)
            }
        };
        node.at(pointer)
    }

    fn whole(&self, built: Built) -> Node {
        match built {
            Built::One(node) => node,
            Built::List { items, .. } => {
                self.uses("List");
                Node::items("List.of(", items, ")")
            }
            Built::Map { pairs, .. } => self.map(pairs),
        }
    }

    fn structure(&self, name: &str, _structure: &Structure, members: Vec<Set<'_>>) -> Node {
        let mut calls: Vec<Node> = members.into_iter().map(|set| self.setter(set)).collect();
        calls.push(Node::atom(".build()"));
        Node::chain(format!("{}.builder()", pascal(name)), calls)
    }

    fn union(&self, name: &str, member: &Member, value: Node) -> Node {
        Node::around(format!("{}.from{}(", pascal(name), pascal(&member.name)), value, ")")
    }
}

const PRINT_BLOCKS: &str = r"            var response = client.converse(request);
            for (var block : response.output().message().content()) {
                System.out.println(block.text() != null ? block.text() : block);
            }";

const PRINT_EVENTS: &str = r#"            var handler = ConverseStreamResponseHandler.builder()
                .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                    .onContentBlockDelta(event -> {
                        if (event.delta().text() != null) {
                            System.out.print(event.delta().text());
                        }
                    })
                    .onMessageStop(event -> System.out.println("\nstop reason: " + event.stopReasonAsString()))
                    .build())
                .build();
            client.converseStream(request, handler).join();"#;

const PRINT_ANSWER: &str = r"var response = client.invokeModel(request);
System.out.println(response.body().asUtf8String());";

const PRINT_CHUNKS: &str = r"var handler = InvokeModelWithResponseStreamResponseHandler.builder()
    .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
        .onChunk(chunk -> System.out.println(chunk.bytes().asUtf8String()))
        .build())
    .build();
client.invokeModelWithResponseStream(request, handler).join();";
