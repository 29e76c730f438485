//! Removes attached files for a link or the history: pictures, documents and sounds are too large, so only their names
//! stay.
//!
//! In a content block a name replaces the bytes. When the block is opened, the bytes are empty, and the service model's
//! check names the place until a file is attached again. In a body that is text, a sentence replaces a picture's base64.

use serde_json::{Map, Value};

use crate::bedrock::picture::PictureFormat;
use crate::text::number;

/// The member that replaces the bytes in a block's `source`.
const LEFT_OUT: &str = "leftOut";
/// Shorter base64 is not worth leaving out.
const SHORTEST: usize = 400;
/// How the base64 of files that are not images begins: PDF, ZIP (Office files), MP3, Matroska and MP4.
const OTHER_BEGINNINGS: [&str; 5] = ["JVBERi", "UEsDB", "SUQz", "GkXfo", "AAAA"];

/// Takes the bytes out of a JSON value.
pub fn out_of_block(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let format = members.get("format").and_then(Value::as_str).unwrap_or_default().to_owned();
            let name = members.get("name").and_then(Value::as_str).map(str::to_owned);
            if let Some(Value::Object(source)) = members.get_mut("source") {
                replace_bytes(source, &format, name.as_deref());
            }
            members.values_mut().for_each(out_of_block);
        }
        Value::Array(values) => values.iter_mut().for_each(out_of_block),
        Value::String(text) => {
            if let Some(sentence) = sentence(text) {
                *text = sentence;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn replace_bytes(source: &mut Map<String, Value>, format: &str, name: Option<&str>) {
    let Some(Value::String(bytes)) = source.get("bytes") else { return };
    let kind = if format.is_empty() { "file" } else { format };
    let size = number::bytes(bytes.len() / 4 * 3);
    let note = match name {
        Some(name) => format!("file “{name}” ({kind}, {size})"),
        None => format!("file ({kind}, {size})"),
    };
    if !bytes.is_empty() {
        *source = Map::from_iter([(LEFT_OUT.to_owned(), Value::String(note))]);
    }
}

/// Gives every named placeholder empty bytes and returns the names.
pub fn emptied(value: &mut Value) -> Vec<String> {
    let mut names = Vec::new();
    empty(value, &mut names);
    names
}

fn empty(value: &mut Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(source)) = members.get_mut("source")
                && let Some(Value::String(name)) = source.shift_remove(LEFT_OUT)
            {
                names.push(name.chars().take(200).collect());
                source.insert("bytes".to_owned(), Value::String(String::new()));
            }
            members.values_mut().for_each(|member| empty(member, names));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| empty(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes pictures out of the text of a JSON document, whose form stays as it is.
pub fn out_of_text(text: &str) -> String {
    let mut out = String::new();
    for (place, piece) in text.split('"').enumerate() {
        if place > 0 {
            out.push('"');
        }
        // Base64 has no quotes and no escapes: a picture is always one whole piece between two quotes.
        match sentence(piece) {
            Some(sentence) => out.push_str(&sentence),
            None => out.push_str(piece),
        }
    }
    out
}

/// The replacement of a text that is a picture; `None` for any other text.
fn sentence(text: &str) -> Option<String> {
    let (kind, data) = match text.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) {
        Some((kind, data)) => (kind, data),
        None => ("file", text),
    };
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    let is_picture = data.len() >= SHORTEST
        && (kind != "file"
            || PictureFormat::from_base64_start(data).is_some()
            || OTHER_BEGINNINGS.iter().any(|beginning| data.starts_with(beginning)))
        && data.bytes().all(is_base64);
    is_picture.then(|| format!("(left out: {kind}, {})", number::bytes(data.len() / 4 * 3)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_block_keeps_the_name_of_its_file() {
        let mut block = json!({ "document": { "format": "pdf", "name": "report", "source": { "bytes": "JVBERi0x" } } });
        out_of_block(&mut block);
        assert_eq!(block.pointer("/document/source"), Some(&json!({ "leftOut": "file “report” (pdf, 6 B)" })));
        assert_eq!(emptied(&mut block), ["file “report” (pdf, 6 B)"]);
        assert_eq!(block.pointer("/document/source"), Some(&json!({ "bytes": "" })));
        let mut nested =
            json!({ "toolResult": { "content": [{ "image": { "format": "png", "source": { "bytes": "eA==" } } }] } });
        out_of_block(&mut nested);
        assert!(nested.pointer("/toolResult/content/0/image/source/leftOut").is_some());
        let mut text = json!({ "document": { "format": "txt", "source": { "text": "kept" } } });
        let before = text.clone();
        out_of_block(&mut text);
        assert_eq!(text, before);
    }

    #[test]
    fn a_body_keeps_its_form() {
        let picture = format!("iVBORw0KGgo{}", "A".repeat(989));
        let body = format!("{{ \"a\": \"x\",\n  \"images\": [\"{picture}\", \"data:image/png;base64,{picture}\"] }}");
        assert_eq!(
            out_of_text(&body),
            "{ \"a\": \"x\",\n  \"images\": [\"(left out: file, 750 B)\", \"(left out: image/png, 750 B)\"] }"
        );
        let signature = format!("{{\"signature\": \"{}\"}}", "Er4C".repeat(300));
        assert_eq!(out_of_text(&signature), signature, "the signature of reasoning is not a picture");
    }
}
