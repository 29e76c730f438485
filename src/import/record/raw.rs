//! Reads a request body without a call, and the arguments of an SDK's call as they are logged.

use serde_json::{Map, Value};

use crate::bedrock::operation::Operation;
use crate::import::request_parts::{Body, RequestParts};

/// Reads the body. Also reads `modelId` beside the members, and `body` beside `modelId`, as SDKs log a request.
pub(super) fn read(body: &Value) -> Result<RequestParts, String> {
    let mut members = body.as_object().ok_or("a request body must be a JSON object")?.clone();
    let mut parts = RequestParts::default();
    if let Some(Value::String(model)) = members.shift_remove("modelId") {
        parts.model = Some(model);
        if let Some(native) = members.get("body") {
            parts.operation = Some(Operation::InvokeModel);
            parts.body = match native {
                Value::String(text) => Body::parse(text),
                native => Body::Json(native.clone()),
            };
            return Ok(parts);
        }
    }
    parts.body = Body::Json(Value::Object(members));
    Ok(parts)
}

/// Whether a list is a list of messages.
pub(super) fn is_messages(items: &[Value]) -> bool {
    let is_message = |item: &Value| item.get("role").is_some_and(Value::is_string) && item.get("content").is_some();
    !items.is_empty() && items.iter().all(is_message)
}

/// A list of messages as the body that has only them.
pub(super) fn messages(items: &[Value]) -> RequestParts {
    let members = Map::from_iter([("messages".to_owned(), Value::Array(items.to_vec()))]);
    let mut parts = RequestParts { body: Body::Json(Value::Object(members)), ..RequestParts::default() };
    parts.note("The text is a list of messages only");
    parts
}
