//! Folding of streams and whole answers.

mod arbitrary;
mod pairs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::*;
use crate::bedrock::turn::{StreamFault, TurnBlock};
use pairs::pairs;

fn chunk(native: &Value) -> Vec<u8> {
    json!({"bytes": STANDARD.encode(native.to_string()), "p": "abcdef"}).to_string().into_bytes()
}

fn fold_chunks(family: Option<Family>, chunks: &[Value]) -> Turn {
    let mut fold = Fold::new(Operation::InvokeModelWithResponseStream, family);
    for native in chunks {
        fold.push_event("chunk", &chunk(native));
    }
    fold.finish();
    fold.turn().clone()
}

fn fold_body(operation: Operation, family: Option<Family>, body: &Value) -> Turn {
    let mut fold = Fold::new(operation, family);
    fold.push_body(body);
    fold.finish();
    fold.turn().clone()
}

#[test]
fn a_native_stream_folds_like_the_whole_answer() {
    for (name, family, stream, whole) in pairs() {
        let expected = fold_body(Operation::InvokeModel, Some(family), &whole);
        assert!(expected.complete && expected.fault.is_none() && expected.stop_reason.is_some(), "{name}");
        assert_eq!(fold_chunks(Some(family), &stream), expected, "{name}");
        assert_eq!(fold_chunks(None, &stream), expected, "{name}: the shape is recognised without the family");
        assert_eq!(fold_body(Operation::InvokeModel, None, &whole), expected, "{name}");
    }
}

