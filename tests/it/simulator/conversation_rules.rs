//! What AWS refuses in a conversation, in its words: names of documents, members that are objects, the order of calls,
//! thinking and cache points.

use crate::client::bodies::claude;
use crate::client::tools::tool_config;
use crate::client::{ask, text_of};
use outcrop::bedrock::operation::Operation;
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const HAIKU: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const SONNET_5: &str = "us.anthropic.claude-sonnet-5";
const OPUS_4_7: &str = "us.anthropic.claude-opus-4-7";
const OPUS_4_8: &str = "us.anthropic.claude-opus-4-8";
const SONNET_4_6: &str = "us.anthropic.claude-sonnet-4-6";
const HAIKU_3: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const LLAMA: &str = "us.meta.llama3-3-70b-instruct-v1:0";
const MISTRAL: &str = "mistral.mistral-large-2407-v1:0";
const RETURNED: &str = "The model returned the following errors: ";

/// Asserts the refusal; an empty text means that the request is answered.
fn check(operation: Operation, model: &str, body: &Value, expected: &str) {
    let reply = ask(operation, model, body);
    assert_eq!(text_of(&reply, "/message"), expected, "{model} {body}");
    assert_eq!(reply.status, if expected.is_empty() { 200 } else { 400 }, "{model} {body}");
}

/// The same in both Converse operations.
fn converse(model: &str, body: &Value, expected: &str) {
    check(Operation::Converse, model, body, expected);
    check(Operation::ConverseStream, model, body, expected);
}

