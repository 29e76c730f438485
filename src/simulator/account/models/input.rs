//! Reads the members of an input, and copies them into an output.

use serde_json::{Map, Value};

/// The text of a member; empty if it is missing.
pub(super) fn text<'a>(input: &'a Value, key: &str) -> &'a str {
    input.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a member that may be missing.
pub(super) fn optional(input: &Value, key: &str) -> Option<String> {
    input.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The members of these names that the input has.
pub(super) fn copied(input: &Value, keys: &[&str]) -> Map<String, Value> {
    let present = |key: &&str| Some(((*key).to_owned(), input.get(*key).filter(|value| !value.is_null())?.clone()));
    keys.iter().filter_map(present).collect()
}

/// An object without its members that are null.
pub(super) fn dense(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    value
}

/// Whether an ARN is of this region.
pub(super) fn is_in(arn: &str, region: &str) -> bool {
    arn.split(':').nth(3) == Some(region)
}
