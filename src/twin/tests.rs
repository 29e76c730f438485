//! Bodies that the writers write. `tests/it/twin/links.rs` checks the invariants of all links.

use serde_json::{Value, json};

use super::*;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA: &str = "amazon.nova-lite-v1:0";

fn twin(model: &str, body: &Value) -> Translation {
    let model = ModelId::parse(model).unwrap();
    invoke_body(model.family().unwrap(), body, &model).unwrap()
}

#[test]
fn claudes_writer_alone_writes_what_all_write_for_claude_and_refuses_the_others() {
    let claude = ModelId::parse(CLAUDE).unwrap();
    let alone = Writers::CLAUDE.invoke_body(Family::Claude, &full_body(), &claude).unwrap();
    let all = twin(CLAUDE, &full_body());
    assert_eq!((alone.body, alone.links, alone.headers), (all.body, all.links, all.headers));
    let nova = ModelId::parse(NOVA).unwrap();
    let refused = Writers::CLAUDE.invoke_body(nova.family().unwrap(), &full_body(), &nova).unwrap_err();
    assert_eq!(refused, TwinError::FamilyWithoutWriter(nova.family().unwrap()));
    let llama = ModelId::parse("meta.llama3-8b-instruct-v1:0").unwrap().family().unwrap();
    let prompt = "<|begin_of_text|>Hello";
    assert!(!Writers::ALL.template_tokens(llama, prompt).is_empty());
    assert!(Writers::CLAUDE.template_tokens(llama, prompt).is_empty());
}

/// The only link that contains this place of the Converse body.
fn link_of<'a>(twin: &'a Translation, converse: &str) -> &'a Link {
    let mut links = twin.links.iter().filter(|link| link.converse.iter().any(|place| place == converse));
    let link = links.next().unwrap_or_else(|| panic!("no link for {converse}"));
    assert!(links.next().is_none(), "two links for {converse}");
    link
}

fn full_body() -> Value {
    json!({
        "system": [{"text": "Be brief"}],
        "messages": [
            {"role": "user", "content": [
                {"text": "What is this?"},
                {"image": {"format": "png", "source": {"bytes": "iVBORw=="}}}]},
            {"role": "assistant", "content": [
                {"text": "Let me look it up."},
                {"toolUse": {"toolUseId": "t1", "name": "lookup", "input": {"q": "rock"}}}]},
            {"role": "user", "content": [
                {"toolResult": {"toolUseId": "t1", "content": [{"text": "granite"}, {"json": {"mohs": 6.5}}], "status": "success"}}]}
        ],
        "inferenceConfig": {"maxTokens": 512, "temperature": 0.2, "topP": 0.9, "stopSequences": ["END"]},
        "additionalModelRequestFields": {"top_k": 50},
        "toolConfig": {
            "tools": [{"toolSpec": {"name": "lookup", "description": "d", "inputSchema": {"json": {"type": "object"}}}}],
            "toolChoice": {"auto": {}}
        },
        "guardrailConfig": {"guardrailIdentifier": "abc", "guardrailVersion": "1", "trace": "enabled"},
        "projectIdentifier": "proj_abcdefghijklmnopqrst",
        "requestMetadata": {"team": "play"},
        "additionalModelResponseFieldPaths": ["/stop_sequence"]
    })
}

#[test]
fn claudes_body_is_the_messages_format() {
    let twin = twin(CLAUDE, &full_body());
    assert_eq!(
        twin.body,
        json!({
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 512,
            "system": "Be brief",
            "messages": [
                {"role": "user", "content": [
                    {"type": "text", "text": "What is this?"},
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw=="}}]},
                {"role": "assistant", "content": [
                    {"type": "text", "text": "Let me look it up."},
                    {"type": "tool_use", "id": "t1", "name": "lookup", "input": {"q": "rock"}}]},
                {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": "t1",
                     "content": [{"type": "text", "text": "granite"}, {"type": "text", "text": "{\"mohs\":6.5}"}],
                     "is_error": false}]}
            ],
            "temperature": 0.2,
            "top_p": 0.9,
            "stop_sequences": ["END"],
            "tools": [{"name": "lookup", "description": "d", "input_schema": {"type": "object"}}],
            "tool_choice": {"type": "auto"},
            "top_k": 50
        })
    );
    let headers: Vec<_> = twin.headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect();
    assert_eq!(
        headers,
        [
            ("X-Amzn-Bedrock-GuardrailIdentifier", "abc"),
            ("X-Amzn-Bedrock-GuardrailVersion", "1"),
            ("X-Amzn-Bedrock-Trace", "ENABLED"),
            ("X-Amzn-Bedrock-ProjectIdentifier", "proj_abcdefghijklmnopqrst"),
            ("X-Amzn-Bedrock-Request-Metadata", "{\"team\":\"play\"}"),
        ]
    );
    for (converse, native, kind) in [
        ("/system/0/text", vec!["/system"], LinkKind::Reshaped),
        (
            "/messages/0/content/0/text",
            vec!["/messages/0/content/0/type", "/messages/0/content/0/text"],
            LinkKind::Reshaped,
        ),
        ("/messages/0/role", vec!["/messages/0/role"], LinkKind::Same),
        ("/inferenceConfig/maxTokens", vec!["/max_tokens"], LinkKind::Renamed),
        ("/inferenceConfig/temperature", vec!["/temperature"], LinkKind::Moved),
        ("/additionalModelRequestFields/top_k", vec!["/top_k"], LinkKind::Moved),
        ("/guardrailConfig/trace", vec!["header:X-Amzn-Bedrock-Trace"], LinkKind::Reshaped),
        ("/projectIdentifier", vec!["header:X-Amzn-Bedrock-ProjectIdentifier"], LinkKind::Moved),
        ("/additionalModelResponseFieldPaths", vec![], LinkKind::OnlyHere),
    ] {
        let link = link_of(&twin, converse);
        assert_eq!(
            (link.native.iter().map(String::as_str).collect::<Vec<_>>(), link.kind),
            (native, kind),
            "{converse}"
        );
    }
}

