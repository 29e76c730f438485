//! Tools in the families' own bodies: the loop, the fragments of a stream, and what is refused.

use crate::client::bodies::{native, native_chunks};
use crate::client::tools::{converse, schema, user};
use crate::client::{ask, text_of};
use outcrop::bedrock::operation::Operation;
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const MISTRAL: &str = "mistral.mistral-large-2407-v1:0";
const GPT_OSS: &str = "openai.gpt-oss-20b-1:0";
const COMMAND_R: &str = "cohere.command-r-v1:0";
const JAMBA: &str = "ai21.jamba-1-5-mini-v1:0";
const PALMYRA: &str = "us.writer.palmyra-x5-v1:0";

fn claude(messages: &Value) -> Value {
    json!({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 500,
        "messages": messages,
        "tools": [{ "name": "calculator", "description": "Evaluates an expression", "input_schema": schema("expression") }],
    })
}

#[test]
fn a_loop_with_claude_s_own_body() {
    let question = json!({ "role": "user", "content": "What is 17 * 23?" });
    let body = claude(&json!([question]));
    let answer = native(CLAUDE, &body);
    assert_eq!(answer["stop_reason"], "tool_use");
    let call = answer["content"][1].clone();
    assert_eq!((&call["type"], &call["name"]), (&json!("tool_use"), &json!("calculator")));
    assert_eq!(call["input"], json!({ "expression": "17 * 23" }));
    let chunks = native_chunks(CLAUDE, &body);
    let fragments: String = chunks.iter().filter_map(|c| c["delta"]["partial_json"].as_str()).collect();
    assert_eq!(serde_json::from_str::<Value>(&fragments).unwrap(), call["input"]);
    assert!(chunks.iter().filter(|c| c["delta"]["partial_json"].is_string()).count() > 1);
    assert!(
        chunks.iter().any(|c| c["content_block"]["type"] == "tool_use" && c["content_block"]["input"] == json!({}))
    );
    let told =
        json!({ "role": "user", "content": [{ "type": "tool_result", "tool_use_id": call["id"], "content": "391" }] });
    let answer =
        native(CLAUDE, &claude(&json!([question, { "role": "assistant", "content": answer["content"] }, told])));
    assert_eq!((&answer["content"][0]["text"], &answer["stop_reason"]), (&json!("17 * 23 = 391"), &json!("end_turn")));
}

#[test]
fn claude_refuses_tools_in_its_own_words() {
    let question = json!({ "role": "user", "content": "hi" });
    let call = json!({ "role": "assistant", "content": [{ "type": "tool_use", "id": "a", "name": "calculator", "input": {} }] });
    let result =
        |id: &str| json!({ "role": "user", "content": [{ "type": "tool_result", "tool_use_id": id, "content": "1" }] });
    let with = |key: &str, value: Value| {
        let mut body = claude(&json!([question]));
        if value.is_null() {
            body.as_object_mut().unwrap().shift_remove(key);
        } else {
            body[key] = value;
        }
        body
    };
    let mut untooled = claude(&json!([question, call, result("a")]));
    untooled.as_object_mut().unwrap().shift_remove("tools");
    for (body, expected) in [
        (
            claude(&json!([question, call, result("b")])),
            "messages.2: unexpected `tool_use_id` found in `tool_result` blocks: b. Each `tool_result` block must have a \
             corresponding `tool_use` block in the previous message.",
        ),
        (
            claude(&json!([question, call, question])),
            "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a. Each `tool_use` block \
             must have a corresponding `tool_result` block in the next message.",
        ),
        (untooled, "Requests which include `tool_use` or `tool_result` blocks must define `tools`."),
        (
            with("tools", json!([{ "name": "two words", "input_schema": schema("x") }])),
            "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
        ),
        (with("tools", json!([{ "name": "a" }])), "tools.0.custom.input_schema: Field required"),
        (
            with("tools", json!([{ "name": "a", "input_schema": { "type": "array" } }])),
            "tools.0.custom.input_schema.type: Input should be 'object'",
        ),
        (
            with(
                "tools",
                json!([{ "name": "a", "input_schema": schema("x") }, { "name": "a", "input_schema": schema("x") }]),
            ),
            "tools: Tool names must be unique.",
        ),
        (with("tool_choice", json!({ "type": "tool", "name": "b" })), "Tool 'b' not found in provided tools"),
        (
            with("tool_choice", json!({ "type": "some" })),
            "tool_choice: Input tag 'some' found using 'type' does not match any of the expected tags: 'any', 'auto', \
             'none', 'tool'",
        ),
    ] {
        let reply = ask(Operation::InvokeModel, CLAUDE, &body);
        assert_eq!((reply.status, text_of(&reply, "/message").as_str()), (400, expected), "{body}");
    }
    assert_eq!(native(CLAUDE, &with("tool_choice", json!({ "type": "any" })))["stop_reason"], "tool_use");
}

