//! What single models take and refuse: choices of tools, begun answers, stop sequences, versions, ids; and what their
//! answers hold.

use crate::client::bodies::{claude, native};
use crate::client::tools::tool_config;
use crate::client::{NOW, ask, events_of, json_of, reply, request, sign, text_of, user};
use outcrop::aws::http::header;
use outcrop::aws::uri::encode_label;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::{Reply, example_credentials};
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const HAIKU: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const HAIKU_3: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const LLAMA: &str = "us.meta.llama3-3-70b-instruct-v1:0";
const LLAMA_4: &str = "us.meta.llama4-maverick-17b-instruct-v1:0";
const MISTRAL: &str = "mistral.mistral-large-2407-v1:0";
const COMMAND_R: &str = "cohere.command-r-v1:0";
const QWEN: &str = "qwen.qwen3-32b-v1:0";
const GPT_OSS: &str = "openai.gpt-oss-20b-1:0";
const RETURNED: &str = "The model returned the following errors: ";

fn check(operation: Operation, model: &str, body: &Value, expected: &str) {
    let reply = ask(operation, model, body);
    assert_eq!(text_of(&reply, "/message"), expected, "{model} {body}");
    assert_eq!(reply.status, if expected.is_empty() { 200 } else { 400 }, "{model} {body}");
}

fn with(key: &str, value: Value) -> Value {
    let mut body = user("What is 1 + 1?");
    body[key] = value;
    body
}

#[test]
fn a_forced_choice_is_for_the_models_that_take_it() {
    let refused = |field: &str| {
        format!(
            "This model doesn't support the toolConfig.toolChoice.{field} field. Remove toolConfig.toolChoice.{field} and try again."
        )
    };
    let body = |choice: Value| {
        let mut config = tool_config();
        config["toolChoice"] = choice;
        with("toolConfig", config)
    };
    let (any, tool) = (json!({ "any": {} }), json!({ "tool": { "name": "calculator" } }));
    for (model, takes_any, takes_tool) in [
        (HAIKU, true, true),
        (NOVA, true, true),
        (MISTRAL, true, false),
        (GPT_OSS, true, false),
        (LLAMA, false, false),
        ("us.meta.llama3-1-70b-instruct-v1:0", false, false),
        (COMMAND_R, false, false),
        ("cohere.command-r-plus-v1:0", false, false),
    ] {
        check(Operation::Converse, model, &body(json!({ "auto": {} })), "");
        check(Operation::Converse, model, &body(any.clone()), &if takes_any { String::new() } else { refused("any") });
        check(
            Operation::Converse,
            model,
            &body(tool.clone()),
            &if takes_tool { String::new() } else { refused("tool") },
        );
    }
}

#[test]
fn an_additional_tool_choice_is_checked_with_the_tools() {
    let body = |choice: Value| {
        let mut body = with("toolConfig", tool_config());
        body["additionalModelRequestFields"] = json!({ "tool_choice": choice });
        body
    };
    let calls = |choice: Value| json_of(&ask(Operation::Converse, HAIKU, &body(choice)))["stopReason"].clone();
    assert_eq!(calls(json!({ "type": "auto", "disable_parallel_tool_use": true })), "tool_use");
    assert_eq!(calls(json!({ "type": "none" })), "end_turn");
    assert_eq!(calls(json!({ "type": "any" })), "tool_use");
    assert_eq!(calls(json!({ "type": "tool", "name": "get_weather" })), "tool_use");
    let unknown = format!("{RETURNED}Tool 'b' not found in provided tools");
    check(Operation::Converse, HAIKU, &body(json!({ "type": "tool", "name": "b" })), &unknown);
    let alone = with("additionalModelRequestFields", json!({ "tool_choice": { "type": "auto" } }));
    let untooled = format!("{RETURNED}tool_choice may only be specified while providing tools.");
    check(Operation::Converse, HAIKU, &alone, &untooled);
    let mut thinking = body(json!({ "type": "any" }));
    thinking["additionalModelRequestFields"]["thinking"] = json!({ "type": "enabled", "budget_tokens": 1_024 });
    thinking["inferenceConfig"] = json!({ "maxTokens": 4_000 });
    let forced = format!("{RETURNED}Thinking may not be enabled when tool_choice forces tool use.");
    check(Operation::Converse, HAIKU, &thinking, &forced);
}

