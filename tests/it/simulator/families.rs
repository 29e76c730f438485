//! The native bodies of the families beside Claude and Nova: what is answered, whole and streamed, and what is refused.

use crate::client::bodies::{native, native_chunks};
use crate::client::{ask, json_of, text_of, user};
use outcrop::bedrock::operation::Operation;
use serde_json::{Value, json};

const QUESTION: &str = "Explain RAG in one paragraph.";
const LLAMA: &str = "us.meta.llama3-1-8b-instruct-v1:0";
const LLAMA_4: &str = "us.meta.llama4-scout-17b-instruct-v1:0";
const MISTRAL_7B: &str = "mistral.mistral-7b-instruct-v0:2";
const MISTRAL_LARGE: &str = "mistral.mistral-large-2407-v1:0";
const COMMAND_R: &str = "cohere.command-r-v1:0";
const TITAN: &str = "amazon.titan-text-express-v1";
const JAMBA: &str = "ai21.jamba-1-5-mini-v1:0";
const R1: &str = "us.deepseek.r1-v1:0";
const GPT_OSS: &str = "openai.gpt-oss-20b-1:0";
const GPT: &str = "us.openai.gpt-5.5";
const QWEN: &str = "qwen.qwen3-32b-v1:0";
const V3: &str = "deepseek.v3-v1:0";
const PALMYRA: &str = "us.writer.palmyra-x5-v1:0";

/// A family: model, body for a question with a token limit, where the text is in an answer and in a chunk, where the
/// reason for stopping is, and what it says for the end, the limit and a tool call.
struct Family {
    model: &'static str,
    body: fn(&str, &Value) -> Value,
    limit: &'static str,
    text: &'static str,
    delta: &'static str,
    reason: &'static str,
    streamed_reason: &'static str,
    words: [&'static str; 2],
}

fn llama(question: &str, more: &Value) -> Value {
    merged(
        json!({ "prompt": format!(
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n{question}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
    ) }),
        more,
    )
}

fn mistral(question: &str, more: &Value) -> Value {
    merged(json!({ "prompt": format!("<s>[INST] {question} [/INST]") }), more)
}

fn r1(question: &str, more: &Value) -> Value {
    merged(json!({ "prompt": format!("<｜begin▁of▁sentence｜><｜User｜>{question}<｜Assistant｜><think>\n") }), more)
}

fn chat(question: &str, more: &Value) -> Value {
    merged(json!({ "messages": [{ "role": "user", "content": question }] }), more)
}

fn cohere(question: &str, more: &Value) -> Value {
    merged(json!({ "message": question }), more)
}

fn titan(question: &str, more: &Value) -> Value {
    merged(json!({ "inputText": format!("User: {question}\nBot:"), "textGenerationConfig": {} }), more)
}

fn merged(mut base: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        if value.is_null() {
            base.as_object_mut().unwrap().shift_remove(key);
        } else {
            base[key] = value.clone();
        }
    }
    base
}

const CHAT_TEXT: &str = "/choices/0/message/content";

fn families() -> Vec<Family> {
    let chat_family = |model, limit| Family {
        model,
        body: chat,
        limit,
        text: CHAT_TEXT,
        delta: "/choices/0/delta/content",
        reason: "/choices/0/finish_reason",
        streamed_reason: "/choices/0/finish_reason",
        words: ["stop", "length"],
    };
    vec![
        Family {
            model: LLAMA,
            body: llama,
            limit: "max_gen_len",
            text: "/generation",
            delta: "/generation",
            reason: "/stop_reason",
            streamed_reason: "/stop_reason",
            words: ["stop", "length"],
        },
        Family {
            model: MISTRAL_7B,
            body: mistral,
            limit: "max_tokens",
            text: "/outputs/0/text",
            delta: "/outputs/0/text",
            reason: "/outputs/0/stop_reason",
            streamed_reason: "/outputs/0/stop_reason",
            words: ["stop", "length"],
        },
        Family {
            model: R1,
            body: r1,
            limit: "max_tokens",
            text: "/choices/0/text",
            delta: "/choices/0/text",
            reason: "/choices/0/stop_reason",
            streamed_reason: "/choices/0/stop_reason",
            words: ["stop", "length"],
        },
        Family {
            delta: "/choices/0/message/content",
            reason: "/choices/0/stop_reason",
            streamed_reason: "/choices/0/stop_reason",
            ..chat_family(MISTRAL_LARGE, "max_tokens")
        },
        chat_family(JAMBA, "max_tokens"),
        chat_family(GPT_OSS, "max_completion_tokens"),
        chat_family(QWEN, "max_tokens"),
        chat_family(V3, "max_tokens"),
        chat_family(PALMYRA, "max_tokens"),
        Family {
            model: COMMAND_R,
            body: cohere,
            limit: "max_tokens",
            text: "/text",
            delta: "/text",
            reason: "/finish_reason",
            streamed_reason: "/finish_reason",
            words: ["COMPLETE", "MAX_TOKENS"],
        },
        Family {
            model: TITAN,
            body: titan,
            limit: "",
            text: "/results/0/outputText",
            delta: "/outputText",
            reason: "/results/0/completionReason",
            streamed_reason: "/completionReason",
            words: ["FINISHED", "LENGTH"],
        },
    ]
}

