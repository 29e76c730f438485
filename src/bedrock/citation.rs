//! Reads a citation in any of the three shapes.
//!
//! Converse: `Citation` of the public API model (bedrock-runtime 2023-09-30), with `title`, `sourceContent` and a
//! `location` of one of several kinds. Claude: `cited_text`, `document_title` and flat members for the location
//! (Anthropic's page on citations). Cohere: `text` and `document_ids`. Unknown members are shown as JSON.

use serde_json::Value;

/// A citation for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// The source's title, or another name of it.
    pub title: String,
    /// The cited text.
    pub quote: String,
    /// The location in the source, as `name value` pairs with the API's names.
    pub place: String,
}

/// Members that are not part of the location.
const SAID: [&str; 9] = [
    "title",
    "document_title",
    "source",
    "sourceContent",
    "cited_text",
    "text",
    "type",
    "document_ids",
    "encrypted_index",
];

/// Reads a citation; texts that it does not state are empty.
pub fn read(citation: &Value) -> Citation {
    let text = |pointer: &str| citation.pointer(pointer).and_then(Value::as_str);
    let title = ["/title", "/document_title", "/source", "/location/web/url", "/url"].iter().find_map(|at| text(at));
    let ids = citation.get("document_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let title = title.map_or_else(|| ids.collect::<Vec<_>>().join(", "), str::to_owned);
    let parts = citation.get("sourceContent").and_then(Value::as_array).into_iter().flatten();
    let parts: Vec<&str> = parts.filter_map(|part| part.get("text")?.as_str()).collect();
    let quote = if parts.is_empty() {
        text("/cited_text").or_else(|| text("/text")).unwrap_or_default().to_owned()
    } else {
        parts.join(" ")
    };
    // In Converse the location is the one member of `location`; in a native body it is every other member.
    let place = match citation.get("location").and_then(Value::as_object).and_then(|kinds| kinds.values().next()) {
        Some(place) => pairs(place, &[]),
        None => pairs(citation, &SAID),
    };
    Citation { title, quote, place }
}

fn pairs(value: &Value, without: &[&str]) -> String {
    let members = value.as_object().into_iter().flatten();
    let shown =
        members.filter(|(key, value)| !without.contains(&key.as_str()) && !value.is_null()).map(|(key, value)| {
            match value {
                Value::String(text) => format!("{key} {text}"),
                other => format!("{key} {other}"),
            }
        });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_the_shapes_of_both_apis() {
        for (citation, title, quote, place) in [
            (
                json!({"title": "Rocks", "sourceContent": [{"text": "Basalt is"}, {"text": "dark."}],
                    "location": {"documentChar": {"documentIndex": 0, "start": 4, "end": 9}}}),
                "Rocks",
                "Basalt is dark.",
                "documentIndex 0, start 4, end 9",
            ),
            (
                json!({"type": "char_location", "cited_text": "Basalt.", "document_index": 0, "document_title": "Rocks",
                    "start_char_index": 4, "end_char_index": 9}),
                "Rocks",
                "Basalt.",
                "document_index 0, start_char_index 4, end_char_index 9",
            ),
            (
                json!({"start": 1, "end": 3, "text": "ba", "document_ids": ["d1", "d2"]}),
                "d1, d2",
                "ba",
                "start 1, end 3",
            ),
            (
                json!({"location": {"web": {"url": "https://example.com", "domain": "example.com"}}}),
                "https://example.com",
                "",
                "url https://example.com, domain example.com",
            ),
            (json!("odd"), "", "", ""),
        ] {
            let expected = Citation { title: title.into(), quote: quote.into(), place: place.into() };
            assert_eq!(read(&citation), expected, "{citation}");
        }
    }
}
