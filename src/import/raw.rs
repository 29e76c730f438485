//! A request body on its own.

use super::found::{Body, Found};

/// Reads it. A wrapper that SDKs' logs print around a body (`modelId` beside the members) is understood.
pub(super) fn read(text: &str) -> Result<Found, String> {
    let mut body: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| format!("it is not JSON at line {}, column {}: {error}", error.line(), error.column()))?;
    let mut found = Found::default();
    let members = body.as_object_mut().ok_or("a request body is a JSON object")?;
    if let Some(serde_json::Value::String(model)) = members.get("modelId") {
        found.model = Some(model.clone());
        members.shift_remove("modelId");
    }
    found.body = Body::Json(body);
    Ok(found)
}
