//! What the simulator says of bodies that the service refuses, rule by rule.

use crate::client::{NOW, ask, reply, request, sign, text_of, user};
use outcrop::aws::http::header;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::example_credentials;
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const HAIKU_3: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const HAIKU_4_5: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const OPUS_5: &str = "us.anthropic.claude-opus-5";

/// Asserts that the request is refused with this text; an empty text means that it is answered.
fn check(operation: Operation, model: &str, body: &Value, expected: &str) {
    let reply = ask(operation, model, body);
    let found = text_of(&reply, "/message");
    if expected.is_empty() {
        assert_eq!(reply.status, 200, "{model} {body}: {found}");
        return;
    }
    assert_eq!(found, expected, "{model} {body}");
    assert_eq!(reply.status, 400, "{body}");
    assert_eq!(
        header(&reply.headers, "x-amzn-errortype"),
        Some("ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/")
    );
}

/// The document with some members changed; `null` removes one.
fn with(mut base: Value, changes: &Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            base.as_object_mut().unwrap().shift_remove(key);
        } else {
            base[key] = value.clone();
        }
    }
    base
}

#[test]
fn converse_conversations_and_parameters() {
    let turn = |role: &str, text: &str| json!({ "role": role, "content": [{ "text": text }] });
    let set = |config: Value| with(user("What are tokens?"), &json!({ "inferenceConfig": config }));
    let returned = "The model returned the following errors: ";
    for (model, body, expected) in [
        (NOVA, user("hi"), String::new()),
        (
            NOVA,
            json!({ "messages": [turn("assistant", "hi")] }),
            "A conversation must start with a user message. Try again with a conversation that starts with a user message."
                .to_owned(),
        ),
        (NOVA, json!({ "messages": [turn("user", "Give me JSON about tokens"), turn("assistant", "{")] }), String::new()),
        (
            OPUS_5,
            json!({ "messages": [turn("user", "hi"), turn("assistant", "{")] }),
            format!(
                "{returned}This model does not support assistant message prefill. The conversation must end with a user \
                 message."
            ),
        ),
        (
            NOVA,
            user(" \n"),
            "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and \
             try again."
                .to_owned(),
        ),
        (
            NOVA,
            set(json!({ "maxTokens": 20_000 })),
            "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that \
             is lower than 10000."
                .to_owned(),
        ),
        (HAIKU_4_5, set(json!({ "temperature": 0.1 })), String::new()),
        (HAIKU_4_5, set(json!({ "topP": 0.1 })), String::new()),
        (
            HAIKU_4_5,
            set(json!({ "temperature": 0.1, "topP": 0.1 })),
            format!(
                "{returned}`temperature` and `top_p` cannot both be specified for this model. Please use only one."
            ),
        ),
        (HAIKU_3, set(json!({ "temperature": 0.1, "topP": 0.1 })), String::new()),
        (OPUS_5, user("hi"), String::new()),
        (
            OPUS_5,
            set(json!({ "temperature": 0.0 })),
            format!("{returned}`temperature` is not supported for this model."),
        ),
        (
            HAIKU_3,
            with(user("hi"), &json!({ "additionalModelRequestFields": { "topK": 5 } })),
            format!("{returned}topK: Extra inputs are not permitted"),
        ),
        (HAIKU_3, with(user("hi"), &json!({ "additionalModelRequestFields": { "top_k": 5 } })), String::new()),
        (
            NOVA,
            with(user("hi"), &json!({ "additionalModelRequestFields": { "top_k": 5 } })),
            format!(
                "{returned}Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input \
                 and try again."
            ),
        ),
        (
            NOVA,
            with(user("hi"), &json!({ "additionalModelRequestFields": { "inferenceConfig": { "topK": 5 } } })),
            String::new(),
        ),
        (
            HAIKU_3,
            set(json!({ "stopSequences": [" "] })),
            format!("{returned}stop_sequences: each stop sequence must contain non-whitespace"),
        ),
        (
            "amazon.nova-micro-v1:0",
            json!({ "messages": [{ "role": "user", "content": [
                { "text": "hi" }, { "image": { "format": "png", "source": { "bytes": "AA==" } } }
            ] }] }),
            "This model doesn't support the image content block that you provided. Remove it and try again.".to_owned(),
        ),
        (
            "amazon.titan-text-express-v1",
            with(user("hi"), &json!({ "system": [{ "text": "Be brief" }] })),
            "This model doesn't support system messages. Try again without a system message or use a model that supports \
             system messages."
                .to_owned(),
        ),
        (NOVA, user(&"word ".repeat(310_000)), "Input is too long for requested model.".to_owned()),
    ] {
        check(Operation::Converse, model, &body, &expected);
        check(Operation::ConverseStream, model, &body, &expected);
    }
}

