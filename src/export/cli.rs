//! A shell script with the AWS Command Line Interface, version 2.

use serde_json::Value;

use super::dialect::{has_bytes, input, known_members};
use super::results::{self, Results};
use super::shell::{document, single, word};
use super::writer::{CONVERSE_NEEDS_JSON, Writer, two_clients};
use super::{Line, Request, parameters};
use crate::bedrock::service_model::ServiceModel;
use crate::text::json;

/// Longest argument, in bytes. Linux takes 131,072 for one, its end included.
const LONGEST_ARGUMENT: usize = 100_000;

/// The script.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut writer = Writer::default();
    writer.frame("#!/bin/sh");
    for sentence in two_clients("aws bedrock-runtime", "aws bedrock") {
        writer.frame(&format!("# {sentence}"));
    }
    let results = Results::from_request(request);
    if results != Results::Whole {
        writer.frame("set -e");
    }
    let several = request.bodies.len() > 1;
    for (index, body) in request.numbered().iter().enumerate() {
        writer.gap();
        if request.operation.is_converse() {
            match body.json() {
                Some(value) => converse(request, &value, &body.prefix, model, &mut writer),
                None => writer.note(CONVERSE_NEEDS_JSON),
            }
        } else {
            let number = if several { format!("-{}", index + 1) } else { String::new() };
            invoke(request, body.text, &body.prefix, &number, model, &mut writer);
        }
    }
    if request.operation.is_streaming() {
        writer.note(format!(
            "The AWS CLI has no command for {}: it cannot print a stream as it comes. The code asks for the whole answer \
             at once",
            request.operation.name()
        ));
    }
    writer.finish()
}

/// `maxTokens` as `max-tokens`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn head(command: &str, request: &Request, writer: &mut Writer) {
    writer.frame(&format!("aws bedrock-runtime {command} \\"));
    writer.frame(&format!("  --region {} \\", word(request.region.as_str())));
    writer.frame(&format!("  --model-id {} \\", word(request.model.as_str())));
}

fn converse(request: &Request, value: &Value, prefix: &str, model: &ServiceModel, writer: &mut Writer) {
    let Some(structure) = input(model, request.operation.name()) else { return };
    let members = known_members(structure, value, prefix, writer);
    if members.iter().any(|known| has_bytes(model, known.shape, known.value)) {
        writer.note(
            "Version 1 of the CLI takes the bytes of an attachment for text and encodes them once more: use version 2",
        );
    }
    if members.iter().any(|known| known.value.to_string().len() > LONGEST_ARGUMENT) {
        let kept = members.iter().map(|known| (known.name.to_owned(), known.value.clone())).collect();
        writer.note("The request is too long for a command line, so the script writes it to the file request.json");
        writer.frame("cat > request.json");
        document(writer, &json::print(&Value::Object(kept)), prefix);
        writer.gap();
        head("converse", request, writer);
        return writer.frame("  --cli-input-json file://request.json");
    }
    head("converse", request, writer);
    let last = members.len().saturating_sub(1);
    for (index, known) in members.iter().enumerate() {
        // A text is written as it is; everything else as JSON.
        let printed = known.value.as_str().map_or_else(|| json::print(known.value), str::to_owned);
        let end = if index < last { " \\" } else { "" };
        writer.verbatim_after(&format!("  --{} ", kebab(known.name)), &single(&printed), &printed, &known.pointer);
        writer.end_with(end);
    }
}

fn invoke(request: &Request, text: &str, prefix: &str, number: &str, model: &ServiceModel, writer: &mut Writer) {
    writer.frame(&format!("cat > body{number}.json"));
    document(writer, text, prefix);
    writer.gap();
    head("invoke-model", request, writer);
    let (parameters, unknown) = parameters::of(request, model);
    for parameter in parameters {
        let line = format!("  --{} {} \\", kebab(&parameter.name), word(&parameter.value));
        writer.line(line, vec![parameter.pointer]);
    }
    writer.notes.extend(parameters::unknown_note(&unknown));
    writer.frame(&format!("  --body fileb://body{number}.json \\"));
    let results = Results::from_request(request);
    let Some(file) = results::shell::file(&results, number) else { return writer.frame("  /dev/stdout") };
    writer.frame(&format!("  {file}"));
    writer.frame(&results::shell::lines(&results, &file).unwrap_or_default());
    writer.note(results::shell::NOTE);
}
