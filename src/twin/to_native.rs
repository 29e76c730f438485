//! From a Converse body to a native body: calls the family's writer and adds what all families share.

use serde_json::Value;

use super::error::TwinError;
use super::ledger::Ledger;
use super::task::Task;
use super::translation::Translation;
use super::{additional_fields, chat, claude, cohere, headers, nova, prompt};
use crate::bedrock::family::{Body, Family};
use crate::bedrock::model_id::ModelId;
use crate::text::json::pointer_token;

/// The native body of `family` that is equivalent to a Converse body.
///
/// # Errors
///
/// When the family has no writer, or the Converse body has no list of messages with content.
pub fn invoke_body(family: Family, converse_body: &Value, model: &ModelId) -> Result<Translation, TwinError> {
    let messages = messages_of(converse_body)?;
    let mut task = Task { body: converse_body, messages, model, ledger: Ledger::default(), spans: Vec::new() };
    let mut native = match family.body() {
        Body::Claude => claude::write(&mut task),
        Body::Nova => nova::write(&mut task),
        Body::CohereR => cohere::write(&mut task),
        Body::Prompt(_) | Body::TitanText => prompt::write(&mut task, family),
        Body::Chat(_) => chat::write(&mut task, family),
        Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => {
            return Err(TwinError::FamilyWithoutWriter(family));
        }
    };
    additional_fields::merge(converse_body, &mut native, &mut task.ledger);
    let headers = headers::write(converse_body, &mut task.ledger);
    empty_members(converse_body, &mut task.ledger);
    let links = task.ledger.finish(converse_body, |_| {
        format!(
            "The native body of {} models has no known place for this, so the InvokeModel request omits it.",
            family.name()
        )
    });
    Ok(Translation { body: Value::Object(native), headers, links, spans: task.spans })
}

/// The messages, if each has a list of content blocks.
fn messages_of(body: &Value) -> Result<&[Value], TwinError> {
    let wrong = |pointer: String, expected| Err(TwinError::NotConverse { pointer, expected });
    let Some(Value::Array(messages)) = body.get("messages") else {
        return wrong("/messages".to_owned(), "a list of messages");
    };
    for (index, message) in messages.iter().enumerate() {
        if !message.get("role").is_some_and(Value::is_string) {
            return wrong(format!("/messages/{index}/role"), "“user” or “assistant”");
        }
        if !message.get("content").is_some_and(Value::is_array) {
            return wrong(format!("/messages/{index}/content"), "a list of content blocks");
        }
    }
    Ok(messages)
}

/// Links members that are present but empty.
fn empty_members(body: &Value, ledger: &mut Ledger) {
    for (key, value) in body.as_object().into_iter().flatten() {
        let empty = match value {
            Value::Null => true,
            Value::Array(items) => items.is_empty() && key != "messages",
            Value::Object(members) => members.is_empty() && key != "additionalModelRequestFields",
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        if empty {
            ledger.only_converse(format!("/{}", pointer_token(key)), "Empty here; native bodies omit empty fields.");
        }
    }
}
