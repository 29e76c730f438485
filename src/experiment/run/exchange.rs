//! The record of one call: the request as sent (without the headers that carry authority), the response as received, byte
//! for byte, and the turn that was read from it.
//!
//! [`super::session`] feeds it with head, chunks and end. Any bytes in any order leave it in a sensible state, and what was
//! received is never discarded.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::error::AwsError;
use crate::aws::eventstream::{Decoder, Frame, Message};
use crate::aws::http::{HttpRequest, ResponseHead};
use crate::aws::time::Timestamp;
use crate::bedrock::family::Family;
use crate::bedrock::fold::Fold;
use crate::bedrock::operation::Operation;
use crate::bedrock::turn::{StreamFault, Turn};
use crate::text::sniff;

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The simulator in the page.
    Simulator,
    /// AWS.
    Aws,
    /// An endpoint that the user typed.
    Custom,
}

/// The state of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Sent; nothing has been received.
    Waiting,
    /// Bytes are arriving.
    Receiving,
    /// The response is complete.
    Done,
    /// The user stopped it; what had arrived is kept.
    Stopped,
    /// It failed; what had arrived is kept.
    Failed,
}

/// The limit of what is received of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many bytes, which the user can change.
    Bytes(usize),
    /// So many events of a stream, which is fixed.
    Events(usize),
}

/// Most events of a stream: as many as a recording holds. Each is kept with its bytes and its place.
pub const MOST_EVENTS: usize = 100_000;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The browser gave no response: its own words.
    Transport(String),
    /// The endpoint answered with a redirect, which was not followed.
    Redirected,
    /// The service answered with an error status.
    Refused(AwsError),
    /// An exception arrived inside the stream.
    Exception(StreamFault),
    /// The stream's bytes are not a valid event stream.
    Corrupt(String),
    /// The stream ended in the middle, or the body was cut.
    Truncated(String),
    /// The status says success, but the body is not what the operation returns.
    Unreadable(String),
    /// The response was longer than this page receives; what had arrived is kept.
    TooLarge(Limit),
    /// There are no credentials to sign with.
    NoCredentials,
    /// The credentials have run out.
    ExpiredCredentials,
    /// The request could not be signed or built.
    NotSent(String),
}

impl From<NotAnswered> for Failure {
    fn from(lost: NotAnswered) -> Self {
        match lost {
            NotAnswered::NoCredentials => Self::NoCredentials,
            NotAnswered::Expired => Self::ExpiredCredentials,
            NotAnswered::Redirected => Self::Redirected,
            NotAnswered::NotSent(why) => Self::NotSent(why),
            NotAnswered::NoResponse(message) => Self::Transport(message),
            NotAnswered::TooLarge(bytes) => Self::TooLarge(Limit::Bytes(bytes)),
            NotAnswered::BrokenOff(message) => Self::Truncated(message),
        }
    }
}

/// A frame and when it was complete.
#[derive(Clone, Debug)]
pub struct ReceivedFrame {
    /// Milliseconds after the request was sent.
    pub at_ms: i64,
    /// The frame.
    pub frame: Frame,
}

/// The record of one call.
#[derive(Debug)]
pub struct Exchange {
    /// Which operation.
    pub operation: Operation,
    /// Who answers.
    pub origin: Origin,
    /// The model id or ARN that was called.
    pub model: String,
    /// The family of the model's native body, where it is known.
    pub family: Option<Family>,
    /// The request, without the headers that carry authority.
    pub request: HttpRequest,
    /// When it was sent.
    pub started_at: Timestamp,
    /// When it was recorded, if this is a recording that is played again.
    pub recorded_at: Option<Timestamp>,
    /// Status and headers, once they are there.
    pub head: Option<ResponseHead>,
    /// The body so far.
    pub body: Vec<u8>,
    /// The frames so far, when the response is an event stream.
    pub frames: Vec<ReceivedFrame>,
    /// Milliseconds until the first text was there (streams only).
    pub first_text_ms: Option<i64>,
    /// Milliseconds until the end, however it ended.
    pub ended_ms: Option<i64>,
    /// Its state.
    pub phase: Phase,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
    fold: Fold,
    decoder: Decoder,
}

