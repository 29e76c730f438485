//! A passage that was retrieved: its text, where it is from, how near it is, its metadata.

use serde_json::Value;

use super::super::{some_text, text};
use crate::text::json as text_json;
use crate::text::number;

/// A passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// Its text; a description for a picture, a recording or a row of a table.
    pub text: String,
    /// Its score, if it has one.
    pub score: Option<f64>,
    /// Where it is from: a URI, a URL or an ID.
    pub source: String,
    /// The kind of the source, in the API's word.
    pub kind: String,
    /// Its metadata, each value as text.
    pub metadata: Vec<(String, String)>,
}

impl Passage {
    /// Reads a result of `Retrieve`, or a retrieved reference.
    pub fn read(value: &Value) -> Self {
        let location = value.get("location");
        Self {
            text: value.get("content").map(content).unwrap_or_default(),
            score: value.get("score").and_then(Value::as_f64),
            source: location.map(source).unwrap_or_default(),
            kind: location.map(|location| text(location, "type")).unwrap_or_default(),
            metadata: metadata(value),
        }
    }

    /// The last part of its source.
    pub fn name(&self) -> &str {
        self.source.rsplit('/').find(|part| !part.is_empty()).unwrap_or("no source")
    }
}

fn content(value: &Value) -> String {
    let inner = |member: &str, key: &str| value.get(member).and_then(|inner| some_text(inner, key));
    if let Some(text) = some_text(value, "text") {
        return text;
    }
    let told = inner("audio", "transcription").or_else(|| inner("video", "summary"));
    let told = told.or_else(|| inner("audio", "s3Uri")).or_else(|| inner("video", "s3Uri"));
    if let Some(told) = told {
        return told;
    }
    if let Some(row) = value.get("row").and_then(Value::as_array) {
        let cell = |cell: &Value| format!("{}: {}", text(cell, "columnName"), text(cell, "columnValue"));
        return row.iter().map(cell).collect::<Vec<_>>().join("\n");
    }
    match some_text(value, "byteContent") {
        Some(bytes) => format!("Bytes, {} characters of base64", number::grouped(bytes.len() as u64)),
        None => text_json::compact(value),
    }
}

/// The one text in the member that names the place.
fn source(location: &Value) -> String {
    let places = location.as_object().into_iter().flatten().filter_map(|(_, place)| place.as_object());
    let texts = places.flat_map(|place| place.values().filter_map(Value::as_str));
    texts.map(str::to_owned).next().unwrap_or_default()
}

fn metadata(value: &Value) -> Vec<(String, String)> {
    let entries = value.get("metadata").and_then(Value::as_object).into_iter().flatten();
    entries
        .map(|(key, value)| (key.clone(), value.as_str().map_or_else(|| text_json::compact(value), str::to_owned)))
        .collect()
}

/// The length of each passage's bar, in percent: of 1, or of the highest score if that is more.
pub fn bars(passages: &[Passage]) -> Vec<u8> {
    let highest = passages.iter().filter_map(|passage| passage.score).fold(1.0, f64::max);
    let share = |passage: &Passage| {
        let share = passage.score.unwrap_or_default() / highest * 100.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
        let share = number::within(share, 0.0, 100.0) as u8;
        share
    };
    passages.iter().map(share).collect()
}
