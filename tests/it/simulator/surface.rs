//! The rest of Converse's surface: attachments, reasoning, caching, structured output and citations; with the same in
//! Claude's and Nova's own bodies where they have it.

use crate::client::bodies::{chunks_of, claude, converse, native, with};
use crate::client::{NOW, ask, events_of, json_of, reply, request, sign, text_of, user};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::http::header;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::example_credentials;
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const NOVA_2: &str = "us.amazon.nova-2-lite-v1:0";
const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";
const HAIKU: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const QWEN: &str = "qwen.qwen3-32b-v1:0";

#[test]
fn attachments_are_named_and_never_seen() {
    let text = |model: &str, blocks: &[Value]| {
        let mut content = vec![json!({ "text": "What are tokens?" })];
        content.extend_from_slice(blocks);
        let answer = converse(model, &json!({ "messages": [{ "role": "user", "content": content }] }));
        answer["output"]["message"]["content"][0]["text"].as_str().unwrap().to_owned()
    };
    let bytes = json!({ "bytes": STANDARD.encode(vec![0_u8; 12_345]) });
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 12_337]].concat();
    let image = json!({ "image": { "format": "png", "source": { "bytes": STANDARD.encode(png) } } });
    let pdf = json!({ "document": { "format": "pdf", "name": "plan", "source": bytes } });
    let video =
        json!({ "video": { "format": "mp4", "source": { "s3Location": { "uri": "s3://my-bucket/clip.mp4" } } } });
    assert!(
        text(NOVA, std::slice::from_ref(&image))
            .starts_with("This simulator cannot look at the image (PNG, 12 KB) that you sent. ")
    );
    assert!(text(NOVA, &[image, pdf, video]).starts_with(
        "This simulator cannot look at what you sent: image (PNG, 12 KB), document “plan” (PDF, 12 KB), video (MP4, \
         s3://my-bucket/clip.mp4). "
    ));
    let audio = json!({ "audio": { "format": "wav", "source": bytes } });
    assert!(text("mistral.voxtral-mini-3b-2507", &[audio]).contains("sound (WAV, 12 KB)"));
    let image = json!({ "type": "image", "source": { "type": "base64", "media_type": "image/jpeg", "data": "/9j/" } });
    let content = json!([{ "type": "text", "text": "What are tokens?" }, image]);
    let answer = native(CLAUDE, &claude(&json!({ "messages": [{ "role": "user", "content": content }] })));
    assert!(answer["content"][0]["text"].as_str().unwrap().contains("the image (JPEG, 3 bytes) that you sent"));
    let content = json!([{ "type": "text", "text": "What are tokens?" }, { "type": "image_url", "image_url": { "url": "data:image/png;base64,AAAA" } }]);
    let answer = native(
        "mistral.pixtral-large-2502-v1:0".replace("mistral.", "us.mistral.").as_str(),
        &json!({ "messages": [{ "role": "user", "content": content }] }),
    );
    assert!(answer["choices"][0]["message"]["content"].as_str().unwrap().contains("the image (PNG, 3 bytes)"));
}

#[test]
fn the_hosts_of_other_clients_have_none_of_the_runtimes_operations() {
    for (host, status) in [("bedrock-runtime", 200), ("bedrock", 404), ("bedrock-agent-runtime", 404), ("127", 200)] {
        let mut unsigned = request(Operation::Converse, NOVA, "us-east-1", &user("Hi"));
        unsigned.url.authority = unsigned.url.authority.replace("bedrock-runtime", host);
        let answered = reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW));
        assert_eq!(answered.status, status, "{host}");
    }
}

