//! A shell script with the AWS Command Line Interface.
//!
//! Lists and objects are options in JSON, bytes are files. What the CLI would read as the name of a file, and what is too
//! long for a command line, goes through `--cli-input-json`.

use serde_json::{Map, Value};

use super::super::dialect::{Known, has_bytes};
use super::super::shell::{document, single, word};
use super::super::typed::parted;
use super::super::writer::Writer;
use super::Reach;
use super::call::Call;
use crate::text::json;

/// Longest argument, in bytes. Linux takes 131,072 for one, its end included.
const LONGEST_ARGUMENT: usize = 100_000;
/// Texts that begin so are names of files or addresses to it, the last two in version 1 only.
const READ_FROM: [&str; 4] = ["file://", "fileb://", "http://", "https://"];

/// The script.
pub(super) fn write(call: &Call<'_>, reach: Reach) -> Result<Writer, String> {
    if call.events().is_some() {
        return Err(format!(
            "{} answers with a stream of events, which the AWS CLI does not print. Python and JavaScript do.",
            call.operation.name
        ));
    }
    let mut writer = Writer::default();
    writer.frame("#!/bin/sh");
    writer.frame(&format!("# {}", call.which_client()));
    let mut members = call.members(&mut writer);
    if reach == Reach::AllPages {
        // A limit of the API's own ends the CLI's paging.
        let limit = call.operation.pages.as_ref().and_then(|pages| pages.limit.as_deref());
        members.retain(|known| Some(known.name) != limit);
    }
    let (files, others): (Vec<_>, Vec<_>) = members.into_iter().partition(|known| call.is_blob(known.shape));
    if others.iter().any(|known| has_bytes(call.model, known.shape, known.value)) {
        writer.note(
            "Version 1 of the CLI takes the bytes in a request for text and encodes them once more: use version 2",
        );
    }
    let mut options = vec![format!("--region {}", word(call.region.as_str()))];
    if reach == Reach::OnePage && call.operation.pages.is_some() {
        options.push("--no-paginate".to_owned());
    }
    for known in &files {
        options.push(file(call, known, &mut writer));
    }
    if others.iter().any(needs_document) {
        let input: Map<String, Value> =
            others.iter().map(|known| (known.name.to_owned(), known.value.clone())).collect();
        writer.gap();
        writer.frame("cat > request.json");
        document(&mut writer, &json::print(&input.into()), "");
        options.push("--cli-input-json file://request.json".to_owned());
    } else {
        options.extend(others.iter().map(|known| option(known)));
    }
    writer.gap();
    writer.frame(&format!("aws {} {} \\", call.client.name(), parted(&call.operation.name, '-')));
    let outfile = call.answer_bytes().map(|_| "/dev/stdout".to_owned());
    options.extend(outfile);
    writer.whole(&options.iter().map(|option| format!("  {option}")).collect::<Vec<_>>().join(" \\\n"));
    Ok(writer)
}

/// Writes bytes into a file; gives the option that reads it.
fn file(call: &Call<'_>, known: &Known<'_>, writer: &mut Writer) -> String {
    let base64 = known.value.as_str().unwrap_or_default();
    let is_json = |text: &String| serde_json::from_str::<Value>(text).is_ok();
    writer.gap();
    let option = parted(known.name, '-');
    if let Some(text) = call.text_of(known).filter(is_json) {
        writer.frame(&format!("cat > {}.json", known.name));
        document(writer, &text, "");
        return format!("--{option} fileb://{}.json", known.name);
    }
    writer.frame(&format!("base64 --decode > {}.bin <<'BASE64'\n{base64}\nBASE64", known.name));
    format!("--{option} fileb://{}.bin", known.name)
}

/// Whether an option cannot hold the value.
fn needs_document(known: &Known<'_>) -> bool {
    match known.value {
        Value::String(text) => {
            text.len() > LONGEST_ARGUMENT
                || text.contains('\0')
                || READ_FROM.iter().any(|prefix| text.starts_with(prefix))
        }
        other => other.to_string().len() > LONGEST_ARGUMENT,
    }
}

fn option(known: &Known<'_>) -> String {
    let name = parted(known.name, '-');
    match known.value {
        Value::Bool(true) => format!("--{name}"),
        Value::Bool(false) => format!("--no-{name}"),
        // Joined by a sign of equality, it is not read as an option itself.
        Value::String(text) if text.starts_with('-') => format!("--{name}={}", word(text)),
        Value::String(text) => format!("--{name} {}", word(text)),
        Value::Number(number) => format!("--{name}={number}"),
        value => format!("--{name} {}", single(&json::print(value))),
    }
}
