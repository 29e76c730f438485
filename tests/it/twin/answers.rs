//! The answers of both APIs, lined up: every pointer of a link exists in its answer, and every place of both lies in a link.
//! And the native answers fold to the same kinds of blocks whole and streamed. The answers are the simulator's.

use crate::client;
use outcrop::bedrock::assembled;
use outcrop::bedrock::fold::Fold;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::turn::Turn;
use outcrop::twin::{HEADER_PLACE, LinkKind, answer_links, differences, invoke_body};
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
    let converse = client::ask(Operation::Converse, model, body);
    let invoke = client::ask(Operation::InvokeModel, model, &native);
    let (converse, invoke) = (client::json_of(&converse), client::json_of(&invoke));
    assert!(converse.get("output").is_some(), "{model}: {converse}");
    assert!(invoke.get("message").is_none(), "{model}: {invoke}");
    let mut whole = Fold::new(Operation::InvokeModel, Some(family));
    whole.push_body(&invoke);
    let mut streamed = Fold::new(Operation::InvokeModelWithResponseStream, Some(family));
    let stream = client::ask(Operation::InvokeModelWithResponseStream, model, &native);
    for (name, payload) in client::events_of(&stream) {
        streamed.push_event(&name, payload.to_string().as_bytes());
    }
    streamed.finish();
    (converse, invoke, whole.turn().clone(), streamed.turn().clone())
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
    assert!(differences(family).len() > 4);
}

/// Both streams of one conversation, put together, and the two whole answers.
fn assembled_and_whole(model: &str, body: &Value) -> [(Value, Value); 2] {
    let id = ModelId::parse(model).unwrap();
    let family = id.family().unwrap();
    let native = invoke_body(family, body, &id).unwrap().body;
    let events = |operation, body: &Value| -> Vec<Value> {
        let stream = client::events_of(&client::ask(operation, model, body));
        stream.into_iter().map(|(name, payload)| json!({ name: inner(&payload) })).collect()
    };
    let whole = |operation, body: &Value| client::json_of(&client::ask(operation, model, body));
    let converse = assembled::converse(&events(Operation::ConverseStream, body));
    let invoke = assembled::native(family, &events(Operation::InvokeModelWithResponseStream, &native));
    [(converse, whole(Operation::Converse, body)), (invoke, whole(Operation::InvokeModel, &native))]
}

/// The model's own JSON of a chunk.
fn inner(payload: &Value) -> Value {
    let Some(bytes) = payload.get("bytes").and_then(Value::as_str) else { return payload.clone() };
    serde_json::from_slice(&base64::Engine::decode(&base64::prelude::BASE64_STANDARD, bytes).unwrap()).unwrap()
}

/// What a stream says otherwise than a whole answer, wherever it stands: times, ids of one answer, Nova's empty members.
fn is_its_own(place: &str) -> bool {
    let name = place.rsplit('/').next().unwrap();
    ["latencyMs", "id", "created", "generation_id", "response_id"].contains(&name)
        || place.starts_with("/amazon-bedrock-invocationMetrics")
        || ["/metrics", "/trace"].contains(&place)
}

fn check_assembled(model: &str, body: &Value) {
    let family = ModelId::parse(model).unwrap().family().unwrap();
    let [(converse, whole_converse), (native, whole_native)] = assembled_and_whole(model, body);
    for (assembled, whole) in [(&converse, &whole_converse), (&native, &whole_native)] {
        let said = |document: &Value| {
            let mut places = Vec::new();
            leaves("", document, &mut places);
            places.retain(|place| !is_its_own(place));
            places.sort();
            places.into_iter().map(|place| (place.clone(), document.pointer(&place).cloned())).collect::<Vec<_>>()
        };
        let (assembled, whole) = (said(assembled), said(whole));
        let only = |of: &[(String, Option<Value>)], other: &[(String, Option<Value>)]| {
            of.iter().filter(|each| !other.contains(each)).cloned().collect::<Vec<_>>()
        };
        let (more, mut less) = (only(&assembled, &whole), only(&whole, &assembled));
        // A stream of chat chunks counts nothing unless it is asked to; Bedrock's own metrics at its end do.
        if native.get("choices").is_some() {
            less.retain(|(place, _)| !place.starts_with("/usage/"));
        }
        assert!(more.is_empty() && less.is_empty(), "{model}: {more:?} in place of {less:?}");
    }
    let links = answer_links(family, &converse, &native);
    for (document, side) in [(&converse, 0), (&native, 1)] {
        let mut all = Vec::new();
        leaves("", document, &mut all);
        for leaf in all {
            let places = links.iter().flat_map(|link| if side == 0 { &link.converse } else { &link.native });
            assert!(places.into_iter().any(|place| under(&leaf, place)), "{model}: {leaf} is in no link");
        }
    }
    for link in &links {
        assert!(link.native.iter().all(|place| native.pointer(place).is_some()), "{model}: {link:?} in {native}");
    }
    for place in ["/stopReason", "/usage/inputTokens", "/usage/outputTokens", "/metrics/latencyMs"] {
        let paired = |link: &outcrop::twin::Link| link.converse == [place] && !link.native.is_empty();
        assert!(links.iter().any(paired), "{model}: {place} has no counterpart in {native}");
    }
}

#[test]
fn a_stream_put_together_is_the_whole_answer() {
    for model in MODELS {
        check_assembled(model, &client::user("Explain RAG in one paragraph."));
    }
}

#[test]
fn a_stream_of_a_call_put_together_is_the_whole_answer() {
    for model in MODELS {
        // Palmyra calls tools in whole answers only.
        let has = ["claude", "nova", "ministral", "command-r", "jamba", "gpt-oss", "qwen"];
        if has.iter().any(|name| model.contains(name)) {
            check_assembled(model, &a_call());
        }
    }
}

#[test]
fn a_plain_answer_is_lined_up_in_every_family() {
    for model in MODELS {
        check(model, &client::user("Explain RAG in one paragraph."));
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

/// A conversation that asks for a tool.
fn a_call() -> Value {
    let tools = json!({"tools": [{"toolSpec": {"name": "calculator", "description": "Computes an arithmetic expression",
        "inputSchema": {"json": {"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]}}}}]});
    let mut body = client::user("What is 17 * 23? Use the calculator.");
    body["toolConfig"] = tools;
    body
}

#[test]
fn a_call_of_a_tool_is_lined_up_where_the_family_has_tools() {
    let body = a_call();
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
