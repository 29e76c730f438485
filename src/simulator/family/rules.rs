//! Rules for conversations that apply before any model, in Converse and in Nova's body.
//!
//! The public API model defines which JSON is valid; these rules define which conversations are: the user speaks first,
//! the roles alternate, nothing is blank, tool results answer tool calls. Messages follow what AWS is reported to
//! answer; each names the place.

use crate::simulator::fault::Fault;
use serde_json::{Map, Value};

/// How a conversation may end, which depends on the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefill {
    /// The last message may be the assistant's; the model then continues it.
    Allowed,
    /// The last message must be the user's.
    Refused,
}

/// Checks the rules; `tools` tells whether the request defines tools.
pub fn check(messages: &[Value], tools: Tools, prefill: Prefill) -> Result<(), Fault> {
    let role = |message: &Value| message.get("role").and_then(Value::as_str).unwrap_or_default().to_owned();
    if messages.first().map(&role).as_deref() != Some("user") {
        return Err(Fault::validation(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
        ));
    }
    for pair in messages.windows(2) {
        if let [before, after] = pair
            && role(before) == role(after)
        {
            return Err(Fault::validation(
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates \
                 between user and assistant roles and try again.",
            ));
        }
    }
    for (index, message) in messages.iter().enumerate() {
        content(index, message)?;
    }
    attachments(messages)?;
    tool_turns(messages, tools)?;
    if prefill == Prefill::Refused && messages.last().map(role).as_deref() == Some("assistant") {
        return Err(Fault::validation(
            "This model does not support assistant message prefill. The conversation must end with a user message.",
        ));
    }
    Ok(())
}

/// Whether a request defines tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tools {
    /// `toolConfig` exists.
    Defined,
    /// `toolConfig` is missing.
    Absent,
}

fn blocks(message: &Value) -> &[Value] {
    message.get("content").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn content(index: usize, message: &Value) -> Result<(), Fault> {
    let blocks = blocks(message);
    if blocks.is_empty() {
        return Err(Fault::validation(format!(
            "The content field in the Message object at messages.{index} is empty. Add a ContentBlock object to the \
             content field and try again."
        )));
    }
    for (at, block) in blocks.iter().enumerate() {
        if block.get("text").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty()) {
            return Err(Fault::validation(format!(
                "The text field in the ContentBlock object at messages.{index}.content.{at} is blank. Add text to the \
                 text field, and try again."
            )));
        }
    }
    let has = |kind: &str| blocks.iter().any(|block| block.get(kind).is_some());
    if has("document") && !has("text") {
        return Err(Fault::validation(format!(
            "The content field in the Message object at messages.{index} has a document block and no text block. Add a \
             text block to the message and try again."
        )));
    }
    Ok(())
}

/// The members with this name in a message's blocks.
fn parts<'a>(message: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Map<String, Value>> {
    blocks(message).iter().filter_map(move |block| block.get(kind).and_then(Value::as_object))
}

/// Checks images and documents: only in user messages, a limited number, valid names.
fn attachments(messages: &[Value]) -> Result<(), Fault> {
    // Limits of the API reference, `Message`.
    for (kind, plural, most) in [("image", "images", 20), ("document", "documents", 5)] {
        let count: usize = messages.iter().map(|message| parts(message, kind).count()).sum();
        if count > most {
            return Err(Fault::validation(format!(
                "The request has {count} {plural}. Up to {most} {plural} can be sent in a request; remove some and try again."
            )));
        }
    }
    for (index, message) in messages.iter().enumerate() {
        let mut names: Vec<&str> = Vec::new();
        let assistant = message.get("role").and_then(Value::as_str) == Some("assistant");
        for kind in ["image", "document", "video", "audio"] {
            if assistant && parts(message, kind).next().is_some() {
                return Err(Fault::validation(format!(
                    "The {kind} block at messages.{index}.content is in an assistant message. Only messages with the user role can have {kind} blocks."
                )));
            }
        }
        for document in parts(message, "document") {
            let name = document.get("name").and_then(Value::as_str).unwrap_or_default();
            let is_fine = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-()[]".contains(c);
            let doubled = name.chars().zip(name.chars().skip(1)).any(|(a, b)| a.is_whitespace() && b.is_whitespace());
            if doubled || !name.chars().all(is_fine) {
                return Err(Fault::validation(format!(
                    "The document name {name} at messages.{index}.content contains characters that are not allowed. Use only \
                     alphanumeric characters, single whitespace characters, hyphens, parentheses and square brackets."
                )));
            }
            if names.contains(&name) {
                return Err(Fault::validation(format!(
                    "The document name {name} at messages.{index}.content is used twice. Document names must be unique in a message."
                )));
            }
            names.push(name);
        }
    }
    Ok(())
}

