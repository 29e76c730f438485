//! Reads a command of the AWS CLI.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use super::request_parts::{Body, RequestParts};
use super::shell::Command;
use crate::bedrock::operation::Operation;

/// Options without a value.
const FLAGS: [&str; 8] = [
    "--debug",
    "--no-verify-ssl",
    "--no-paginate",
    "--no-sign-request",
    "--no-cli-pager",
    "--cli-auto-prompt",
    "--no-cli-auto-prompt",
    "--no-color",
];
/// Options of the CLI itself, whose values do not change the request.
const IGNORED: [&str; 9] = [
    "--output",
    "--query",
    "--cli-read-timeout",
    "--cli-connect-timeout",
    "--color",
    "--ca-bundle",
    "--profile",
    "--cli-error-format",
    "--endpoint-url",
];

/// Reads `converse` and `invoke-model`, with their options.
pub(super) fn read(command: &Command) -> Result<RequestParts, String> {
    let mut parts = RequestParts::default();
    if command.total > 1 {
        parts.note(format!("The text contains {} commands; only the first is imported", command.total));
    }
    let mut members = Map::new();
    let (mut positional, mut raw_bytes) = (Vec::new(), false);
    let mut native = None;
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        if !word.starts_with("--") {
            positional.push(word.as_str());
            continue;
        }
        let (option, joined) = match word.split_once('=') {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        if FLAGS.contains(&option) {
            continue;
        }
        let value = joined.or_else(|| words.next().cloned()).ok_or_else(|| format!("{option} has no value"))?;
        match option {
            "--region" => parts.region = Some(value).filter(|region| !region.contains('$')),
            "--model-id" => parts.model = Some(value),
            "--profile" => parts.note(format!("Ignored the profile {value}: the page uses its own credentials")),
            "--endpoint-url" => parts.note("Ignored the endpoint: choose it in the page"),
            "--cli-binary-format" => raw_bytes = value == "raw-in-base64-out",
            "--body" => native = Some(value),
            "--cli-input-json" => {
                let Ok(Value::Object(input)) = serde_json::from_str(&content(&value, command)?) else {
                    return Err("--cli-input-json must be a JSON object".to_owned());
                };
                members.extend(input);
            }
            option if IGNORED.contains(&option) => {}
            option => {
                let name = camel(option);
                let header = header_of(&name);
                if let (Some(header), Some(&"invoke-model")) = (header, positional.get(1)) {
                    parts.header(header, &value);
                } else {
                    let text = content(&value, command)?;
                    let parsed = serde_json::from_str(&text);
                    let parsed = parsed.map_err(|_| {
                        format!("{option} must be JSON. The CLI's shorthand (a=b,c=d) is not supported")
                    })?;
                    members.insert(name, parsed);
                }
            }
        }
    }
    let operation = match (positional.first(), positional.get(1)) {
        (Some(&"bedrock-runtime"), Some(&"converse")) => Operation::Converse,
        (Some(&"bedrock-runtime"), Some(&"invoke-model")) => Operation::InvokeModel,
        (Some(&"bedrock"), _) => {
            return Err("aws bedrock is the control plane; use aws bedrock-runtime to call a model".to_owned());
        }
        _ => {
            return Err(
                "the command must be `aws bedrock-runtime converse` or `aws bedrock-runtime invoke-model`".to_owned()
            );
        }
    };
    parts.operation = Some(operation);
    for (name, place) in [("modelId", &mut parts.model), ("region", &mut parts.region)] {
        if let Some(Value::String(value)) = members.shift_remove(name) {
            *place = Some(value);
        }
    }
    if operation == Operation::InvokeModel {
        let ((Some(native), _) | (None, Some(Value::String(native)))) = (native, members.shift_remove("body")) else {
            return Err("--body is missing".to_owned());
        };
        let is_file = native.starts_with("file://") || native.starts_with("fileb://");
        let text = content(&native, command)?;
        // Version 2 of the CLI takes bytes as base64 by default.
        let decoded = if raw_bytes || is_file { None } else { BASE64.decode(text.trim()).ok() };
        parts.body = Body::parse(&decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text));
    } else {
        parts.body = Body::Json(Value::Object(members));
    }
    Ok(parts)
}

/// The value, or the content of the file that it names.
fn content(value: &str, command: &Command) -> Result<String, String> {
    let file = value.strip_prefix("file://").or_else(|| value.strip_prefix("fileb://"));
    let Some(file) = file else { return Ok(value.to_owned()) };
    let known = if file == "/dev/stdin" { command.input.clone() } else { command.files.get(file).cloned() };
    known.ok_or_else(|| format!("the text does not contain the file {file}: paste its content"))
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