fn joined(chunks: &[Value], pointer: &str) -> String {
    chunks.iter().filter_map(|chunk| chunk.pointer(pointer)?.as_str().map(str::to_owned)).collect()
}

#[test]
fn every_family_answers_whole_and_streamed_alike() {
    for family in families() {
        let model = family.model;
        for (limit, word) in [(None, family.words[0]), (Some(9), family.words[1])] {
            let more = match (limit, family.limit) {
                (None, _) => json!({}),
                (Some(count), "") => json!({ "textGenerationConfig": { "maxTokenCount": count } }),
                (Some(count), key) => json!({ key: count }),
            };
            let body = (family.body)(QUESTION, &more);
            let answer = native(model, &body);
            let text = answer.pointer(family.text).unwrap().as_str().unwrap();
            let reason = answer.pointer(family.reason).and_then(Value::as_str);
            assert_eq!(reason, Some(word), "{model} {answer}");
            if limit.is_none() {
                assert!(text.contains("passages"), "{model}: {text}");
            }
            let chunks = native_chunks(model, &body);
            assert_eq!(joined(&chunks, family.delta), text, "{model}");
            let reasons: Vec<&str> =
                chunks.iter().filter_map(|chunk| chunk.pointer(family.streamed_reason)?.as_str()).collect();
            assert_eq!(reasons, [word], "{model}");
            let metrics = &chunks.last().unwrap()["amazon-bedrock-invocationMetrics"];
            assert!(metrics["inputTokenCount"].as_u64().unwrap() > 5, "{model} {metrics}");
            if let Some(count) = limit {
                assert_eq!(metrics["outputTokenCount"], json!(count), "{model}");
            }
        }
    }
}

#[test]
fn every_family_gives_converse_the_same_words() {
    for family in families() {
        let native = native(family.model, &(family.body)("What are tokens?", &json!({})));
        let native = native.pointer(family.text).unwrap().as_str().unwrap().to_owned();
        let answer = json_of(&ask(Operation::Converse, family.model, &user("What are tokens?")));
        let blocks = answer["output"]["message"]["content"].as_array().unwrap();
        let text = blocks.last().unwrap()["text"].as_str().unwrap();
        assert!(native.ends_with(text), "{}: {native} / {text}", family.model);
        let reasons = [R1, GPT_OSS].contains(&family.model);
        assert_eq!(blocks[0].get("reasoningContent").is_some(), reasons, "{}", family.model);
    }
}

#[test]
fn reasoning_stands_where_the_family_puts_it() {
    let text = |model: &str, body: &Value, pointer: &str| native(model, body).pointer(pointer).unwrap().to_string();
    let oss = text(GPT_OSS, &chat(QUESTION, &json!({})), CHAT_TEXT);
    assert!(oss.starts_with("\"<reasoning>The user asks") && oss.contains("</reasoning>"), "{oss}");
    let r1 = text(R1, &r1(QUESTION, &json!({})), "/choices/0/text");
    assert!(r1.starts_with("\"The user asks") && r1.contains("\\n</think>\\n\\n"), "{r1}");
    let qwen = text(QWEN, &chat(QUESTION, &json!({})), CHAT_TEXT);
    assert!(!qwen.contains("<reasoning>"), "{qwen}");
    assert!(text(QWEN, &chat(QUESTION, &json!({ "reasoning_effort": "high" })), CHAT_TEXT).contains("<reasoning>"));
}

