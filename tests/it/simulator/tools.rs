//! Tools over Converse: when they are called, with what, how the loop goes on, and what is refused.

use crate::client::tools::{converse, spec, tool_config, user};
use crate::client::{ask, events_of, json_of, text_of};
use outcrop::bedrock::operation::Operation;
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const LLAMA: &str = "us.meta.llama3-3-70b-instruct-v1:0";
const LLAMA_3_1: &str = "us.meta.llama3-1-8b-instruct-v1:0";
const GPT_OSS: &str = "openai.gpt-oss-20b-1:0";

/// The message of the assistant, put together from a `ConverseStream`, and the reason for stopping.
fn streamed(model: &str, body: &Value) -> (Value, String) {
    let reply = ask(Operation::ConverseStream, model, body);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    let mut blocks: Vec<Value> = Vec::new();
    let mut inputs: Vec<String> = Vec::new();
    let mut reason = String::new();
    for (name, event) in events_of(&reply) {
        let at = event["contentBlockIndex"].as_u64().map(|at| usize::try_from(at).unwrap());
        if let Some(at) = at.filter(|at| *at == blocks.len()) {
            blocks.push(json!({}));
            inputs.push(String::new());
            assert_eq!(at + 1, blocks.len());
        }
        match (name.as_str(), at) {
            ("contentBlockStart", Some(at)) => blocks[at] = json!({ "toolUse": event["start"]["toolUse"] }),
            ("contentBlockDelta", Some(at)) => {
                let delta = &event["delta"];
                let more = |old: &Value, new: &Value| {
                    json!(old.as_str().unwrap_or_default().to_owned() + new.as_str().unwrap())
                };
                if let Some(text) = delta.get("text") {
                    blocks[at]["text"] = more(&blocks[at]["text"], text);
                } else if let Some(text) = delta.pointer("/reasoningContent/text") {
                    let old = blocks[at]["reasoningContent"]["reasoningText"]["text"].clone();
                    blocks[at]["reasoningContent"]["reasoningText"]["text"] = more(&old, text);
                } else if let Some(signature) = delta.pointer("/reasoningContent/signature") {
                    blocks[at]["reasoningContent"]["reasoningText"]["signature"] = signature.clone();
                } else if let Some(input) = delta.pointer("/toolUse/input") {
                    inputs[at].push_str(input.as_str().unwrap());
                }
            }
            ("messageStop", _) => event["stopReason"].as_str().unwrap().clone_into(&mut reason),
            _ => {}
        }
    }
    for (block, input) in blocks.iter_mut().zip(&inputs).filter(|(block, _)| block.get("toolUse").is_some()) {
        block["toolUse"]["input"] = serde_json::from_str(input).unwrap();
    }
    (json!({ "role": "assistant", "content": blocks }), reason)
}

fn answered(model: &str, body: &Value) -> (Value, String) {
    let reply = ask(Operation::Converse, model, body);
    assert_eq!(reply.status, 200, "{model}: {}", text_of(&reply, "/message"));
    let answer = json_of(&reply);
    (answer["output"]["message"].clone(), answer["stopReason"].as_str().unwrap().to_owned())
}

#[test]
fn a_loop_over_converse_whole_and_streamed() {
    for turn in [answered, streamed] {
        for model in [NOVA, CLAUDE, LLAMA, GPT_OSS] {
            let mut messages = vec![user("What is 17 * 23, and what is the weather in Paris?")];
            let (message, reason) = turn(model, &converse(&json!(messages)));
            assert_eq!(reason, "tool_use", "{model} {message}");
            let calls: Vec<Value> = message["content"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|block| block.get("toolUse").cloned())
                .collect();
            assert_eq!(calls[0]["name"], "calculator");
            assert_eq!(calls[0]["input"], json!({ "expression": "17 * 23" }));
            assert_eq!((&calls[1]["name"], &calls[1]["input"]), (&json!("get_weather"), &json!({ "city": "Paris" })));
            assert_ne!(calls[0]["toolUseId"], calls[1]["toolUseId"]);
            messages.push(message);
            let result = |call: &Value, content: Value| json!({ "toolResult": { "toolUseId": call["toolUseId"], "content": [content] } });
            let results = [
                result(&calls[0], json!({ "json": { "result": 391 } })),
                result(&calls[1], json!({ "text": "18 degrees and sunny" })),
            ];
            messages.push(json!({ "role": "user", "content": results }));
            let (message, reason) = turn(model, &converse(&json!(messages)));
            let text = message["content"].as_array().unwrap().last().unwrap()["text"].as_str().unwrap();
            assert_eq!(text, "17 * 23 = 391\nAccording to `get_weather` (Paris): 18 degrees and sunny.", "{model}");
            assert_eq!(reason, "end_turn");
            messages.extend([message, user("Thanks!")]);
            let (_, reason) = turn(model, &converse(&json!(messages)));
            assert_eq!(reason, "end_turn");
        }
    }
}