#[test]
fn claude_gets_a_max_tokens_that_the_experiment_did_not_set_and_the_link_says_so() {
    let body = json!({"messages": [{"role": "user", "content": [{"text": "Hi"}]}]});
    let written = twin(CLAUDE, &body);
    assert_eq!(written.body["max_tokens"], json!(DEFAULT_MAX_TOKENS));
    let link = written.links.iter().find(|link| link.native == ["/max_tokens"]).unwrap();
    assert_eq!(link.kind, LinkKind::OnlyHere);
    assert!(link.note.contains("4096"), "{}", link.note);

    let mut with_field = body;
    with_field["additionalModelRequestFields"] = json!({"max_tokens": 7});
    assert_eq!(twin(CLAUDE, &with_field).body["max_tokens"], json!(7));
    with_field["inferenceConfig"] = json!({"maxTokens": 9});
    let both = twin(CLAUDE, &with_field);
    assert_eq!(both.body["max_tokens"], json!(9));
    assert_eq!(link_of(&both, "/additionalModelRequestFields/max_tokens").kind, LinkKind::Lossy);
}

#[test]
fn several_system_texts_stay_a_list() {
    let body = json!({"system": [{"text": "A"}, {"cachePoint": {"type": "default"}}, {"text": "B"}], "messages": []});
    let claude = twin(CLAUDE, &body);
    assert_eq!(
        claude.body["system"],
        json!([{"type": "text", "text": "A", "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": "B"}])
    );
    assert_eq!(link_of(&claude, "/system/2/text").native, ["/system/1/type", "/system/1/text"]);
    assert_eq!(link_of(&claude, "/system/1/cachePoint").native, ["/system/0/cache_control"]);
}

#[test]
fn novas_body_is_converses_with_top_k_in_its_place() {
    let mut body = full_body();
    body["additionalModelRequestFields"] =
        json!({"inferenceConfig": {"topK": 20}, "reasoningConfig": {"type": "enabled"}});
    let written = twin(NOVA, &body);
    assert_eq!(written.body["schemaVersion"], "messages-v1");
    assert_eq!(written.body["system"], body["system"]);
    assert_eq!(written.body["messages"], body["messages"]);
    assert_eq!(written.body["toolConfig"], body["toolConfig"]);
    assert_eq!(
        written.body["inferenceConfig"],
        json!({"maxTokens": 512, "temperature": 0.2, "topP": 0.9, "stopSequences": ["END"], "topK": 20})
    );
    assert_eq!(written.body["reasoningConfig"], json!({"type": "enabled"}));
    assert_eq!(
        link_of(&written, "/additionalModelRequestFields/inferenceConfig/topK").native,
        ["/inferenceConfig/topK"]
    );
    let newer = twin("us.amazon.nova-2-lite-v1:0", &body);
    assert_eq!(newer.body.get("schemaVersion"), None);
}

#[test]
fn what_a_family_cannot_hold_has_a_link() {
    let body = json!({
        "messages": [{"role": "user", "content": [
            {"document": {"name": "a", "format": "pdf", "source": {"bytes": "eA=="}}},
            {"text": "Read it"},
            {"image": {"format": "png", "source": {"s3Location": {"uri": "s3://bucket/a.png"}}}},
            {"notYetKnown": {"a": 1}}]}],
        "inferenceConfig": {"topK": 3},
        "performanceConfig": {"latency": "opti\u{e9}"},
        "somethingNew": {"x": [1]},
        "toolConfig": {}
    });
    for (model, places) in [
        (
            CLAUDE,
            vec![
                "/messages/0/content/2/image",
                "/performanceConfig/latency",
                "/messages/0/content/3",
                "/inferenceConfig",
                "/somethingNew",
            ],
        ),
        (
            NOVA,
            vec![
                "/messages/0/content/0",
                "/performanceConfig/latency",
                "/messages/0/content/3",
                "/inferenceConfig",
                "/somethingNew",
            ],
        ),
    ] {
        let written = twin(model, &body);
        let lossy: Vec<_> =
            written.links.iter().filter(|l| l.kind == LinkKind::Lossy).flat_map(|l| l.converse.clone()).collect();
        assert_eq!(lossy, places, "{model}");
        assert_eq!(link_of(&written, "/toolConfig").kind, LinkKind::OnlyHere);
    }
}

#[test]
fn a_family_without_writer_and_a_body_without_messages_say_so() {
    let model = ModelId::parse("twelvelabs.pegasus-1-2-v1:0").unwrap();
    let error = invoke_body(Family::Pegasus, &full_body(), &model).unwrap_err();
    assert_eq!(
        error.to_string(),
        "TwelveLabs Pegasus models take InvokeModel only, with a video, and Outcrop cannot write their body."
    );
    for (body, pointer) in [
        (json!({}), "/messages"),
        (json!([]), "/messages"),
        (json!({"messages": [{"content": []}]}), "/messages/0/role"),
        (json!({"messages": [{"role": "user", "content": "Hi"}]}), "/messages/0/content"),
    ] {
        let error = invoke_body(Family::Claude, &body, &model).unwrap_err();
        assert!(error.to_string().contains(&format!("`{pointer}`")), "{error}");
    }
}
