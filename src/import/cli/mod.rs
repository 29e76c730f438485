//! Reads a command of the AWS CLI.

mod shorthand;
mod typed;
mod types;
mod yaml;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use super::curl::without_holes;
use super::request_parts::RequestParts;
use super::shell::command::Command;
use super::shell::holes;
use crate::bedrock::operation::{Api, Operation};
use shorthand::Short;
use types::Shape;

/// Options without a value.
const FLAGS: [&str; 9] = [
    "--debug",
    "--no-verify-ssl",
    "--no-paginate",
    "--no-sign-request",
    "--no-cli-pager",
    "--cli-auto-prompt",
    "--no-cli-auto-prompt",
    "--no-color",
    "--no-cli-progress",
];
/// Options of the CLI itself, whose values do not change the request.
const IGNORED: [&str; 9] = [
    "--output",
    "--query",
    "--cli-read-timeout",
    "--cli-connect-timeout",
    "--color",
    "--ca-bundle",
    "--cli-error-format",
    "--cli-pager",
    "--version",
];

/// Reads `converse` and `invoke-model`, with their options.
pub(super) fn read(command: &Command) -> Result<RequestParts, String> {
    let mut parts = command.parts();
    let mut positional: Vec<&str> = Vec::new();
    let mut options: Vec<(&str, Vec<String>)> = Vec::new();
    let mut words = command.words.iter().peekable();
    while let Some(word) = words.next() {
        if !word.starts_with("--") {
            positional.push(word);
            continue;
        }
        let (option, joined) = match word.split_once('=') {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        if FLAGS.contains(&option) {
            continue;
        }
        if option == "--generate-cli-skeleton" {
            words.next_if(|next| ["input", "output", "yaml-input"].contains(&next.as_str()));
            parts.note("Ignored --generate-cli-skeleton: with it, the CLI prints a request and sends none");
            continue;
        }
        let mut values: Vec<String> = joined.or_else(|| words.next().cloned()).into_iter().collect();
        if values.is_empty() {
            return Err(format!("{option} has no value"));
        }
        // A list takes every word up to the next option.
        if matches!(types::of(&camel(option)), Some(Shape::List(_))) {
            while let Some(more) = words.next_if(|next| !next.starts_with("--")) {
                values.push(more.clone());
            }
        }
        options.push((option, values));
    }
    let operation = operation(&positional, &mut parts)?;
    parts.operation = Some(operation);
    let mut request = Request { operation, members: Map::new(), native: None, is_raw: false };
    for (option, values) in options {
        request.option(option, &values, command, &mut parts)?;
    }
    request.finish(command, &mut parts)?;
    without_holes(command, &mut parts);
    Ok(parts)
}

/// The operation that the first words name.
fn operation(positional: &[&str], parts: &mut RequestParts) -> Result<Operation, String> {
    Ok(match (positional.first(), positional.get(1)) {
        (Some(&"bedrock-runtime"), Some(&"converse")) => Operation::Converse,
        (Some(&"bedrock-runtime"), Some(&"invoke-model")) => Operation::InvokeModel,
        (Some(&"bedrock-runtime"), Some(name @ (&"converse-stream" | &"invoke-model-with-response-stream"))) => {
            parts.note(format!("The AWS CLI has no command {name}; it is read as the operation of that name"));
            if *name == "converse-stream" {
                Operation::ConverseStream
            } else {
                Operation::InvokeModelWithResponseStream
            }
        }
        (Some(&"bedrock-runtime"), Some(name)) => {
            return Err(format!("aws bedrock-runtime {name} is not imported; converse and invoke-model are"));
        }
        (Some(&"bedrock"), _) => {
            return Err("aws bedrock is the control plane; use aws bedrock-runtime to call a model".to_owned());
        }
        (Some(service), Some(name)) if service.starts_with("bedrock") => {
            return Err(format!(
                "aws {service} {name} is a call of another service; aws bedrock-runtime calls a model"
            ));
        }
        _ => {
            return Err(
                "the command must be `aws bedrock-runtime converse` or `aws bedrock-runtime invoke-model`".to_owned()
            );
        }
    })
}

/// What the options say.
struct Request {
    operation: Operation,
    members: Map<String, Value>,
    /// The value of `--body`.
    native: Option<String>,
    /// Bytes are given as they are, not as base64.
    is_raw: bool,
}

impl Request {
    fn option(
        &mut self,
        option: &str,
        values: &[String],
        command: &Command,
        parts: &mut RequestParts,
    ) -> Result<(), String> {
        let first = values.first().cloned().unwrap_or_default();
        match option {
            "--region" => parts.region = Some(first),
            "--model-id" => {
                self.members.shift_remove("modelId");
                parts.model = Some(first);
            }
            "--profile" => {
                let name = command.holes.plain(&first);
                parts.note(format!("Ignored the profile {name}: the page uses its own credentials"));
            }
            "--endpoint-url" => parts.note("Ignored the endpoint: choose it in the page"),
            "--cli-binary-format" => self.is_raw = first == "raw-in-base64-out",
            "--body" => self.native = Some(first),
            "--cli-input-json" | "--cli-input-yaml" => {
                let text = command.content(&first)?;
                let api = self.operation.api();
                let read = match command.holes.json(&text, api, parts) {
                    None if option == "--cli-input-yaml" && command.holes.whole(&text).is_none() => {
                        let value = yaml::read(&text).map_err(|why| format!("--cli-input-yaml: {why}"))?;
                        Some(command.holes.filled(value, api, parts))
                    }
                    read => read,
                };
                let Some(Value::Object(input)) = read else {
                    return Err(if let Some((shown, line)) = command.holes.whole(&text) {
                        format!("only the shell knows {option}, {shown} on line {line}: paste its content instead")
                    } else {
                        format!("{option} must be an object")
                    });
                };
                for (name, value) in input {
                    // An option wins over the same member of the file.
                    self.members.entry(name).or_insert(value);
                }
            }
            option if IGNORED.contains(&option) => {}
            option => {
                let name = camel(option);
                match header_of(&name).filter(|_| self.operation.api() == Api::Invoke) {
                    Some(header) if holes::has(&first) => {
                        command.holes.left_out(&first, &format!("the header {header}"), parts);
                    }
                    Some(header) => parts.header(header, &first),
                    None => {
                        if let Some(value) = self.member(option, &name, values, command, parts)? {
                            self.members.insert(name, value);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The value of a member, from JSON or from shorthand.
    fn member(
        &self,
        option: &str,
        name: &str,
        values: &[String],
        command: &Command,
        parts: &mut RequestParts,
    ) -> Result<Option<Value>, String> {
        let shape = types::of(name);
        let is_list = matches!(shape, Some(Shape::List(_)));
        let mut items = Vec::new();
        for value in values {
            let text = command.content(value)?;
            let trimmed = text.trim();
            if let Some((shown, line)) = command.holes.whole(trimmed) {
                if matches!(shape, Some(Shape::List(Shape::Structure(_)))) && name == "messages" {
                    return Err(format!(
                        "only the shell knows {option}, {shown} on line {line}: paste its content instead"
                    ));
                }
                command.holes.left_out(trimmed, option, parts);
                return Ok(None);
            }
            if trimmed.starts_with(['{', '[']) || (shape.is_none() && !trimmed.contains('=')) {
                let json = command.holes.json(trimmed, self.operation.api(), parts);
                let json = json.or_else(|| serde_json::from_str(&trimmed.replace("\\\"", "\"")).ok());
                let error = serde_json::from_str::<Value>(trimmed).err();
                let json = json.ok_or_else(|| {
                    let place = error.map_or_else(String::new, |error| {
                        format!(" (line {}, column {})", error.line(), error.column())
                    });
                    format!("{option} must be JSON{place}")
                })?;
                match json {
                    Value::Array(list) if is_list => items.extend(list),
                    json if is_list => items.push(json),
                    json => return Ok(Some(json)),
                }
                continue;
            }
            let is_plain = matches!(
                shape,
                Some(Shape::Text | Shape::Integer | Shape::Float | Shape::Boolean | Shape::List(Shape::Text))
            );
            let short = if is_plain {
                Short::Text(trimmed.to_owned())
            } else {
                shorthand::parse(trimmed).map_err(|why| format!("{option}: {why}"))?
            };
            match shape {
                Some(Shape::List(item)) => items.extend(typed::value(short, item, option, command, parts)?),
                shape => return typed::value(short, shape.unwrap_or(&Shape::Document), option, command, parts),
            }
        }
        Ok(Some(Value::Array(items)))
    }

    /// The body, when every option was read.
    fn finish(mut self, command: &Command, parts: &mut RequestParts) -> Result<(), String> {
        for (name, place) in [("modelId", &mut parts.model), ("region", &mut parts.region)] {
            if let Some(Value::String(value)) = self.members.shift_remove(name)
                && (name == "region" || place.is_none())
            {
                *place = Some(value);
            }
        }
        if self.operation.api() == Api::Converse {
            parts.body = super::request_parts::Body::Json(Value::Object(self.members));
            return Ok(());
        }
        let ((Some(native), _) | (None, Some(Value::String(native)))) =
            (self.native, self.members.shift_remove("body"))
        else {
            return Err("--body is missing".to_owned());
        };
        for (name, value) in self.members {
            if let (Some(header), Value::String(value)) = (header_of(&name), &value) {
                parts.header(header, value);
            } else {
                parts.note(format!("Ignored {name}: InvokeModel has no such parameter"));
            }
        }
        let is_file = native.starts_with("file://") || native.starts_with("fileb://");
        let text = command.content(&native)?;
        // Version 2 of the CLI takes bytes as base64 by default.
        let is_plain = self.is_raw || is_file && text.trim_start().starts_with('{');
        let bytes = if is_plain { None } else { BASE64.decode(text.split_whitespace().collect::<String>()).ok() };
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text);
        parts.body = command.holes.body(&text, Api::Invoke, parts)?;
        Ok(())
    }
}

/// The member that an option sets: `maxTokens` for `--max-tokens`.
fn camel(option: &str) -> String {
    let mut words = option.trim_start_matches('-').split('-');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}
/// The header that carries a parameter of `InvokeModel`.
pub(super) fn header_of(parameter: &str) -> Option<&'static str> {
    Some(match parameter {
        "contentType" => "content-type",
        "accept" => "accept",
        "trace" => "x-amzn-bedrock-trace",
        "guardrailIdentifier" => "x-amzn-bedrock-guardrailidentifier",
        "guardrailVersion" => "x-amzn-bedrock-guardrailversion",
        "performanceConfigLatency" => "x-amzn-bedrock-performanceconfig-latency",
        "serviceTier" => "x-amzn-bedrock-service-tier",
        "projectIdentifier" => "x-amzn-bedrock-projectidentifier",
        "requestMetadata" => "x-amzn-bedrock-request-metadata",
        _ => return None,
    })
}
