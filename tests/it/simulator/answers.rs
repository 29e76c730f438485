//! What the simulator answers: the four operations give one text, shaped as each of them has it.

use crate::client::{NOW, ask, events_of, json_of, reply_with, request, sign, user};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::http::header;
use outcrop::bedrock::operation::Operation;
use outcrop::simulator::{Pacing, example_credentials};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOVA: &str = "amazon.nova-lite-v1:0";
const CLAUDE: &str = "anthropic.claude-3-haiku-20240307-v1:0";

/// The same question in each operation's and family's shape, with these limits.
fn bodies(question: &str, max_tokens: u64, stop: &[&str]) -> [(Operation, &'static str, Value); 8] {
    let mut converse = user(question);
    converse["inferenceConfig"] = json!({ "maxTokens": max_tokens, "stopSequences": stop });
    let mut nova = user(question);
    nova["inferenceConfig"] = json!({ "maxTokens": max_tokens, "stopSequences": stop });
    let claude = json!({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": max_tokens,
        "stop_sequences": stop,
        "messages": [{ "role": "user", "content": question }],
    });
    [
        (Operation::Converse, NOVA, converse.clone()),
        (Operation::Converse, CLAUDE, converse.clone()),
        (Operation::ConverseStream, NOVA, converse.clone()),
        (Operation::ConverseStream, CLAUDE, converse),
        (Operation::InvokeModel, NOVA, nova.clone()),
        (Operation::InvokeModel, CLAUDE, claude.clone()),
        (Operation::InvokeModelWithResponseStream, NOVA, nova),
        (Operation::InvokeModelWithResponseStream, CLAUDE, claude),
    ]
}

/// Text, stop reason, stop sequence where the shape has one, input tokens, output tokens.
type Reading = (String, String, Option<String>, u64, u64);

fn native_chunks(reply: &outcrop::simulator::Reply) -> Vec<Value> {
    events_of(reply)
        .iter()
        .map(|(name, payload)| {
            assert_eq!(name, "chunk");
            serde_json::from_slice(&STANDARD.decode(payload["bytes"].as_str().unwrap()).unwrap()).unwrap()
        })
        .collect()
}

fn converse_shape(value: &Value) -> Reading {
    let text = value["output"]["message"]["content"][0]["text"].as_str().unwrap_or_default().to_owned();
    let usage = &value["usage"];
    assert_eq!(
        usage["totalTokens"].as_u64().unwrap(),
        usage["inputTokens"].as_u64().unwrap() + usage["outputTokens"].as_u64().unwrap()
    );
    (
        text,
        value["stopReason"].as_str().unwrap().to_owned(),
        None,
        usage["inputTokens"].as_u64().unwrap(),
        usage["outputTokens"].as_u64().unwrap(),
    )
}

fn read(operation: Operation, model: &str, body: &Value) -> Reading {
    let reply = ask(operation, model, body);
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body()));
    let claude = model == CLAUDE;
    match operation {
        Operation::InvokeModel if claude => {
            let value = json_of(&reply);
            assert_eq!((&value["type"], &value["role"]), (&json!("message"), &json!("assistant")));
            assert!(value["id"].as_str().unwrap().starts_with("msg_bdrk_"));
            (
                value["content"][0]["text"].as_str().unwrap_or_default().to_owned(),
                value["stop_reason"].as_str().unwrap().to_owned(),
                value["stop_sequence"].as_str().map(str::to_owned),
                value["usage"]["input_tokens"].as_u64().unwrap(),
                value["usage"]["output_tokens"].as_u64().unwrap(),
            )
        }
        Operation::Converse | Operation::InvokeModel => converse_shape(&json_of(&reply)),
        Operation::ConverseStream => {
            assert_eq!(header(&reply.headers, "content-type"), Some("application/vnd.amazon.eventstream"));
            let events = events_of(&reply);
            let of = |name: &str| events.iter().filter(|(n, _)| n == name).map(|(_, p)| p).collect::<Vec<_>>();
            assert_eq!(of("messageStart")[0]["role"], "assistant");
            assert!(events.iter().all(|(_, payload)| payload["p"].as_str().is_some_and(|p| p.starts_with('a'))));
            let text = of("contentBlockDelta").iter().map(|p| p["delta"]["text"].as_str().unwrap()).collect();
            let metadata = of("metadata")[0];
            assert!(metadata["metrics"]["latencyMs"].as_u64().unwrap() >= 200);
            (
                text,
                of("messageStop")[0]["stopReason"].as_str().unwrap().to_owned(),
                None,
                metadata["usage"]["inputTokens"].as_u64().unwrap(),
                metadata["usage"]["outputTokens"].as_u64().unwrap(),
            )
        }
        Operation::InvokeModelWithResponseStream => {
            assert_eq!(header(&reply.headers, "x-amzn-bedrock-content-type"), Some("application/json"));
            let chunks = native_chunks(&reply);
            let metrics = &chunks.last().unwrap()["amazon-bedrock-invocationMetrics"];
            let first_byte = metrics["firstByteLatency"].as_u64().unwrap();
            assert!(first_byte >= 200 && first_byte <= metrics["invocationLatency"].as_u64().unwrap(), "{metrics}");
            let find = |pointer: &str| chunks.iter().filter_map(|c| c.pointer(pointer)).cloned().collect::<Vec<_>>();
            let (text, reason) = if claude {
                (find("/delta/text"), find("/delta/stop_reason"))
            } else {
                (find("/contentBlockDelta/delta/text"), find("/messageStop/stopReason"))
            };
            (
                text.iter().map(|t| t.as_str().unwrap()).collect(),
                reason[0].as_str().unwrap().to_owned(),
                find("/delta/stop_sequence").first().and_then(Value::as_str).map(str::to_owned),
                metrics["inputTokenCount"].as_u64().unwrap(),
                metrics["outputTokenCount"].as_u64().unwrap(),
            )
        }
    }
}