#[test]
fn a_begun_answer_is_for_the_models_that_continue_it() {
    let begun = |start: &str| {
        json!({ "messages": [
            { "role": "user", "content": [{ "text": "Write JSON about tokens" }] },
            { "role": "assistant", "content": [{ "text": start }] },
        ] })
    };
    let claude_begun = |start: &str| {
        claude(&json!({ "messages": [
            { "role": "user", "content": "Write JSON about tokens" }, { "role": "assistant", "content": start },
        ] }))
    };
    let refused =
        "This model does not support assistant message prefill. The conversation must end with a user message.";
    let space = "messages: final assistant content cannot end with trailing whitespace";
    for model in [
        "us.anthropic.claude-sonnet-4-6",
        "us.anthropic.claude-opus-4-6-v1",
        "us.anthropic.claude-sonnet-5",
        "us.anthropic.claude-opus-4-8",
    ] {
        check(Operation::Converse, model, &begun("{"), &format!("{RETURNED}{refused}"));
        check(Operation::InvokeModel, model, &claude_begun("{"), refused);
    }
    for model in [HAIKU_3, HAIKU] {
        check(Operation::Converse, model, &begun("{"), "");
        for start in ["The answer is ", "{\n", "a\t"] {
            check(Operation::Converse, model, &begun(start), &format!("{RETURNED}{space}"));
            check(Operation::InvokeModel, model, &claude_begun(start), space);
        }
        // The last message of the assistant may be empty.
        check(Operation::InvokeModel, model, &claude_begun(""), "");
    }
    check(Operation::Converse, NOVA, &begun("The answer is "), "");
    for model in [LLAMA, "meta.llama3-8b-instruct-v1:0", MISTRAL] {
        check(
            Operation::Converse,
            model,
            &begun("{"),
            "The model that you are using requires the last turn in the conversation to be a user message. Add a user message to the conversation and try again.",
        );
    }
}

#[test]
fn stop_sequences_have_a_limit_for_each_model() {
    let body = |count: usize| {
        let stops: Vec<String> = (0..count).map(|n| format!("stop{n}")).collect();
        with("inferenceConfig", json!({ "stopSequences": stops }))
    };
    let many = |count: usize| {
        format!(
            "Malformed input request: #/inferenceConfig/stopSequences: expected maximum item count: 4, found: {count}, \
             please reformat your input and try again."
        )
    };
    let refused = "This model doesn't support the stopSequences field. Remove stopSequences and try again.";
    for model in [QWEN, "qwen.qwen3-coder-30b-a3b-v1:0", "qwen.qwen3-vl-235b-a22b"] {
        check(Operation::Converse, model, &body(1), refused);
        check(Operation::Converse, model, &body(0), "");
    }
    check(Operation::Converse, HAIKU, &body(5), "");
    for (count, expected) in [(4, String::new()), (5, many(5)), (9, many(9))] {
        let returned = if expected.is_empty() { String::new() } else { format!("{RETURNED}{expected}") };
        check(Operation::Converse, NOVA, &body(count), &returned);
        check(Operation::InvokeModel, NOVA, &body(count), &expected);
    }
}

#[test]
fn a_version_is_for_the_models_that_take_it() {
    let body = |version: &str, changes: Value| {
        let mut changes = changes;
        changes["anthropic_version"] = json!(version);
        claude(&changes)
    };
    let new = "2026-10-21";
    for model in ["us.anthropic.claude-opus-4-8", "us.anthropic.claude-sonnet-5", "us.anthropic.claude-haiku-5-5"] {
        check(Operation::InvokeModel, model, &body(new, json!({})), "");
        check(Operation::InvokeModel, model, &body("bedrock-2023-05-31", json!({})), "");
        check(Operation::InvokeModel, model, &body("2023-06-01", json!({})), "Invalid API version: 2023-06-01");
        for key in ["temperature", "top_p", "top_k"] {
            let expected = format!("`{key}` is not supported for this model.");
            check(Operation::InvokeModel, model, &body(new, json!({ key: 1 })), &expected);
        }
        let cited = json!({ "messages": [{ "role": "user", "content": [
            { "type": "text", "text": "hi", "citations": { "enabled": true } },
        ] }] });
        let expected = "messages.0.content.0.text.citations: Extra inputs are not permitted";
        check(Operation::InvokeModel, model, &body(new, cited.clone()), expected);
        let document =
            json!({ "type": "document", "source": { "type": "text", "media_type": "text/plain", "data": "x" } });
        let told = json!({ "messages": [
            { "role": "user", "content": "hi" }, { "role": "assistant", "content": [document] },
            { "role": "user", "content": "hi" },
        ] });
        let expected = "messages.1.content.0: document blocks are not permitted in assistant messages";
        check(Operation::InvokeModel, model, &body(new, told), expected);
        check(Operation::InvokeModel, model, &body("bedrock-2023-05-31", cited), "");
    }
    for model in [HAIKU, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.anthropic.claude-opus-4-6-v1"] {
        check(Operation::InvokeModel, model, &body(new, json!({})), "Invalid API version: 2026-10-21");
    }
}