#[test]
fn claude_bodies() {
    let base = || {
        json!({
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 100,
            "messages": [{ "role": "user", "content": "What are tokens?" }],
        })
    };
    let blocks = |content: Value| json!({ "messages": [{ "role": "user", "content": content }] });
    for (model, changes, expected) in [
        (HAIKU_3, json!({}), ""),
        (HAIKU_3, json!({ "anthropic_version": null }), "anthropic_version: Field required"),
        (HAIKU_3, json!({ "anthropic_version": "2023-06-01" }), "Invalid API version: 2023-06-01"),
        (HAIKU_3, json!({ "max_tokens": null }), "max_tokens: Field required"),
        (HAIKU_3, json!({ "max_tokens": "5" }), "max_tokens: Input should be a valid integer"),
        (HAIKU_3, json!({ "max_tokens": 0 }), "max_tokens: Input should be greater than or equal to 1"),
        (
            HAIKU_3,
            json!({ "max_tokens": 5_000 }),
            "max_tokens: 5000 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku-20240307",
        ),
        (HAIKU_3, json!({ "messages": null }), "messages: Field required"),
        (HAIKU_3, json!({ "messages": "hi" }), "messages: Input should be a valid list"),
        (HAIKU_3, json!({ "messages": [] }), "messages: at least one message is required"),
        (
            HAIKU_3,
            json!({ "messages": [{ "role": "assistant", "content": "hi" }] }),
            "messages: first message must use the \"user\" role",
        ),
        (
            HAIKU_3,
            json!({ "messages": [{ "role": "system", "content": "x" }] }),
            "messages.0.role: Input should be 'user' or 'assistant'",
        ),
        (HAIKU_3, json!({ "messages": [{ "content": "x" }] }), "messages.0.role: Field required"),
        (HAIKU_3, json!({ "messages": [{ "role": "user" }] }), "messages.0.content: Field required"),
        (
            HAIKU_3,
            json!({ "messages": [{ "role": "user", "content": "x", "name": "y" }] }),
            "messages.0.name: Extra inputs are not permitted",
        ),
        (
            HAIKU_3,
            blocks(json!("")),
            "messages.0: all messages must have non-empty content except for the optional final assistant message",
        ),
        (HAIKU_3, blocks(json!([{ "text": "x" }])), "messages.0.content.0.type: Field required"),
        (HAIKU_3, blocks(json!([{ "type": "text" }])), "messages.0.content.0.text.text: Field required"),
        (HAIKU_3, blocks(json!([{ "type": "text", "text": "" }])), "messages: text content blocks must be non-empty"),
        (
            HAIKU_3,
            blocks(json!([{ "type": "picture" }])),
            "messages.0.content.0: Input tag 'picture' found using 'type' does not match any of the expected tags: \
             'document', 'image', 'redacted_thinking', 'search_result', 'text', 'thinking', 'tool_result', 'tool_use'",
        ),
        (HAIKU_3, json!({ "model": "claude-3-haiku" }), "model: Extra inputs are not permitted"),
        (HAIKU_3, json!({ "stream": true }), "stream: Extra inputs are not permitted"),
        (HAIKU_3, json!({ "inferenceConfig": {} }), "inferenceConfig: Extra inputs are not permitted"),
        (HAIKU_3, json!({ "temperature": 1.5 }), "temperature: range: 0..1"),
        (HAIKU_3, json!({ "temperature": "warm" }), "temperature: Input should be a valid number"),
        (HAIKU_3, json!({ "top_p": -0.1 }), "top_p: range: 0..1"),
        (HAIKU_3, json!({ "top_k": -1 }), "top_k: Input should be greater than or equal to 0"),
        (HAIKU_3, json!({ "temperature": 0.2, "top_p": 0.2 }), ""),
        (
            HAIKU_4_5,
            json!({ "temperature": 0.2, "top_p": 0.2 }),
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        ),
        (OPUS_5, json!({ "top_p": 0.2 }), "`top_p` is not supported for this model."),
        (HAIKU_3, json!({ "stop_sequences": "x" }), "stop_sequences: Input should be a valid list"),
        (HAIKU_3, json!({ "stop_sequences": [1] }), "stop_sequences.0: Input should be a valid string"),
        (HAIKU_3, json!({ "system": "Be brief" }), ""),
        (HAIKU_3, json!({ "system": [{ "type": "text", "text": "Be brief" }] }), ""),
        (HAIKU_3, json!({ "system": 1 }), "system: Input should be a valid string or a list of text blocks"),
        (
            HAIKU_3,
            json!({ "messages": [{ "role": "user", "content": "x" }, { "role": "assistant", "content": "a " }] }),
            "messages: final assistant content cannot end with trailing whitespace",
        ),
    ] {
        let body = with(base(), &changes);
        check(Operation::InvokeModel, model, &body, expected);
        check(Operation::InvokeModelWithResponseStream, model, &body, expected);
    }
}

