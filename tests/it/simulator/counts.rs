//! What files cost in tokens, and that a long text is answered like a short one.

use crate::client::bodies::{claude, converse, native};
use crate::client::tools::user;
use crate::client::{NOW, ask, json_of, reply, request, sign, text_of};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::example_credentials;
use serde_json::{Value, json};

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA: &str = "amazon.nova-lite-v1:0";

/// Bytes that no compression makes shorter.
fn noise(count: usize) -> String {
    STANDARD.encode(bytes(count))
}

/// A PNG file of 1,024 × 1,024 pixels by its first bytes.
fn picture(count: usize) -> String {
    let head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x04\0";
    STANDARD.encode([head.as_slice(), &bytes(count)].concat())
}

fn bytes(count: usize) -> Vec<u8> {
    let mut state = 7_u64;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        })
        .collect()
}

fn input_tokens(model: &str, content: &Value) -> u64 {
    let body = json!({ "messages": [{ "role": "user", "content": content }] });
    converse(model, &body)["usage"]["inputTokens"].as_u64().unwrap()
}

#[test]
fn documents_of_the_largest_size_are_taken() {
    for (format, size, least, most) in
        [("pdf", 400_000, 5_000, 15_000), ("pdf", 4_500_000, 40_000, 150_000), ("docx", 100_000, 1_000, 4_000)]
    {
        let document = json!({ "document": { "format": format, "name": "plan", "source": { "bytes": noise(size) } } });
        for model in [CLAUDE, NOVA] {
            let found = input_tokens(model, &json!([{ "text": "Summarise" }, document]));
            assert!((least..most).contains(&found), "{model} {format} {size}: {found}");
        }
    }
    let document = json!({ "type": "document", "source": { "type": "base64", "media_type": "application/pdf", "data": noise(400_000) } });
    let body = claude(
        &json!({ "messages": [{ "role": "user", "content": [document, { "type": "text", "text": "Summarise" }] }] }),
    );
    let found = native(CLAUDE, &body)["usage"]["input_tokens"].as_u64().unwrap();
    assert!((5_000..15_000).contains(&found), "{found}");
    let text = serde_json::to_vec(&body).unwrap();
    let count = json!({ "input": { "invokeModel": { "body": STANDARD.encode(text) } } });
    let id = "anthropic.claude-haiku-4-5-20251001-v1:0";
    let mut unsigned = request(Operation::InvokeModel, id, "us-east-1", &count);
    unsigned.url.path = unsigned.url.path.replace("/invoke", "/count-tokens");
    let reply = reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW));
    assert_eq!(json_of(&reply)["inputTokens"], found, "{}", text_of(&reply, "/message"));
}

#[test]
fn a_picture_in_a_result_costs_what_a_picture_costs() {
    let image = json!({ "image": { "format": "png", "source": { "bytes": picture(200_000) } } });
    let plain = input_tokens(CLAUDE, &json!([{ "text": "What is it?" }, image]));
    let call = json!({ "toolUse": { "toolUseId": "a", "name": "look", "input": {} } });
    let result = json!({ "toolResult": { "toolUseId": "a", "content": [image] } });
    let body = json!({
        "messages": [user("Look"), { "role": "assistant", "content": [call] }, { "role": "user", "content": [result] }],
        "toolConfig": { "tools": [{ "toolSpec": { "name": "look", "inputSchema": { "json": { "type": "object" } } } }] },
    });
    for model in [CLAUDE, NOVA] {
        let found = converse(model, &body)["usage"]["inputTokens"].as_u64().unwrap();
        assert!(found < plain + 150, "{model}: {found}, outside {plain}");
    }
    let image =
        json!({ "type": "image", "source": { "type": "base64", "media_type": "image/png", "data": picture(200_000) } });
    let body = claude(&json!({
        "messages": [
            { "role": "user", "content": "Look" },
            { "role": "assistant", "content": [{ "type": "tool_use", "id": "a", "name": "look", "input": {} }] },
            { "role": "user", "content": [{ "type": "tool_result", "tool_use_id": "a", "content": [image] }] },
        ],
        "tools": [{ "name": "look", "input_schema": { "type": "object" } }],
    }));
    let found = native(CLAUDE, &body)["usage"]["input_tokens"].as_u64().unwrap();
    assert!(found < plain + 150, "{found}, outside {plain}");
    let video = json!({ "video": { "format": "mp4", "source": { "bytes": noise(200_000) } } });
    let found = input_tokens(NOVA, &json!([{ "text": "What happens?" }, video]));
    assert!((288..2_000).contains(&found), "{found}");
}

/// The step counts are in the tokenizer's own tests; this one ends at all only if the work is linear.
#[test]
fn long_texts_are_answered() {
    for text in
        ["a".repeat(100_000), "\u{0}".repeat(50_000), noise(75_000), "e\u{301}".repeat(20_000), "語".repeat(30_000)]
    {
        let found = input_tokens(NOVA, &json!([{ "text": text }]));
        assert!(found > 10_000, "{found}");
    }
    let prompt = format!("{}\nWhat is 17 * 23?", "All about granite and basalt. ".repeat(35_000));
    let reply = ask(Operation::Converse, "us.amazon.nova-premier-v1:0", &json!({ "messages": [user(&prompt)] }));
    assert_eq!(reply.status, 200, "{}", text_of(&reply, "/message"));
}