impl Exchange {
    /// A call that has just been sent.
    pub fn sent(
        operation: Operation,
        family: Option<Family>,
        origin: Origin,
        model: &str,
        request: &HttpRequest,
        now: Timestamp,
    ) -> Self {
        Self {
            operation,
            origin,
            model: model.to_owned(),
            family,
            request: request.without_secrets(),
            started_at: now,
            recorded_at: None,
            head: None,
            body: Vec::new(),
            frames: Vec::new(),
            first_text_ms: None,
            ended_ms: None,
            phase: Phase::Waiting,
            failure: None,
            fold: Fold::new(operation, family),
            decoder: Decoder::new(),
        }
    }

    /// Whether this is the answer to that request; not after the form was changed, and again once it is changed back.
    pub fn answers(&self, request: Option<&HttpRequest>) -> bool {
        request.is_some_and(|request| request.without_secrets() == self.request)
    }

    /// The answer so far.
    pub fn turn(&self) -> &Turn {
        self.fold.turn()
    }

    /// Whether more may come.
    pub fn is_running(&self) -> bool {
        matches!(self.phase, Phase::Waiting | Phase::Receiving)
    }

    /// The whole body as JSON, when it is JSON.
    pub fn body_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the response is an event stream: a streaming operation that was not refused. Where the page may not read the
    /// content type, the operation decides.
    pub fn is_event_stream(&self) -> bool {
        let Some(head) = &self.head else { return false };
        self.operation.is_streaming()
            && head.is_success()
            && head.header("content-type").is_none_or(|kind| kind.contains("eventstream"))
    }

    /// The events of the stream, each as `{"<type>": payload}`, with the inner JSON of an `InvokeModel` chunk unwrapped.
    pub fn events(&self) -> Vec<Value> {
        self.frames
            .iter()
            .map(|received| {
                let (name, payload) = match received.frame.message() {
                    Ok(Message::Event { event_type, payload, .. }) => (event_type, payload),
                    Ok(Message::Exception { exception_type, payload, .. }) => (exception_type, payload),
                    Ok(Message::Error { code, message }) => {
                        return json!({ "error": { "code": code, "message": message } });
                    }
                    Err(error) => return json!({ "unreadable": error.to_string() }),
                };
                json!({ name: unwrapped(&payload) })
            })
            .collect()
    }

    /// Takes the next part of the response.
    pub(super) fn take(&mut self, arrival: Arrival, now: Timestamp) {
        match arrival {
            Arrival::Head(head) => self.on_head(head),
            Arrival::Chunk(bytes) => self.on_chunk(&bytes, now),
            Arrival::End => self.on_end(now),
            Arrival::Lost(lost) => self.fail(lost.into(), now),
        }
    }

    fn on_head(&mut self, head: ResponseHead) {
        if self.is_running() {
            self.fold.push_head(&head);
            self.head = Some(head);
            self.phase = Phase::Receiving;
        }
    }

    fn on_chunk(&mut self, bytes: &[u8], now: Timestamp) {
        if !self.is_running() {
            return;
        }
        self.body.extend_from_slice(bytes);
        if !self.is_event_stream() {
            return;
        }
        let at_ms = self.since_start_ms(now);
        let frames = match self.decoder.push(bytes) {
            Ok(frames) => frames,
            Err(error) => {
                self.fail(corrupt(&self.body, error.to_string()), now);
                return;
            }
        };
        for frame in frames {
            if self.frames.len() >= MOST_EVENTS {
                self.fail(Failure::TooLarge(Limit::Events(MOST_EVENTS)), now);
                return;
            }
            match frame.message() {
                Ok(message) => self.fold.push_message(&message),
                Err(error) => {
                    self.fail(Failure::Corrupt(error.to_string()), now);
                    return;
                }
            }
            self.frames.push(ReceivedFrame { at_ms, frame });
        }
        if let Some(fault) = self.decoder.fault() {
            let message = fault.to_string();
            self.fail(corrupt(&self.body, message), now);
            return;
        }
        if self.first_text_ms.is_none() && !self.turn().blocks.is_empty() {
            self.first_text_ms = Some(at_ms);
        }
        if let Some(fault) = self.turn().fault.clone() {
            self.fail(Failure::Exception(fault), now);
        }
    }

