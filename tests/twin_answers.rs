//! The answers of both APIs, lined up: every pointer of a link exists in its answer, and every place of both lies in a link.
//! And the native answers fold to the same kinds of blocks whole and streamed. The answers are the simulator's.

// Outside the functions marked as tests, too, a test says what is wrong by panicking.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

#[path = "simulator/mod.rs"]
mod simulator;

use outcrop::bedrock::fold::Fold;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::turn::Turn;
use outcrop::twin::{HEADER_PLACE, LinkKind, answer_links, invoke_body, parity};
use serde_json::{Value, json};

const MODELS: [&str; 13] = [
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "amazon.nova-lite-v1:0",
    "amazon.titan-text-express-v1",
    "meta.llama3-8b-instruct-v1:0",
    "us.meta.llama3-3-70b-instruct-v1:0",
    "mistral.mistral-7b-instruct-v0:2",
    "us.deepseek.r1-v1:0",
    "mistral.ministral-3-8b-instruct",
    "cohere.command-r-plus-v1:0",
    "ai21.jamba-1-5-mini-v1:0",
    "openai.gpt-oss-20b-1:0",
    "qwen.qwen3-32b-v1:0",
    "us.writer.palmyra-x5-v1:0",
];

fn under(leaf: &str, place: &str) -> bool {
    leaf.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn leaves(pointer: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(i, item)| leaves(&format!("{pointer}/{i}"), item, out));
        }
        Value::Object(members) if !members.is_empty() => {
            members.iter().for_each(|(key, member)| leaves(&format!("{pointer}/{key}"), member, out));
        }
        _ => out.push(pointer.to_owned()),
    }
}

/// The two whole answers to one conversation, and the native one streamed and folded.
fn answers(model: &str, body: &Value) -> (Value, Value, Turn, Turn) {
    let id = ModelId::parse(model).unwrap();
    let family = id.family().unwrap();
    let native = invoke_body(family, body, &id).unwrap().body;
    let converse = simulator::ask(Operation::Converse, model, body);
    let invoke = simulator::ask(Operation::InvokeModel, model, &native);
    let (converse, invoke) = (simulator::json_of(&converse), simulator::json_of(&invoke));
    assert!(converse.get("output").is_some(), "{model}: {converse}");
    assert!(invoke.get("message").is_none(), "{model}: {invoke}");
    let mut whole = Fold::new(Operation::InvokeModel, Some(family));
    whole.push_body(&invoke);
    let mut streamed = Fold::new(Operation::InvokeModelWithResponseStream, Some(family));
    let stream = simulator::ask(Operation::InvokeModelWithResponseStream, model, &native);
    for (name, payload) in simulator::events_of(&stream) {
        streamed.push_event(&name, payload.to_string().as_bytes());
    }
    streamed.finish();
    (converse, invoke, whole.into_turn(), streamed.into_turn())
}

fn check(model: &str, body: &Value) {
    let (converse, native, whole, streamed) = answers(model, body);
    let family = ModelId::parse(model).unwrap().family().unwrap();
    let links = answer_links(family, &converse, &native);
    for link in &links {
        assert!(link.note.ends_with('.'), "{link:?}");
        assert!(link.converse.iter().all(|place| converse.pointer(place).is_some()), "{model}: {link:?}");
        let exists = |place: &String| place.starts_with(HEADER_PLACE) || native.pointer(place).is_some();
        assert!(link.native.iter().all(exists), "{model}: {link:?} in {native}");
    }
    for (document, side) in [(&converse, 0), (&native, 1)] {
        let mut all = Vec::new();
        leaves("", document, &mut all);
        for leaf in all {
            let places = links.iter().flat_map(|link| if side == 0 { &link.converse } else { &link.native });
            assert!(places.into_iter().any(|place| under(&leaf, place)), "{model}: {leaf} is in no link");
        }
    }
    let paired = |place: &str| links.iter().any(|l| l.converse.iter().any(|p| p == place) && !l.native.is_empty());
    for place in
        ["/stopReason", "/usage/inputTokens", "/usage/outputTokens", "/output/message/content/0", "/metrics/latencyMs"]
    {
        assert!(paired(place), "{model}: {place} has no counterpart in {native}");
    }
    assert!(links.iter().all(|link| link.kind != LinkKind::Lossy));
    // A stream says the same as the whole answer; only what Bedrock adds to a stream's end differs.
    assert_eq!(
        (&streamed.blocks, &streamed.stop_reason, &streamed.fault),
        (&whole.blocks, &whole.stop_reason, &None),
        "{model}"
    );
    assert_eq!(streamed.content(), whole.content(), "{model}");
    assert!(whole.stop_reason_in_converse().is_some() && !whole.blocks.is_empty(), "{model}");
    let unknown = whole.blocks.iter().filter(|b| matches!(b, outcrop::bedrock::turn::TurnBlock::Unknown(_))).count();
    assert_eq!(unknown, 0, "{model}: {:?}", whole.blocks);
    assert!(parity(family).len() > 4);
}

#[test]
fn a_plain_answer_is_lined_up_in_every_family() {
    for model in MODELS {
        check(model, &simulator::user("Explain RAG in one paragraph."));
    }
}

#[test]
fn a_cached_prompt_is_answered_by_both() {
    let body = json!({"system": [{"text": "Be brief"}, {"cachePoint": {"type": "default"}}],
        "messages": [{"role": "user", "content": [{"text": "What is a token?"}, {"cachePoint": {"type": "default"}}]}]});
    for model in ["us.anthropic.claude-haiku-4-5-20251001-v1:0", "amazon.nova-lite-v1:0"] {
        check(model, &body);
    }
}

#[test]
fn a_call_of_a_tool_is_lined_up_where_the_family_has_tools() {
    let tools = json!({"tools": [{"toolSpec": {"name": "calculator", "description": "Computes an arithmetic expression",
        "inputSchema": {"json": {"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]}}}}]});
    let mut body = simulator::user("What is 17 * 23? Use the calculator.");
    body["toolConfig"] = tools;
    let mut called = 0;
    for model in MODELS {
        let has = ["claude", "nova", "ministral", "command-r", "jamba", "gpt-oss", "qwen", "palmyra"];
        if has.iter().any(|name| model.contains(name)) {
            check(model, &body);
            let (_, _, whole, _) = answers(model, &body);
            called += whole.tool_uses().count();
        }
    }
    assert!(called >= 6, "only {called} calls");
}
