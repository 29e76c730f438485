//! Python with boto3.

use super::super::dialect::Data;
use super::super::layout::Node;
use super::super::literal;
use super::super::python::{DIALECT, STYLE};
use super::super::typed::parted;
use super::super::writer::Writer;
use super::Reach;
use super::call::Call;

/// The program.
pub(super) fn write(call: &Call<'_>, reach: Reach) -> Writer {
    let mut writer = Writer::default();
    writer.frame("import boto3");
    writer.gap();
    writer.frame(&format!("# {}", call.which_client()));
    let (name, region) = (literal::python(call.client.name()), literal::python(call.region.as_str()));
    writer.frame(&format!("client = boto3.client({name}, region_name={region})"));
    writer.gap();
    let data = Data { dialect: &DIALECT, model: call.model, variable: None };
    let mut arguments = Vec::new();
    for known in call.members(&mut writer) {
        let node = call.node(&data, &known, |text| format!("{}.encode()", literal::python(text)), &mut writer);
        arguments.push(Node::around(format!("{}=", known.name), node, ""));
    }
    let method = parted(&call.operation.name, '_');
    let prints_json = match reach {
        Reach::OnePage => {
            writer.node(&Node::items(format!("response = client.{method}("), arguments, ")").broken(), STYLE, 0);
            writer.gap();
            print(call, &mut writer)
        }
        Reach::AllPages => {
            writer.frame(&format!("paginator = client.get_paginator({})", literal::python(&method)));
            writer.node(&Node::items("for page in paginator.paginate(", arguments, "):").broken(), STYLE, 0);
            match call.operation.pages.as_ref().and_then(|pages| pages.result.as_deref()) {
                Some(result) => {
                    writer.frame(&format!(
                        "    for item in page.get({}, []):\n        print(item)",
                        literal::python(result)
                    ));
                }
                None => writer.frame("    print(page)"),
            }
            false
        }
    };
    let mut imports = Writer::default();
    for (module, used) in [("base64", writer.has_bytes), ("datetime", writer.has_moments), ("json", prints_json)] {
        if used {
            imports.frame(&format!("import {module}"));
        }
    }
    if !imports.lines.is_empty() {
        imports.gap();
        writer.lines.splice(0..0, imports.lines);
    }
    writer
}

/// Prints the answer; whether it needs `json`.
fn print(call: &Call<'_>, writer: &mut Writer) -> bool {
    if let Some(events) = call.events() {
        writer.frame(&format!("for event in response[{}]:\n    print(event)", literal::python(&events.name)));
        return false;
    }
    if let Some(bytes) = call.answer_bytes() {
        writer.frame(&format!("print(response[{}].read().decode())", literal::python(&bytes.name)));
        return false;
    }
    // Times are not JSON: they are printed as text.
    writer.frame("response.pop(\"ResponseMetadata\")\nprint(json.dumps(response, indent=2, default=str))");
    true
}