#[test]
fn all_operations_and_families_give_one_answer() {
    for (question, max_tokens, stop, reason) in [
        ("Explain RAG in one paragraph.", 400, &[][..], "end_turn"),
        ("Explain RAG in one paragraph.", 7, &[][..], "max_tokens"),
        ("Count to 10", 400, &["4"][..], "stop_sequence"),
        ("Count to 10", 400, &["1"][..], "stop_sequence"),
    ] {
        let readings: Vec<Reading> =
            bodies(question, max_tokens, stop).iter().map(|(o, m, body)| read(*o, m, body)).collect();
        let first = &readings[0];
        for (reading, (operation, model, _)) in readings.iter().zip(bodies(question, max_tokens, stop)) {
            let place = format!("{operation:?} {model} {question}");
            assert_eq!((&reading.0, reading.3, reading.4), (&first.0, first.3, first.4), "{place}");
            assert_eq!(reading.1, reason, "{place}");
            let native = !operation.is_converse() && model == CLAUDE;
            assert_eq!(reading.2.as_deref(), stop.first().copied().filter(|_| native), "{place}");
        }
        if reason == "max_tokens" {
            assert_eq!(first.4, max_tokens);
        }
    }
}

#[test]
fn an_answer_that_stops_at_once_has_no_blocks() {
    for (operation, model, body) in bodies("Count to 10", 400, &["1"]) {
        let reply = ask(operation, model, &body);
        match operation {
            Operation::InvokeModel if model == CLAUDE => assert_eq!(json_of(&reply)["content"], json!([])),
            Operation::Converse | Operation::InvokeModel => {
                assert_eq!(json_of(&reply)["output"]["message"]["content"], json!([]));
            }
            Operation::ConverseStream => {
                let names: Vec<String> = events_of(&reply).into_iter().map(|(name, _)| name).collect();
                assert_eq!(names, ["messageStart", "messageStop", "metadata"]);
            }
            Operation::InvokeModelWithResponseStream => assert_eq!(native_chunks(&reply).len(), 3),
        }
    }
}

#[test]
fn the_headers_state_what_the_body_states() {
    let (operation, model, body) = &bodies("What are tokens?", 400, &[])[5];
    let reply = ask(*operation, model, body);
    let number = |name: &str| header(&reply.headers, name).unwrap().parse::<u64>().unwrap();
    let usage = &json_of(&reply)["usage"];
    assert_eq!(number("x-amzn-bedrock-input-token-count"), usage["input_tokens"].as_u64().unwrap());
    assert_eq!(number("x-amzn-bedrock-output-token-count"), usage["output_tokens"].as_u64().unwrap());
    assert!(number("x-amzn-bedrock-invocation-latency") >= 200);
    assert_eq!(json_of(&reply)["model"], "claude-3-haiku-20240307");
}

#[test]
fn a_seed_decides_everything_and_temperature_opens_the_choice() {
    let at = |temperature: f64, seed: u64| {
        let mut body = user("What are embeddings?");
        body["inferenceConfig"] = json!({ "temperature": temperature });
        let unsigned = request(Operation::ConverseStream, NOVA, "us-east-1", &body);
        reply_with(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW), seed, Pacing::Plausible)
    };
    let text = |reply: &outcrop::simulator::Reply| -> String {
        events_of(reply).iter().filter_map(|(_, p)| p.pointer("/delta/text")?.as_str().map(str::to_owned)).collect()
    };
    assert_eq!(at(1.0, 3), at(1.0, 3));
    assert_eq!(text(&at(0.0, 1)), text(&at(0.0, 2)));
    assert_ne!(at(0.0, 1).headers, at(0.0, 2).headers, "request IDs differ");
    let texts: std::collections::HashSet<String> = (0..12).map(|seed| text(&at(1.0, seed))).collect();
    assert!(texts.len() > 3, "{texts:?}");
}

