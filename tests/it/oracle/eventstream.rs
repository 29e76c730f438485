//! Our event streams against an independent encoder and botocore's reader: both directions, and damaged streams.

use crate::python;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use outcrop::aws::eventstream::{Decoder, Frame, HeaderValue, Message, StreamError, encode};
use serde_json::{Value, json};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn stream(case: &Value) -> Vec<u8> {
    STANDARD.decode(case["stream"].as_str().unwrap()).unwrap()
}

fn hex(bytes: &[u8]) -> Value {
    json!({ "hex": outcrop::text::hex::digits(bytes) })
}

/// A header's value in the oracle's words. botocore does not keep the type, so the comparison of types is the bytes'.
fn plain(value: &HeaderValue) -> Value {
    match value {
        HeaderValue::Bool(v) => json!(v),
        HeaderValue::Byte(v) => json!(v),
        HeaderValue::Int16(v) => json!(v),
        HeaderValue::Int32(v) => json!(v),
        HeaderValue::Int64(v) | HeaderValue::Timestamp(v) => json!(v),
        HeaderValue::String(v) => json!(v),
        HeaderValue::Bytes(v) => hex(v),
        HeaderValue::Uuid(v) => hex(v),
    }
}

fn described(frame: &Frame) -> Value {
    let headers: serde_json::Map<String, Value> =
        frame.headers.iter().map(|(name, value)| (name.clone(), plain(value))).collect();
    json!({
        "headers": headers,
        "payload": STANDARD.encode(&frame.payload),
        "total_length": frame.bytes.len(),
        "headers_length": frame.headers_length(),
    })
}

fn again(frame: &Frame) -> Vec<u8> {
    let headers: Vec<_> = frame.headers.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    encode(&headers, &frame.payload)
}