#[test]
fn a_loop_with_thinking_brings_the_thinking_back() {
    let model = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    let thinking = json!({ "thinking": { "type": "enabled", "budget_tokens": 1_024 } });
    let body = |messages: &[Value]| json!({ "messages": messages, "toolConfig": tool_config(), "additionalModelRequestFields": thinking });
    let question = user("What is 17 * 23?");
    for turn in [answered, streamed] {
        let (message, _) = turn(model, &body(std::slice::from_ref(&question)));
        let blocks = message["content"].as_array().unwrap();
        let id = &blocks.last().unwrap()["toolUse"]["toolUseId"];
        let result = json!({ "role": "user", "content": [{ "toolResult": { "toolUseId": id, "content": [{ "text": "391" }] } }] });
        let (last, reason) = turn(model, &body(&[question.clone(), message.clone(), result.clone()]));
        assert_eq!((last["content"][1]["text"].as_str(), reason.as_str()), (Some("17 * 23 = 391"), "end_turn"));
        let forgetful = json!({ "role": "assistant", "content": blocks[1..] });
        let reply = ask(Operation::Converse, model, &body(&[question.clone(), forgetful, result]));
        assert!(text_of(&reply, "/message").starts_with(
            "The model returned the following errors: messages.1.content.0.type: Expected `thinking` or `redacted_thinking`"
        ));
    }
}

#[test]
fn whole_and_streamed_say_the_same() {
    for body in [
        converse(&json!([user("What is 2 + 2?")])),
        converse(&json!([user("What are tokens?")])),
        json!({
            "messages": [user("What is 2 + 2?")],
            "toolConfig": tool_config(),
            "additionalModelRequestFields": { "thinking": { "type": "enabled", "budget_tokens": 1_024 } },
        }),
    ] {
        let claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
        assert_eq!(answered(claude, &body), streamed(claude, &body));
    }
}

#[test]
fn the_choice_is_honoured_in_converse() {
    let with = |question: &str, choice: Value| {
        let mut body = converse(&json!([user(question)]));
        body["toolConfig"]["toolChoice"] = choice;
        body
    };
    for (question, choice, reason, first) in [
        ("What are tokens?", json!({ "auto": {} }), "end_turn", ""),
        ("What are tokens?", json!({ "any": {} }), "tool_use", "calculator"),
        ("What are tokens?", json!({ "tool": { "name": "get_weather" } }), "tool_use", "get_weather"),
        ("What is 1 + 1?", json!({ "tool": { "name": "get_weather" } }), "tool_use", "get_weather"),
    ] {
        let (message, found) = answered(NOVA, &with(question, choice.clone()));
        assert_eq!(found, reason, "{question} {choice}");
        let call = message["content"].as_array().unwrap().iter().find_map(|block| block.pointer("/toolUse/name"));
        assert_eq!(call.and_then(Value::as_str).unwrap_or_default(), first);
    }
    let reply = ask(Operation::Converse, NOVA, &with("hi", json!({ "tool": { "name": "other" } })));
    assert!(text_of(&reply, "/message").contains("other at toolConfig.toolChoice.tool.name is not defined"));
    let reply = ask(Operation::Converse, LLAMA, &with("hi", json!({ "tool": { "name": "calculator" } })));
    assert!(
        text_of(&reply, "/message").starts_with("This model doesn't support the toolConfig.toolChoice.tool field.")
    );
}

