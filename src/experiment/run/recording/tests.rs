use super::*;
use crate::bedrock::operation::Api;
use proptest::prelude::*;
use serde_json::{Value, json};

fn run() -> Value {
    json!([{
        "version": 1,
        "by": "AWS",
        "recordedAt": "2026-11-22T12:00:00Z",
        "calls": [{
            "api": "converse",
            "operation": "Converse",
            "model": "amazon.nova-lite-v1:0",
            "request": { "host": "bedrock-runtime.us-east-1.amazonaws.com", "path": "/model/x/converse?a=b", "headers": [
                ["content-type", "application/json"],
                ["Authorization", "AWS4-HMAC-SHA256 Credential=AKIA"],
                ["X-Amz-Security-Token", "secret"]
            ], "body": "{}" },
            "status": 200,
            "headers": [["content-type", "application/json"], ["set-cookie", "c=d"]],
            "pieces": [[9, "e30="]],
            "endedMs": 9,
            "ended": "complete"
        }]
    }])
}

#[test]
fn what_would_carry_authority_is_neither_read_nor_written() {
    let recordings = read(&run()).unwrap();
    let call = &recordings[0].calls[0];
    assert_eq!(call.request.headers, [crate::aws::http::Header::new("content-type", "application/json")]);
    assert_eq!(call.head.as_ref().unwrap().headers.len(), 1);
    let written = write(&recordings);
    for secret in ["AKIA", "secret", "c=d", "uthorization"] {
        assert!(!written.to_string().contains(secret), "{secret}");
    }
    assert_eq!(read(&written).unwrap(), recordings);
    let mut custom = recordings;
    custom[0].origin = Origin::Custom;
    assert!(!write(&custom).to_string().contains("amazonaws"));
    assert_eq!(read(&write(&custom)).unwrap()[0].calls[0].request.url.authority, "endpoint.invalid");
}

#[test]
fn a_replay_sends_nothing_and_says_when_it_was() {
    let recording = read(&run()).unwrap().remove(0);
    let mut session = Session::default();
    let now = Timestamp(1_000);
    assert_eq!(session.apply(recording.start(now)), []);
    assert!(session.is_running());
    for (_, command) in recording.steps(session.run, now) {
        assert_eq!(session.apply(command), []);
    }
    let call = session.exchange(Api::Converse).unwrap();
    assert_eq!((call.origin, call.recorded_at), (Origin::Aws, Some(recording.recorded_at)));
    assert_eq!((call.body.as_slice(), call.ended_ms), (&b"{}"[..], Some(9)));
    assert_eq!(Recording::of(&session), Some(recording));
    assert_eq!(Recording::of(&Session::default()), None);
}

#[test]
fn what_is_wrong_is_said() {
    let with = |pointer: &str, value: Value| {
        let mut run = run();
        *run.pointer_mut(pointer).unwrap() = value;
        read(&run).unwrap_err().to_string()
    };
    for (pointer, value, part) in [
        ("/0/version", json!(2), "version 2"),
        ("/0/version", json!("1"), "version is missing"),
        ("/0/by", json!("me"), "by is missing"),
        ("/0/recordedAt", json!("soon"), "recordedAt"),
        ("/0/calls", json!([]), "calls"),
        ("/0/calls", json!([1, 2, 3]), "too many calls"),
        ("/0/calls/0/operation", json!("Delete"), "operation"),
        ("/0/calls/0/api", json!("invoke"), "api"),
        ("/0/calls/0/status", json!(70_000), "status"),
        ("/0/calls/0/request/path", json!("http://x/"), "path"),
        ("/0/calls/0/request/headers", json!([["a"]]), "a header"),
        ("/0/calls/0/pieces/0", json!([1, "%"]), "a piece"),
        ("/0/calls/0/pieces/0", json!([-1, ""]), "a piece"),
        ("/0/calls/0/endedMs", json!(1.5), "endedMs"),
        ("/0/calls/0/ended", json!("never"), "ended"),
    ] {
        let message = with(pointer, value);
        assert!(message.contains(part), "{pointer}: {message}");
    }
    assert!(read(&json!({})).is_err());
    assert!(read(&json!(vec![0; MOST_RUNS + 1])).unwrap_err().to_string().contains("too many runs"));
    let twice = json!([run()[0]["calls"][0], run()[0]["calls"][0]]);
    assert!(with("/0/calls", twice).contains("api"));
}

#[test]
fn time_runs_forwards_and_ends() {
    let mut run = run();
    *run.pointer_mut("/0/calls/0/pieces").unwrap() = json!([[8, ""], [3, "e30="], [99, ""]]);
    let pieces: Vec<i64> = read(&run).unwrap()[0].calls[0].pieces.iter().map(|piece| piece.at_ms).collect();
    assert_eq!(pieces, [8, 8, 9]);
    *run.pointer_mut("/0/calls/0/endedMs").unwrap() = json!(i64::MAX);
    assert_eq!(read(&run).unwrap()[0].length_ms(), 3_600_000);
}

proptest! {
    #[test]
    fn never_panics(text: String, number: i64, place in 0usize..12) {
        let places = ["/0/by", "/0/recordedAt", "/0/calls/0/model", "/0/calls/0/family", "/0/calls/0/request/path",
            "/0/calls/0/request/host", "/0/calls/0/pieces/0/0", "/0/calls/0/pieces/0/1", "/0/calls/0/said",
            "/0/calls/0/status", "/0/calls/0/endedMs", "/0/calls/0/request/body"];
        let mut run = run();
        for value in [json!(text), json!(number)] {
            if let Some(at) = run.pointer_mut(places[place]) {
                *at = value;
            }
            if let Ok(recordings) = read(&run) {
                for recording in recordings {
                    recording.play(&mut Session::default(), Timestamp(number));
                }
            }
        }
    }
}
