//! What a card shows of a content block that is not text. A block is an object whose one member is its kind.

use serde_json::Value;

use crate::text::number;

/// The kind of a block: the name of its one member; empty where it is no object.
pub fn kind(block: &Value) -> String {
    block.as_object().and_then(|members| members.keys().next().cloned()).unwrap_or_default()
}

fn content(block: &Value) -> Option<&Value> {
    block.as_object()?.values().next()
}

/// Name, format, size, tool call and address, where the block has them.
pub fn summary(block: &Value) -> String {
    let Some(inner) = content(block) else { return String::new() };
    let text = |pointer: &str| inner.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let size = text("/source/bytes").map(|encoded| number::bytes(encoded.len() / 4 * 3));
    [text("/name"), text("/format"), size, text("/toolUseId"), text("/source/s3Location/uri")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Whether the block is a file with its bytes, which nobody edits as text.
pub fn is_file(block: &Value) -> bool {
    matches!(kind(block).as_str(), "image" | "document" | "video" | "audio")
        && content(block).is_some_and(|inner| inner.pointer("/source/bytes").is_some())
}

/// The picture of an image block as a `data:` address: its bytes leave the page only in the request.
pub fn picture_address(block: &Value) -> Option<String> {
    let image = block.get("image")?;
    let format = image.get("format")?.as_str()?;
    let bytes = image.pointer("/source/bytes")?.as_str()?;
    Some(format!("data:image/{format};base64,{bytes}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_card_says_what_the_block_holds() {
        for (block, expected_kind, expected, file) in [
            (
                json!({"image": {"format": "png", "source": {"bytes": "AAAAAAAA"}}}),
                "image",
                format!("png · {}", number::bytes(6)),
                true,
            ),
            (
                json!({"document": {"format": "pdf", "name": "notes", "source": {"s3Location": {"uri": "s3://b/k"}}}}),
                "document",
                "notes · pdf · s3://b/k".to_owned(),
                false,
            ),
            (
                json!({"toolUse": {"toolUseId": "t1", "name": "clock", "input": {}}}),
                "toolUse",
                "clock · t1".to_owned(),
                false,
            ),
            (json!({"guardContent": {"source": {"bytes": "AAAA"}}}), "guardContent", number::bytes(3), false),
            (json!("odd"), "", String::new(), false),
        ] {
            assert_eq!(
                (kind(&block).as_str(), summary(&block), is_file(&block)),
                (expected_kind, expected, file),
                "{block}"
            );
        }
    }

    #[test]
    fn only_an_image_with_bytes_is_shown_as_a_picture() {
        let image = json!({"image": {"format": "webp", "source": {"bytes": "AAAA"}}});
        assert_eq!(picture_address(&image).as_deref(), Some("data:image/webp;base64,AAAA"));
        for block in [
            json!({"image": {"format": "png", "source": {"s3Location": {"uri": "s3://b/k"}}}}),
            json!({"image": {"source": {"bytes": "AAAA"}}}),
            json!({"video": {"format": "mp4", "source": {"bytes": "AAAA"}}}),
        ] {
            assert_eq!(picture_address(&block), None, "{block}");
        }
    }
}
