//! Reads a request body without a call.

use super::request_parts::{Body, RequestParts};

/// Reads the body. Also reads `modelId` beside the members, as SDKs log a request.
pub(super) fn read(text: &str) -> Result<RequestParts, String> {
    let mut body: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| format!("not JSON at line {}, column {}: {error}", error.line(), error.column()))?;
    let mut parts = RequestParts::default();
    let members = body.as_object_mut().ok_or("a request body must be a JSON object")?;
    if let Some(serde_json::Value::String(model)) = members.get("modelId") {
        parts.model = Some(model.clone());
        members.shift_remove("modelId");
    }
    parts.body = Body::Json(body);
    Ok(parts)
}