#[test]
fn a_converse_stream_folds_like_the_converse_answer() {
    let whole = json!({"output":{"message":{"role":"assistant","content":[
        {"reasoningContent":{"reasoningText":{"text":"Think.","signature":"s"}}},
        {"text":"Hello there"},
        {"toolUse":{"toolUseId":"t1","name":"calc","input":{"a":[1,2]}}}]}},
        "stopReason":"tool_use","usage":{"inputTokens":5,"outputTokens":7,"totalTokens":12,"cacheReadInputTokens":1},
        "metrics":{"latencyMs":321},"somethingNew":{}});
    let mut fold = Fold::new(Operation::ConverseStream, Some(Family::Nova));
    for (event, payload) in [
        ("messageStart", json!({"role":"assistant","p":"ab"})),
        ("contentBlockDelta", json!({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Thi"}}})),
        ("contentBlockDelta", json!({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"nk."}}})),
        ("contentBlockDelta", json!({"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"s"}}})),
        ("contentBlockStop", json!({"contentBlockIndex":0})),
        ("contentBlockDelta", json!({"contentBlockIndex":1,"delta":{"text":"Hello"},"p":"abc"})),
        ("notYetKnown", json!({"contentBlockIndex":1})),
        ("contentBlockDelta", json!({"contentBlockIndex":1,"delta":{"text":" there"}})),
        ("contentBlockStop", json!({"contentBlockIndex":1})),
        ("contentBlockStart", json!({"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"calc"}}})),
        ("contentBlockDelta", json!({"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\":[1"}}})),
        ("contentBlockDelta", json!({"contentBlockIndex":2,"delta":{"toolUse":{"input":",2]}"}}})),
        ("contentBlockStop", json!({"contentBlockIndex":2})),
        ("messageStop", json!({"stopReason":"tool_use"})),
        (
            "metadata",
            json!({"usage":{"inputTokens":5,"outputTokens":7,"totalTokens":12,"cacheReadInputTokens":1},"metrics":{"latencyMs":321}}),
        ),
    ] {
        fold.push_event(event, payload.to_string().as_bytes());
    }
    fold.finish();
    assert_eq!(fold.turn(), &fold_body(Operation::Converse, None, &whole));
    assert_eq!(fold.turn().service_latency_ms, Some(321));
}

#[test]
fn a_cut_stream_keeps_what_came_and_says_so() {
    let (_, family, stream, _) = pairs().remove(0);
    let turn = fold_chunks(Some(family), &stream[..13]);
    assert!(!turn.complete);
    assert_eq!(turn.text(), "Let me look.");
    assert_eq!(turn.fault.as_ref().map(|fault| fault.kind.as_str()), Some("truncated"));
    assert!(matches!(turn.blocks.last(), Some(TurnBlock::ToolUse { input: Value::String(s), .. }) if s == "{\"ci"));

    let mut fold = Fold::new(Operation::ConverseStream, None);
    fold.push_event("contentBlockDelta", br#"{"contentBlockIndex":0,"delta":{"text":"Hal"}}"#);
    fold.push_fault("throttlingException", "Too many requests");
    fold.finish();
    assert_eq!(fold.turn().text(), "Hal");
    assert_eq!(fold.turn().fault.as_ref().map(|fault| fault.kind.as_str()), Some("throttlingException"));
}

#[test]
fn an_exception_in_the_stream_is_the_turns_fault() {
    for (message, kind, text) in [
        (
            Message::Exception {
                exception_type: "throttlingException".into(),
                content_type: None,
                payload: br#"{"message":"Slow down"}"#.to_vec(),
            },
            "throttlingException",
            "Slow down",
        ),
        (
            Message::Exception { exception_type: "x".into(), content_type: None, payload: Vec::new() },
            "x",
            "The exception has no message.",
        ),
        (Message::Error { code: Some("Bad".into()), message: Some("Oh".into()) }, "Bad", "Oh"),
    ] {
        let mut fold = Fold::new(Operation::ConverseStream, None);
        fold.push_message(&message);
        fold.finish();
        assert_eq!(fold.turn().fault, Some(StreamFault { kind: kind.into(), message: text.into() }));
    }
}

#[test]
fn bedrocks_own_counts_fill_what_the_model_does_not_state() {
    let mut stream = pairs().remove(0).2;
    let metrics = json!({"inputTokenCount":99,"outputTokenCount":98,"invocationLatency":1200,"firstByteLatency":310});
    stream.last_mut().unwrap()[INVOCATION_METRICS] = metrics;
    let turn = fold_chunks(Some(Family::Claude), &stream);
    assert_eq!((turn.usage.input_tokens, turn.usage.output_tokens), (Some(30), Some(25)));
    assert_eq!((turn.service_latency_ms, turn.service_first_byte_ms), (Some(1200), Some(310)));

    let mut fold = Fold::new(Operation::InvokeModel, Some(Family::Claude));
    fold.push_head(&ResponseHead {
        status: 200,
        headers: vec![crate::aws::http::Header::new("X-Amzn-Bedrock-Invocation-Latency", "88")],
    });
    assert_eq!(fold.turn().service_latency_ms, Some(88));
}

#[test]
fn unknown_answers_are_kept_whole() {
    let new = json!({"said":"42","why":"stop"});
    let turn = fold_body(Operation::InvokeModel, Some(Family::Pegasus), &new);
    assert_eq!(turn.blocks, [TurnBlock::Unknown(new.clone())]);
    let last = json!({"said":"","amazon-bedrock-invocationMetrics":{"inputTokenCount":1}});
    let turn = fold_chunks(Some(Family::Pegasus), &[new.clone(), last.clone()]);
    assert_eq!(turn.blocks, [TurnBlock::Unknown(json!({"deltas":[new, last]}))]);
    assert!(turn.complete);
    assert_eq!(turn.usage.input_tokens, Some(1));
}

#[test]
fn a_chunk_that_is_no_json_is_a_fault() {
    for payload in [r#"{"bytes":"!"}"#, r#"{"bytes":"eA=="}"#, "{"] {
        let mut fold = Fold::new(Operation::InvokeModelWithResponseStream, None);
        fold.push_event("chunk", payload.as_bytes());
        assert_eq!(fold.turn().fault.as_ref().map(|fault| fault.kind.as_str()), Some("corrupt"), "{payload}");
    }
}

#[test]
fn an_answer_goes_back_as_it_came() {
    let content = json!([
        {"reasoningContent": {"reasoningText": {"text": "Think.", "signature": "c2ln"}}},
        {"reasoningContent": {"redactedContent": "eHg="}},
        {"citationsContent": {"content": [{"text": "It is hot."}],
            "citations": [{"title": "a", "location": {"documentChar": {"documentIndex": 0, "start": 1, "end": 2}}}, {"title": "b"}]}},
        {"toolUse": {"toolUseId": "t1", "name": "search", "input": {"q": "x"}, "type": "server_tool_use"}},
        {"toolResult": {"toolUseId": "t1", "status": "success", "content": [{"text": "found"}, {"json": {"n": 1}}]}},
        {"text": "So."}
    ]);
    let trace = json!({"guardrail": {"inputAssessment": {}}});
    let usage = json!({"inputTokens": 1, "outputTokens": 2, "totalTokens": 3, "cacheDetails": [{"ttl": "1h", "inputTokens": 9}]});
    let whole = fold_body(
        Operation::Converse,
        None,
        &json!({"output": {"message": {"role": "assistant", "content": content}}, "stopReason": "end_turn", "usage": usage,
            "additionalModelResponseFields": {"stop_sequence": null}, "trace": trace, "serviceTier": {"type": "flex"}}),
    );
    assert_eq!(whole.message(), json!({"role": "assistant", "content": content}));
    assert_eq!(whole.tool_uses().collect::<Vec<_>>(), [("t1", "search", &json!({"q": "x"}))]);
    assert_eq!((&whole.trace, &whole.details["serviceTier"]), (&Some(trace.clone()), &json!({"type": "flex"})));

    let mut fold = Fold::new(Operation::ConverseStream, None);
    let delta = |index: u32, delta: Value| json!({"contentBlockIndex": index, "delta": delta});
    for (event, payload) in [
        ("contentBlockDelta", delta(0, json!({"reasoningContent": {"text": "Think."}}))),
        ("contentBlockDelta", delta(0, json!({"reasoningContent": {"signature": "c2"}}))),
        ("contentBlockDelta", delta(0, json!({"reasoningContent": {"signature": "ln"}}))),
        ("contentBlockDelta", delta(1, json!({"reasoningContent": {"redactedContent": "eHg="}}))),
        ("contentBlockDelta", delta(2, json!({"text": "It is hot."}))),
        ("contentBlockDelta", delta(2, json!({"citation": content[2]["citationsContent"]["citations"][0]}))),
        ("contentBlockDelta", delta(2, json!({"citation": {"title": "b"}}))),
        ("contentBlockStop", json!({"contentBlockIndex": 2})),
        (
            "contentBlockStart",
            json!({"contentBlockIndex": 3, "start": {"toolUse": {"toolUseId": "t1", "name": "search", "type": "server_tool_use"}}}),
        ),
        ("contentBlockDelta", delta(3, json!({"toolUse": {"input": "{\"q\":\"x\"}"}}))),
        ("contentBlockStop", json!({"contentBlockIndex": 3})),
        (
            "contentBlockStart",
            json!({"contentBlockIndex": 4, "start": {"toolResult": {"toolUseId": "t1", "status": "success"}}}),
        ),
        ("contentBlockDelta", delta(4, json!({"toolResult": [{"text": "found"}]}))),
        ("contentBlockDelta", delta(4, json!({"toolResult": [{"json": {"n": 1}}]}))),
        ("contentBlockStop", json!({"contentBlockIndex": 4})),
        ("contentBlockDelta", delta(5, json!({"text": "So."}))),
        ("messageStop", json!({"stopReason": "end_turn", "additionalModelResponseFields": {"stop_sequence": null}})),
        ("metadata", json!({"usage": usage, "metrics": {}, "trace": trace, "serviceTier": {"type": "flex"}})),
    ] {
        fold.push_event(event, payload.to_string().as_bytes());
    }
    fold.finish();
    assert_eq!(fold.turn(), &whole);

    let (_, family, stream, _) = pairs().remove(0);
    let claude = fold_chunks(Some(family), &stream);
    assert_eq!(
        claude.content()[..2],
        [
            json!({"reasoningContent": {"reasoningText": {"text": "Rome is in Italy.", "signature": "c2ln"}}}),
            json!({"text": "Let me look."})
        ]
    );
    assert_eq!(claude.content()[3], json!({"reasoningContent": {"redactedContent": "eA=="}}));
}
