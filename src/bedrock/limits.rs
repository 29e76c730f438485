//! Limits that a form can check before anything is sent.
//!
//! These are the limits in the sources below for Converse and its messages; a model may have lower ones. The service
//! model also has ranges and patterns, but is loaded late; these are needed at once.

use serde_json::Value;

use super::family::Family;
use super::model_id::ModelId;
use super::{catalogue, operation::Operation};

/// Most images in one request (API reference of Converse, `Message.content`).
pub const MOST_IMAGES: usize = 20;

/// Maximum of bytes in one image: 3.75 MB (API reference of Converse), measured as 5 MiB of base64.
pub const MOST_IMAGE_BYTES: usize = super::picture_check::MOST_ENCODED / 4 * 3;

/// Most pixels of an image's width and of its height (API reference of Converse).
pub const MOST_IMAGE_PIXELS: u32 = 8_000;

/// Image formats that Converse names (API model, `ImageFormat`).
pub const IMAGE_FORMATS: [&str; 4] = ["png", "jpeg", "gif", "webp"];

/// Most documents in one request (API reference of Converse).
pub const MOST_DOCUMENTS: usize = 5;

/// Maximum of bytes in one document: 4.5 MB (API reference of Converse).
pub const MOST_DOCUMENT_BYTES: usize = 4_500_000;

/// Document formats that Converse names (API model, `DocumentFormat`).
pub const DOCUMENT_FORMATS: [&str; 9] = ["pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"];

/// Video formats that Converse names (API model, `VideoFormat`).
pub const VIDEO_FORMATS: [&str; 9] = ["mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"];

/// Audio formats that Converse names (API model, `AudioFormat`).
pub const AUDIO_FORMATS: [&str; 15] =
    ["mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga", "pcm", "webm"];

/// Most characters of a tool's name (API model, `ToolName`).
pub const MOST_TOOL_NAME_CHARS: usize = 64;

/// Checks a tool's name; the pattern is `[a-zA-Z0-9_-]+`, of 1 to 64 characters (API model, `ToolName`).
pub fn tool_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("A tool needs a name".to_owned());
    }
    if let Some(odd) = name.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))) {
        let odd = if odd == ' ' { "spaces".to_owned() } else { format!("“{odd}”") };
        return Err(format!("A tool's name may have letters, digits, _ and -, but not {odd}"));
    }
    match name.len() {
        length if length > MOST_TOOL_NAME_CHARS => {
            Err(format!("A tool's name has at most {MOST_TOOL_NAME_CHARS} characters; this one has {length}"))
        }
        _ => Ok(()),
    }
}

/// Whether a document's name may have the character: users measured that Bedrock takes ASCII letters and digits, spaces,
/// hyphens, parentheses, square brackets and, which AWS does not document, the underscore
/// (aws-samples/generative-ai-use-cases#1671, vercel/ai#20366).
fn fits_document_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '(' | ')' | '[' | ']')
}

/// The part of a document's name that Bedrock refuses: a character, or two spaces in a row.
pub fn odd_in_document_name(name: &str) -> Option<&str> {
    let odd = name.char_indices().find(|(_, c)| !fits_document_name(*c));
    let odd = odd.and_then(|(at, c)| name.get(at..at + c.len_utf8()));
    odd.or_else(|| name.find("  ").and_then(|at| name.get(at..at + 2)))
}

/// Maximum of characters in a document's name (API model, `DocumentBlock.name`).
const MOST_DOCUMENT_NAME_CHARS: usize = 200;

/// Letters of Latin alphabets that are more than an ASCII letter, each with the ASCII letters that stand for it.
const PLAIN_LETTERS: [(&str, &str); 30] = [
    ("ÀÁÂÃÄÅĀĂĄ", "A"),
    ("àáâãäåāăą", "a"),
    ("ÇĆČ", "C"),
    ("çćč", "c"),
    ("ĎĐ", "D"),
    ("ďđ", "d"),
    ("ÈÉÊËĒĘĚ", "E"),
    ("èéêëēęě", "e"),
    ("ĞĢ", "G"),
    ("ğģ", "g"),
    ("ÌÍÎÏĪİ", "I"),
    ("ìíîïīı", "i"),
    ("ŁĻ", "L"),
    ("łļ", "l"),
    ("ÑŃŇŅ", "N"),
    ("ñńňņ", "n"),
    ("ÒÓÔÕÖØŐŌ", "O"),
    ("òóôõöøőō", "o"),
    ("ŘŔ", "R"),
    ("řŕ", "r"),
    ("ŚŠŞȘ", "S"),
    ("śšşș", "s"),
    ("ŤŢȚ", "T"),
    ("ťţț", "t"),
    ("ÙÚÛÜŪŮŰ", "U"),
    ("ùúûüūůű", "u"),
    ("ÝŸ", "Y"),
    ("ýÿ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
];

/// A document name that Bedrock accepts, made from a file name: without the extension, accented letters as plain ones,
/// any other run of characters that are not allowed as one hyphen. A name without any letter or digit becomes
/// `document`.
pub fn document_name_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut out = String::new();
    let mut replaced = false;
    for c in stem.chars() {
        // Accents that are characters of their own, as in file names of macOS.
        if ('\u{300}'..='\u{36f}').contains(&c) {
            continue;
        }
        let plain = PLAIN_LETTERS.iter().find(|(letters, _)| letters.contains(c)).map(|(_, plain)| *plain);
        match (plain, c) {
            (Some(plain), _) => out.push_str(plain),
            (None, 'ß') => out.push_str("ss"),
            (None, 'æ' | 'Æ') => out.push_str("ae"),
            (None, 'œ' | 'Œ') => out.push_str("oe"),
            (None, ' ') if out.ends_with(' ') => {}
            (None, c) if fits_document_name(c) => out.push(c),
            (None, _) if replaced => continue,
            (None, _) => {
                out.push('-');
                replaced = true;
                continue;
            }
        }
        replaced = false;
    }
    out.truncate(MOST_DOCUMENT_NAME_CHARS);
    if out.chars().any(|c| c.is_ascii_alphanumeric()) { out } else { "document".to_owned() }
}

