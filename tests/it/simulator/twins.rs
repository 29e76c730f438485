//! The simulator against the twins: what Converse answers, the native body made from the same request is answered too,
//! and with the same words.

use crate::client::{NOW, ask, events_of, json_of, reply, request, sign, text_of, user};
use crate::conversations::{MODELS, conversation};
use outcrop::aws::http::ResponseHead;
use outcrop::bedrock::fold::Fold;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::turn::{Turn, TurnBlock};
use outcrop::simulator::{Reply, example_credentials};
use outcrop::twin::invoke_body;
use serde_json::{Value, json};

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
            if model.starts_with("qwen.") {
                members["inferenceConfig"].as_object_mut().unwrap().shift_remove("stopSequences");
            }
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
    for model in models.iter().filter(|model| model.converse && !model.ended_by(&crate::client::NOW.date())) {
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

/// The turn that a page makes of the model's answer.
fn folded(operation: Operation, model: &str, body: &Value) -> Turn {
    let reply = ask(operation, model, body);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    let mut fold = Fold::new(operation, ModelId::parse(model).unwrap().family());
    if operation.is_streaming() {
        for (name, payload) in events_of(&reply) {
            fold.push_event(&name, payload.to_string().as_bytes());
        }
    } else {
        fold.push_head(&ResponseHead { status: reply.status, headers: reply.headers.clone() });
        fold.push_body(&json_of(&reply));
    }
    fold.finish();
    let mut turn = fold.turn().clone();
    assert!(turn.complete && turn.fault.is_none() && turn.service_latency_ms.is_some(), "{model}: {turn:?}");
    turn.service_first_byte_ms = None;
    // The streams of the chat shape state no sum.
    turn.usage.total_tokens = None;
    turn
}

#[test]
fn folding_a_stream_gives_the_turn_of_the_whole_answer() {
    let string = json!({ "type": "string" });
    let schema = json!({ "type": "object", "properties": { "expression": string }, "required": ["expression"] });
    let spec =
        json!({ "name": "calculator", "description": "Evaluates an expression", "inputSchema": { "json": schema } });
    let mut tools = user("What is 17 * 23?");
    tools["toolConfig"] = json!({ "tools": [{ "toolSpec": spec }] });
    let mut short = user("Explain RAG in one paragraph.");
    short["inferenceConfig"] = json!({ "maxTokens": 60 });
    let mut checked = 0;
    for model in outcrop::bedrock::catalogue::models().iter().filter(|m| m.converse && m.streaming) {
        let id = model.callable_id("us-east-1");
        let parsed = ModelId::parse(&id).unwrap();
        for body in [&short, &tools] {
            let stream = ask(Operation::ConverseStream, &id, body);
            if stream.status != 200 {
                continue;
            }
            let converse = folded(Operation::Converse, &id, body);
            assert_eq!(converse, folded(Operation::ConverseStream, &id, body), "{id}");
            let twin = invoke_body(parsed.family().unwrap(), body, &parsed).unwrap().body;
            let whole = folded(Operation::InvokeModel, &id, &twin);
            let streamed = folded(Operation::InvokeModelWithResponseStream, &id, &twin);
            assert_eq!(whole, streamed, "{id} {twin}");
            let calls =
                |turn: &Turn| turn.blocks.iter().filter(|block| matches!(block, TurnBlock::ToolUse { .. })).count();
            // A prompt string cannot define tools.
            if twin.get("prompt").is_none() || body.get("toolConfig").is_none() {
                assert_eq!(whole.text().trim(), converse.text().trim(), "{id}");
                assert_eq!(calls(&whole), calls(&converse), "{id}");
            }
            checked += 1;
        }
    }
    assert!(checked > 120, "{checked}");
}
