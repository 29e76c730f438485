//! Reads an HTTP archive as browsers and proxies save it, or one entry of it (HAR 1.2).

use serde_json::Value;

use super::request_parts::{Body, RequestParts};

/// Whether a JSON text is an archive or an entry of one.
pub(super) fn is_archive(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|value| !entries(&value).is_empty())
}

/// The entries of an archive. An entry or a request without an archive is a list of one.
fn entries(value: &Value) -> Vec<&Value> {
    let is_request = |value: &&Value| value.get("url").is_some_and(Value::is_string) && value.get("method").is_some();
    let listed = value.pointer("/log/entries").and_then(Value::as_array);
    let entries = listed.map_or_else(|| vec![value], |entries| entries.iter().collect());
    let requests = entries.into_iter().map(|entry| entry.get("request").unwrap_or(entry));
    requests.filter(is_request).collect()
}

/// Reads the first model call of the archive.
pub(super) fn read(text: &str) -> Result<RequestParts, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let url_of = |request: &Value| request.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_call = |request: &&Value| {
        request.get("method").and_then(Value::as_str) == Some("POST") && url_of(request).contains("/model/")
    };
    let all = entries(&value);
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