#[test]
fn a_call_that_the_limit_cuts_is_left_out() {
    let mut body = converse(&json!([user("What is 17 * 23?")]));
    body["inferenceConfig"] = json!({ "maxTokens": 14 });
    let (message, reason) = answered(NOVA, &body);
    assert_eq!(reason, "max_tokens");
    assert_eq!(message["content"].as_array().unwrap().len(), 1, "{message}");
    assert_eq!(streamed(NOVA, &body), (message, reason));
}

#[test]
fn converse_refuses_loops_that_do_not_fit() {
    let call = |id: &str| json!({ "toolUse": { "toolUseId": id, "name": "calculator", "input": {} } });
    let result = |id: &str| json!({ "toolResult": { "toolUseId": id, "content": [{ "text": "1" }] } });
    let assistant = |blocks: &[Value]| json!({ "role": "assistant", "content": blocks });
    let told = |blocks: &[Value]| json!({ "role": "user", "content": blocks });
    let question = user("What is 1 + 1?");
    let no_tools = |messages: &Value| json!({ "messages": messages });
    let tools = |tools: Value| json!({ "messages": [question], "toolConfig": { "tools": tools } });
    for (model, body, expected) in [
        (
            NOVA,
            no_tools(&json!([question, assistant(&[call("a")]), told(&[result("a")])])),
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        ),
        (
            NOVA,
            converse(&json!([question, assistant(&[call("a")]), told(&[result("b")])])),
            "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
        ),
        (
            NOVA,
            converse(&json!([question, assistant(&[call("a"), call("b")]), told(&[result("a")])])),
            "Expected toolResult blocks at messages.2.content for the following Ids: b",
        ),
        (
            NOVA,
            converse(&json!([question, assistant(&[call("a")]), question])),
            "Expected toolResult blocks at messages.2.content for the following Ids: a",
        ),
        (
            NOVA,
            converse(&json!([question, assistant(&[call("a")])])),
            "Expected toolResult blocks at messages.2.content for the following Ids: a",
        ),
        (
            NOVA,
            converse(&json!([told(&[result("a")])])),
            "The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of previous turn.",
        ),
        (
            NOVA,
            converse(&json!([question, assistant(&[call("a")]), told(&[result("a"), result("a")])])),
            "The toolResult blocks at messages.2.content contain duplicate Ids: a",
        ),
        (
            "qwen.qwen3-32b-v1:0",
            converse(&json!([question, assistant(&[call("a")]), told(&[result("a"), json!({ "text": "so?" })])])),
            "messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.",
        ),
        (
            NOVA,
            converse(&json!([question, assistant(&[call("a")]), told(&[result("a"), json!({ "text": "so?" })])])),
            "",
        ),
        (
            NOVA,
            tools(json!([spec("two words", "x", "y")])),
            "1 validation error detected: Value 'two words' at \
            'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression \
            pattern: [a-zA-Z0-9_-]+",
        ),
        (
            NOVA,
            tools(json!([spec("a", "x", "y"), spec("a", "x", "y")])),
            "The name a at toolConfig.tools.1.toolSpec.name is used by another tool. Tool names must be unique.",
        ),
        (
            NOVA,
            tools(json!([{ "toolSpec": { "name": "a", "inputSchema": { "json": { "type": "string" } } } }])),
            "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.",
        ),
        ("mistral.mistral-7b-instruct-v0:2", converse(&json!([question])), "This model doesn't support tool use."),
    ] {
        for operation in [Operation::Converse, Operation::ConverseStream] {
            let reply = ask(operation, model, &body);
            assert_eq!(text_of(&reply, "/message"), expected, "{body}");
            assert_eq!(reply.status == 200, expected.is_empty());
        }
    }
    let reply = ask(Operation::ConverseStream, LLAMA_3_1, &converse(&json!([question])));
    assert_eq!(text_of(&reply, "/message"), "This model doesn't support tool use in streaming mode.");
}
