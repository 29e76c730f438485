//! Reads recordings. A file may come from anyone, so each number and length is limited, and an unknown value is an error
//! with a sentence, not a guess.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use super::write::{by, is_private};
use super::{Ending, Piece, RecordedCall, Recording, VERSION};
use crate::aws::http::{Header, HttpRequest, Method, ResponseHead, Scheme, WireUrl};
use crate::aws::time::Timestamp;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::experiment::run::exchange::Origin;

/// Most runs of a file.
pub const MOST_RUNS: usize = 20;
/// Most pieces of a call: a token a piece, and then some.
const MOST_PIECES: usize = 100_000;
/// Most bytes of a body.
const MOST_BYTES: usize = 24 * 1024 * 1024;
/// Most header lines.
const MOST_HEADERS: usize = 200;
/// The longest that a call may have taken: no replay waits for a day.
const LONGEST_MS: i64 = 60 * 60 * 1_000;
/// The placeholder for a host that the recording omits (<https://www.rfc-editor.org/rfc/rfc2606>).
const NO_HOST: &str = "endpoint.invalid";

/// Why a recording cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordingError {
    /// It was written by a newer version of the page.
    #[error(
        "This recording has version {0}, and this page reads version {VERSION}. Reload the page to get its newest version"
    )]
    Newer(u64),
    /// Something is missing or of the wrong kind.
    #[error("The recording cannot be read: {0} is missing or invalid")]
    Wrong(&'static str),
    /// More than is ever recorded.
    #[error("The recording cannot be read: it has too many {0}")]
    TooMuch(&'static str),
}

use RecordingError::{TooMuch, Wrong};

/// Reads a file's `runs`.
pub fn read(runs: &Value) -> Result<Vec<Recording>, RecordingError> {
    let runs = runs.as_array().ok_or(Wrong("runs"))?;
    if runs.len() > MOST_RUNS {
        return Err(TooMuch("runs"));
    }
    runs.iter().map(recording).collect()
}

fn recording(value: &Value) -> Result<Recording, RecordingError> {
    let members = value.as_object().ok_or(Wrong("a run"))?;
    let version = members.get("version").and_then(Value::as_u64).ok_or(Wrong("version"))?;
    if version > VERSION {
        return Err(RecordingError::Newer(version));
    }
    let written = text(members, "by").ok_or(Wrong("by"))?;
    let origins = [Origin::Simulator, Origin::Aws, Origin::Custom];
    let origin = origins.into_iter().find(|origin| by(*origin) == written).ok_or(Wrong("by"))?;
    let recorded_at = text(members, "recordedAt").and_then(Timestamp::parse).ok_or(Wrong("recordedAt"))?;
    let calls = members.get("calls").and_then(Value::as_array).ok_or(Wrong("calls"))?;
    if calls.len() > 2 {
        return Err(TooMuch("calls"));
    }
    let calls = calls.iter().map(call).collect::<Result<Vec<_>, _>>()?;
    match calls.as_slice() {
        [] => Err(Wrong("calls")),
        [one, two] if one.operation.api() == two.operation.api() => Err(Wrong("api")),
        _ => Ok(Recording { origin, recorded_at, calls }),
    }
}

fn call(value: &Value) -> Result<RecordedCall, RecordingError> {
    let members = value.as_object().ok_or(Wrong("a call"))?;
    let operation = text(members, "operation")
        .and_then(|name| Operation::ALL.into_iter().find(|operation| operation.name() == name))
        .ok_or(Wrong("operation"))?;
    if text(members, "api") != Some(operation.api().key()) {
        return Err(Wrong("api"));
    }
    let model = text(members, "model").ok_or(Wrong("model"))?.to_owned();
    let picked = text(members, "family").and_then(Family::from_base_id);
    let family = picked.or_else(|| ModelId::parse(&model).ok()?.family());
    let ended_ms = moment(members.get("endedMs")).ok_or(Wrong("endedMs"))?;
    let head = match members.get("status") {
        None => None,
        Some(status) => {
            let status = status.as_u64().and_then(|status| u16::try_from(status).ok()).ok_or(Wrong("status"))?;
            Some(ResponseHead { status, headers: headers(members.get("headers"))? })
        }
    };
    let message = || text(members, "said").unwrap_or_default().to_owned();
    let ending = match text(members, "ended") {
        Some("complete") => Ending::Complete,
        Some("stopped") => Ending::Stopped,
        Some("no-answer") => Ending::NoAnswer(message()),
        Some("broken-off") => Ending::BrokenOff(message()),
        _ => return Err(Wrong("ended")),
    };
    let request = members.get("request").and_then(Value::as_object).ok_or(Wrong("request"))?;
    Ok(RecordedCall {
        operation,
        family,
        model,
        request: sent(request)?,
        head,
        pieces: pieces(members.get("pieces"), ended_ms)?,
        ended_ms,
        ending,
    })
}

fn sent(members: &Map<String, Value>) -> Result<HttpRequest, RecordingError> {
    let target = text(members, "path").filter(|path| path.starts_with('/')).ok_or(Wrong("path"))?;
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let is_host = |host: &&str| {
        host.len() < 256 && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
    };
    let authority = text(members, "host").filter(is_host).unwrap_or(NO_HOST).to_owned();
    let body = match (text(members, "body"), text(members, "bodyBase64")) {
        (Some(body), _) => body.as_bytes().to_vec(),
        (None, Some(encoded)) => BASE64.decode(encoded).map_err(|_| Wrong("bodyBase64"))?,
        (None, None) => return Err(Wrong("body")),
    };
    Ok(HttpRequest {
        method: Method::Post,
        url: WireUrl { scheme: Scheme::Https, authority, path: path.to_owned(), query },
        headers: headers(members.get("headers"))?,
        body: body.into(),
    })
}

fn pieces(value: Option<&Value>, ended_ms: i64) -> Result<Vec<Piece>, RecordingError> {
    let list = value.and_then(Value::as_array).ok_or(Wrong("pieces"))?;
    if list.len() > MOST_PIECES {
        return Err(TooMuch("pieces"));
    }
    let mut left = MOST_BYTES;
    let mut before = 0;
    let mut pieces = Vec::with_capacity(list.len());
    for piece in list {
        let [at_ms, encoded] = piece.as_array().map(Vec::as_slice).unwrap_or_default() else {
            return Err(Wrong("a piece"));
        };
        // Time does not run backwards, and nothing comes after the end.
        before = moment(Some(at_ms)).ok_or(Wrong("a piece"))?.clamp(before, ended_ms.max(before));
        let bytes = encoded.as_str().and_then(|text| BASE64.decode(text).ok()).ok_or(Wrong("a piece"))?;
        left = left.checked_sub(bytes.len()).ok_or(TooMuch("bytes"))?;
        pieces.push(Piece { at_ms: before, bytes });
    }
    Ok(pieces)
}

/// Header lines, without those that carry authority.
fn headers(value: Option<&Value>) -> Result<Vec<Header>, RecordingError> {
    let list = value.and_then(Value::as_array).ok_or(Wrong("headers"))?;
    if list.len() > MOST_HEADERS {
        return Err(TooMuch("headers"));
    }
    let mut out = Vec::with_capacity(list.len());
    for pair in list {
        let [name, value] = pair.as_array().map(Vec::as_slice).unwrap_or_default() else {
            return Err(Wrong("a header"));
        };
        let header = Header::new(name.as_str().ok_or(Wrong("a header"))?, value.as_str().ok_or(Wrong("a header"))?);
        if !is_private(&header) {
            out.push(header);
        }
    }
    Ok(out)
}

fn text<'a>(members: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    members.get(key)?.as_str()
}

fn moment(value: Option<&Value>) -> Option<i64> {
    value?.as_i64().filter(|ms| *ms >= 0).map(|ms| ms.min(LONGEST_MS))
}
