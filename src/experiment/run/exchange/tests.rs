use super::*;
use crate::aws::http::{Header, Method, Scheme, WireUrl};
use crate::aws::payload::Payload;

/// The failure of a call that is answered with status 200.
fn failure(operation: Operation, kind: &str, body: &[u8]) -> Option<Failure> {
    let url = WireUrl { scheme: Scheme::Https, authority: "x".to_owned(), path: "/".to_owned(), query: None };
    let request = HttpRequest { method: Method::Post, url, headers: Vec::new(), body: Payload::default() };
    let mut call = Exchange::sent(operation, None, Origin::Custom, "m", &request, Timestamp(0));
    let headers = vec![Header::new("content-type", kind)];
    call.take(Arrival::Head(ResponseHead { status: 200, headers }), Timestamp(1));
    call.take(Arrival::Chunk(body.to_vec()), Timestamp(2));
    call.take(Arrival::End, Timestamp(3));
    assert_eq!(call.body, body, "what arrived is kept");
    call.failure
}

#[test]
fn an_error_under_a_success_is_a_refusal() {
    for (body, code) in [
        (
            &br#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#[..],
            Some("UnknownOperationException"),
        ),
        (br#"{"errorMessage":"x","errorType":"Runtime.ExitError"}"#, Some("Runtime.ExitError")),
        (br#"{"message":"Forbidden"}"#, None),
        (b"<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", Some("AccessDenied")),
    ] {
        let Some(Failure::Refused(error)) = failure(Operation::Converse, "application/json", body) else {
            panic!("not refused")
        };
        assert_eq!(error.code.as_deref(), code);
    }
}

#[test]
fn a_success_without_an_answer_says_what_the_body_is() {
    for (body, part) in [
        (&b"[]"[..], "a list"),
        (b"null", "null"),
        (b"\"text\"", "a text"),
        (b"7", "a number"),
        (b"", "empty"),
        (b"<!doctype html><html>", "HTML"),
        (b"event: message_start\ndata: {}", "Server-Sent Events"),
    ] {
        match failure(Operation::Converse, "application/json", body) {
            Some(Failure::Unreadable(message)) => assert!(message.contains(part), "{message}"),
            other => panic!("{part}: {other:?}"),
        }
    }
}

#[test]
fn a_stream_that_is_no_event_stream_says_what_it_is() {
    let sse = b"event: message_start\ndata: {\"type\":\"message_start\"}\n\n".repeat(4);
    for kind in ["text/event-stream", "application/vnd.amazon.eventstream"] {
        match failure(Operation::ConverseStream, kind, &sse) {
            Some(Failure::Unreadable(message)) => assert!(message.contains("Server-Sent Events"), "{message}"),
            other => panic!("{kind}: {other:?}"),
        }
    }
}
