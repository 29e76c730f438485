//! Go with version 2 of the AWS SDK.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::dialect::input;
use super::layout::{Node, Style};
use super::results::{self, Results};
use super::typed::{Built, Language, Set, Walk, has_plain_name, pascal};
use super::writer::{CONVERSE_NEEDS_JSON, Writer, two_clients};
use super::{Line, Request, literal, parameters};
use crate::bedrock::operation::Operation;
use crate::bedrock::service_model::{Member, ServiceModel, ShapeKind, Structure};
use crate::text::json::pointer_token;

pub(super) const STYLE: Style = Style { indent: "\t", last_comma: true };
pub(super) const MODULE: &str = "github.com/aws/aws-sdk-go-v2";

/// The program.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut body = Writer::default();
    let go = Go { model, uses: RefCell::default() };
    let results = Results::from_request(request);
    let pictures = matches!(results, Results::Pictures(_));
    if pictures {
        go.uses("decoded");
    }
    if request.operation.is_converse() {
        converse(request, &go, &mut body);
    } else {
        invoke(request, &go, &results, &mut body);
    }
    // An import that is not used does not compile, so what is used is noted where it is written.
    let used = go.uses.into_inner();
    let has = |what: &str| used.contains(what);
    let mut writer = Writer::default();
    writer.frame("package main");
    writer.gap();
    writer.frame("import (\n\t\"context\"");
    if has("decoded") {
        writer.frame("\t\"encoding/base64\"");
    }
    if results != Results::Whole {
        writer.frame("\t\"encoding/json\"");
    }
    writer.frame("\t\"fmt\"\n\t\"log\"");
    if pictures {
        writer.frame("\t\"os\"");
    }
    writer.gap();
    writer.frame(&format!("\t\"{MODULE}/aws\"\n\t\"{MODULE}/config\"\n\t\"{MODULE}/service/bedrockruntime\""));
    if has("document") {
        writer.frame(&format!("\t\"{MODULE}/service/bedrockruntime/document\""));
    }
    if has("types") {
        writer.frame(&format!("\t\"{MODULE}/service/bedrockruntime/types\""));
    }
    writer.frame(")");
    writer.gap();
    writer.frame("func main() {\n\tctx := context.Background()");
    for sentence in two_clients("the package bedrockruntime", "the package bedrock") {
        writer.frame(&format!("\t// {sentence}"));
    }
    let region = literal::go(request.region.as_str());
    writer.frame(&format!("\tcfg, err := config.LoadDefaultConfig(ctx, config.WithRegion({region}))"));
    writer.frame(CHECK);
    writer.frame("\tclient := bedrockruntime.NewFromConfig(cfg)");
    writer.gap();
    writer.lines.append(&mut body.lines);
    writer.frame("}");
    if has("decoded") {
        writer.gap();
        writer.frame(DECODED);
    }
    writer.notes.append(&mut body.notes);
    writer.note("go get github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/service/bedrockruntime");
    writer.note("The SDK takes the credentials from the environment, or from wherever you have configured them");
    writer.finish()
}

fn converse(request: &Request, go: &Go<'_>, writer: &mut Writer) {
    let model = go.model;
    let walk = Walk { language: go, model };
    go.uses("types");
    let several = request.bodies.len() > 1;
    for body in request.numbered() {
        let Some(value) = body.json() else {
            writer.note(CONVERSE_NEEDS_JSON);
            continue;
        };
        let Some(structure) = input(model, request.operation.name()) else { continue };
        let mut fields = vec![model_id(request)];
        fields.extend(walk.members(structure, &value, &body.prefix, writer).into_iter().map(|set| go.field(set)));
        let name = request.operation.name();
        let stream = request.operation == Operation::ConverseStream;
        if several {
            writer.frame("\t{");
        }
        let open = format!("response, err := client.{name}(ctx, &bedrockruntime.{name}Input{{");
        writer.node(&Node::items(open, fields, "})").at(&body.prefix).broken(), STYLE, 1);
        writer.frame(CHECK);
        writer.gap();
        writer.frame(if stream { PRINT_EVENTS } else { PRINT_BLOCKS });
        if several {
            writer.frame("\t}");
        }
    }
}

fn model_id(request: &Request) -> Node {
    Node::atom(format!("ModelId: aws.String({})", literal::go(request.model.as_str())))
}