#[test]
fn attachments_are_checked() {
    let bytes = json!({ "bytes": "AAAA" });
    let document = |name: &str| json!({ "document": { "format": "pdf", "name": name, "source": bytes } });
    let image = json!({ "image": { "format": "png", "source": bytes } });
    let message = |role: &str, blocks: &[Value]| json!({ "role": role, "content": blocks });
    let hi = json!({ "text": "hi" });
    for (messages, expected) in [
        (json!([message("user", &[document("a")])]), "A text block must be included when using documents."),
        (json!([message("user", &[hi.clone(), document("a.pdf")])]), "The document file name can only contain"),
        (json!([message("user", &[hi.clone(), document("a  b")])]), "The document file name can only contain"),
        (json!([message("user", &[hi.clone(), document("a (1) [b]-c")])]), ""),
        (json!([message("user", &[hi.clone(), document("a"), document("a")])]), "must be unique in a message"),
        (
            json!([message(
                "user",
                &[hi.clone(), document("a"), document("b"), document("c"), document("d"), document("e"), document("f")]
            )]),
            "has 6 documents. Up to 5 documents",
        ),
        (json!([message("user", &vec![image.clone(); 21])]), "has 21 images. Up to 20 images"),
        (
            json!([message("user", std::slice::from_ref(&hi)), message("assistant", &[image]), message("user", &[hi])]),
            "is in an assistant message",
        ),
    ] {
        let reply = ask(Operation::Converse, NOVA, &json!({ "messages": messages }));
        let found = text_of(&reply, "/message");
        assert!(found.contains(expected) && (reply.status == 200) == expected.is_empty(), "{messages}: {found}");
    }
}

#[test]
fn reasoning_comes_when_it_is_asked_for() {
    let thinking = json!({ "thinking": { "type": "enabled", "budget_tokens": 1_024 } });
    for (model, fields) in [
        (HAIKU, thinking.clone()),
        ("us.anthropic.claude-opus-5", json!({ "thinking": { "type": "adaptive" } })),
        (NOVA_2, json!({ "reasoningConfig": { "type": "enabled", "maxReasoningEffort": "low" } })),
    ] {
        let body = with(user("What are tokens?"), &json!({ "additionalModelRequestFields": fields }));
        let content = &converse(model, &body)["output"]["message"]["content"];
        let reasoning = &content[0]["reasoningContent"]["reasoningText"];
        assert!(reasoning["text"].as_str().unwrap().starts_with("The user asks: \"What are tokens?\""), "{content}");
        assert!(reasoning["signature"].as_str().unwrap().len() > 40);
        assert!(content[1]["text"].as_str().unwrap().contains("okens"));
        let events = events_of(&ask(Operation::ConverseStream, model, &body));
        let text: String =
            events.iter().filter_map(|(_, p)| p.pointer("/delta/reasoningContent/text")?.as_str()).collect();
        assert_eq!(text, reasoning["text"]);
        let signature = events.iter().find_map(|(_, p)| p.pointer("/delta/reasoningContent/signature"));
        assert_eq!(signature, Some(&reasoning["signature"]));
        assert!(converse(model, &user("hi"))["output"]["message"]["content"][0].get("text").is_some());
    }
    let body = claude(&thinking);
    let answer = native(HAIKU, &body);
    assert_eq!((&answer["content"][0]["type"], &answer["content"][1]["type"]), (&json!("thinking"), &json!("text")));
    let chunks = chunks_of(&ask(Operation::InvokeModelWithResponseStream, HAIKU, &body));
    let text: String = chunks.iter().filter_map(|c| c["delta"]["thinking"].as_str()).collect();
    assert_eq!(text, answer["content"][0]["thinking"]);
    assert!(chunks.iter().any(|c| c["delta"]["signature"] == answer["content"][0]["signature"]));
    // The reasoning goes back in the next request.
    let messages = json!([
        { "role": "user", "content": "What are tokens?" },
        { "role": "assistant", "content": answer["content"] },
        { "role": "user", "content": "Why?" },
    ]);
    native(HAIKU, &claude(&with(thinking, &json!({ "messages": messages }))));
}

