//! A recording as JSON: one element of a file's `runs` (`docs/link-format.md`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::{Ending, RecordedCall, Recording, VERSION};
use crate::aws::http::Header;
use crate::bedrock::family::{Family, PICKS};
use crate::experiment::run::exchange::Origin;

/// The recordings as a file's `runs`.
pub fn write(recordings: &[Recording]) -> Value {
    recordings.iter().map(recording).collect()
}

fn recording(recording: &Recording) -> Value {
    json!({
        "version": VERSION,
        "by": by(recording.origin),
        "recordedAt": recording.recorded_at.iso8601(),
        "calls": recording.calls.iter().map(|of| call(of, recording.origin)).collect::<Vec<_>>(),
    })
}

/// Who answered, as it is written.
pub fn by(origin: Origin) -> &'static str {
    match origin {
        Origin::Simulator => "SIMULATED",
        Origin::Aws => "AWS",
        Origin::Custom => "custom endpoint",
    }
}

fn call(call: &RecordedCall, origin: Origin) -> Value {
    let mut request = Map::new();
    // The host of an endpoint that the user typed is private.
    if origin != Origin::Custom {
        request.insert("host".to_owned(), json!(call.request.url.authority));
    }
    request.insert("path".to_owned(), json!(call.request.url.path_and_query()));
    request.insert("headers".to_owned(), headers(&call.request.headers));
    match std::str::from_utf8(&call.request.body) {
        Ok(text) => request.insert("body".to_owned(), json!(text)),
        Err(_) => request.insert("bodyBase64".to_owned(), json!(BASE64.encode(&call.request.body))),
    };
    let mut out = Map::new();
    out.insert("api".to_owned(), json!(call.operation.api().key()));
    out.insert("operation".to_owned(), json!(call.operation.name()));
    out.insert("model".to_owned(), json!(call.model));
    if let Some(family) = call.family.and_then(pick) {
        out.insert("family".to_owned(), json!(family));
    }
    out.insert("request".to_owned(), Value::Object(request));
    if let Some(head) = &call.head {
        out.insert("status".to_owned(), json!(head.status));
        out.insert("headers".to_owned(), headers(&head.headers));
    }
    let pieces = call.pieces.iter().map(|piece| json!([piece.at_ms, BASE64.encode(&piece.bytes)]));
    out.insert("pieces".to_owned(), pieces.collect());
    out.insert("endedMs".to_owned(), json!(call.ended_ms));
    let (ended, message) = match &call.ending {
        Ending::Complete => ("complete", None),
        Ending::Stopped => ("stopped", None),
        Ending::NoAnswer(message) => ("no-answer", Some(message)),
        Ending::BrokenOff(message) => ("broken-off", Some(message)),
    };
    out.insert("ended".to_owned(), json!(ended));
    if let Some(message) = message {
        out.insert("said".to_owned(), json!(message));
    }
    Value::Object(out)
}

/// The beginning of an id by which a family is written.
fn pick(family: Family) -> Option<&'static str> {
    PICKS.into_iter().find(|pick| Family::from_base_id(pick) == Some(family))
}

/// Header lines as pairs; those that carry authority are left out once more.
fn headers(headers: &[Header]) -> Value {
    headers.iter().filter(|header| !is_private(header)).map(|header| json!([header.name, header.value])).collect()
}

/// Whether a header line has no place in a file.
pub(super) fn is_private(header: &Header) -> bool {
    header.is_secret() || ["cookie", "set-cookie"].iter().any(|name| header.name.eq_ignore_ascii_case(name))
}
