//! Go with version 2 of the AWS SDK.

use std::cell::RefCell;

use super::super::go::{CHECK, DECODED, Go, MODULE, STYLE};
use super::super::layout::Node;
use super::super::literal;
use super::super::typed::Walk;
use super::super::writer::Writer;
use super::call::Call;

/// The program.
pub(super) fn write(call: &Call<'_>) -> Writer {
    let go = Go { model: call.model, uses: RefCell::default() };
    let mut body = Writer::default();
    let walk = Walk { language: &go, model: call.model };
    let mut fields = Vec::new();
    if let Some(structure) = call.structure() {
        let members = walk.members(structure, &call.input, "", &mut body);
        fields.extend(members.into_iter().map(|set| go.field(set)));
    }
    let (name, package) = (&call.operation.name, call.client.name().replace('-', ""));
    let open = format!("response, err := client.{name}(ctx, &{package}.{name}Input{{");
    body.node(&Node::items(open, fields, "})").broken(), STYLE, 1);

    // An import that is not used does not compile, so what is used is noted where it is written.
    let used = go.uses.into_inner();
    let has = |what: &str| used.contains(what);
    let mut writer = Writer { notes: body.notes, ..Writer::default() };
    writer.frame("package main");
    writer.gap();
    writer.frame("import (\n\t\"context\"");
    if has("decoded") {
        writer.frame("\t\"encoding/base64\"");
    }
    writer.frame("\t\"encoding/json\"\n\t\"fmt\"\n\t\"log\"");
    if has("moment") {
        writer.frame("\t\"time\"");
    }
    writer.gap();
    if has("aws") {
        writer.frame(&format!("\t\"{MODULE}/aws\""));
    }
    writer.frame(&format!("\t\"{MODULE}/config\"\n\t\"{MODULE}/service/{package}\""));
    for part in ["document", "types"] {
        if has(part) {
            writer.frame(&format!("\t\"{MODULE}/service/{package}/{part}\""));
        }
    }
    writer.frame(")");
    writer.gap();
    writer.frame("func main() {\n\tctx := context.Background()");
    writer.frame(&format!("\t// {}", call.which_client()));
    let region = literal::go(call.region.as_str());
    writer.frame(&format!("\tcfg, err := config.LoadDefaultConfig(ctx, config.WithRegion({region}))"));
    writer.frame(CHECK);
    writer.frame(&format!("\tclient := {package}.NewFromConfig(cfg)"));
    writer.gap();
    writer.lines.append(&mut body.lines);
    writer.frame(CHECK);
    writer.frame("\tanswer, err := json.MarshalIndent(response, \"\", \"  \")");
    writer.frame(CHECK);
    writer.frame("\tfmt.Println(string(answer))\n}");
    for (what, function) in [("decoded", DECODED), ("moment", MOMENT)] {
        if has(what) {
            writer.gap();
            writer.frame(function);
        }
    }
    writer.note(format!("go get {MODULE}/config {MODULE}/service/{package}"));
    writer
}

const MOMENT: &str = "func moment(text string) time.Time {
\tmoment, err := time.Parse(time.RFC3339, text)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\treturn moment
}";