fn invoke(request: &Request, go: &Go<'_>, results: &Results, writer: &mut Writer) {
    let bodies = request.numbered();
    let stream = request.operation == Operation::InvokeModelWithResponseStream;
    if let [body] = bodies.as_slice() {
        raw(&body.unhidden(), &body.prefix, "\tbody := ", "", writer);
    } else {
        writer.line("\tbodies := []string{", vec![String::new()]);
        for body in &bodies {
            raw(&body.unhidden(), &body.prefix, "\t\t", ",", writer);
        }
        writer.frame("\t}");
    }
    let depth = if bodies.len() == 1 { 1 } else { 2 };
    if depth == 2 {
        writer.frame("\tfor _, body := range bodies {");
    }
    if stream {
        go.uses("types");
    }
    let mut fields = vec![model_id(request), Node::atom("Body: []byte(body)")];
    let plain = |text: &str| format!("aws.String({})", literal::go(text));
    for parameter in parameters::typed(request, go.model, go, plain, writer) {
        let field = format!("{}: {}", pascal(&parameter.name), parameter.value);
        fields.push(Node::atom(field).at(&parameter.pointer));
    }
    let name = request.operation.name();
    let open = format!("response, err := client.{name}(ctx, &bedrockruntime.{name}Input{{");
    writer.node(&Node::items(open, fields, "})").broken(), STYLE, depth);
    let indent = STYLE.indent.repeat(depth - 1);
    let print = results::go::SYNTAX.lines(results).map(|lines| format!("\t{}", lines.replace('\n', "\n\t")));
    let print = print.as_deref().unwrap_or(if stream { PRINT_CHUNKS } else { PRINT_ANSWER });
    writer.indented(&indent, CHECK);
    writer.indented(&indent, print);
    if depth == 2 {
        writer.frame("\t}");
    }
}

/// A text as a raw string, whose lines are those of the page; escaped where raw strings cannot hold it.
fn raw(text: &str, prefix: &str, before: &str, after: &str, writer: &mut Writer) {
    if literal::refuses_raw(text) {
        return writer.line(format!("{before}{}{after}", literal::go(text)), vec![prefix.to_owned()]);
    }
    let at = writer.lines.len();
    writer.verbatim(text, prefix);
    // A raw string has no escapes: a backtick is joined to it.
    for line in writer.lines.iter_mut().skip(at) {
        line.text = line.text.replace('`', "` + \"`\" + `");
    }
    if let Some(first) = writer.lines.get_mut(at) {
        first.text.insert_str(0, &format!("{before}`"));
    }
    writer.end_with(&format!("`{after}"));
}

/// The language, and what the program uses.
pub(super) struct Go<'a> {
    /// The service model.
    pub model: &'a ServiceModel,
    /// The packages, and the functions of our own, that the program uses.
    pub uses: RefCell<BTreeSet<&'static str>>,
}

impl Go<'_> {
    fn uses(&self, what: &'static str) {
        self.uses.borrow_mut().insert(what);
    }

    /// A field of a structure: scalars and structures by pointer, the rest as they are.
    pub fn field(&self, set: Set<'_>) -> Node {
        let name = pascal(&set.member.name);
        let kind = self.model.shape(&set.member.shape).map(|shape| &shape.kind);
        let is_structure = matches!(kind, Some(ShapeKind::Structure(structure)) if !structure.union);
        let pointer = set.pointer.clone();
        let (before, after) = match kind {
            Some(ShapeKind::String) if set.scalar => ("aws.String(", ")"),
            Some(ShapeKind::Integer) => ("aws.Int32(", ")"),
            Some(ShapeKind::Long) => ("aws.Int64(", ")"),
            Some(ShapeKind::Float) => ("aws.Float32(", ")"),
            Some(ShapeKind::Double) => ("aws.Float64(", ")"),
            Some(ShapeKind::Boolean) => ("aws.Bool(", ")"),
            Some(ShapeKind::Timestamp) => ("aws.Time(", ")"),
            _ if is_structure => ("&", ""),
            _ => ("", ""),
        };
        if before.starts_with("aws.") {
            self.uses("aws");
        }
        Node::around(format!("{name}: {before}"), self.whole(set.built).at(&pointer), after)
    }

    /// The type of a list's or a map's items.
    fn type_of(&self, shape: &str) -> String {
        match self.model.shape(shape) {
            Some(found) => match &found.kind {
                ShapeKind::String if found.values.is_empty() => "string".to_owned(),
                ShapeKind::Structure(_) | ShapeKind::String => self.type_named(shape),
                ShapeKind::Integer => "int32".to_owned(),
                ShapeKind::Long => "int64".to_owned(),
                ShapeKind::Float => "float32".to_owned(),
                ShapeKind::Double => "float64".to_owned(),
                ShapeKind::Boolean => "bool".to_owned(),
                ShapeKind::Blob => "[]byte".to_owned(),
                ShapeKind::List { member } => format!("[]{}", self.type_of(member)),
                ShapeKind::Map { value, .. } => format!("map[string]{}", self.type_of(value)),
                ShapeKind::Document => "document.Interface".to_owned(),
                ShapeKind::Timestamp => "time.Time".to_owned(),
            },
            None => "any".to_owned(),
        }
    }

    /// A type of the client's.
    fn type_named(&self, shape: &str) -> String {
        self.uses("types");
        format!("types.{}", pascal(shape))
    }

    /// JSON as Go's own values.
    fn any(value: &Value, pointer: &str) -> Node {
        let node = match value {
            Value::Null => Node::atom("nil"),
            Value::Bool(value) => Node::atom(value.to_string()),
            Value::Number(number) => Node::atom(number.to_string()),
            Value::String(text) => Node::atom(literal::go(text)),
            Value::Array(items) => {
                let write = |(index, item)| Self::any(item, &format!("{pointer}/{index}"));
                Node::items("[]any{", items.iter().enumerate().map(write).collect(), "}")
            }
            Value::Object(members) => {
                let write = |(key, value): (&String, &Value)| {
                    let inner = Self::any(value, &format!("{pointer}/{}", pointer_token(key)));
                    Node::around(format!("{}: ", literal::go(key)), inner, "")
                };
                Node::items("map[string]any{", members.iter().map(write).collect(), "}")
            }
        };
        node.at(pointer)
    }
}

