//! The operations on the road of signed requests; each output and each event is held against the service model.

#![expect(clippy::needless_pass_by_value, reason = "a JSON value reads best where it is used")]

mod agents;
mod flows;
mod reads;
mod records;
mod retrieval;

use std::cell::RefCell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::super::Account;
use super::super::clock::SECOND_MS;
use super::super::tests::{call_at, model, reply_at};
use super::SERVICE;
use super::names::{AGENT_ALIAS_ID, AGENT_ID, FLOW_ALIAS_ID, FLOW_ID, KNOWLEDGE_BASE_ID, MODEL_ID};
use crate::aws::eventstream::{Decoder, Message};
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::call;

/// An account with a clock.
struct Desk {
    account: RefCell<Account>,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        Self { account: RefCell::default(), now: Timestamp(1_796_000_000_000) }
    }

    fn later(&mut self, seconds: i64) {
        self.now = self.now.plus_ms(seconds * SECOND_MS);
    }

    /// The output of an operation that succeeds.
    #[track_caller]
    fn call(&self, operation: &str, input: &Value) -> Value {
        let (status, output) = call_at(&self.account, SERVICE, operation, input, self.now);
        assert!(status < 300, "{operation}: {output}");
        fits(operation, &output);
        output
    }

    /// The events of a stream; `head` has the members that are headers, `member` is that of the stream.
    #[track_caller]
    fn stream(&self, operation: &str, member: &str, input: &Value) -> (Value, Vec<(String, Value)>) {
        let reply = reply_at(&self.account, SERVICE, operation, input, self.now);
        let body = reply.body();
        assert_eq!(reply.status, 200, "{operation}: {}", String::from_utf8_lossy(&body));
        let service = model(SERVICE);
        let head = call::output(&service, operation, &reply.headers, &[]).unwrap();
        let events = Decoder::new().push(&body).unwrap().into_iter().map(|frame| match frame.message().unwrap() {
            Message::Event { event_type, payload, .. } => (event_type, serde_json::from_slice(&payload).unwrap()),
            other => panic!("{other:?}"),
        });
        let events: Vec<(String, Value)> = events.collect();
        for (name, payload) in &events {
            let mut output = head.clone();
            output[member] = json!({ name: payload });
            fits(operation, &output);
        }
        (head, events)
    }

    /// The exception and the sentence of an operation that is refused with a declared error.
    #[track_caller]
    fn refused(&self, operation: &str, input: &Value) -> String {
        let reply = reply_at(&self.account, SERVICE, operation, input, self.now);
        let body: Value = serde_json::from_slice(&reply.body()).unwrap_or_default();
        let header = reply.headers.iter().find(|header| header.name == "x-amzn-errortype");
        let code = header.unwrap_or_else(|| panic!("{operation} answers {body}")).value.split(':').next().unwrap();
        let service = model(SERVICE);
        let declared = service.operation(operation).unwrap().errors.iter().any(|declared| declared == code);
        assert!(declared, "{operation} declares no {code}: {body}");
        assert_eq!(service.structure(code).unwrap().error_status, Some(reply.status));
        format!("{code}: {}", body["message"].as_str().unwrap())
    }
}

#[track_caller]
fn fits(operation: &str, output: &Value) {
    let report = model(SERVICE).inspect_output(operation, output);
    let wrong: Vec<_> = report.violations.iter().map(|violation| &violation.message).collect();
    assert!(wrong.is_empty() && report.unknown.is_empty(), "{operation}: {wrong:?} {:?} in {output}", report.unknown);
}

/// The text of the chunks.
fn said(events: &[(String, Value)]) -> String {
    let chunks = events.iter().filter(|(name, _)| name == "chunk");
    let bytes = chunks.flat_map(|(_, chunk)| STANDARD.decode(chunk["bytes"].as_str().unwrap()).unwrap());
    String::from_utf8(bytes.collect()).unwrap()
}

fn named<'e>(events: &'e [(String, Value)], name: &str) -> Vec<&'e Value> {
    events.iter().filter(|(each, _)| each == name).map(|(_, payload)| payload).collect()
}

/// With one member of an input changed.
fn with(mut input: Value, member: &str, value: Value) -> Value {
    input[member] = value;
    input
}
