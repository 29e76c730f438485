//! A shell script with the AWS Command Line Interface, version 2.

use serde_json::Value;

use super::data::{has_bytes, input, known_members};
use super::results::{self, Results};
use super::shell::{document, single, word};
use super::source::{Source, two_clients};
use super::{Line, Request, parameters};
use crate::bedrock::service_model::ServiceModel;
use crate::text::json;

/// Longest argument, in bytes. Linux takes 131,072 for one, its end included.
const LONGEST_ARGUMENT: usize = 100_000;

/// The script.
pub(super) fn write(request: &Request, model: &ServiceModel) -> (Vec<Line>, Vec<String>) {
    let mut source = Source::default();
    source.frame("#!/bin/sh");
    for sentence in two_clients("aws bedrock-runtime", "aws bedrock") {
        source.frame(&format!("# {sentence}"));
    }
    let results = Results::of(request);
    if results != Results::Whole {
        source.frame("set -e");
    }
    let several = request.bodies.len() > 1;
    for (index, body) in request.numbered().iter().enumerate() {
        source.gap();
        if request.operation.is_converse() {
            match body.json() {
                Some(value) => converse(request, &value, &body.prefix, model, &mut source),
                None => source.note("The body is not JSON, and Converse takes nothing else: mend it first"),
            }
        } else {
            let number = if several { format!("-{}", index + 1) } else { String::new() };
            invoke(request, body.text, &body.prefix, &number, model, &mut source);
        }
    }
    if request.operation.is_streaming() {
        source.note(format!(
            "The AWS CLI has no command for {}: it cannot print a stream as it comes. The code asks for the whole answer \
             at once",
            request.operation.name()
        ));
    }
    source.finish()
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

fn head(command: &str, request: &Request, source: &mut Source) {
    source.frame(&format!("aws bedrock-runtime {command} \\"));
    source.frame(&format!("  --region {} \\", word(request.region.as_str())));
    source.frame(&format!("  --model-id {} \\", word(request.model.as_str())));
}

fn converse(request: &Request, value: &Value, prefix: &str, model: &ServiceModel, source: &mut Source) {
    let Some(structure) = input(model, request.operation.name()) else { return };
    let members = known_members(structure, value, prefix, source);
    if members.iter().any(|known| has_bytes(model, known.shape, known.value)) {
        source.note(
            "Version 1 of the CLI takes the bytes of an attachment for text and encodes them once more: use version 2",
        );
    }
    if members.iter().any(|known| known.value.to_string().len() > LONGEST_ARGUMENT) {
        let kept = members.iter().map(|known| (known.name.to_owned(), known.value.clone())).collect();
        source.note("The request is too long for a command line, so the script writes it to the file request.json");
        source.frame("cat > request.json");
        document(source, &json::print(&Value::Object(kept)), prefix);
        source.gap();
        head("converse", request, source);
        return source.frame("  --cli-input-json file://request.json");
    }
    head("converse", request, source);
    let last = members.len().saturating_sub(1);
    for (index, known) in members.iter().enumerate() {
        let text = single(&json::print(known.value));
        let end = if index < last { " \\" } else { "" };
        source.verbatim_after(&format!("  --{} ", kebab(known.name)), &text, &json::print(known.value), &known.pointer);
        source.end_with(end);
    }
}

fn invoke(request: &Request, text: &str, prefix: &str, number: &str, model: &ServiceModel, source: &mut Source) {
    source.frame(&format!("cat > body{number}.json"));
    document(source, text, prefix);
    source.gap();
    head("invoke-model", request, source);
    let (parameters, unknown) = parameters::of(request, model);
    for parameter in parameters {
        let line = format!("  --{} {} \\", kebab(&parameter.name), word(&parameter.value));
        source.line(line, vec![parameter.pointer]);
    }
    source.notes.extend(parameters::unknown_note(&unknown));
    source.frame(&format!("  --body fileb://body{number}.json \\"));
    let results = Results::of(request);
    let Some(file) = results::shell::file(&results, number) else { return source.frame("  /dev/stdout") };
    source.frame(&format!("  {file}"));
    source.frame(&results::shell::lines(&results, &file).unwrap_or_default());
    source.note(results::shell::NOTE);
}