/// Maximum of stop sequences in a family's native body, if its page states a number.
pub fn most_stop_sequences(family: Family) -> Option<usize> {
    match family {
        Family::Claude => Some(8_191),
        Family::MistralInstruct | Family::DeepSeekR1 => Some(10),
        Family::Palmyra => Some(4),
        Family::Llama => Some(0),
        _ => None,
    }
}

/// Why a model does not stream, if known (the catalogue).
pub fn no_stream(model: &ModelId) -> Option<&'static str> {
    let known = catalogue::find(model)?;
    // Of a model that writes no text there is more to say than that it does not stream.
    (!known.streaming && known.writes_text()).then_some("This model does not stream: turn Stream off")
}

/// Why a native body cannot be sent to the streaming operation, because of its own members (the user guide's pages on
/// Jamba and on `OpenAI` models).
pub fn no_stream_body(family: Family, native: &Value, operation: Operation) -> Option<&'static str> {
    match (family, operation.is_streaming()) {
        (Family::Jamba, true) if native.get("n").and_then(Value::as_u64).is_some_and(|n| n > 1) => {
            Some("Jamba does not stream several answers (n): set n to 1, or turn Stream off")
        }
        (Family::OpenAiChat, streaming) if native.get("stream").and_then(Value::as_bool) == Some(!streaming) => {
            Some("“stream” in the body must match the operation: remove it, or change Stream")
        }
        _ => None,
    }
}

/// Why a request with tools cannot stream through Converse, if the model's page excludes it.
pub fn no_streamed_tools(model: &ModelId, operation: Operation) -> Option<&'static str> {
    let known = catalogue::find(model)?;
    (operation == Operation::ConverseStream && known.tools == catalogue::Tools::NotStreamed)
        .then_some("This model does not stream with tools through Converse: turn Stream off")
}

impl Family {
    /// Whether the two streaming operations serve the family's models in general; single models may differ
    /// ([`no_stream`]).
    pub fn streams(self) -> bool {
        self.kind() == super::family::FamilyKind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_held_to_their_patterns() {
        for (name, good) in [("get_weather-2", true), ("", false), ("get weather", false), (&"a".repeat(65), false)] {
            assert_eq!(tool_name(name).is_ok(), good, "{name}");
        }
        for (name, odd) in [
            ("Report (2) [a] - b", None),
            ("test_name", None),
            ("test__name", None),
            (" testname ", None),
            ("DocumentPDFmessages_aa8e89f86a2a8cd0_pdf", None),
            ("a.pdf", Some(".")),
            ("John's report", Some("'")),
            ("invoice #123", Some("#")),
            ("a  b", Some("  ")),
            ("a\tb", Some("\t")),
            ("résumé", Some("é")),
            ("テスト資料", Some("テ")),
            ("a\u{3000}b", Some("\u{3000}")),
            ("a\u{a0}b", Some("\u{a0}")),
        ] {
            assert_eq!(odd_in_document_name(name), odd, "{name}");
        }
    }

    #[test]
    fn a_file_gets_a_document_name_that_bedrock_takes() {
        for (file, name) in [
            ("my_report.v2.pdf", "my_report-v2"),
            ("résumé.pdf", "resume"),
            ("re\u{301}sume\u{301}.pdf", "resume"),
            ("Größe  (Straße).docx", "Grosse (Strasse)"),
            ("Żółć.txt", "Zolc"),
            ("テスト資料.txt", "document"),
            ("テスト資料 v2.txt", "- v2"),
            ("John's invoice #7.pdf", "John-s invoice -7"),
            (".pdf", "document"),
            ("", "document"),
            ("a\u{3000}b.md", "a-b"),
        ] {
            assert_eq!(document_name_of(file), name, "{file}");
            assert_eq!(odd_in_document_name(&document_name_of(file)), None, "{file}");
        }
        assert_eq!(document_name_of(&"x".repeat(300)).len(), MOST_DOCUMENT_NAME_CHARS);
    }

    #[test]
    fn says_which_models_do_not_stream() {
        let model = |id: &str| ModelId::parse(id).unwrap();
        let llama4 = model("us.meta.llama4-scout-17b-instruct-v1:0");
        assert_eq!(no_stream(&llama4), None);
        assert!(no_streamed_tools(&llama4, Operation::ConverseStream).is_some());
        assert_eq!(no_stream(&model("amazon.nova-lite-v1:0")), None);
        assert!(no_stream(&model("amazon.titan-embed-text-v2:0")).is_none() && !Family::TitanEmbedText.streams());
        assert!(no_streamed_tools(&model("meta.llama3-1-8b-instruct-v1:0"), Operation::ConverseStream).is_some());
        assert_eq!(no_streamed_tools(&model("meta.llama3-1-8b-instruct-v1:0"), Operation::Converse), None);
        let stream = Operation::InvokeModelWithResponseStream;
        assert!(no_stream_body(Family::Jamba, &json!({"n": 2}), stream).is_some());
        assert!(no_stream_body(Family::OpenAiChat, &json!({"stream": true}), Operation::InvokeModel).is_some());
        assert_eq!(no_stream_body(Family::OpenAiChat, &json!({"stream": true}), stream), None);
    }
}
