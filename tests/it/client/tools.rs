//! Bodies with tools.

use serde_json::{Value, json};

/// The schema of a tool with one text.
pub fn schema(key: &str) -> Value {
    json!({ "type": "object", "properties": { key: { "type": "string" } }, "required": [key] })
}

/// A tool.
pub fn spec(name: &str, description: &str, key: &str) -> Value {
    json!({ "toolSpec": { "name": name, "description": description, "inputSchema": { "json": schema(key) } } })
}

/// A calculator and a weather service.
pub fn tool_config() -> Value {
    json!({ "tools": [
        spec("calculator", "Evaluates an arithmetic expression", "expression"),
        spec("get_weather", "Tells the weather in a city", "city"),
    ] })
}

/// A Converse body with both.
pub fn converse(messages: &Value) -> Value {
    json!({ "messages": messages, "toolConfig": tool_config() })
}

/// A message of the user.
pub fn user(text: &str) -> Value {
    json!({ "role": "user", "content": [{ "text": text }] })
}
