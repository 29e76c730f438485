//! `outputConfig.textFormat`: an answer in JSON by a schema. The schema is JSON inside a string: it is edited as JSON and
//! written as a string.

use serde_json::{Value, json};

use super::members::{Further, at, put};
use super::typed_json;
use crate::text::json;

const FORMAT: [&str; 2] = ["outputConfig", "textFormat"];
const SCHEMA: [&str; 5] = ["outputConfig", "textFormat", "structure", "jsonSchema", "schema"];

/// Whether the body asks for a format.
pub fn is_set(members: &Further) -> bool {
    at(members, &FORMAT).is_some()
}

/// Asks for JSON by an example schema, an answer with its confidence.
pub fn set(members: &mut Further) {
    let schema = json!({
        "type": "object",
        "properties": { "answer": { "type": "string" }, "confidence": { "type": "number" } },
        "required": ["answer", "confidence"],
        "additionalProperties": false,
    });
    let format = json!({ "type": "json_schema", "structure": { "jsonSchema": { "schema": schema.to_string() } } });
    put(members, &FORMAT, Some(format));
}

/// Asks for no format any more.
pub fn unset(members: &mut Further) {
    put(members, &FORMAT, None);
}

/// The schema, on many lines where it is JSON, else as it stands.
pub fn schema_text(members: &Further) -> String {
    let text = at(members, &SCHEMA).and_then(Value::as_str).unwrap_or("{}");
    serde_json::from_str::<Value>(text).map_or_else(|_| text.to_owned(), |schema| json::print(&schema))
}

/// The schema that was typed, as the string that the body carries; the error says why it is not JSON.
pub fn read_schema(typed: &str) -> Result<String, String> {
    typed_json::value(typed).map(|schema| schema.to_string())
}

/// Writes the schema.
pub fn put_schema(members: &mut Further, schema: String) {
    put(members, &SCHEMA, Some(Value::String(schema)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_edited_as_json_and_sent_as_a_string() {
        let mut members = Further::new();
        members.insert("requestMetadata".to_owned(), json!({"a": "b"}));
        assert!(!is_set(&members));
        set(&mut members);
        assert!(is_set(&members));
        let schema: Value = serde_json::from_str(&schema_text(&members)).unwrap();
        assert_eq!(schema.pointer("/properties/answer/type"), Some(&json!("string")));
        assert_eq!(schema.get("required"), Some(&json!(["answer", "confidence"])));
        put_schema(&mut members, read_schema("{ \"type\":\n \"string\" }").unwrap());
        assert_eq!(at(&members, &SCHEMA), Some(&json!("{\"type\":\"string\"}")));
        assert_eq!(schema_text(&members), json::print(&json!({"type": "string"})));
        assert!(read_schema("{").unwrap_err().starts_with("Not JSON yet"));
        put_schema(&mut members, "no JSON".to_owned());
        assert_eq!(schema_text(&members), "no JSON");
        unset(&mut members);
        assert_eq!(Value::Object(members), json!({"requestMetadata": {"a": "b"}}));
        assert_eq!(schema_text(&Further::new()), "{}");
    }
}
