//! Parts that several families share: lists of texts, attachments, and the limits of a model.

use crate::bedrock::catalogue::Model;
use crate::bedrock::picture::PictureFormat;
use crate::simulator::fault::Fault;
use crate::simulator::inference::media::IMAGE_TOKENS;
use crate::simulator::inference::request::{Message, Request};
use serde_json::{Value, json};

/// Refuses a maximum that exceeds the model's limit.
pub fn within_limits(max_tokens: Option<u64>, model: &Model) -> Result<(), Fault> {
    match (max_tokens, model.max_output_tokens) {
        (Some(count), Some(limit)) if count > u64::from(limit) => Err(Fault::validation(format!(
            "The maximum tokens you requested exceeds the model limit of {limit}. Try again with a maximum tokens value \
             that is lower than {limit}."
        ))),
        _ => Ok(()),
    }
}

/// Refuses an input that exceeds the model's context window.
pub fn fits(request: &Request, model: &Model) -> Result<(), Fault> {
    match model.context_tokens {
        Some(limit) if request.input_tokens() > u64::from(limit) => {
            Err(Fault::validation("Input is too long for requested model."))
        }
        _ => Ok(()),
    }
}

/// The text members of a list of blocks, joined.
pub fn texts(blocks: Option<&Value>, between: &str) -> String {
    let blocks = blocks.and_then(Value::as_array);
    let texts = blocks.into_iter().flatten().filter_map(|block| block.get("text").and_then(Value::as_str));
    texts.collect::<Vec<_>>().join(between)
}

/// The strings of a list.
pub fn strings(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// JSON inside a text as JSON, other text as a string.
pub fn parsed(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_) | Value::Number(_))) => value,
        _ => json!(text),
    }
}

/// A description of an attachment: `document “plan” (PDF, 12 KB)`.
pub fn described(kind: &str, name: Option<&str>, format: Option<&str>, place: Option<&str>) -> String {
    let name = name.map(|name| format!(" “{name}”")).unwrap_or_default();
    let format = format.map(str::to_uppercase);
    let facts: Vec<&str> = [format.as_deref(), place].into_iter().flatten().collect();
    if facts.is_empty() { format!("{kind}{name}") } else { format!("{kind}{name} ({})", facts.join(", ")) }
}

/// Records an attachment that the simulator cannot read.
pub fn note_attachment(message: &mut Message, kind: &str, format: Option<&str>, base64: Option<&str>) {
    let format = format.or_else(|| PictureFormat::from_base64_start(base64?).map(PictureFormat::word));
    let size = base64.map(size_of_base64);
    message.given.push(described(kind, None, format, size.as_deref()));
    message.other_tokens += IMAGE_TOKENS;
}

/// The size of a base64 text's bytes, in words.
pub fn size_of_base64(text: &str) -> String {
    let bytes = text.trim_end_matches('=').len() * 3 / 4;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
