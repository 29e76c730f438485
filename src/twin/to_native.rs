//! From a Converse body to a native body: calls the family's writer and adds what all families share.

use std::ops::Range;

use serde_json::{Map, Value};

use super::error::TwinError;
use super::ledger::Ledger;
use super::task::Task;
use super::translation::Translation;
use super::{additional_fields, chat, claude, cohere, headers, nova, prompt};
use crate::bedrock::family::{Body, Family};
use crate::bedrock::model_id::ModelId;
use crate::text::json::pointer_token;

/// The writers that are loaded. The page's first load has Claude's alone, which its first experiment needs.
#[derive(Clone, Copy)]
pub struct Writers {
    /// The members that are the family's own; `None` without a writer.
    members: fn(&mut Task<'_>, Family) -> Option<Map<String, Value>>,
    /// The special tokens in a prompt of the family.
    tokens: fn(Family, &str) -> Vec<Range<usize>>,
}

impl Writers {
    /// Claude's writer alone.
    pub const CLAUDE: Self = Self {
        members: |task, family| match family.body() {
            Body::Claude => Some(claude::write(task)),
            Body::Nova
            | Body::CohereR
            | Body::TitanText
            | Body::Prompt(_)
            | Body::Chat(_)
            | Body::Embedding(_)
            | Body::Image(_)
            | Body::Rerank(_)
            | Body::Unwritten => None,
        },
        tokens: |_, _| Vec::new(),
    };

    /// The writers of all families.
    pub const ALL: Self = Self {
        members: |task, family| match family.body() {
            Body::Claude => Some(claude::write(task)),
            Body::Nova => Some(nova::write(task)),
            Body::CohereR => Some(cohere::write(task)),
            Body::Prompt(_) | Body::TitanText => Some(prompt::write(task, family)),
            Body::Chat(_) => Some(chat::write(task, family)),
            Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => None,
        },
        tokens: prompt::template_tokens,
    };

    /// The special tokens of the family's template in a prompt.
    pub fn template_tokens(self, family: Family, prompt: &str) -> Vec<Range<usize>> {
        (self.tokens)(family, prompt)
    }

    /// The native body of `family` that is equivalent to a Converse body.
    ///
    /// # Errors
    ///
    /// When there is no writer for the family, or the Converse body has no list of messages with content.
    pub fn invoke_body(self, family: Family, converse_body: &Value, model: &ModelId) -> Result<Translation, TwinError> {
        let messages = messages_of(converse_body)?;
        let mut task = Task { body: converse_body, messages, model, ledger: Ledger::default(), spans: Vec::new() };
        let members = (self.members)(&mut task, family).ok_or(TwinError::FamilyWithoutWriter(family))?;
        Ok(with_what_all_share(task, members, family))
    }
}

/// The native body of `family` that is equivalent to a Converse body, by the writers of all families.
///
/// # Errors
///
/// When the family has no writer, or the Converse body has no list of messages with content.
pub fn invoke_body(family: Family, converse_body: &Value, model: &ModelId) -> Result<Translation, TwinError> {
    Writers::ALL.invoke_body(family, converse_body, model)
}

/// The whole body: its own members, and the additional fields, headers and links that every family has.
fn with_what_all_share(mut task: Task<'_>, mut native: Map<String, Value>, family: Family) -> Translation {
    let converse_body = task.body;
    additional_fields::merge(converse_body, &mut native, &mut task.ledger);
    let headers = headers::write(converse_body, &mut task.ledger);
    empty_members(converse_body, &mut task.ledger);
    let links = task.ledger.finish(converse_body, |_| {
        format!(
            "The native body of {} models has no known place for this, so the InvokeModel request omits it.",
            family.name()
        )
    });
    Translation { body: Value::Object(native), headers, links, spans: task.spans }
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