#[test]
fn earlier_turns_in_a_template_are_understood() {
    let llama = "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nAnswer in one sentence.<|eot_id|><|start_header_id|>user\
                 <|end_header_id|>\n\nWhat is RAG?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n…<|eot_id|><|start_header_id|>\
                 user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n";
    assert!(native(LLAMA, &json!({ "prompt": llama }))["generation"].as_str().unwrap().contains("trained"));
    let mistral = "<s>[INST] What is RAG? [/INST] …</s>[INST] Why? [/INST]";
    let answer = native(MISTRAL_7B, &json!({ "prompt": mistral }));
    assert!(answer["outputs"][0]["text"].as_str().unwrap().contains("trained"));
    let answer = native(
        COMMAND_R,
        &json!({
            "message": "Why?",
            "chat_history": [{ "role": "USER", "message": "What is RAG?" }, { "role": "CHATBOT", "message": "…" }],
        }),
    );
    assert!(answer["text"].as_str().unwrap().contains("trained"));
}

#[test]
fn bodies_that_do_not_fit_are_refused_in_the_family_s_words() {
    let malformed = |what: &str| format!("Malformed input request: {what}, please reformat your input and try again.");
    let exactly = str::to_owned;
    for (model, body, expected) in [
        (LLAMA, json!({}), malformed("#: required key [prompt] not found")),
        (
            LLAMA,
            json!({ "prompt": "hi", "max_tokens": 5 }),
            malformed("#: extraneous key [max_tokens] is not permitted"),
        ),
        (
            LLAMA,
            json!({ "prompt": "hi", "max_gen_len": 4_000 }),
            malformed("#/max_gen_len: 4000 is not less or equal to 2048"),
        ),
        (LLAMA, json!({ "prompt": "hi", "temperature": 2 }), malformed("#/temperature: 2 is not less or equal to 1")),
        (LLAMA, json!({ "prompt": 1 }), malformed("#/prompt: expected type: String, found: Integer")),
        (LLAMA, json!({ "prompt": " " }), malformed("#/prompt: expected minLength: 1, actual: 0")),
        (LLAMA, user("hi"), malformed("2 schema violations found")),
        (
            MISTRAL_7B,
            json!({ "prompt": "hi", "stop": "x" }),
            malformed("#/stop: expected type: JSONArray, found: String"),
        ),
        (
            MISTRAL_7B,
            json!({ "prompt": "hi", "max_tokens": 5_000 }),
            exactly(
                "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is \
             lower than 4096.",
            ),
        ),
        (
            R1,
            json!({ "prompt": "hi", "stop": ["a","b","c","d","e","f","g","h","i","j","k"] }),
            malformed("#/stop: expected maximum item count: 10, found: 11"),
        ),
        (TITAN, json!({ "prompt": "hi" }), malformed("2 schema violations found")),
        (
            TITAN,
            json!({ "inputText": "hi", "textGenerationConfig": { "maxTokens": 5 } }),
            malformed("#/textGenerationConfig: extraneous key [maxTokens] is not permitted"),
        ),
        (COMMAND_R, json!({ "prompt": "hi" }), malformed("2 schema violations found")),
        (COMMAND_R, json!({ "message": "hi", "p": 1.0 }), malformed("#/p: 1.0 is not less or equal to 0.99")),
        (
            COMMAND_R,
            json!({ "message": "hi", "chat_history": [{ "role": "user", "message": "x" }] }),
            malformed("#/chat_history/0/role: user is not a valid enum value"),
        ),
        (COMMAND_R, json!({ "message": "" }), malformed("#/message: expected minLength: 1, actual: 0")),
        (MISTRAL_LARGE, json!({ "prompt": "hi" }), malformed("2 schema violations found")),
        (
            MISTRAL_LARGE,
            json!({ "messages": [{ "content": "hi" }] }),
            malformed("#/messages/0: required key [role] not found"),
        ),
        (JAMBA, chat("hi", &json!({ "temperature": 3 })), malformed("#/temperature: 3 is not less or equal to 2")),
        (JAMBA, chat("hi", &json!({ "top_k": 3 })), malformed("#: extraneous key [top_k] is not permitted")),
        (
            PALMYRA,
            chat("hi", &json!({ "max_tokens": 9_000 })),
            malformed("#/max_tokens: 9000 is not less or equal to 8192"),
        ),
        (
            QWEN,
            json!({ "messages": [{ "role": "user" }] }),
            malformed("#/messages/0: required key [content] not found"),
        ),
        (QWEN, json!({ "messages": [] }), malformed("#/messages: expected at least one user message")),
        (
            GPT_OSS,
            chat("hi", &json!({ "model": "openai.gpt-oss-120b-1:0" })),
            exactly(
                "The model in the request body, openai.gpt-oss-120b-1:0, is not the model in the URL, openai.gpt-oss-20b-1:0.",
            ),
        ),
        (
            GPT,
            chat("hi", &json!({ "max_tokens": 9 })),
            exactly(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            ),
        ),
        (
            GPT,
            chat("hi", &json!({ "temperature": 0.5 })),
            exactly("Unsupported parameter: 'temperature' is not supported with this model."),
        ),
        (QWEN, chat(&"word ".repeat(40_000), &json!({})), exactly("Input is too long for requested model.")),
    ] {
        for operation in [Operation::InvokeModel, Operation::InvokeModelWithResponseStream] {
            let reply = ask(operation, model, &body);
            assert_eq!((reply.status, text_of(&reply, "/message")), (400, expected.clone()), "{model}");
        }
    }
}