fn ids<'a>(message: &'a Value, kind: &'a str) -> Vec<&'a str> {
    parts(message, kind).filter_map(|part| part.get("toolUseId").and_then(Value::as_str)).collect()
}

fn tool_turns(messages: &[Value], tools: Tools) -> Result<(), Fault> {
    let uses_tools = messages.iter().any(|m| parts(m, "toolUse").chain(parts(m, "toolResult")).next().is_some());
    if uses_tools && tools == Tools::Absent {
        return Err(Fault::validation(
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        ));
    }
    let mut asked: Vec<&str> = Vec::new();
    for (index, message) in messages.iter().enumerate() {
        let answered = ids(message, "toolResult");
        let called = ids(message, "toolUse");
        for (kind, ids) in [("toolResult", &answered), ("toolUse", &called)] {
            if let Some(twice) = ids.iter().enumerate().find(|(at, id)| ids.get(..*at).is_some_and(|b| b.contains(id)))
            {
                return Err(Fault::validation(format!(
                    "messages.{index}.content contains duplicate Ids at {kind} blocks: {}",
                    twice.1
                )));
            }
        }
        if answered.len() > asked.len() || answered.iter().any(|id| !asked.contains(id)) {
            return Err(Fault::validation(format!(
                "The number of toolResult blocks at messages.{index}.content exceeds the number of toolUse blocks of \
                 previous turn."
            )));
        }
        let missing: Vec<&str> = asked.iter().filter(|id| !answered.contains(id)).copied().collect();
        if !missing.is_empty() {
            return Err(Fault::validation(format!(
                "Expected toolResult blocks at messages.{index}.content for the following Ids: {}",
                missing.join(", ")
            )));
        }
        asked = called;
    }
    if !asked.is_empty() {
        return Err(Fault::validation(format!(
            "Expected toolResult blocks at messages.{}.content for the following Ids: {}",
            messages.len(),
            asked.join(", ")
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn verdict(messages: &Value, tools: Tools, prefill: Prefill) -> String {
        match check(messages.as_array().unwrap(), tools, prefill) {
            Ok(()) => "ok".to_owned(),
            Err(fault) => fault.message,
        }
    }

    #[test]
    fn conversations_make_sense_or_say_why_not() {
        let user = json!({"role": "user", "content": [{"text": "hi"}]});
        let model = json!({"role": "assistant", "content": [{"text": "hello"}]});
        let calls = |id: &str| json!({"role": "assistant", "content": [{"toolUse": {"toolUseId": id, "name": "t", "input": {}}}]});
        let result = |id: &str| json!({"role": "user", "content": [{"toolResult": {"toolUseId": id, "content": []}}]});
        for (messages, expected) in [
            (json!([user]), "ok"),
            (json!([user, model, user]), "ok"),
            (json!([user, calls("a"), result("a")]), "ok"),
            (json!([]), "must start with a user message"),
            (json!([model]), "must start with a user message"),
            (json!([user, user]), "must alternate between user and assistant"),
            (json!([user, {"role": "assistant", "content": []}]), "Message object at messages.1 is empty"),
            (json!([{"role": "user", "content": [{"text": "hi"}, {"text": " \n"}]}]), "messages.0.content.1 is blank"),
            (json!([{"role": "user", "content": [{"document": {}}]}]), "no text block"),
            (
                json!([user, calls("a"), user]),
                "Expected toolResult blocks at messages.2.content for the following Ids: a",
            ),
            (json!([user, calls("a"), result("b")]), "messages.2.content exceeds"),
            (json!([result("b")]), "messages.0.content exceeds"),
        ] {
            let found = verdict(&messages, Tools::Defined, Prefill::Allowed);
            assert!(found.contains(expected), "{messages}: {found}");
        }
        assert!(
            verdict(&json!([user, calls("a"), result("a")]), Tools::Absent, Prefill::Allowed).contains("toolConfig")
        );
        assert_eq!(verdict(&json!([user, model]), Tools::Absent, Prefill::Allowed), "ok");
        assert!(verdict(&json!([user, model]), Tools::Absent, Prefill::Refused).contains("prefill"));
    }
}
