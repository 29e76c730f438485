//! Reads a request body without a call.

use super::found::{Body, Found};

/// Reads the body. Also reads `modelId` beside the members, as SDKs log a request.
pub(super) fn read(text: &str) -> Result<Found, String> {
    let mut body: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| format!("not JSON at line {}, column {}: {error}", error.line(), error.column()))?;
    let mut found = Found::default();
    let members = body.as_object_mut().ok_or("a request body must be a JSON object")?;
    if let Some(serde_json::Value::String(model)) = members.get("modelId") {
        found.model = Some(model.clone());
        members.shift_remove("modelId");
    }
    found.body = Body::Json(body);
    Ok(found)
}
