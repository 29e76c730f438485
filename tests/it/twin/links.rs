//! The invariants of a twin's links, on random bodies: every pointer exists in its document, and every place of both
//! documents lies in a link. Bodies come from the service model (everything that Converse admits), from damage to those, and
//! from a strategy that puts known words in wrong places.

use crate::inputs;
use crate::inputs::Random;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::text::json::pointer_token;
use outcrop::twin::{HEADER_PLACE, invoke_body};
use proptest::prelude::*;
use serde_json::{Value, json};

const MODELS: [&str; 16] = [
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "amazon.nova-lite-v1:0",
    "amazon.nova-2-lite-v1:0",
    "amazon.titan-text-express-v1",
    "meta.llama3-8b-instruct-v1:0",
    "us.meta.llama3-2-90b-instruct-v1:0",
    "us.meta.llama4-scout-17b-instruct-v1:0",
    "mistral.mistral-7b-instruct-v0:2",
    "mistral.pixtral-large-2502-v1:0",
    "cohere.command-r-plus-v1:0",
    "ai21.jamba-1-5-mini-v1:0",
    "us.deepseek.r1-v1:0",
    "deepseek.v3-v1:0",
    "openai.gpt-oss-20b-1:0",
    "qwen.qwen3-32b-v1:0",
    "us.writer.palmyra-x5-v1:0",
];

/// Leaves of a document: scalars and empty containers.
fn leaves(pointer: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                leaves(&format!("{pointer}/{index}"), item, out);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                leaves(&format!("{pointer}/{}", pointer_token(key)), member, out);
            }
        }
        _ => out.push(pointer.to_owned()),
    }
}

fn covers(places: &[String], leaf: &str) -> bool {
    places
        .iter()
        .any(|place| leaf.strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Every pointer exists, and every leaf of both bodies lies in a link.
fn check_links(body: &Value, model: &str) {
    let model = ModelId::parse(model).unwrap();
    let twin = invoke_body(model.family().unwrap(), body, &model).unwrap();
    for link in &twin.links {
        assert!(
            !link.note.is_empty() && link.note.ends_with('.') && !(link.converse.is_empty() && link.native.is_empty())
        );
        for place in &link.converse {
            assert!(body.pointer(place).is_some(), "{place} is not in the Converse body: {link:?}");
        }
        for place in &link.native {
            let exists = match place.strip_prefix(HEADER_PLACE) {
                Some(name) => twin.headers.iter().any(|header| header.name == name),
                None => twin.body.pointer(place).is_some(),
            };
            assert!(exists, "{place} is not in the native request: {link:?}");
        }
    }
    for span in &twin.spans {
        let text = twin.body.pointer(&span.pointer).and_then(Value::as_str).unwrap();
        assert!(text.get(span.bytes.clone()).is_some() && twin.links[span.link].native.contains(&span.pointer));
    }
    let converse: Vec<_> = twin.links.iter().flat_map(|link| link.converse.clone()).collect();
    let native: Vec<_> = twin.links.iter().flat_map(|link| link.native.clone()).collect();
    for (document, places) in [(body, converse), (&twin.body, native)] {
        let mut all = Vec::new();
        leaves("", document, &mut all);
        for leaf in all {
            assert!(covers(&places, &leaf), "{leaf} is in no link of {document}");
        }
    }
}

fn arbitrary_leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        (0u32..2000).prop_map(Value::from),
        "[a-zé~/{]{0,6}".prop_map(Value::from),
        Just(json!({})),
        Just(json!([])),
        Just(json!({"k/~": [1, {"deep": null}]})),
    ]
}

fn arbitrary_block() -> impl Strategy<Value = Value> {
    let text = "[a-z ]{0,8}";
    prop_oneof![
        4 => text.prop_map(|t| json!({"text": t})),
        1 => text.prop_map(|t| json!({"image": {"format": "png", "source": {"bytes": t}}})),
        1 => text.prop_map(|t| json!({"image": {"format": "png", "source": {"s3Location": {"uri": t}}}})),
        1 => arbitrary_leaf().prop_map(|v| json!({"toolUse": {"toolUseId": "a", "name": "b", "input": v}})),
        1 => arbitrary_leaf().prop_map(|v| json!({"toolResult": {"toolUseId": "a", "status": "error", "content": [
            {"json": v}, {"text": "x"}, {"image": {"format": "gif", "source": {"bytes": "eA=="}}}, {"video": {"format": "mp4"}}]}})),
        1 => Just(json!({"toolResult": {"toolUseId": "a", "content": []}})),
        1 => text.prop_map(|t| json!({"reasoningContent": {"reasoningText": {"text": t, "signature": "s"}}})),
        1 => Just(json!({"reasoningContent": {"redactedContent": "eA=="}})),
        1 => arbitrary_leaf().prop_map(|v| json!({"document": {"name": "d", "source": {"bytes": v}}})),
        1 => (prop::sample::select(vec!["text", "image", "toolUse", "cachePoint", "new"]), arbitrary_leaf())
            .prop_map(|(name, v)| json!({name: v, "second": 1})),
        1 => arbitrary_leaf(),
    ]
}

fn arbitrary_body() -> impl Strategy<Value = Value> {
    let blocks = || proptest::collection::vec(arbitrary_block(), 0..4);
    let message =
        (prop::sample::select(vec!["user", "assistant"]), blocks(), any::<bool>()).prop_map(|(role, content, odd)| {
            let mut message = json!({"role": role, "content": content});
            if odd {
                message["odd"] = json!(1);
            }
            message
        });
    let names = vec![
        "inferenceConfig",
        "additionalModelRequestFields",
        "toolConfig",
        "guardrailConfig",
        "requestMetadata",
        "performanceConfig",
        "promptVariables",
        "outputConfig",
        "serviceTier",
        "projectIdentifier",
        "unknownMember",
    ];
    let members = vec![
        "maxTokens",
        "temperature",
        "topP",
        "stopSequences",
        "tools",
        "toolChoice",
        "guardrailIdentifier",
        "trace",
        "latency",
        "type",
        "textFormat",
        "effort",
        "max_tokens",
        "inferenceConfig",
        "messages",
        "system",
        "odd",
    ];
    let member = (
        prop::sample::select(names),
        proptest::collection::vec((prop::sample::select(members), arbitrary_leaf()), 0..5),
    );
    (blocks(), proptest::collection::vec(message, 0..4), proptest::collection::vec(member, 0..6)).prop_map(
        |(system, messages, members)| {
            let mut body = json!({"system": system, "messages": messages});
            for (name, inner) in members {
                body[name] = Value::Object(inner.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
            }
            body
        },
    )
}

proptest! {
    #[test]
    fn every_pointer_exists_and_every_place_is_linked(body in arbitrary_body()) {
        for model in MODELS {
            check_links(&body, model);
        }
    }
}

#[test]
fn whatever_converse_admits_is_linked_throughout() {
    let service = ServiceModel::from_json(include_str!("../../../assets/service-model/bedrock-runtime.json")).unwrap();
    let mut random = Random::new(3);
    for _ in 0..600 {
        let mut body = inputs::valid(&service, "Converse", &mut random);
        for model in MODELS {
            check_links(&body, model);
        }
        inputs::damage(&mut body, &mut random);
        let model = ModelId::parse(MODELS[0]).unwrap();
        // Damage may leave no list of messages, and then there is no twin.
        if invoke_body(model.family().unwrap(), &body, &model).is_ok() {
            for model in MODELS {
                check_links(&body, model);
            }
        }
    }
}
