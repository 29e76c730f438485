//! Rust with the AWS SDK for Rust.

use std::cell::RefCell;

use super::super::layout::Node;
use super::super::literal;
use super::super::rust::{BASE64, DOCUMENT, MAP, MOMENT, Rust, STYLE};
use super::super::typed::{Walk, snake};
use super::super::writer::Writer;
use super::call::Call;

/// The program.
pub(super) fn write(call: &Call<'_>) -> Writer {
    let types = RefCell::default();
    let language = Rust { model: call.model, types: &types };
    let mut body = Writer::default();
    let walk = Walk { language: &language, model: call.model };
    let mut calls = vec![Node::atom(format!(".{}()", snake(&call.operation.name)))];
    if let Some(structure) = call.structure() {
        let members = walk.members(structure, &call.input, "", &mut body);
        calls.extend(members.into_iter().flat_map(|set| language.setters(set)));
    }
    calls.extend([Node::atom(".send()"), Node::atom(".await?;")]);
    body.node(&Node::chain("let response = client", calls).broken(), STYLE, 1);

    let types = types.into_inner();
    let has = |what: &str| types.contains(what);
    let name = format!("aws_sdk_{}", call.client.name().replace('-', ""));
    let mut writer = Writer { notes: body.notes, ..Writer::default() };
    if has(MAP) {
        writer.frame("use std::collections::HashMap;");
        writer.gap();
    }
    writer.frame("use aws_config::{BehaviorVersion, Region};");
    if has(BASE64) {
        writer.frame("use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};");
        writer.frame(&format!("use {name}::primitives::Blob;"));
    }
    if has(MOMENT) {
        writer.frame(&format!("use {name}::primitives::{{DateTime, DateTimeFormat}};"));
    }
    let own = [MAP, BASE64, DOCUMENT, MOMENT];
    let named: Vec<Node> = types.iter().filter(|name| !own.contains(&name.as_str())).map(Node::atom).collect();
    if let [_] = named.as_slice() {
        writer.node(&Node::items(format!("use {name}::types::"), named, ";"), STYLE, 0);
    } else if !named.is_empty() {
        writer.node(&Node::items(format!("use {name}::types::{{"), named, "};"), STYLE, 0);
    }
    if has(DOCUMENT) {
        writer.frame("use aws_smithy_types::Document;");
    }
    writer.gap();
    writer.frame("#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {");
    writer.frame(&format!("    // {}", call.which_client()));
    let region = literal::rust(call.region.as_str());
    writer.frame(&format!(
        "    let config = aws_config::defaults(BehaviorVersion::latest()).region(Region::new({region})).load().await;"
    ));
    writer.frame(&format!("    let client = {name}::Client::new(&config);"));
    writer.gap();
    writer.lines.append(&mut body.lines);
    writer.frame("    println!(\"{response:#?}\");\n    Ok(())\n}");
    let further: String = [(DOCUMENT, " aws-smithy-types"), (BASE64, " base64")]
        .iter()
        .filter_map(|(what, package)| has(what).then_some(*package))
        .collect();
    let package = name.replace('_', "-");
    writer.note(format!("cargo add aws-config {package}{further}; cargo add tokio --features full"));
    writer
}
