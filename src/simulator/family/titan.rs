//! Amazon Titan Text's body.
//!
//! Schema: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html>. The conversation is
//! one text; lines that begin with `User:` and `Bot:` are its turns.

use super::schema::Faults;
use super::{Event, content};
use crate::bedrock::catalogue::Model;
use crate::bedrock::conversation::Role;
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::part::Stop;
use crate::simulator::inference::request::{Message, Request};
use crate::simulator::inference::sampler::Sampling;
use serde_json::{Value, json};

/// Checks a body and reads the request in it.
pub fn read(body: &Value, model: &Model) -> Result<Request, Fault> {
    let mut faults = Faults::default();
    if let Some(top) = faults.members("#", body, "inputText!:s textGenerationConfig:o")
        && let Some(config) = top.get("textGenerationConfig").filter(|config| config.is_object())
    {
        let rules = "temperature:n@0..1 topP:n@0..1 maxTokenCount:i@1..8192 stopSequences:ls";
        faults.members("#/textGenerationConfig", config, rules);
    }
    faults.verdict()?;
    let text = body.get("inputText").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Fault::malformed("#/inputText: expected minLength: 1, actual: 0"));
    }
    let get = |key: &str| body.pointer("/textGenerationConfig").and_then(|config| config.get(key));
    let max_tokens = get("maxTokenCount").and_then(Value::as_u64);
    content::within_limits(max_tokens, model)?;
    let request = Request {
        messages: turns(text),
        sampling: Sampling {
            temperature: get("temperature").and_then(Value::as_f64),
            top_p: get("topP").and_then(Value::as_f64),
            top_k: None,
        },
        max_tokens,
        stop_sequences: content::strings(get("stopSequences")),
        ..Request::default()
    };
    content::fits(&request, model)?;
    Ok(request)
}

fn turns(text: &str) -> Vec<Message> {
    if !text.trim_start().starts_with("User:") {
        return vec![Message::new(Role::User, text.trim())];
    }
    let mut messages: Vec<Message> = Vec::new();
    for line in text.lines() {
        if let Some(text) = line.trim_start().strip_prefix("User:") {
            messages.push(Message::new(Role::User, text.trim()));
        } else if let Some(text) = line.trim_start().strip_prefix("Bot:") {
            messages.push(Message::new(Role::Assistant, text.trim()));
        } else if let Some(last) = messages.last_mut() {
            last.add_text(line);
        }
    }
    // `Bot:` at the end only names the next speaker.
    if messages.last().is_some_and(|last| last.role == Role::Assistant && last.text.trim().is_empty()) {
        messages.pop();
    }
    messages
}

fn reason(answer: &Answer<'_>) -> &'static str {
    match answer.completion.stop {
        Stop::MaxTokens => "LENGTH",
        Stop::StopSequence(_) => "STOP_CRITERIA_MET",
        Stop::EndTurn | Stop::ToolUse | Stop::Guardrail => "FINISHED",
    }
}

/// The whole answer.
pub fn whole(answer: &Answer<'_>) -> Value {
    let completion = &answer.completion;
    json!({
        "inputTextTokenCount": completion.input_tokens,
        "results": [{
            "tokenCount": completion.output_tokens,
            "outputText": completion.text(),
            "completionReason": reason(answer),
        }],
    })
}

/// The events of a stream.
pub fn events(answer: &Answer<'_>) -> Vec<Event> {
    let completion = &answer.completion;
    let chunk = |text: &str, total: Value, reason: Value| {
        json!({
            "outputText": text,
            "index": 0,
            "totalOutputTextTokenCount": total,
            "completionReason": reason,
            "inputTextTokenCount": completion.input_tokens,
        })
    };
    let groups = answer.blocks().filter(|(_, part, _)| !part.is_reasoning()).flat_map(|(_, _, groups)| groups);
    let mut events: Vec<Event> =
        groups.map(|text| Event::tokens("chunk", chunk(text, Value::Null, Value::Null))).collect();
    events.push(Event::frame("chunk", chunk("", json!(completion.output_tokens), json!(reason(answer)))));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_message_or_turns() {
        let roles =
            |text: &str| turns(text).into_iter().map(|message| (message.role, message.text)).collect::<Vec<_>>();
        assert_eq!(roles("Explain RAG"), [(Role::User, "Explain RAG".to_owned())]);
        assert_eq!(
            roles("User: Hi\nBot: Hello\nthere\nUser: Why?\nBot:"),
            [
                (Role::User, "Hi".to_owned()),
                (Role::Assistant, "Hello\nthere".to_owned()),
                (Role::User, "Why?".to_owned())
            ]
        );
    }
}
