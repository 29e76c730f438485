//! Code of any operation of the four clients: an input as the Explorer holds it becomes a program.
//!
//! [`write()`] writes one call, [`write_all_pages`] one that follows the page tokens. Python, the AWS CLI, JavaScript, curl and
//! HTTP are written for every operation that travels one way; Rust, Java and Go for those that the Explorer teaches
//! ([`TAUGHT`]). An input that cannot become a request has no code: the reason is the request's own.

mod call;
mod cli;
mod curl;
mod go;
mod http;
mod java;
mod javascript;
mod python;
mod rust;
mod taught;

#[cfg(test)]
mod tests;

pub use taught::TAUGHT;

use serde_json::Value;

use super::writer::Writer;
use super::{Line, Target};
use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use call::Call;

/// How much of an answer in pages a program asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The page that the input asks for.
    OnePage,
    /// All pages, one after the other.
    AllPages,
}

/// The program that calls an operation with this input.
///
/// # Errors
/// A sentence: the input cannot become a request, or this tool is not written for the operation.
pub fn write(
    tool: Target,
    client: Client,
    operation: &str,
    input: &Value,
    region: &str,
    model: &ServiceModel,
) -> Result<String, String> {
    program(tool, &Call::new(client, operation, input, region, model)?, Reach::OnePage)
}

/// The program that asks for page after page, and prints each item. A page token in the input is left out.
///
/// # Errors
/// As [`write()`], and where the operation does not answer in pages.
pub fn write_all_pages(
    tool: Target,
    client: Client,
    operation: &str,
    input: &Value,
    region: &str,
    model: &ServiceModel,
) -> Result<String, String> {
    let mut call = Call::new(client, operation, input, region, model)?;
    let Some(pages) = &call.operation.pages else {
        return Err(format!("{operation} answers in one piece, so there are no pages to follow."));
    };
    if let Value::Object(members) = &mut call.input {
        members.shift_remove(&pages.input_token);
    }
    match tool {
        Target::Boto3 | Target::Cli | Target::JavaScript => program(tool, &call, Reach::AllPages),
        Target::Curl | Target::Rust | Target::Java | Target::Go | Target::Http => Err(format!(
            "Code that follows the pages is written for Python, the AWS CLI and JavaScript. In {}, repeat the call with \
             {} set to the {} of the page before.",
            tool.label(),
            pages.input_token,
            pages.output_token
        )),
    }
}

fn program(tool: Target, call: &Call<'_>, reach: Reach) -> Result<String, String> {
    if matches!(tool, Target::Rust | Target::Java | Target::Go) && !call.is_taught() {
        return Err(format!(
            "{} code is written for the {} operations that manage models, throughput, jobs and guardrails. {} is not one \
             of them. Python, the AWS CLI, JavaScript, curl and HTTP are written for it.",
            tool.label(),
            TAUGHT.len(),
            call.operation.name
        ));
    }
    let mut writer = match tool {
        Target::Boto3 => python::write(call, reach),
        Target::Cli => cli::write(call, reach)?,
        Target::Curl => curl::write(call)?,
        Target::JavaScript => javascript::write(call, reach),
        Target::Rust => rust::write(call),
        Target::Java => java::write(call),
        Target::Go => go::write(call),
        Target::Http => http::write(call)?,
    };
    put_notes(tool, &mut writer);
    let mut text = String::new();
    for line in &writer.lines {
        text.push_str(&line.text);
        text.push('\n');
    }
    Ok(text)
}

/// Writes the notes as comments at the beginning.
fn put_notes(tool: Target, writer: &mut Writer) {
    let mark = match tool {
        Target::Boto3 | Target::Cli | Target::Curl | Target::Http => "#",
        Target::JavaScript | Target::Rust | Target::Java | Target::Go => "//",
    };
    let at = usize::from(writer.lines.first().is_some_and(|line| line.text.starts_with("#!")));
    // A note names places of the input, whose names may hold anything.
    let comment = |note: &String| {
        let plain: String = note.chars().map(|c| if super::literal::hides(c) { ' ' } else { c }).collect();
        Line { text: format!("{mark} {plain}"), pointers: Vec::new() }
    };
    let comments: Vec<Line> = writer.notes.iter().map(comment).collect();
    writer.lines.splice(at..at, comments);
}
