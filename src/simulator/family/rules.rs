//! Rules for conversations that apply before any model, in Converse and in Nova's body.
//!
//! The public API model defines which JSON is valid; these rules define which conversations are: the user speaks first,
//! the roles alternate, nothing is blank, tool results answer tool calls. Messages follow what AWS is reported to
//! answer; each names the place.

use crate::bedrock::rules::converse;
use crate::simulator::fault::Fault;
use serde_json::{Map, Value};

/// Checks the rules in a body of Converse or of Nova.
pub fn check(body: &Value) -> Result<(), Fault> {
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
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
    Fault::first(converse::for_any_model(body))
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
        return Err(Fault::validation("A text block must be included when using documents."));
    }
    Ok(())
}

/// The members with this name in a message's blocks.
fn parts<'a>(message: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Map<String, Value>> {
    blocks(message).iter().filter_map(move |block| block.get(kind).and_then(Value::as_object))
}

/// Checks images and documents: only in user messages, a limited number, each name once.
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn verdict(messages: &Value, tools: Option<Value>) -> String {
        let mut body = json!({ "messages": messages });
        if let Some(tools) = tools {
            body["toolConfig"] = tools;
        }
        match check(&body) {
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
            (json!([{"role": "user", "content": [{"document": {}}]}]), "A text block must be included"),
            (
                json!([user, calls("a"), user]),
                "Expected toolResult blocks at messages.2.content for the following Ids: a",
            ),
            (json!([user, calls("a"), result("b")]), "messages.2.content exceeds"),
            (json!([result("b")]), "messages.0.content exceeds"),
        ] {
            let found = verdict(&messages, Some(json!({ "tools": [] })));
            assert!(found.contains(expected), "{messages}: {found}");
        }
        assert!(verdict(&json!([user, calls("a"), result("a")]), None).contains("toolConfig"));
        assert_eq!(verdict(&json!([user, model]), None), "ok");
    }
}
