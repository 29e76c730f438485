//! Java with version 2 of the AWS SDK.

use std::cell::RefCell;

use super::super::java::{Java, STYLE};
use super::super::layout::Node;
use super::super::literal;
use super::super::typed::Walk;
use super::super::writer::Writer;
use super::call::Call;

/// The program.
pub(super) fn write(call: &Call<'_>) -> Writer {
    let java = Java { uses: RefCell::default() };
    let mut body = Writer::default();
    let walk = Walk { language: &java, model: call.model };
    let name = &call.operation.name;
    let mut calls = Vec::new();
    if let Some(structure) = call.structure() {
        let members = walk.members(structure, &call.input, "", &mut body);
        calls.extend(members.into_iter().map(|set| java.setter(set)));
    }
    calls.push(Node::atom(".build();"));
    body.node(&Node::chain(format!("var request = {name}Request.builder()"), calls).broken(), STYLE, 3);

    let used = java.uses.into_inner();
    let has = |what: &str| used.contains(what);
    let mut writer = Writer { notes: body.notes, ..Writer::default() };
    for (class, import) in [
        ("Instant", "java.time.Instant"),
        ("Base64", "java.util.Base64"),
        ("List", "java.util.List"),
        ("Map", "java.util.Map"),
    ] {
        if has(class) {
            writer.frame(&format!("import {import};"));
        }
    }
    if !writer.lines.is_empty() {
        writer.gap();
    }
    if has("Base64") {
        writer.frame("import software.amazon.awssdk.core.SdkBytes;");
    }
    if has("Document") {
        writer.frame("import software.amazon.awssdk.core.document.Document;");
    }
    let package = call.client.name().replace('-', "");
    writer.frame("import software.amazon.awssdk.regions.Region;");
    writer.frame(&format!("import software.amazon.awssdk.services.{package}.BedrockClient;"));
    writer.frame(&format!("import software.amazon.awssdk.services.{package}.model.*;"));
    writer.gap();
    writer.frame("public class CallBedrock {\n    public static void main(String[] args) {");
    writer.frame(&format!("        // {}", call.which_client()));
    let region = literal::java(call.region.as_str());
    writer.frame(&format!("        try (var client = BedrockClient.builder().region(Region.of({region})).build()) {{"));
    writer.lines.append(&mut body.lines);
    let method: String =
        name.chars().enumerate().map(|(i, c)| if i == 0 { c.to_ascii_lowercase() } else { c }).collect();
    writer.frame(&format!("            System.out.println(client.{method}(request));\n        }}\n    }}\n}}"));
    writer.note(format!("Java 17 or newer, with software.amazon.awssdk:{package}"));
    writer
}
