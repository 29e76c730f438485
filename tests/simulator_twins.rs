//! The simulator against the twins: what Converse answers, the native body made from the same request is answered too,
//! and with the same words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "in a test, a panic is the report")]

#[path = "oracles/conversations.rs"]
mod conversations;
mod simulator;

use conversations::{MODELS, conversation};
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::{Reply, example_credentials};
use outcrop::twin::invoke_body;
use serde_json::{Value, json};
use simulator::{NOW, ask, json_of, reply, request, sign, text_of, user};

/// The model's answer to the native twin of a Converse body.
fn native(model: &str, body: &Value) -> Reply {
    let id = ModelId::parse(model).unwrap();
    let twin = invoke_body(id.family().unwrap(), body, &id).unwrap();
    let mut unsigned = request(Operation::InvokeModel, model, "us-east-1", &twin.body);
    unsigned.headers.extend(twin.headers);
    let reply = reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW));
    assert_eq!(reply.status, 200, "{model}: {} {}", text_of(&reply, "/message"), twin.body);
    reply
}

/// Whether a string in the document has this text.
fn says(document: &Value, text: &str) -> bool {
    match document {
        Value::String(found) => found.contains(text),
        Value::Array(items) => items.iter().any(|item| says(item, text)),
        Value::Object(members) => members.values().any(|member| says(member, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Asks both ways; `None` when Converse refuses.
fn both(model: &str, body: &Value) -> Option<()> {
    let converse = ask(Operation::Converse, model, body);
    if converse.status != 200 {
        return None;
    }
    let native = json_of(&native(model, body));
    let answer = json_of(&converse);
    for block in answer["output"]["message"]["content"].as_array().unwrap() {
        for pointer in ["/text", "/toolUse/name", "/reasoningContent/reasoningText/text"] {
            if let Some(text) = block.pointer(pointer).and_then(Value::as_str) {
                assert!(says(&native, text), "{model}: {text:?} in {native} for {body}");
            }
        }
    }
    Some(())
}

#[test]
fn random_conversations_that_converse_answers_are_answered_alike_natively() {
    for (model, has) in MODELS {
        let mut answered = 0;
        for seed in 0..80 {
            let mut body = conversation(seed, has);
            // What only some models take is the matter of other tests.
            let members = body.as_object_mut().unwrap();
            members.shift_remove("additionalModelRequestFields");
            members["inferenceConfig"].as_object_mut().unwrap().shift_remove("topP");
            if let Some(config) = members.get_mut("toolConfig").and_then(Value::as_object_mut) {
                config.shift_remove("toolChoice");
            }
            answered += usize::from(both(model, &body).is_some());
        }
        let unknown = model.contains("llama3-2");
        assert!(answered >= 20 || unknown, "{model}: {answered}");
    }
}

#[test]
fn every_model_that_converse_serves_answers_both_ways() {
    let models = outcrop::bedrock::catalogue::models();
    let mut answered = 0;
    for model in models.iter().filter(|model| model.converse && !model.ended_by("2026-11-22")) {
        let id = model.callable_id("us-east-1");
        for question in ["What are tokens?", "Explain RAG in one paragraph."] {
            let mut body = user(question);
            body["inferenceConfig"] = json!({ "maxTokens": 600 });
            both(&id, &body).unwrap_or_else(|| panic!("{id} refuses {question}"));
        }
        answered += 1;
    }
    assert!(answered > 80, "{answered}");
}