#[test]
fn nova_bodies() {
    let malformed = |what: &str| format!("Malformed input request: {what}, please reformat your input and try again.");
    let set = |config: Value| with(user("What are tokens?"), &json!({ "inferenceConfig": config }));
    for (body, expected) in [
        (user("What are tokens?"), String::new()),
        (with(user("hi"), &json!({ "schemaVersion": "messages-v1", "system": [{ "text": "Be brief" }] })), String::new()),
        (json!({}), malformed("#: required key [messages] not found")),
        (json!([]), malformed("#: expected type: JSONObject, found: JSONArray")),
        (with(user("hi"), &json!({ "anthropic_version": "x" })), malformed("#: extraneous key [anthropic_version] is not permitted")),
        (json!({ "inputText": "hi" }), malformed("2 schema violations found")),
        (set(json!({ "max_tokens": 5 })), malformed("#/inferenceConfig: extraneous key [max_tokens] is not permitted")),
        (set(json!({ "maxTokens": 0 })), malformed("#/inferenceConfig/maxTokens: 0 is not greater or equal to 1")),
        (set(json!({ "maxTokens": "5" })), malformed("#/inferenceConfig/maxTokens: expected type: Integer, found: String")),
        (set(json!({ "temperature": 1.5 })), malformed("#/inferenceConfig/temperature: 1.5 is not less or equal to 1")),
        (set(json!({ "topP": true })), malformed("#/inferenceConfig/topP: expected type: Number, found: Boolean")),
        (set(json!({ "topK": 20, "temperature": 0.5, "topP": 0.5, "stopSequences": ["x"] })), String::new()),
        (
            json!({ "messages": [{ "role": "bot", "content": [{ "text": "x" }] }] }),
            malformed("#/messages/0/role: bot is not a valid enum value"),
        ),
        (
            json!({ "messages": [{ "role": "user", "content": "x" }] }),
            malformed("#/messages/0/content: expected type: JSONArray, found: String"),
        ),
        (
            json!({ "messages": [] }),
            "A conversation must start with a user message. Try again with a conversation that starts with a user message."
                .to_owned(),
        ),
        (
            set(json!({ "maxTokens": 20_000 })),
            "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that \
             is lower than 10000."
                .to_owned(),
        ),
    ] {
        check(Operation::InvokeModel, NOVA, &body, &expected);
        check(Operation::InvokeModelWithResponseStream, NOVA, &body, &expected);
    }
}

