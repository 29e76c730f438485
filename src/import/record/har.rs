//! Reads an HTTP archive as browsers and proxies save it, or one entry of it (HAR 1.2).

use serde_json::Value;

use crate::import::request_parts::{Body, RequestParts};

/// Whether a value is an archive, an entry of one or its request.
pub(super) fn is_archive(value: &Value) -> bool {
    !entries(value).is_empty()
}

/// The entries of an archive. An entry or a request without an archive is a list of one.
fn entries(value: &Value) -> Vec<&Value> {
    let is_request = |value: &&Value| {
        // A request of another kind has its headers as an object and its body beside them.
        let is_of_archive = value.get("postData").is_some() || value.get("headers").is_some_and(Value::is_array);
        value.get("url").is_some_and(Value::is_string) && value.get("method").is_some() && is_of_archive
    };
    let listed = value.pointer("/log/entries").and_then(Value::as_array);
    let entries = listed.map_or_else(|| vec![value], |entries| entries.iter().collect());
    let requests = entries.into_iter().map(|entry| entry.get("request").unwrap_or(entry));
    requests.filter(is_request).collect()
}

/// Reads the first model call of the archive.
pub(super) fn read(value: &Value) -> Result<RequestParts, String> {
    let url_of = |request: &Value| request.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_call = |request: &&Value| {
        let url = url_of(request);
        request.get("method").and_then(Value::as_str) == Some("POST")
            && (url.contains("/model/") || url.contains("/v1/chat/completions") || url.contains("/v1/messages"))
    };
    let all = entries(value);
    let calls: Vec<&Value> = all.into_iter().filter(is_call).collect();
    let request = calls.first().ok_or("it contains no model call")?;
    let mut parts = RequestParts::default();
    if calls.len() > 1 {
        parts.note(format!("The archive contains {} model calls; only the first is imported", calls.len()));
    }
    parts.address(&url_of(request))?;
    for header in request.get("headers").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(name), Some(value)) =
            (header.get("name").and_then(Value::as_str), header.get("value").and_then(Value::as_str))
        {
            parts.header(name, value);
        }
    }
    let body = request.pointer("/postData/text").and_then(Value::as_str);
    parts.body = Body::parse(body.ok_or("the entry has no body: save the archive with content")?);
    Ok(parts)
}