#[test]
fn a_plausible_answer_takes_its_time() {
    let unsigned = request(Operation::ConverseStream, NOVA, "us-east-1", &user("Explain RAG in one paragraph."));
    let signed = sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW);
    let reply = reply_with(&signed, 1, Pacing::Plausible);
    let delays: Vec<u32> = reply.chunks.iter().map(|chunk| chunk.after_ms).collect();
    assert!((200..=400).contains(&delays[0]) && delays[1] == 0, "{delays:?}");
    assert!(delays[2..delays.len() - 3].iter().all(|delay| (25..=45).contains(delay)), "{delays:?}");
    let stated = events_of(&reply).last().unwrap().1["metrics"]["latencyMs"].as_u64().unwrap();
    let taken: u64 = delays.iter().map(|delay| u64::from(*delay)).sum();
    assert!(stated >= taken && stated < taken + 20, "{stated} {taken}");
    assert!(reply_with(&signed, 1, Pacing::Instant).chunks.iter().all(|chunk| chunk.after_ms == 0));
}

#[test]
fn members_of_the_native_answer_come_back_when_asked_for() {
    let mut body = user("Count to 10");
    body["inferenceConfig"] = json!({ "stopSequences": ["3"] });
    body["additionalModelResponseFieldPaths"] = json!(["/stop_sequence", "/absent"]);
    let answer = json_of(&ask(Operation::Converse, CLAUDE, &body));
    assert_eq!(answer["additionalModelResponseFields"], json!({ "stop_sequence": "3" }));
    let events = events_of(&ask(Operation::ConverseStream, CLAUDE, &body));
    let stop = &events.iter().find(|(name, _)| name == "messageStop").unwrap().1;
    assert_eq!(stop["additionalModelResponseFields"], json!({ "stop_sequence": "3" }));
}

#[test]
fn what_it_cannot_see_is_said() {
    let image = json!({ "image": { "format": "png", "source": { "bytes": "iVBORw==" } } });
    let body = json!({ "messages": [{ "role": "user", "content": [{ "text": "What are tokens?" }, image] }] });
    let answer = json_of(&ask(Operation::Converse, NOVA, &body));
    let text = answer["output"]["message"]["content"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("This simulator cannot look at the image (PNG, 4 bytes) that you sent. "), "{text}");
    assert!(answer["usage"]["inputTokens"].as_u64().unwrap() > 1_000);
}

proptest! {
    #[test]
    fn any_body_gets_a_reply(bytes in proptest::collection::vec(any::<u8>(), 0..200), which in 0usize..8) {
        let (operation, model, body) = &bodies("hi", 10, &[])[which];
        let mut unsigned = request(*operation, model, "us-east-1", body);
        unsigned.body = bytes.into();
        let reply = reply_with(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW), 1, Pacing::Instant);
        prop_assert!((400..500).contains(&reply.status));
        prop_assert!(json_of(&reply)["message"].is_string());
    }

    #[test]
    fn any_json_in_any_member_gets_a_reply(value in json_value(), at in 0usize..40, which in 0usize..8) {
        let (operation, model, mut body) = bodies("hi", 10, &["x"])[which].clone();
        let pointers = pointers(&body, "");
        let pointer = &pointers[at % pointers.len()];
        *body.pointer_mut(pointer).unwrap() = value;
        let reply = ask(operation, model, &body);
        prop_assert!(reply.status == 200 || (json_of(&reply)["message"].is_string() && reply.status == 400));
    }

    #[test]
    fn any_question_gets_the_same_text_streamed_or_not(question in "\\PC{1,60}") {
        prop_assume!(!question.trim().is_empty());
        let body = user(&question);
        prop_assert_eq!(read(Operation::Converse, NOVA, &body), read(Operation::ConverseStream, NOVA, &body));
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(("[a-z_]{0,8}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Pointers to every member of a document, the whole included.
fn pointers(value: &Value, at: &str) -> Vec<String> {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        _ => Vec::new(),
    };
    let mut all = vec![at.to_owned()];
    all.extend(inside.iter().flat_map(|(pointer, value)| pointers(value, pointer)));
    all
}