fn turn(role: &str, blocks: &[Value]) -> Value {
    json!({ "role": role, "content": blocks })
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn question() -> Value {
    turn("user", &[text("What is 1 + 1?")])
}

fn call(id: &str) -> Value {
    json!({ "toolUse": { "toolUseId": id, "name": "calculator", "input": {} } })
}

fn result(id: &str) -> Value {
    json!({ "toolResult": { "toolUseId": id, "content": [{ "text": "2" }] } })
}

fn with_tools(messages: &[Value]) -> Value {
    json!({ "messages": messages, "toolConfig": tool_config() })
}

#[test]
fn document_names_are_those_that_bedrock_takes() {
    let refused = "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, \
                   parentheses, and square brackets. The name can't contain more than one consecutive whitespace character. \
                   Check that the file name conforms to these restrictions and retry your request.";
    let body = |name: &str| {
        let document = json!({ "document": { "format": "txt", "name": name, "source": { "bytes": "aGVsbG8=" } } });
        json!({ "messages": [turn("user", &[text("Summarise"), document])] })
    };
    for name in [
        "test_name",
        "test__name",
        " testname",
        "testname ",
        "test(1)",
        "test[1]",
        "test-name",
        "DocumentPDFmessages_aa8e89f86a2a8cd0_pdf",
    ] {
        converse(HAIKU, &body(name), "");
    }
    for name in [
        "cv.pdf",
        "John's report",
        "invoice #123",
        "résumé",
        "テスト資料",
        "a\u{3000}b",
        "\u{3000}",
        "a\tb",
        "a  b",
        "a\u{a0}b",
    ] {
        converse(HAIKU, &body(name), refused);
        converse(NOVA, &body(name), refused);
    }
    for (name, part) in [("", "greater than or equal to 1"), (&*"x".repeat(201), "less than or equal to 200")] {
        let message = text_of(&ask(Operation::Converse, HAIKU, &body(name)), "/message");
        assert!(message.starts_with("1 validation error detected") && message.ends_with(part), "{message}");
    }
}

#[test]
fn documents_of_the_api_are_objects() {
    let input = |input: Value| {
        let call = json!({ "toolUse": { "toolUseId": "a", "name": "calculator", "input": input } });
        with_tools(&[question(), turn("assistant", &[call]), turn("user", &[result("a")])])
    };
    let invalid = |place: &str| {
        format!("The format of the value at {place} is invalid. Provide a json object for the field and try again.")
    };
    let place = "messages.1.content.0.toolUse.input";
    converse(HAIKU, &input(json!({ "city": "Paris" })), "");
    for value in [json!("{\"city\": \"Par"), json!(7), json!([1]), json!(true)] {
        converse(HAIKU, &input(value.clone()), &invalid(place));
        converse(NOVA, &input(value), &invalid(place));
    }
    converse(HAIKU, &input(Value::Null), "The value at messages.1.content.0.toolUse.input is empty.");
    let mut missing = input(json!({}));
    missing["messages"][1]["content"][0]["toolUse"].as_object_mut().unwrap().shift_remove("input");
    converse(NOVA, &missing, "The value at messages.1.content.0.toolUse.input is empty.");

    let output = |parts: Value| {
        let result = json!({ "toolResult": { "toolUseId": "a", "content": parts } });
        with_tools(&[question(), turn("assistant", &[call("a")]), turn("user", &[result])])
    };
    converse(HAIKU, &output(json!([{ "json": { "sum": 2 } }])), "");
    for value in [json!([1, 2]), json!("text"), json!(7), json!(true)] {
        let body = output(json!([{ "text": "2" }, { "json": value }]));
        converse(HAIKU, &body, &invalid("messages.2.content.0.toolResult.content.1.json"));
    }

    for schema in [json!("{\"type\":\"object\"}"), json!([]), json!(1)] {
        let tools = json!([{ "toolSpec": { "name": "w", "inputSchema": { "json": schema } } }]);
        let body = json!({ "messages": [question()], "toolConfig": { "tools": tools } });
        converse(HAIKU, &body, &invalid("toolConfig.tools.0.toolSpec.inputSchema.json"));
    }

    for value in [json!("{}"), json!(7), json!([])] {
        let call = json!({ "type": "tool_use", "id": "a", "name": "calculator", "input": value });
        let body = claude(&json!({ "messages": [
            { "role": "user", "content": "hi" }, { "role": "assistant", "content": [call] },
        ] }));
        check(
            Operation::InvokeModel,
            HAIKU,
            &body,
            "messages.1.content.0.tool_use.input: Input should be a valid dictionary",
        );
    }
}

#[test]
fn calls_come_last_and_results_first_for_claude() {
    let unanswered = |ids: &str| {
        format!(
            "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: {ids}. Each `tool_use` \
             block must have a corresponding `tool_result` block in the next message."
        )
    };
    let answered =
        |call: &[Value], result: &[Value]| with_tools(&[question(), turn("assistant", call), turn("user", result)]);
    let (t, c, r) = (text("ok"), call("a"), result("a"));
    for (body, ids) in [
        (answered(&[t.clone(), c.clone()], std::slice::from_ref(&r)), None),
        (answered(std::slice::from_ref(&c), &[r.clone(), text("go on")]), None),
        (answered(&[t.clone(), c.clone(), call("b")], &[result("b"), r.clone()]), None),
        (answered(&[c.clone(), t.clone()], std::slice::from_ref(&r)), Some("a")),
        (answered(&[c.clone(), call("b"), t.clone()], &[r.clone(), result("b")]), Some("a, b")),
        (answered(std::slice::from_ref(&c), &[text("here"), r.clone()]), Some("a")),
        (answered(&[c.clone(), call("b")], &[r.clone(), text("and"), result("b")]), Some("b")),
    ] {
        let expected = ids.map(|ids| format!("{RETURNED}{}", unanswered(ids))).unwrap_or_default();
        converse(HAIKU, &body, &expected);
        converse(NOVA, &body, "");
    }
    let native = |call: Value, result: Value| {
        claude(&json!({
            "messages": [
                { "role": "user", "content": "hi" }, { "role": "assistant", "content": call }, { "role": "user", "content": result },
            ],
            "tools": [{ "name": "calculator", "input_schema": { "type": "object" } }],
        }))
    };
    let words = json!({ "type": "text", "text": "ok" });
    let use_ = json!({ "type": "tool_use", "id": "a", "name": "calculator", "input": {} });
    let result = json!({ "type": "tool_result", "tool_use_id": "a", "content": "2" });
    for (body, expected) in [
        (native(json!([words, use_]), json!([result, words])), String::new()),
        (native(json!([use_, words]), json!([result])), unanswered("a")),
        (native(json!([use_]), json!([words, result])), unanswered("a")),
        (
            native(json!([use_, use_]), json!([result])),
            "messages.1.content.1: `tool_use` ids must be unique".to_owned(),
        ),
        (
            native(json!([use_]), json!([result, result])),
            "messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: a"
                .to_owned(),
        ),
    ] {
        check(Operation::InvokeModel, HAIKU, &body, &expected);
    }
}

#[test]
fn llama_and_mistral_take_calls_and_results_alone() {
    let mixed = |index: usize, word: &str| {
        format!(
            "messages.{index}.content: Conversation blocks and tool {word} blocks cannot be provided in the same turn."
        )
    };
    let body =
        |call: &[Value], result: &[Value]| with_tools(&[question(), turn("assistant", call), turn("user", result)]);
    for model in [LLAMA, MISTRAL, "mistral.ministral-3-8b-instruct"] {
        check(Operation::Converse, model, &body(&[call("a")], &[result("a")]), "");
        check(Operation::Converse, model, &body(&[text("ok"), call("a")], &[result("a")]), &mixed(1, "use"));
        check(Operation::Converse, model, &body(&[call("a"), text("ok")], &[result("a")]), &mixed(1, "use"));
        check(Operation::Converse, model, &body(&[call("a")], &[result("a"), text("so?")]), &mixed(2, "result"));
        // So what the model writes can be sent back.
        let answer = crate::client::json_of(&ask(Operation::Converse, model, &with_tools(&[question()])));
        let blocks = answer["output"]["message"]["content"].as_array().unwrap();
        assert!(blocks.iter().all(|block| block.get("toolUse").is_some()), "{model} {answer}");
    }
}

#[test]
fn an_id_stands_once() {
    let twice = |index: usize, kind: &str, id: &str| {
        format!("The {kind} blocks at messages.{index}.content contain duplicate Ids: {id}")
    };
    let body =
        |call: &[Value], result: &[Value]| with_tools(&[question(), turn("assistant", call), turn("user", result)]);
    for model in [NOVA, HAIKU, LLAMA] {
        let results = [result("a"), result("a")];
        check(Operation::Converse, model, &body(&[call("a")], &results), &twice(2, "toolResult", "a"));
        let calls = [call("b"), call("b")];
        check(Operation::Converse, model, &body(&calls, &[result("b")]), &twice(1, "toolUse", "b"));
    }
    let again = with_tools(&[
        question(),
        turn("assistant", &[call("a")]),
        turn("user", &[result("a")]),
        turn("assistant", &[call("a")]),
        turn("user", &[result("a")]),
    ]);
    converse(HAIKU, &again, &format!("{RETURNED}messages.3.content.0: `tool_use` ids must be unique"));
    converse(NOVA, &again, "");
}

#[test]
fn thinking_has_a_type_and_a_sampling_for_each_generation() {
    let only_adaptive = "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \
                         \"output_config.effort\" to control thinking behavior.";
    let enabled = json!({ "type": "enabled", "budget_tokens": 1_024 });
    let adaptive = json!({ "type": "adaptive" });
    for (model, thinking, config, expected) in [
        (HAIKU, &enabled, json!({ "temperature": 1 }), ""),
        (HAIKU, &enabled, json!({ "topP": 0.97 }), ""),
        (
            HAIKU,
            &enabled,
            json!({ "topP": 0.9 }),
            "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.",
        ),
        (
            HAIKU,
            &enabled,
            json!({ "temperature": 0.5 }),
            "`temperature` may only be set to 1 when thinking is enabled.",
        ),
        (HAIKU, &adaptive, json!({}), "adaptive thinking is not supported on this model"),
        (SONNET_4_6, &enabled, json!({}), ""),
        (SONNET_4_6, &adaptive, json!({}), ""),
        (SONNET_5, &enabled, json!({}), only_adaptive),
        (OPUS_4_7, &enabled, json!({}), only_adaptive),
        (OPUS_4_8, &enabled, json!({}), only_adaptive),
        (SONNET_5, &adaptive, json!({}), ""),
        (HAIKU_3, &enabled, json!({}), "thinking: Extra inputs are not permitted"),
    ] {
        let mut config = config;
        config["maxTokens"] = json!(4_000);
        let mut fields = json!({ "thinking": thinking });
        if *thinking == adaptive && expected.is_empty() {
            fields["output_config"] = json!({ "effort": "medium" });
        }
        let body =
            json!({ "messages": [question()], "inferenceConfig": config, "additionalModelRequestFields": fields });
        let expected = if expected.is_empty() { String::new() } else { format!("{RETURNED}{expected}") };
        converse(model, &body, &expected);
    }
    for model in [SONNET_5, OPUS_4_7, OPUS_4_8] {
        check(
            Operation::InvokeModel,
            model,
            &claude(&json!({ "thinking": enabled, "max_tokens": 2_000 })),
            only_adaptive,
        );
    }
}

#[test]
fn thinking_comes_back_with_its_signature() {
    let made = "c2lnbmF0dXJlIG9mIGVub3VnaCBieXRlcyB0byBiZSBvbmUgb2YgQ2xhdWRlJ3M=";
    let body = |reasoning: Value, fields: Value| {
        json!({
            "messages": [question(), turn("assistant", &[reasoning, call("a")]), turn("user", &[result("a")])],
            "toolConfig": tool_config(), "inferenceConfig": { "maxTokens": 4_000 },
            "additionalModelRequestFields": fields,
        })
    };
    let reasoning = |signature: Option<&str>| {
        let mut text = json!({ "text": "I add." });
        if let Some(signature) = signature {
            text["signature"] = json!(signature);
        }
        json!({ "reasoningContent": { "reasoningText": text } })
    };
    let on = json!({ "thinking": { "type": "enabled", "budget_tokens": 1_024 } });
    let missing = format!("{RETURNED}messages.1.content.0.thinking.signature: Field required");
    let invalid = format!("{RETURNED}messages.1.content.0: Invalid `signature` in `thinking` block");
    for (signature, fields, expected) in [
        (Some(made), on.clone(), ""),
        (None, on.clone(), missing.as_str()),
        (None, json!({}), missing.as_str()),
        (Some("made up"), on.clone(), invalid.as_str()),
        (Some("c2hvcnQ="), on.clone(), invalid.as_str()),
        (Some(""), on, invalid.as_str()),
        (Some("made up"), json!({}), ""),
    ] {
        converse(HAIKU, &body(reasoning(signature), fields), expected);
    }
    // Open-weight models do not sign.
    let talk = |model| {
        let messages = json!([question(), turn("assistant", &[reasoning(None), text("2")]), question()]);
        converse(model, &json!({ "messages": messages }), "");
    };
    talk("openai.gpt-oss-20b-1:0");
    let block = json!({ "type": "thinking", "thinking": "I add." });
    let messages = json!([
        { "role": "user", "content": "hi" }, { "role": "assistant", "content": [block, { "type": "text", "text": "2" }] },
        { "role": "user", "content": "hi" },
    ]);
    check(
        Operation::InvokeModel,
        HAIKU,
        &claude(&json!({ "messages": messages })),
        "messages.1.content.0.thinking.signature: Field required",
    );
}

#[test]
fn cache_points_are_four_and_the_long_ones_come_first() {
    let point = |ttl: &str| json!({ "cachePoint": { "type": "default", "ttl": ttl } });
    let late = |place: &str| {
        format!(
            "{RETURNED}{place}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' \
             cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`."
        )
    };
    let body = |tools: Option<&str>, system: Option<&str>, messages: &[&str]| {
        let mut config = tool_config();
        if let Some(ttl) = tools {
            config["tools"].as_array_mut().unwrap().push(point(ttl));
        }
        let mut blocks = vec![text("Be brief")];
        blocks.extend(system.map(point));
        let mut content = Vec::new();
        for (index, ttl) in messages.iter().enumerate() {
            content.extend([text(&format!("part {index}")), point(ttl)]);
        }
        content.push(text("What is 1 + 1?"));
        json!({ "toolConfig": config, "system": blocks, "messages": [turn("user", &content)] })
    };
    let many =
        |count: usize| format!("{RETURNED}A maximum of 4 blocks with cache_control may be provided. Found {count}.");
    for (body, expected) in [
        (body(Some("1h"), Some("1h"), &["5m", "5m"]), String::new()),
        (body(Some("5m"), Some("5m"), &[]), String::new()),
        (body(Some("5m"), Some("1h"), &[]), late("system.0")),
        (body(None, Some("5m"), &["1h"]), late("messages.0.content.0")),
        (body(None, None, &["5m", "1h"]), late("messages.0.content.1")),
        (body(Some("5m"), Some("5m"), &["5m", "5m", "5m"]), many(5)),
        (body(None, None, &["5m"; 6]), many(6)),
    ] {
        converse(HAIKU, &body, &expected);
    }
    let block =
        |ttl: &str| json!({ "type": "text", "text": "word", "cache_control": { "type": "ephemeral", "ttl": ttl } });
    let native = |ttls: &[&str]| {
        let content: Vec<Value> = ttls.iter().map(|ttl| block(ttl)).collect();
        claude(&json!({ "messages": [{ "role": "user", "content": content }] }))
    };
    check(Operation::InvokeModel, HAIKU, &native(&["1h", "5m"]), "");
    check(
        Operation::InvokeModel,
        HAIKU,
        &native(&["5m", "1h"]),
        late("messages.0.content.1").trim_start_matches(RETURNED),
    );
    check(Operation::InvokeModel, HAIKU, &native(&["5m"; 5]), many(5).trim_start_matches(RETURNED));
}