#[test]
fn streams_of_another_encoder_read_as_botocore_reads_them_however_they_are_cut() {
    let cases = lines(&python::text("eventstream_oracle.py", &["corpus", "600", "20250102"]));
    assert_eq!(cases.len(), 600);
    for case in &cases {
        let bytes = stream(case);
        let mut cuts: Vec<usize> = case["cuts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cut| usize::try_from(cut.as_u64().unwrap()).unwrap())
            .collect();
        cuts.insert(0, 0);
        cuts.push(bytes.len());
        let mut decoder = Decoder::new();
        let mut frames = Vec::new();
        for pair in cuts.windows(2) {
            frames.extend(decoder.push(&bytes[pair[0]..pair[1]]).unwrap());
        }
        assert_eq!(decoder.finish(), Ok(()));
        let ours: Vec<Value> = frames.iter().map(described).collect();
        assert_eq!(Value::from(ours), case["frames"]);
        // The same bytes come back, types and order of the headers included.
        assert_eq!(frames.iter().flat_map(again).collect::<Vec<u8>>(), bytes);
    }
}

#[test]
fn damaged_streams_are_refused_at_the_damage() {
    let cases = lines(&python::text("eventstream_oracle.py", &["broken"]));
    assert_eq!(cases.len(), 50);
    for case in &cases {
        assert_eq!(case["botocore_objects"], case["expected"], "botocore changed its mind: {case}");
        let bytes = stream(case);
        let offset = case["offset"].as_u64().unwrap();
        for step in [1, 5, bytes.len()] {
            let mut decoder = Decoder::new();
            let mut frames = Vec::new();
            for chunk in bytes.chunks(step) {
                frames.extend(decoder.push(chunk).unwrap_or_default());
            }
            assert_eq!(frames.len(), usize::from(offset > 0), "{case}");
            let at = match decoder.finish().unwrap_err() {
                StreamError::Header { offset: at, .. } => at - 12,
                StreamError::PreludeChecksum { offset: at, .. }
                | StreamError::Lengths { offset: at, .. }
                | StreamError::TooLarge { offset: at, .. }
                | StreamError::MessageChecksum { offset: at, .. }
                | StreamError::Truncated { offset: at, .. } => at,
                other => panic!("{other}: {case}"),
            };
            // A second header is the one that is there twice: three bytes further on.
            let further = if case["name"] == "header-twice" { 3 } else { 0 };
            assert_eq!(at, offset + further, "{case}");
        }
    }
}

#[test]
fn botocore_reads_our_frames() {
    let values = [
        HeaderValue::Bool(true),
        HeaderValue::Bool(false),
        HeaderValue::Byte(-128),
        HeaderValue::Int16(i16::MIN),
        HeaderValue::Int32(i32::MAX),
        HeaderValue::Int64(i64::MIN),
        HeaderValue::Bytes(vec![0, 255, 7]),
        HeaderValue::Bytes(Vec::new()),
        HeaderValue::String("héllo 🦀\0".to_owned()),
        HeaderValue::String(String::new()),
        HeaderValue::String("x".repeat(32_767)),
        HeaderValue::Timestamp(-1),
        HeaderValue::Uuid(*b"0123456789abcdef"),
    ];
    let names: Vec<String> = (0..values.len()).map(|n| format!(":ñ-{n}")).collect();
    let headers: Vec<(&str, HeaderValue)> = names.iter().map(String::as_str).zip(values).collect();
    let whole = [encode(&headers, &vec![9; 100_000]), encode(&[], b""), encode(&headers[..1], b"x")].concat();
    let mut decoder = Decoder::new();
    let frames = decoder.push(&whole).unwrap();
    let ours: Vec<Value> = frames.iter().map(described).collect();
    let printed = python::run("eventstream_oracle.py", &["decode"], STANDARD.encode(&whole).as_bytes());
    let theirs: Value = serde_json::from_slice(&printed).unwrap();
    assert_eq!(theirs, json!({ "frames": ours, "left": 0 }));
}

#[test]
fn a_caller_of_boto3_gets_the_events_that_we_wrote() {
    let event = |kind: &str, name: &str, payload: &Value| {
        let type_header = if kind == "event" { ":event-type" } else { ":exception-type" };
        let headers = [
            (type_header, HeaderValue::from(name)),
            (":content-type", HeaderValue::from("application/json")),
            (":message-type", HeaderValue::from(kind)),
        ];
        encode(&headers, payload.to_string().as_bytes())
    };
    let events = [
        ("messageStart", json!({ "role": "assistant" })),
        ("contentBlockDelta", json!({ "contentBlockIndex": 0, "delta": { "text": "hé🦀\u{2028}" } })),
        ("contentBlockStop", json!({ "contentBlockIndex": 0 })),
        ("messageStop", json!({ "stopReason": "end_turn" })),
    ];
    let good: Vec<u8> = events.iter().flat_map(|(name, body)| event("event", name, body)).collect();
    let failed = [good.clone(), event("exception", "throttlingException", &json!({ "message": "slow down" }))].concat();
    let error = encode(
        &[
            (":message-type", HeaderValue::from("error")),
            (":error-code", HeaderValue::from("InternalError")),
            (":error-message", HeaderValue::from("sorry")),
        ],
        b"",
    );
    let errored = [good.clone(), error].concat();
    let input: String = [&good, &failed, &errored].iter().map(|bytes| STANDARD.encode(bytes) + "\n").collect();
    let printed = python::run("eventstream_oracle.py", &["converse"], input.as_bytes());
    let answers = lines(std::str::from_utf8(&printed).unwrap());

    for (index, ending) in
        [None, Some(("throttlingException", "slow down")), Some(("InternalError", "sorry"))].iter().enumerate()
    {
        let theirs = answers[index]["events"].as_array().unwrap();
        for ((name, body), their) in events.iter().zip(theirs) {
            let expected = json!({ *name: body });
            assert_eq!(their, &expected);
        }
        match ending {
            None => assert_eq!(theirs.len(), events.len()),
            Some((code, text)) => {
                let raised = &theirs[events.len()];
                assert_eq!(raised["raised"], "EventStreamError");
                let said = raised["text"].as_str().unwrap();
                assert!(said.contains(code) && said.contains(text), "{said}");
            }
        }
    }
    let frames = Decoder::new().push(&failed).unwrap();
    assert!(matches!(
        frames.last().unwrap().message(),
        Ok(Message::Exception { exception_type, .. }) if exception_type == "throttlingException"
    ));
}
