//! The tokens of what is not text: pictures, pages of documents, videos and sounds.
//!
//! The simulator opens none of them, so it estimates from the size, with figures of the vendors' pages as we remember
//! them; they were not compared with the pages again:
//!
//! * a page of a PDF: 1,500 to 3,000 tokens of text (Anthropic, "PDF support"). We take the lower end, and at most the 100
//!   pages that a request of Claude may have;
//! * a video: one frame a second and 288 tokens a frame, at most 960 frames (Amazon Nova, "Video understanding");
//! * a sound: 12.5 tokens a second (Mistral, Voxtral).
//!
//! Guesses of our own: how many bytes a page and a second have, and the tokens of a picture.

use super::tokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// The tokens of an image; our own estimate.
pub const IMAGE_TOKENS: u64 = 1_200;

const TOKENS_A_PAGE: u64 = 1_500;
const MOST_PAGES: u64 = 100;
/// A guess: a page of a PDF with a picture or two.
const BYTES_A_PAGE: u64 = 100_000;
const TOKENS_A_FRAME: u64 = 288;
const MOST_FRAMES: u64 = 960;
/// A guess: one megabit a second.
const BYTES_A_SECOND_OF_VIDEO: u64 = 125_000;
/// A guess: 128 kilobits a second.
const BYTES_A_SECOND_OF_SOUND: u64 = 16_000;

/// The kinds of blocks whose bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Image,
    Document,
    Video,
    Audio,
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "image" => Kind::Image,
        "document" => Kind::Document,
        "video" => Kind::Video,
        "audio" => Kind::Audio,
        _ => return None,
    })
}

/// The tokens of one block: of what it holds as text, and of each file in it. `name` is its kind in the API, as in
/// Converse's key or in Claude's `type`.
pub fn tokens_of_block(name: &str, block: &Value) -> u64 {
    let mut files = 0;
    let text = without_files(name, block, &mut files);
    files + text.map_or(0, |text| tokens::count(&text.to_string()))
}

/// The value without the files in it, whose tokens are added up; `None` if the value is one picture, video or sound.
fn without_files(name: &str, value: &Value, files: &mut u64) -> Option<Value> {
    match value {
        Value::Object(members) => {
            let kind = kind(members.get("type").and_then(Value::as_str).unwrap_or(name));
            if let (Some(kind), Some(source)) = (kind, members.get("source"))
                && let Some(cost) = tokens_of_source(kind, source, members.get("format"))
            {
                *files += cost;
                if kind != Kind::Document {
                    return None;
                }
                let others = members.iter().filter(|(key, _)| *key != "source");
                return Some(others.map(|(key, value)| (key.clone(), value.clone())).collect());
            }
            let inner =
                members.iter().filter_map(|(key, value)| Some((key.clone(), without_files(key, value, files)?)));
            Some(Value::Object(inner.collect()))
        }
        Value::Array(items) => Some(items.iter().filter_map(|item| without_files("", item, files)).collect()),
        other => Some(other.clone()),
    }
}

/// The tokens of a source that names a file or holds its bytes; `None` for a source in text.
fn tokens_of_source(kind: Kind, source: &Value, format: Option<&Value>) -> Option<u64> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let is_base64 = source.get("type").and_then(Value::as_str) == Some("base64");
    let data = source.get("bytes").or_else(|| source.get("data").filter(|_| is_base64)).and_then(Value::as_str);
    let elsewhere = ["s3Location", "url", "file_id"].iter().any(|key| source.get(*key).is_some());
    let Some(data) = data else { return elsewhere.then(|| tokens_of_file(kind, 0)) };
    let format = text(format).or_else(|| text(source.get("media_type"))).unwrap_or_default();
    let is_text = ["txt", "md", "csv", "html"].contains(&format.as_str()) || format.starts_with("text/");
    if kind == Kind::Document && is_text {
        let words = STANDARD.decode(data).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        return words.map(|words| tokens::count(&words)).or(Some(tokens_of_file(kind, 0)));
    }
    let bytes = u64::try_from(data.trim_end_matches('=').len()).unwrap_or(u64::MAX / 4) * 3 / 4;
    Some(tokens_of_file(kind, bytes))
}

/// The estimate for a file of that many bytes; 0 bytes for a file whose size is not known.
fn tokens_of_file(kind: Kind, bytes: u64) -> u64 {
    match kind {
        Kind::Image => IMAGE_TOKENS,
        Kind::Document => bytes.div_ceil(BYTES_A_PAGE).clamp(1, MOST_PAGES) * TOKENS_A_PAGE,
        Kind::Video => bytes.div_ceil(BYTES_A_SECOND_OF_VIDEO).clamp(1, MOST_FRAMES) * TOKENS_A_FRAME,
        // 12.5 tokens a second.
        Kind::Audio => bytes.div_ceil(BYTES_A_SECOND_OF_SOUND).max(1).saturating_mul(25).div_ceil(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_cost_by_their_size_and_never_as_text() {
        let bytes = |count: usize| STANDARD.encode(vec![0_u8; count]);
        let converse = |format: &str, count: usize| json!({ "format": format, "source": { "bytes": bytes(count) } });
        let claude = |kind: &str, media: &str, count: usize| json!({ "type": kind, "source": { "type": "base64", "media_type": media, "data": bytes(count) } });
        for (name, block, least, most) in [
            ("document", converse("pdf", 100_000), 1_500, 1_520),
            ("document", converse("pdf", 4_500_000), 67_500, 67_520),
            ("document", converse("docx", 4_500_000), 67_500, 67_520),
            ("document", claude("document", "application/pdf", 400_000), 6_000, 6_020),
            (
                "document",
                json!({ "format": "pdf", "name": "a", "source": { "s3Location": { "uri": "s3://b/a" } } }),
                1_500,
                1_520,
            ),
            ("image", converse("png", 3_000_000), 1_200, 1_200),
            ("image", claude("image", "image/png", 3_000_000), 1_200, 1_200),
            ("video", converse("mp4", 200_000), 576, 576),
            ("video", converse("mp4", 20_000_000), 46_080, 46_080),
            ("audio", converse("mp3", 160_000), 125, 125),
            (
                "toolResult",
                json!({ "toolUseId": "a", "content": [{ "image": converse("png", 200_000) }] }),
                1_200,
                1_230,
            ),
            (
                "tool_result",
                json!({ "tool_use_id": "a", "content": [claude("image", "image/png", 200_000)] }),
                1_200,
                1_230,
            ),
            (
                "toolResult",
                json!({ "toolUseId": "a", "content": [{ "document": converse("pdf", 200_000) }] }),
                3_000,
                3_040,
            ),
        ] {
            let found = tokens_of_block(name, &block);
            assert!((least..=most).contains(&found), "{name}: {found}, not {least} to {most}");
        }
    }

    #[test]
    fn text_in_a_document_is_counted_as_text() {
        let words = "granite ".repeat(1_000);
        let plain = json!({ "format": "txt", "source": { "bytes": STANDARD.encode(&words) } });
        let html = json!({ "format": "html", "source": { "bytes": STANDARD.encode(&words) } });
        let inline = json!({ "source": { "text": words } });
        for block in [plain, html, inline] {
            let found = tokens_of_block("document", &block);
            assert!((tokens::count(&words)..tokens::count(&words) + 30).contains(&found), "{found}");
        }
        // A tool that takes a member `source` is no file.
        let call = json!({ "toolUseId": "a", "name": "f", "input": { "source": "abc", "image": "b" } });
        assert_eq!(tokens_of_block("toolUse", &call), tokens::count(&call.to_string()));
    }
}