#[test]
fn a_loop_with_nova_s_own_body() {
    let body = converse(&json!([user("What's the weather in Paris?")]));
    let answer = native(NOVA, &body);
    assert_eq!(answer["stopReason"], "tool_use");
    let call = &answer["output"]["message"]["content"][1]["toolUse"];
    assert_eq!(call["input"], json!({ "city": "Paris" }));
    let chunks = native_chunks(NOVA, &body);
    let fragments: String =
        chunks.iter().filter_map(|c| c.pointer("/contentBlockDelta/delta/toolUse/input")?.as_str()).collect();
    assert_eq!(serde_json::from_str::<Value>(&fragments).unwrap(), call["input"]);
    assert!(chunks.iter().any(|c| c.pointer("/contentBlockStart/start/toolUse/name") == Some(&json!("get_weather"))));
}

#[test]
fn a_loop_in_the_chat_shape() {
    for (model, reason_key) in
        [(MISTRAL, "stop_reason"), (GPT_OSS, "finish_reason"), (JAMBA, "finish_reason"), (PALMYRA, "finish_reason")]
    {
        let tools = json!([{ "type": "function", "function": {
            "name": "calculator", "description": "Evaluates an expression", "parameters": schema("expression")
        } }]);
        let question = json!({ "role": "user", "content": "What is 17 * 23?" });
        let body = json!({ "messages": [question], "tools": tools });
        let answer = native(model, &body);
        let choice = &answer["choices"][0];
        assert_eq!(choice[reason_key], "tool_calls", "{model}");
        let call = &choice["message"]["tool_calls"][0];
        assert_eq!(call["function"], json!({ "name": "calculator", "arguments": "{\"expression\":\"17 * 23\"}" }));
        let member = if model == MISTRAL { "message" } else { "delta" };
        let fragments: String = native_chunks(model, &body)
            .iter()
            .filter_map(|c| {
                c.pointer(&format!("/choices/0/{member}/tool_calls/0/function/arguments"))?.as_str().map(str::to_owned)
            })
            .collect();
        assert_eq!(fragments, "{\"expression\":\"17 * 23\"}", "{model}");
        let told = |id: &Value| json!({ "role": "tool", "tool_call_id": id, "content": "{\"result\": 391}" });
        let next = |id: &Value| json!({ "messages": [question, choice["message"], told(id)], "tools": tools });
        let answer = native(model, &next(&call["id"]));
        assert!(answer["choices"][0]["message"]["content"].as_str().unwrap().ends_with("17 * 23 = 391"), "{answer}");
        let reply = ask(Operation::InvokeModel, model, &next(&json!("other")));
        let message = text_of(&reply, "/message");
        let expected =
            if model == MISTRAL { "Not the same number of function calls" } else { "there is no open call other" };
        assert!(reply.status == 400 && message.contains(expected), "{model}: {message}");
        let reply = ask(
            Operation::InvokeModel,
            model,
            &json!({ "messages": [question, choice["message"], question], "tools": tools }),
        );
        assert_eq!(reply.status, 400, "{model}");
    }
}

#[test]
fn a_loop_with_command_r() {
    let tools = json!([{ "name": "get_weather", "description": "Tells the weather in a city", "parameter_definitions": {
        "city": { "description": "The city", "type": "str", "required": true }
    } }]);
    let body = json!({ "message": "What's the weather in Paris?", "tools": tools });
    let answer = native(COMMAND_R, &body);
    let call = &answer["tool_calls"][0];
    assert_eq!(call, &json!({ "name": "get_weather", "parameters": { "city": "Paris" } }));
    let chunks = native_chunks(COMMAND_R, &body);
    assert!(chunks.iter().any(|c| c["event_type"] == "tool-calls-generation" && c["tool_calls"][0] == *call));
    assert_eq!(chunks.last().unwrap()["response"]["tool_calls"][0], *call);
    let results = json!([{ "call": call, "outputs": [{ "sky": "clear" }] }]);
    let answer = native(
        COMMAND_R,
        &json!({ "message": "What's the weather in Paris?", "tools": tools, "tool_results": results }),
    );
    assert_eq!(answer["text"], "According to `get_weather` (Paris): sky: clear.");
}