#[test]
fn llama_4_streams_text_and_no_tools() {
    for model in [LLAMA_4, "us.meta.llama4-scout-17b-instruct-v1:0"] {
        check(Operation::ConverseStream, model, &user("hi"), "");
        let tools = with("toolConfig", tool_config());
        check(Operation::ConverseStream, model, &tools, "This model doesn't support tool use in streaming mode.");
        check(Operation::Converse, model, &tools, "");
    }
}

#[test]
fn additional_response_fields_keep_their_place() {
    let mut body = user("Count to 10");
    body["inferenceConfig"] = json!({ "stopSequences": ["7"] });
    let fields = |operation: Operation, paths: Value| {
        let mut body = body.clone();
        body["additionalModelResponseFieldPaths"] = paths;
        let reply = ask(operation, HAIKU, &body);
        if operation.is_streaming() {
            let stop = events_of(&reply).into_iter().find(|(name, _)| name == "messageStop").unwrap().1;
            stop["additionalModelResponseFields"].clone()
        } else {
            json_of(&reply)["additionalModelResponseFields"].clone()
        }
    };
    let tokens = json_of(&ask(Operation::Converse, HAIKU, &body))["usage"]["inputTokens"].clone();
    for (paths, whole, streamed) in [
        (json!(["/stop_sequence"]), json!({ "stop_sequence": "7" }), json!({ "stop_sequence": "7" })),
        (json!(["/delta/stop_sequence"]), Value::Null, json!({ "delta": { "stop_sequence": "7" } })),
        (
            json!(["/usage/input_tokens", "/stop_reason"]),
            json!({ "usage": { "input_tokens": tokens }, "stop_reason": "stop_sequence" }),
            json!({ "usage": { "input_tokens": tokens }, "stop_reason": "stop_sequence" }),
        ),
        (json!(["/nope", "/usage/nope"]), Value::Null, Value::Null),
    ] {
        assert_eq!(fields(Operation::Converse, paths.clone()), whole, "{paths}");
        assert_eq!(fields(Operation::ConverseStream, paths.clone()), streamed, "{paths}");
    }
}

#[test]
fn headers_and_counters_are_those_of_the_operation() {
    let names = ["invocation-latency", "input-token-count", "output-token-count"];
    let has = |reply: &Reply| {
        names.iter().filter(|name| header(&reply.headers, &format!("x-amzn-bedrock-{name}")).is_some()).count()
    };
    for model in [HAIKU, NOVA, LLAMA] {
        let answer = ask(Operation::Converse, model, &user("hi"));
        assert_eq!(has(&answer), 0, "{model}");
        let usage = &json_of(&answer)["usage"];
        let zero = if model == LLAMA { Value::Null } else { json!(0) };
        assert_eq!((&usage["cacheReadInputTokens"], &usage["cacheWriteInputTokens"]), (&zero, &zero), "{model}");
    }
    for (model, zero) in [(HAIKU, json!(0)), ("us.anthropic.claude-sonnet-5", json!(0)), (HAIKU_3, Value::Null)] {
        let answer = ask(Operation::InvokeModel, model, &claude(&json!({})));
        assert_eq!(has(&answer), 3, "{model}");
        let usage = &json_of(&answer)["usage"];
        assert_eq!(usage["cache_creation_input_tokens"], zero, "{model}");
        assert_eq!(usage["cache_read_input_tokens"], zero, "{model}");
    }
}