#[test]
fn thinking_has_its_rules() {
    let enabled = |budget: Value| json!({ "type": "enabled", "budget_tokens": budget });
    for (changes, expected) in [
        (
            json!({ "thinking": enabled(json!(1_023)) }),
            "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        ),
        (json!({ "thinking": { "type": "enabled" } }), "thinking.enabled.budget_tokens: Field required"),
        (json!({ "thinking": enabled(json!(3_000)) }), "`max_tokens` must be greater than `thinking.budget_tokens`."),
        (
            json!({ "thinking": enabled(json!(2_000)), "temperature": 0.5 }),
            "`temperature` may only be set to 1 when thinking is enabled.",
        ),
        (
            json!({ "thinking": { "type": "on" } }),
            "thinking: Input tag 'on' found using 'type' does not match any of the expected \
            tags: 'adaptive', 'disabled', 'enabled'",
        ),
        (
            json!({ "thinking": enabled(json!(2_000)), "tool_choice": { "type": "any" },
            "tools": [{ "name": "a", "input_schema": { "type": "object" } }] }),
            "Thinking may not be enabled when tool_choice forces tool use.",
        ),
        (json!({ "thinking": { "type": "disabled" } }), ""),
    ] {
        assert_eq!(text_of(&ask(Operation::InvokeModel, HAIKU, &claude(&changes)), "/message"), expected);
    }
    let body = with(
        user("hi"),
        &json!({
            "inferenceConfig": { "maxTokens": 1_500 },
            "additionalModelRequestFields": { "thinking": { "type": "enabled", "budget_tokens": 2_000 } },
        }),
    );
    assert_eq!(
        text_of(&ask(Operation::Converse, HAIKU, &body), "/message"),
        "The model returned the following errors: `max_tokens` must be greater than `thinking.budget_tokens`."
    );
}

#[test]
fn cache_points_write_first_and_read_then() {
    let system = json!([{ "text": "word ".repeat(100) }, { "cachePoint": { "type": "default", "ttl": "1h" } }]);
    let first = json!({ "system": system, "messages": user("What are tokens?")["messages"] });
    for model in [NOVA, CLAUDE] {
        let usage = converse(model, &first)["usage"].clone();
        let count = |usage: &Value, key: &str| usage[key].as_u64().unwrap();
        assert_eq!(count(&usage, "cacheReadInputTokens"), 0);
        assert!(count(&usage, "cacheWriteInputTokens") >= 100, "{usage}");
        assert_eq!(usage["cacheDetails"], json!([{ "ttl": "1h", "inputTokens": usage["cacheWriteInputTokens"] }]));
        let total =
            count(&usage, "inputTokens") + count(&usage, "outputTokens") + count(&usage, "cacheWriteInputTokens");
        assert_eq!(count(&usage, "totalTokens"), total);
        let messages = json!([
            first["messages"][0],
            { "role": "assistant", "content": [{ "text": "…" }] },
            { "role": "user", "content": [{ "text": "Why?" }] },
        ]);
        let next = converse(model, &json!({ "system": system, "messages": messages }))["usage"].clone();
        assert_eq!(next["cacheReadInputTokens"], usage["cacheWriteInputTokens"]);
        assert_eq!(count(&next, "cacheWriteInputTokens"), 0);
    }
    assert!(converse(QWEN, &user("hi"))["usage"].get("cacheReadInputTokens").is_none());
    let reply = ask(Operation::Converse, QWEN, &first);
    assert_eq!(reply.status, 403);
    assert!(text_of(&reply, "/message").contains("did not allow prompt caching"));
    let system = json!([{ "type": "text", "text": "word ".repeat(100), "cache_control": { "type": "ephemeral" } }]);
    let reply = ask(Operation::InvokeModel, CLAUDE, &claude(&json!({ "system": system })));
    let usage = &json_of(&reply)["usage"];
    assert!(usage["cache_creation_input_tokens"].as_u64().unwrap() >= 100, "{usage}");
    assert_eq!(usage["cache_creation"]["ephemeral_5m_input_tokens"], usage["cache_creation_input_tokens"]);
    assert_eq!(
        header(&reply.headers, "x-amzn-bedrock-cache-write-input-token-count"),
        Some(usage["cache_creation_input_tokens"].to_string().as_str())
    );
}

#[test]
fn structured_output_fits_its_schema() {
    let schema = json!({ "type": "object", "additionalProperties": false, "required": ["topic", "points", "sure"], "properties": {
        "topic": { "type": "string" },
        "points": { "type": "array", "items": { "type": "string" } },
        "sure": { "type": "boolean" },
        "kind": { "type": "string", "enum": ["idea", "thing"] },
    } });
    let config = |schema: &str| {
        json!({ "outputConfig": { "textFormat": {
        "type": "json_schema", "structure": { "jsonSchema": { "name": "t", "schema": schema } }
    } } })
    };
    let answer = converse(HAIKU, &with(user("What are tokens?"), &config(&schema.to_string())));
    let text = answer["output"]["message"]["content"][0]["text"].as_str().unwrap();
    let found: Value = serde_json::from_str(text).unwrap();
    assert_eq!((&found["topic"], &found["sure"], &found["kind"]), (&json!("Tokens"), &json!(false), &json!("idea")));
    assert!(found["points"].as_array().unwrap().len() > 1);
    for (schema, expected) in [("{", "is not valid JSON"), ("[]", "is not a JSON schema")] {
        let reply = ask(Operation::Converse, HAIKU, &with(user("hi"), &config(schema)));
        assert!(text_of(&reply, "/message").contains(expected), "{}", text_of(&reply, "/message"));
    }
    let answer =
        native(HAIKU, &claude(&json!({ "output_config": { "format": { "type": "json_schema", "schema": schema } } })));
    assert!(serde_json::from_str::<Value>(answer["content"][0]["text"].as_str().unwrap()).unwrap().is_object());
}

#[test]
fn sources_are_quoted_and_cited() {
    let document = json!({ "document": { "name": "rocks", "format": "txt", "citations": { "enabled": true },
        "source": { "text": "Basalt is dark. Granite contains quartz." } } });
    let result = json!({ "searchResult": { "title": "Sea", "source": "https://example.com/sea", "citations": { "enabled": true },
        "content": [{ "text": "Sea water contains salt." }] } });
    let ask_about = |question: &str| {
        let body = json!({ "messages": [{ "role": "user", "content": [{ "text": question }, document, result] }] });
        (converse(HAIKU, &body)["output"]["message"]["content"][0]["citationsContent"].clone(), body)
    };
    let (cited, body) = ask_about("What does granite contain?");
    assert_eq!(cited["content"], json!([{ "text": "Granite contains quartz." }]));
    assert_eq!(
        cited["citations"][0]["location"],
        json!({ "documentChar": { "documentIndex": 0, "start": 16, "end": 40 } })
    );
    let events = events_of(&ask(Operation::ConverseStream, HAIKU, &body));
    let citation = events.iter().find_map(|(_, p)| p.pointer("/delta/citation"));
    assert_eq!(citation, Some(&cited["citations"][0]));
    let (cited, _) = ask_about("What does sea water contain?");
    assert_eq!(cited["citations"][0]["source"], "https://example.com/sea");
    assert_eq!(cited["citations"][0]["location"]["searchResultLocation"]["searchResultIndex"], 0);
    let content = json!([
        { "type": "document", "title": "rocks", "citations": { "enabled": true },
          "source": { "type": "text", "media_type": "text/plain", "data": "Basalt is dark. Granite contains quartz." } },
        { "type": "text", "text": "What does granite contain?" },
    ]);
    let answer = native(HAIKU, &claude(&json!({ "messages": [{ "role": "user", "content": content }] })));
    assert_eq!(answer["content"][0]["citations"][0]["cited_text"], "Granite contains quartz.");
    let body = json!({ "message": "What does granite contain?", "documents": [{ "title": "r", "snippet": "Granite contains quartz." }] });
    assert_eq!(native("cohere.command-r-v1:0", &body)["citations"][0]["document_ids"], json!(["doc_0"]));
}