#[test]
fn the_body_agrees_with_the_operation() {
    for (operation, stream, fits) in [
        (Operation::InvokeModel, false, true),
        (Operation::InvokeModel, true, false),
        (Operation::InvokeModelWithResponseStream, true, true),
        (Operation::InvokeModelWithResponseStream, false, false),
    ] {
        let reply =
            ask(operation, GPT_OSS, &chat("hi", &json!({ "stream": stream, "model": "openai.gpt-oss-20b-1:0" })));
        assert_eq!(reply.status == 200, fits, "{stream}: {}", text_of(&reply, "/message"));
    }
    let reply = ask(Operation::InvokeModelWithResponseStream, LLAMA_4, &llama("hi", &json!({})));
    assert_eq!(reply.status, 200);
    assert!(native(LLAMA_4, &llama(QUESTION, &json!({})))["generation"].as_str().unwrap().contains("passages"));
}

#[test]
fn additional_fields_are_checked_as_the_family_checks_its_body() {
    let returned = "The model returned the following errors: Malformed input request: ";
    for (model, fields, expected) in [
        (LLAMA, json!({ "top_k": 5 }), "#: extraneous key [top_k] is not permitted"),
        (COMMAND_R, json!({ "k": 900 }), "#/k: 900 is not less or equal to 500"),
        (COMMAND_R, json!({ "k": 5 }), ""),
        (GPT_OSS, json!({ "reasoning_effort": "huge" }), "#/reasoning_effort: huge is not a valid enum value"),
        (GPT_OSS, json!({ "reasoning_effort": "low" }), ""),
        (MISTRAL_7B, json!({ "top_k": 5 }), ""),
    ] {
        let reply =
            ask(Operation::Converse, model, &merged(user("hi"), &json!({ "additionalModelRequestFields": fields })));
        let found = text_of(&reply, "/message");
        if expected.is_empty() {
            assert_eq!(reply.status, 200, "{model}: {found}");
        } else {
            assert!(found.starts_with(&format!("{returned}{expected}")), "{model}: {found}");
        }
    }
}

#[test]
fn structured_answers_fit_the_schema_that_response_format_gives() {
    let schema = json!({ "type": "object", "properties": { "topic": { "type": "string" } }, "required": ["topic"] });
    let format = json!({ "type": "json_schema", "json_schema": { "name": "t", "schema": schema } });
    let answer = native(QWEN, &chat("What are tokens?", &json!({ "response_format": format })));
    let text = answer.pointer(CHAT_TEXT).unwrap().as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(text).unwrap(), json!({ "topic": "Tokens" }));
}
