//! The body of Converse and `ConverseStream`: from a [`Conversation`] and back.
//!
//! `body` writes only what is set, in the order in which people read it: system, messages, `inferenceConfig`,
//! `additionalModelRequestFields`, then the other members. `from_body` is its inverse; members without a field in the
//! conversation are kept in `extra` and written again. Shape: `ConverseRequest` of the public API model
//! (bedrock-runtime 2023-09-30). The service model, not this file, checks whether values are in range.

use serde_json::{Map, Number, Value, json};
use thiserror::Error;

use super::conversation::{Block, Conversation, Inference, Message, Role};

/// Why a JSON document is not a Converse body that a [`Conversation`] can hold.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BodyError {
    /// A place has another JSON type.
    #[error("{} must be {expected}, not {found}.", place(pointer))]
    Type {
        /// JSON pointer of the place; empty for the whole document.
        pointer: String,
        /// The type in the API model, with an example.
        expected: &'static str,
        /// The actual type.
        found: &'static str,
    },
    /// A message has an unknown role.
    #[error(
        "`{pointer}` is “{found}”: a message's role is “user” or “assistant” (or, with few models, “system”); a system prompt \
         goes into `system`."
    )]
    Role {
        /// JSON pointer of the role.
        pointer: String,
        /// The actual role.
        found: String,
    },
}