#[test]
fn documents_in_blocks_are_read_and_cited_by_block() {
    let document = |source: Value| json!({ "type": "document", "title": "Harbour", "source": source, "citations": { "enabled": true } });
    let ask_about = |source: Value| {
        let question = json!({ "type": "text", "text": "When does the harbour close?" });
        native(HAIKU, &claude(&json!({ "messages": [{ "role": "user", "content": [document(source), question] }] })))
    };
    let block = |text: &str| json!({ "type": "text", "text": text });
    for (content, index) in [
        (json!([block("Boats are blue."), block("The harbour closes at nine.")]), 1),
        (json!([block("The harbour closes at nine."), block("Boats are blue.")]), 0),
        (json!("The harbour closes at nine."), 0),
    ] {
        let answer = ask_about(json!({ "type": "content", "content": content }));
        let citation = &answer["content"][0]["citations"][0];
        assert_eq!(citation["type"], "content_block_location", "{answer}");
        assert_eq!((&citation["start_block_index"], &citation["end_block_index"]), (&json!(index), &json!(index + 1)));
        assert_eq!(
            (&citation["cited_text"], &citation["document_title"]),
            (&json!("The harbour closes at nine."), &json!("Harbour"))
        );
    }
    let converse = json!({ "messages": [{ "role": "user", "content": [
        { "document": { "name": "Harbour", "citations": { "enabled": true }, "source": { "content": [
            { "text": "Boats are blue." }, { "text": "The harbour closes at nine." },
        ] } } },
        { "text": "When does the harbour close?" },
    ] }] });
    let answer = json_of(&ask(Operation::Converse, HAIKU, &converse));
    let location = answer.pointer("/output/message/content/0/citationsContent/citations/0/location").unwrap();
    assert_eq!(location, &json!({ "documentChunk": { "documentIndex": 0, "start": 1, "end": 2 } }));
    for media_type in ["text/plain", "text/html", "application/json"] {
        let source = json!({ "type": "base64", "media_type": media_type, "data": "aGVsbG8=" });
        let body = claude(&json!({ "messages": [{ "role": "user", "content": [document(source)] }] }));
        let expected = "messages.0.content.0.document.source.base64.media_type: Input should be 'application/pdf'";
        check(Operation::InvokeModel, HAIKU, &body, expected);
    }
    let blank = claude(&json!({ "messages": [{ "role": "user", "content": [{ "type": "text", "text": " \n" }] }] }));
    check(Operation::InvokeModel, HAIKU, &blank, "messages: text content blocks must contain non-whitespace text");
}

#[test]
fn a_prompt_that_opens_the_reasoning_is_read_without_it() {
    let says = |prompt: &str| {
        let answer = native("us.deepseek.r1-v1:0", &json!({ "prompt": prompt, "max_tokens": 500 }));
        answer["choices"][0]["text"].as_str().unwrap().to_owned()
    };
    let plain = says("What are tokens?");
    for prompt in ["What are tokens?\n<think>", "What are tokens?<think>\n", "What are tokens?\n<think>\n\n"] {
        assert_eq!(says(prompt), plain, "{prompt:?}");
    }
}

#[test]
fn an_id_with_a_context_window_is_for_provisioned_throughput() {
    for model in
        ["anthropic.claude-3-haiku-20240307-v1:0:200k", "amazon.nova-lite-v1:0:300k", "us.amazon.nova-pro-v1:0:300k"]
    {
        for operation in [Operation::Converse, Operation::InvokeModel] {
            let message = text_of(&ask(operation, model, &user("hi")), "/message");
            let start = format!(
                "1 validation error detected: Value '{model}' at 'modelId' failed to satisfy constraint: Member must satisfy \
                 regular expression pattern: (arn:aws"
            );
            assert!(message.starts_with(&start), "{message}");
        }
    }
}

#[test]
fn counting_tokens_says_what_is_uncertain() {
    let count = |model: &str| {
        let mut unsigned =
            request(Operation::Converse, NOVA, "us-east-1", &json!({ "input": { "converse": user("hi") } }));
        unsigned.url.path = format!("/model/{}/count-tokens", encode_label(model));
        let answer = reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW));
        assert_eq!(answer.status, 200, "{model}");
        header(&answer.headers, "x-outcrop-doubt").map(str::to_owned)
    };
    for (model, part) in [
        (HAIKU, Some("takes an inference profile")),
        ("global.anthropic.claude-sonnet-4-6", Some("takes an inference profile")),
        (
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
            Some("takes an inference profile"),
        ),
        ("anthropic.claude-haiku-4-5-20251001-v1:0", Some("takes a bare ID")),
        (HAIKU_3, None),
    ] {
        let doubt = count(model);
        assert_eq!(doubt.as_deref().is_some_and(|doubt| part.is_some_and(|part| doubt.contains(part))), part.is_some());
        assert!(part.is_some() || doubt.is_none(), "{model}: {doubt:?}");
        assert!(doubt.is_none_or(|doubt| doubt.is_ascii()), "a header is ASCII");
    }
}
