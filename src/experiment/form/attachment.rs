//! A file as the content block that carries it.
//!
//! The format follows from the file's name, in the words of Converse. A file in another format is refused, and the message
//! lists the formats that Converse takes. Known limits are checked before anything is sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::bedrock::{limits, picture_check};
use crate::text::number;

/// What the reader should know of the name that a document got, if it is not the file's own.
pub fn renamed(file: &str, block: &Value) -> Option<String> {
    let name = block.pointer("/document/name")?.as_str()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    (name != stem).then(|| {
        format!(
            "{file} is attached as “{name}”: in a document's name Bedrock takes only ASCII letters and digits, single spaces \
             and _ - ( ) [ ]"
        )
    })
}

/// The content block of a file, or why there is none.
pub fn block(name: &str, bytes: &[u8]) -> Result<Value, String> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let format = match extension.as_str() {
        "jpg" => "jpeg",
        "htm" => "html",
        "3gp" => "three_gp",
        other => other,
    };
    let source = || json!({ "bytes": BASE64.encode(bytes) });
    let too_large = |most: usize| {
        format!("{name} has {}; Bedrock takes at most {}", number::bytes(bytes.len()), number::bytes(most))
    };
    if limits::IMAGE_FORMATS.contains(&format) {
        if bytes.len() > limits::MOST_IMAGE_BYTES {
            return Err(too_large(limits::MOST_IMAGE_BYTES));
        }
        // Many files are named after another format than they have.
        let source = source();
        let encoded = source.get("bytes").and_then(Value::as_str).unwrap_or_default();
        let format = picture_check::format(encoded).map_or(format, |found| found.word());
        return Ok(json!({ "image": { "format": format, "source": source } }));
    }
    if limits::DOCUMENT_FORMATS.contains(&format) {
        if bytes.len() > limits::MOST_DOCUMENT_BYTES {
            return Err(too_large(limits::MOST_DOCUMENT_BYTES));
        }
        let name = limits::document_name_of(name);
        return Ok(json!({ "document": { "format": format, "name": name, "source": source() } }));
    }
    if limits::VIDEO_FORMATS.contains(&format) {
        return Ok(json!({ "video": { "format": format, "source": source() } }));
    }
    if limits::AUDIO_FORMATS.contains(&format) {
        return Ok(json!({ "audio": { "format": format, "source": source() } }));
    }
    Err(format!(
        "{name} is of no kind that Converse takes. Images: {}. Documents: {}",
        limits::IMAGE_FORMATS.join(", "),
        limits::DOCUMENT_FORMATS.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_the_block_of_its_kind() {
        assert_eq!(block("a.JPG", b"x").unwrap(), json!({"image": {"format": "jpeg", "source": {"bytes": "eA=="}}}));
        for (name, bytes, format) in [
            ("a.jpg", b"\x89PNG\r\n\x1a\n".as_slice(), "png"),
            ("a.png", b"\xFF\xD8\xFF\xE0", "jpeg"),
            ("a.webp", b"GIF89a", "gif"),
            ("a.gif", b"GIF89a", "gif"),
            ("a.png", b"<svg/>", "png"),
        ] {
            assert_eq!(block(name, bytes).unwrap().pointer("/image/format"), Some(&json!(format)), "{name}");
        }
        let document = block("Q3 report (final).v2.pdf", b"x").unwrap();
        assert_eq!(document.pointer("/document/format"), Some(&json!("pdf")));
        assert!(block("clip.mp4", b"x").unwrap().get("video").is_some());
        assert!(block("voice.wav", b"x").unwrap().get("audio").is_some());
    }

    #[test]
    fn a_document_gets_a_name_that_bedrock_takes_and_the_reader_is_told() {
        for (file, name, is_noted) in [
            ("my_report.pdf", "my_report", false),
            ("Q3 report (final).docx", "Q3 report (final)", false),
            ("résumé.pdf", "resume", true),
            ("テスト資料.txt", "document", true),
            ("Q3 report.v2.pdf", "Q3 report-v2", true),
        ] {
            let block = block(file, b"x").unwrap();
            assert_eq!(block.pointer("/document/name"), Some(&json!(name)), "{file}");
            let note = renamed(file, &block);
            assert_eq!(note.is_some(), is_noted, "{file}");
            assert!(note.is_none_or(|note| note.starts_with(&format!("{file} is attached as “{name}”"))));
        }
        assert_eq!(renamed("a.JPG", &block("a.JPG", b"x").unwrap()), None);
    }

    #[test]
    fn two_documents_of_a_message_have_two_names() {
        let mut draft = crate::experiment::Draft::default();
        for file in ["テスト.txt", "資料.txt", "文書.txt", "document 2.txt"] {
            draft.attach(1, block(file, b"x").unwrap());
        }
        let of_part = |part: &crate::experiment::Part| match part {
            crate::experiment::Part::Block(block) => block.pointer("/document/name").cloned(),
            crate::experiment::Part::Text(_) => None,
        };
        let names: Vec<Value> = draft.messages[0].content.iter().filter_map(of_part).collect();
        assert_eq!(json!(names), json!(["document", "document 2", "document 3", "document 2 2"]));
    }

    #[test]
    fn what_cannot_be_sent_is_refused_with_the_reason() {
        assert!(block("program.exe", b"x").unwrap_err().contains("program.exe"));
        assert!(block("noextension", b"x").is_err());
        assert!(block("big.png", &vec![0; 3_932_161]).unwrap_err().contains("3.9 MB"));
    }
}