    fn on_end(&mut self, now: Timestamp) {
        if !self.is_running() {
            return;
        }
        let failure = match &self.head {
            None => Some(Failure::Unreadable("The response ended before its status".to_owned())),
            Some(head) if !head.is_success() => Some(Failure::Refused(AwsError::from_response(head, &self.body))),
            Some(_) if self.is_event_stream() => self.end_of_stream(),
            Some(_) => self.end_of_body(),
        };
        match failure {
            Some(failure) => self.fail(failure, now),
            None => self.end(Phase::Done, now),
        }
    }

    pub(super) fn on_stop(&mut self, now: Timestamp) {
        if self.is_running() {
            self.end(Phase::Stopped, now);
        }
    }

    fn fail(&mut self, failure: Failure, now: Timestamp) {
        if self.is_running() {
            self.failure = Some(failure);
            self.end(Phase::Failed, now);
        }
    }

    fn end(&mut self, phase: Phase, now: Timestamp) {
        self.phase = phase;
        self.ended_ms = Some(self.since_start_ms(now));
    }

    /// Milliseconds since the call was sent. A clock that was set back in between counts as none.
    fn since_start_ms(&self, now: Timestamp) -> i64 {
        now.since_ms(self.started_at).max(0)
    }

    fn end_of_stream(&mut self) -> Option<Failure> {
        if let Err(error) = self.decoder.finish() {
            return Some(Failure::Truncated(error.to_string()));
        }
        self.fold.finish();
        let fault = self.turn().fault.clone()?;
        Some(if fault.kind == "truncated" { Failure::Truncated(fault.message) } else { Failure::Exception(fault) })
    }

    fn end_of_body(&mut self) -> Option<Failure> {
        if let Some(error) = self.head.as_ref().and_then(|head| AwsError::under_success(head, &self.body)) {
            return Some(Failure::Refused(error));
        }
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(body) if !body.is_object() => Some(Failure::Unreadable(format!(
                "The status is a success, but the body is {}, not an object",
                kind_of(&body)
            ))),
            Ok(body) => {
                self.fold.push_body(&body);
                self.fold.finish();
                self.turn().fault.clone().map(|fault| Failure::Unreadable(fault.message))
            }
            Err(error) if self.body.is_empty() => {
                Some(Failure::Unreadable(format!("The status is a success, but the body is empty ({error})")))
            }
            Err(error) => Some(Failure::Unreadable(match sniff::name(&self.body).filter(|name| *name != "JSON") {
                Some(name) => format!("The body is not JSON: it is {name}"),
                None => format!("The body is not JSON: {error}"),
            })),
        }
    }
}

/// Bytes that are no event stream: what they are, if their beginning tells, otherwise the damage.
fn corrupt(body: &[u8], damage: String) -> Failure {
    match sniff::name(body) {
        Some(name) => Failure::Unreadable(format!("These bytes are {name}, not application/vnd.amazon.eventstream")),
        None => Failure::Corrupt(damage),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The JSON of an event's payload; an `InvokeModel` chunk carries its JSON as base64 in `bytes`.
fn unwrapped(payload: &[u8]) -> Value {
    let Ok(outer) = serde_json::from_slice::<Value>(payload) else {
        return Value::String(String::from_utf8_lossy(payload).into_owned());
    };
    let inner = outer.get("bytes").and_then(Value::as_str).and_then(|text| BASE64.decode(text).ok());
    inner.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(outer)
}

#[cfg(test)]
mod tests;