#[test]
fn pegasus_reads_a_video_and_a_prompt() {
    let pegasus = "us.twelvelabs.pegasus-1-2-v1:0";
    let video = json!({ "base64String": "AAAAGGZ0eXBtcDQy" });
    let body =
        json!({ "inputPrompt": "What are tokens?", "mediaSource": video, "temperature": 0.2, "maxOutputTokens": 500 });
    let reply = ask(Operation::InvokeModel, pegasus, &body);
    assert_eq!(reply.status, 200, "{}", text_of(&reply, "/message"));
    assert_eq!(text_of(&reply, "/finishReason"), "stop");
    assert!(text_of(&reply, "/message").contains("video"), "{}", text_of(&reply, "/message"));
    assert_eq!(ask(Operation::InvokeModelWithResponseStream, pegasus, &body).status, 200);
    for (body, expected) in [
        (json!({ "mediaSource": video }), "required key [inputPrompt] not found"),
        (json!({ "inputPrompt": "a" }), "required key [mediaSource] not found"),
        (json!({ "inputPrompt": "a", "mediaSource": {} }), "exactly one of [base64String, s3Location]"),
        (json!({ "inputPrompt": "a", "mediaSource": { "base64String": "?" } }), "the value is not base64"),
        (
            json!({ "inputPrompt": "a", "mediaSource": video, "maxOutputTokens": 4097 }),
            "4097 is not less or equal to 4096",
        ),
        (json!({ "inputPrompt": "a", "mediaSource": video, "temperature": 2 }), "2 is not less or equal to 1"),
    ] {
        let reply = ask(Operation::InvokeModel, pegasus, &body);
        let message = text_of(&reply, "/message");
        assert!(reply.status == 400 && message.contains(expected), "{expected:?} is not in {message:?}");
    }
}

#[test]
fn a_body_that_is_no_json_says_where() {
    for (operation, code, start) in [
        (Operation::Converse, "SerializationException", "The request body is not valid JSON: "),
        (
            Operation::InvokeModel,
            "ValidationException",
            "Malformed input request: The request body is not valid JSON: ",
        ),
    ] {
        let mut unsigned = request(operation, NOVA, "us-east-1", &json!({}));
        unsigned.body = b"{\"messages\": [".to_vec().into();
        let reply = reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW));
        assert_eq!(reply.status, 400);
        assert!(header(&reply.headers, "x-amzn-errortype").unwrap().starts_with(code));
        let message = text_of(&reply, "/message");
        assert!(message.starts_with(start) && message.contains("line 1 column"), "{message}");
    }
}

#[test]
fn inputs_that_break_the_service_model_are_refused_in_its_words() {
    let set = |config: Value| with(user("hi"), &json!({ "inferenceConfig": config }));
    for (body, code, expected) in [
        (
            set(json!({ "temperature": 1.5 })),
            "ValidationException",
            "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member \
             must have value less than or equal to 1",
        ),
        (
            set(json!({ "maxTokens": 0, "topP": 2 })),
            "ValidationException",
            "2 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must \
             have value greater than or equal to 1; Value '2.0' at 'inferenceConfig.topP' failed to satisfy constraint: Member \
             must have value less than or equal to 1",
        ),
        (
            json!({ "messages": [{ "content": [{ "text": "hi" }] }] }),
            "ValidationException",
            "1 validation error detected: Value null at 'messages.1.member.role' failed to satisfy constraint: Member must \
             not be null",
        ),
        (json!({ "messages": "hi" }), "SerializationException", ""),
        (set(json!({ "maxTokens": "many" })), "SerializationException", ""),
    ] {
        let reply = ask(Operation::Converse, NOVA, &body);
        let message = text_of(&reply, "/message");
        assert!(header(&reply.headers, "x-amzn-errortype").unwrap().starts_with(code), "{message}");
        assert!(message.starts_with(expected) && !message.is_empty() && reply.status == 400, "{message}");
    }
    let mut unsigned = request(Operation::InvokeModel, NOVA, "us-east-1", &user("hi"));
    unsigned.headers.push(outcrop::aws::http::Header::new("x-amzn-bedrock-trace", "loud"));
    let reply = reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW));
    let message = text_of(&reply, "/message");
    assert!(message.contains("'trace' failed to satisfy constraint"), "{message}");
}