impl Language for Go<'_> {
    fn string(&self, text: &str) -> String {
        literal::go(text)
    }

    fn variant(&self, shape: &str, value: &str) -> String {
        let named = self.type_named(shape);
        if has_plain_name(value) {
            format!("{named}{}", pascal(value))
        } else {
            format!("{named}({})", literal::go(value))
        }
    }

    fn bytes(&self, base64: &str) -> String {
        self.uses("decoded");
        format!("decoded({})", literal::go(base64))
    }

    fn moment(&self, iso8601: &str) -> String {
        self.uses("moment");
        format!("moment({})", literal::go(iso8601))
    }

    fn number(&self, _kind: &ShapeKind, number: &Number) -> String {
        number.to_string()
    }

    fn document(&self, value: &Value, pointer: &str) -> Node {
        self.uses("document");
        Node::around("document.NewLazyDocument(", Self::any(value, pointer), ")")
    }

    fn whole(&self, built: Built) -> Node {
        match built {
            Built::One(node) => node,
            Built::List { element, items } => Node::items(format!("[]{}{{", self.type_of(&element)), items, "}"),
            Built::Map { element, pairs } => {
                let write = |(key, value): (String, Node)| Node::around(format!("{}: ", literal::go(&key)), value, "");
                let open = format!("map[string]{}{{", self.type_of(&element));
                Node::items(open, pairs.into_iter().map(write).collect(), "}")
            }
        }
    }

    fn structure(&self, name: &str, _structure: &Structure, members: Vec<Set<'_>>) -> Node {
        let fields = members.into_iter().map(|set| self.field(set)).collect();
        Node::items(format!("{}{{", self.type_named(name)), fields, "}")
    }

    fn union(&self, name: &str, member: &Member, value: Node) -> Node {
        let open = format!("&{}Member{}{{Value: ", self.type_named(name), pascal(&member.name));
        Node::around(open, value, "}")
    }
}

pub(super) const CHECK: &str = "\tif err != nil {\n\t\tlog.Fatal(err)\n\t}";

const PRINT_BLOCKS: &str = "\tif output, ok := response.Output.(*types.ConverseOutputMemberMessage); ok {
\t\tfor _, block := range output.Value.Content {
\t\t\tif text, ok := block.(*types.ContentBlockMemberText); ok {
\t\t\t\tfmt.Println(text.Value)
\t\t\t} else {
\t\t\t\tfmt.Printf(\"%+v\\n\", block)
\t\t\t}
\t\t}
\t}";

const PRINT_EVENTS: &str = "\tstream := response.GetStream()
\tdefer stream.Close()
\tfor event := range stream.Events() {
\t\tswitch event := event.(type) {
\t\tcase *types.ConverseStreamOutputMemberContentBlockDelta:
\t\t\tif delta, ok := event.Value.Delta.(*types.ContentBlockDeltaMemberText); ok {
\t\t\t\tfmt.Print(delta.Value)
\t\t\t}
\t\tcase *types.ConverseStreamOutputMemberMessageStop:
\t\t\tfmt.Println(\"\\nstop reason:\", event.Value.StopReason)
\t\t}
\t}
\tif err := stream.Err(); err != nil {
\t\tlog.Fatal(err)
\t}";

const PRINT_ANSWER: &str = "\tfmt.Println(string(response.Body))";

const PRINT_CHUNKS: &str = "\tstream := response.GetStream()
\tfor event := range stream.Events() {
\t\tif chunk, ok := event.(*types.ResponseStreamMemberChunk); ok {
\t\t\tfmt.Println(string(chunk.Value.Bytes))
\t\t}
\t}
\tif err := stream.Err(); err != nil {
\t\tlog.Fatal(err)
\t}
\tstream.Close()";

pub(super) const DECODED: &str = "func decoded(text string) []byte {
\tbytes, err := base64.StdEncoding.DecodeString(text)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\treturn bytes
}";