/// The Converse body of a conversation.
pub fn body(conversation: &Conversation) -> Value {
    let mut out = Map::new();
    if !conversation.system.is_empty() {
        out.insert("system".into(), blocks_to_json(&conversation.system));
    }
    out.insert("messages".into(), Value::Array(conversation.messages.iter().map(message_to_json).collect()));
    let mut inference = inference_to_json(&conversation.inference);
    if let Some(Value::Object(more)) = conversation.extra.get("inferenceConfig") {
        for (key, value) in more {
            inference.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    if !inference.is_empty() || conversation.extra.contains_key("inferenceConfig") {
        out.insert("inferenceConfig".into(), Value::Object(inference));
    }
    if !conversation.additional_fields.is_empty() {
        out.insert("additionalModelRequestFields".into(), Value::Object(conversation.additional_fields.clone()));
    }
    for (key, value) in &conversation.extra {
        if !out.contains_key(key) {
            out.insert(key.clone(), value.clone());
        }
    }
    Value::Object(out)
}

/// The conversation in a Converse body.
///
/// # Errors
///
/// When `system`, `messages` or `inferenceConfig` have another type. Values of the wrong type inside `inferenceConfig`,
/// and unknown members, are not errors: they are kept in `extra`.
pub fn from_body(body: &Value) -> Result<Conversation, BodyError> {
    let Value::Object(members) = body else {
        return Err(type_error("", "a JSON object with `messages`", body));
    };
    let mut conversation = Conversation::default();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("system" | "messages" | "inferenceConfig", Value::Null) => {}
            ("system", value) => conversation.system = blocks_from_json("/system", value)?,
            ("messages", Value::Array(messages)) => {
                for (index, message) in messages.iter().enumerate() {
                    conversation.messages.push(message_from_json(&format!("/messages/{index}"), message)?);
                }
            }
            ("messages", other) => {
                return Err(type_error("/messages", "a list of messages, each with `role` and `content`", other));
            }
            ("inferenceConfig", Value::Object(config)) => {
                let (inference, rest) = inference_from_json(config);
                conversation.inference = inference;
                if !rest.is_empty() || config.is_empty() {
                    conversation.extra.insert(key.clone(), Value::Object(rest));
                }
            }
            ("inferenceConfig", other) => {
                return Err(type_error("/inferenceConfig", "an object such as {\"maxTokens\": 512}", other));
            }
            ("additionalModelRequestFields", Value::Object(fields)) if !fields.is_empty() => {
                conversation.additional_fields.clone_from(fields);
            }
            _ => {
                conversation.extra.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(conversation)
}

fn message_to_json(message: &Message) -> Value {
    let mut out = Map::new();
    out.insert("role".into(), message.role.as_str().into());
    out.insert("content".into(), blocks_to_json(&message.content));
    out.extend(message.extra.iter().map(|(key, value)| (key.clone(), value.clone())));
    Value::Object(out)
}

fn blocks_to_json(blocks: &[Block]) -> Value {
    let write = |block: &Block| match block {
        Block::Text(text) => json!({ "text": text }),
        Block::Json(value) => value.clone(),
    };
    Value::Array(blocks.iter().map(write).collect())
}

fn blocks_from_json(pointer: &str, value: &Value) -> Result<Vec<Block>, BodyError> {
    let Value::Array(blocks) = value else {
        return Err(type_error(pointer, "a list of blocks such as [{\"text\": \"…\"}]", value));
    };
    let read = |block: &Value| match block {
        Value::Object(members) if members.len() == 1 => match members.get("text") {
            Some(Value::String(text)) => Block::Text(text.clone()),
            _ => Block::Json(block.clone()),
        },
        other => Block::Json(other.clone()),
    };
    Ok(blocks.iter().map(read).collect())
}

fn message_from_json(pointer: &str, value: &Value) -> Result<Message, BodyError> {
    let Value::Object(members) = value else {
        return Err(type_error(pointer, "an object with `role` and `content`", value));
    };
    let role = match members.get("role") {
        Some(Value::String(role)) if role == "user" => Role::User,
        Some(Value::String(role)) if role == "assistant" => Role::Assistant,
        Some(Value::String(role)) if role == "system" => Role::System,
        Some(Value::String(role)) => {
            return Err(BodyError::Role { pointer: format!("{pointer}/role"), found: role.clone() });
        }
        other => {
            let found = other.unwrap_or(&Value::Null);
            return Err(type_error(&format!("{pointer}/role"), "the string “user” or “assistant”", found));
        }
    };
    let content = blocks_from_json(&format!("{pointer}/content"), members.get("content").unwrap_or(&Value::Null))?;
    let mut extra = members.clone();
    extra.retain(|key, _| !matches!(key.as_str(), "role" | "content"));
    Ok(Message { role, content, extra })
}

fn inference_to_json(inference: &Inference) -> Map<String, Value> {
    let mut out = Map::new();
    if let Some(max_tokens) = inference.max_tokens {
        out.insert("maxTokens".into(), max_tokens.into());
    }
    if let Some(temperature) = inference.temperature.and_then(number) {
        out.insert("temperature".into(), temperature);
    }
    if let Some(top_p) = inference.top_p.and_then(number) {
        out.insert("topP".into(), top_p);
    }
    if !inference.stop_sequences.is_empty() {
        out.insert("stopSequences".into(), json!(inference.stop_sequences));
    }
    out
}

/// Splits `inferenceConfig` into the fields of [`Inference`] and the rest.
fn inference_from_json(config: &Map<String, Value>) -> (Inference, Map<String, Value>) {
    let mut inference = Inference::default();
    let mut rest = Map::new();
    for (key, value) in config {
        let texts = || value.as_array()?.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
        let is_set = match key.as_str() {
            "maxTokens" => set(&mut inference.max_tokens, value.as_u64()),
            "temperature" => set(&mut inference.temperature, value.as_f64()),
            "topP" => set(&mut inference.top_p, value.as_f64()),
            "stopSequences" => match texts() {
                Some(texts) if !texts.is_empty() => {
                    inference.stop_sequences = texts;
                    true
                }
                _ => false,
            },
            _ => false,
        };
        if !is_set {
            rest.insert(key.clone(), value.clone());
        }
    }
    (inference, rest)
}

fn set<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    let is_set = value.is_some();
    *field = value;
    is_set
}

/// A whole number is written without `.0`.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked in the same condition")]
fn number(value: f64) -> Option<Value> {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return Some(Value::from(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

fn place(pointer: &str) -> String {
    if pointer.is_empty() { "The body".to_owned() } else { format!("`{pointer}`") }
}

fn type_error(pointer: &str, expected: &'static str, found: &Value) -> BodyError {
    BodyError::Type { pointer: pointer.to_owned(), expected, found: type_name(found) }
}

/// The JSON type of a value, in words.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_set_is_written_in_reading_order() {
        let conversation = Conversation { messages: vec![Message::text(Role::User, "Hi")], ..Conversation::default() };
        assert_eq!(body(&conversation).to_string(), r#"{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}"#);
        let text = concat!(
            r#"{"system":[{"text":"Be brief"},{"cachePoint":{"type":"default"}}],"#,
            r#""messages":[{"role":"user","content":[{"text":"Hi"},{"image":{"format":"png","source":{"bytes":"iVBORw=="}}}]}],"#,
            r#""inferenceConfig":{"maxTokens":64,"temperature":0.5,"topP":1,"stopSequences":["END"],"topK":5},"#,
            r#""additionalModelRequestFields":{"top_k":50},"toolConfig":{"tools":[]},"notYetKnown":{"b":1,"a":[null]}}"#
        );
        let value: Value = serde_json::from_str(text).unwrap();
        let read = from_body(&value).unwrap();
        assert_eq!(read.inference.top_p, Some(1.0));
        assert_eq!(read.extra.keys().collect::<Vec<_>>(), ["inferenceConfig", "toolConfig", "notYetKnown"]);
        assert_eq!(body(&read).to_string(), text);
    }

    #[test]
    fn keeps_values_that_the_fields_cannot_hold() {
        for text in [
            r#"{"messages":[],"inferenceConfig":{"maxTokens":-1,"temperature":"hot","stopSequences":"END"}}"#,
            r#"{"messages":[],"inferenceConfig":{}}"#,
            r#"{"messages":[],"inferenceConfig":{"stopSequences":[]}}"#,
            r#"{"messages":[],"additionalModelRequestFields":[1]}"#,
            r#"{"messages":[],"additionalModelRequestFields":{}}"#,
            r#"{"messages":[{"role":"user","content":[{"text":"a","x":1},7]}]}"#,
            r#"{"messages":[{"role":"system","content":[{"text":"a"}],"a/b":[1]},{"role":"user","content":[]}]}"#,
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(body(&from_body(&value).unwrap()).to_string(), text);
        }
    }

    #[test]
    fn says_where_a_body_is_not_converse() {
        for (text, sentence) in [
            ("[]", "The body must be a JSON object"),
            (r#"{"messages":"Hi"}"#, "`/messages` must be a list of messages"),
            (
                r#"{"system":"Be brief"}"#,
                "`/system` must be a list of blocks such as [{\"text\": \"…\"}], not a string.",
            ),
            (r#"{"messages":[{"role":"user","content":"Hi"}]}"#, "`/messages/0/content`"),
            (r#"{"messages":[{"role":"narrator","content":[]}]}"#, "a system prompt goes into `system`"),
            (r#"{"messages":[{"content":[]}]}"#, "`/messages/0/role`"),
            (r#"{"inferenceConfig":5}"#, "`/inferenceConfig`"),
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            let error = from_body(&value).unwrap_err().to_string();
            assert!(error.contains(sentence), "{error}");
        }
    }
}
