//! Reads an HTTP message: request line, headers, an empty line, the body.

use super::request_parts::{Body, RequestParts};

/// Whether a text begins with the request line of a model call.
pub(super) fn is_message(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let mut words = first.split_whitespace();
    let method = words.next().is_some_and(|method| ["POST", "GET", "PUT"].contains(&method));
    method && words.next().is_some_and(|target| target.starts_with('/') || target.starts_with("http"))
}

/// Reads the first message of the text.
pub(super) fn read(text: &str) -> Result<RequestParts, String> {
    let mut parts = RequestParts::default();
    let mut text = text;
    if let Some((first, _)) = text.split_once("\n###") {
        parts.note("The text contains several messages; only the first is imported");
        text = first.trim_end();
    }
    let unified = text.replace("\r\n", "\n");
    let (head, body) = unified.split_once("\n\n").unwrap_or((unified.as_str(), ""));
    let mut lines = head.lines();
    let target = lines.next().and_then(|line| line.split_whitespace().nth(1)).ok_or("the request line is missing")?;
    for line in lines {
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("host") => parts.host(value.trim()),
            Some((name, value)) => parts.header(name, value),
            None if line.trim().is_empty() => {}
            None => return Err(format!("`{line}` is not a header line")),
        }
    }
    if target.starts_with('/') {
        parts.path(target)?;
    } else {
        parts.address(target)?;
    }
    parts.body = Body::parse(body);
    Ok(parts)
}
