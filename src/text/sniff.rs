//! Names what bytes are that are not what was expected, from how they begin.

/// What the bytes are, with the sender that usually sends them so; `None` if their beginning does not tell.
pub fn name(bytes: &[u8]) -> Option<&'static str> {
    const SHORTEST: usize = 4;
    if bytes.len() < SHORTEST {
        return None;
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Some("compressed with gzip");
    }
    if bytes.windows(3).take(400).any(|window| window == [0xef, 0xbf, 0xbd]) {
        return Some("damaged: a program read them as UTF-8 text and replaced what it could not read with U+FFFD");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("a ZIP archive");
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if ["data:", "event:", "id:", "retry:", ": ping", ":ok"].iter().any(|field| text.starts_with(field)) {
        return Some(
            "Server-Sent Events (“event:” and “data:” lines), as bedrock-mantle and proxies such as LiteLLM send them",
        );
    }
    if text.starts_with('<') {
        let html =
            ["<!doctype", "<!DOCTYPE", "<html", "<HTML", "<head", "<body"].iter().any(|tag| text.starts_with(tag));
        return Some(if html { "an HTML page, as a proxy or a sign-in page sends it" } else { "XML" });
    }
    if text.starts_with("HTTP/1") {
        return Some("a whole HTTP response with its headers; keep only its body");
    }
    if text.starts_with("{\"log\"") || text.starts_with('{') && text.contains("\"log\"") && text.contains("\"creator\"")
    {
        return Some("a HAR file; open the text of one response in it");
    }
    if text.starts_with(['{', '[']) {
        return Some("JSON");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_not_an_event_stream() {
        for (bytes, part) in [
            (&b"event: message_start\ndata: {}"[..], "Server-Sent Events"),
            (b"data: {\"a\": 1}\n\n", "Server-Sent Events"),
            (b"\n\ndata: [DONE]", "Server-Sent Events"),
            (&[0x1f, 0x8b, 8, 0, 0], "gzip"),
            (b"\0\0\0\x81\0\0\0R\xef\xbf\xbd", "U+FFFD"),
            (b"<!DOCTYPE html><html>", "HTML"),
            (b"<?xml version=\"1.0\"?><Error/>", "XML"),
            (b"{\"message\": \"x\"}", "JSON"),
            (b"{\n \"log\": {\"version\": \"1.2\", \"creator\": {}}}", "HAR"),
            (b"HTTP/1.1 200 OK\r\n", "HTTP response"),
        ] {
            assert!(name(bytes).is_some_and(|name| name.contains(part)), "{part}");
        }
        for bytes in [&b""[..], b"\0\0\0\x77\0\0\0\x52\xab\xb5\xd3\x6e", b"AAAAgQAAAFJs"] {
            assert_eq!(name(bytes), None);
        }
    }
}
