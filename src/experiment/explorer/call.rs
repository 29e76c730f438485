//! The record of one call: the request, and the response as far as it has arrived.
//!
//! What was received is never discarded, however the call ends.

use serde_json::{Value, json};

use super::index::{Operation, Stream};
use super::pages;
use crate::aws::arrival::Arrival;
use crate::aws::error::AwsError;
use crate::aws::eventstream::{Decoder, Message};
use crate::aws::http::{HttpRequest, ResponseHead};
use crate::bedrock::service_model::{ServiceModel, call};
use crate::bedrock::turn::StreamFault;
use crate::experiment::run::exchange::{Failure, Origin};
use crate::text::{json as text_json, number};

/// An event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds after the request was sent.
    pub at_ms: i64,
    /// Its name: the member of the stream, or the exception.
    pub name: String,
    /// The length of its frame, in bytes.
    pub bytes: usize,
    /// Its payload; text where it is no JSON.
    pub payload: Value,
}

/// A call.
#[derive(Debug)]
pub struct Call {
    /// The operation.
    pub operation: &'static Operation,
    /// Who answers.
    pub origin: Origin,
    /// The input as sent.
    pub input: Value,
    /// The request, without the headers that carry authority.
    pub request: Option<HttpRequest>,
    /// Status and headers.
    pub head: Option<ResponseHead>,
    /// The body so far.
    pub body: Vec<u8>,
    /// The events so far.
    pub events: Vec<Event>,
    /// The output under the names of the API, once the call has succeeded. Several pages are one.
    pub output: Option<Value>,
    /// How many pages were joined.
    pub pages: usize,
    /// Milliseconds until the end.
    pub ended_ms: Option<i64>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Whether the user stopped it.
    pub stopped: bool,
    decoder: Decoder,
}

impl Call {
    /// A call that is about to be sent.
    pub fn new(operation: &'static Operation, origin: Origin, input: Value) -> Self {
        Self {
            operation,
            origin,
            input,
            request: None,
            head: None,
            body: Vec::new(),
            events: Vec::new(),
            output: None,
            pages: 1,
            ended_ms: None,
            failure: None,
            stopped: false,
            decoder: Decoder::new(),
        }
    }

    /// The request that was sent.
    pub fn sent(&mut self, request: &HttpRequest) {
        self.request = Some(request.without_secrets());
    }

    /// Whether the answer is a stream of events.
    pub fn is_stream(&self) -> bool {
        self.operation.stream == Stream::Answer && self.head.as_ref().is_some_and(ResponseHead::is_success)
    }

    /// Takes a part of the response.
    pub fn take(&mut self, arrival: Arrival, at_ms: i64) {
        match arrival {
            Arrival::Head(head) => self.head = Some(head),
            Arrival::Chunk(bytes) => {
                if self.is_stream() {
                    self.decode(&bytes, at_ms);
                }
                self.body.extend(bytes);
            }
            Arrival::End => self.end(at_ms),
            Arrival::Lost(why) => {
                self.failure = Some(why.into());
                self.ended_ms = Some(at_ms);
            }
        }
    }

    /// The user stopped it.
    pub fn stop(&mut self, at_ms: i64) {
        self.stopped |= self.ended_ms.is_none();
        self.ended_ms.get_or_insert(at_ms);
    }

    /// Goes on with another page; what was received before stays in the output.
    pub fn begin_page(&mut self, input: Value) {
        self.input = input;
        self.head = None;
        self.body = Vec::new();
        self.failure = None;
        self.ended_ms = None;
    }

    /// Reads the output of a page that has succeeded, and adds it to the pages before.
    pub fn conclude(&mut self, model: &ServiceModel) {
        let Some(head) = self.head.as_ref().filter(|head| head.is_success()) else { return };
        if self.failure.is_some() || self.is_stream() {
            return;
        }
        match call::output(model, self.operation.name, &head.headers, &self.body) {
            Ok(page) => match &mut self.output {
                Some(all) => {
                    pages::join(model, self.operation.name, all, page);
                    self.pages += 1;
                }
                None => self.output = Some(page),
            },
            Err(error) => self.failure = Some(Failure::Unreadable(error.to_string())),
        }
    }

    /// The input of the next page, if there is one.
    pub fn next_page(&self, model: &ServiceModel) -> Option<Value> {
        let output = self.output.as_ref().filter(|_| self.failure.is_none() && self.ended_ms.is_some())?;
        pages::next(model, self.operation.name, &self.input, output)
    }

    /// Code, message and request id of a refusal.
    pub fn refusal(&self) -> Option<&AwsError> {
        match &self.failure {
            Some(Failure::Refused(error)) => Some(error),
            _ => None,
        }
    }

    fn decode(&mut self, bytes: &[u8], at_ms: i64) {
        let frames = match self.decoder.push(bytes) {
            Ok(frames) => frames,
            Err(error) => {
                self.failure = Some(Failure::Corrupt(error.to_string()));
                return;
            }
        };
        for frame in frames {
            let message = frame.message();
            let is_fault = matches!(message, Ok(Message::Exception { .. } | Message::Error { .. }));
            let (name, payload) = match message {
                Ok(Message::Event { event_type, payload, .. }) => (event_type, payload),
                Ok(Message::Exception { exception_type, payload, .. }) => (exception_type, payload),
                Ok(Message::Error { code, message }) => {
                    (code.unwrap_or_else(|| "error".to_owned()), message.unwrap_or_default().into_bytes())
                }
                Err(error) => (error.to_string(), frame.payload.clone()),
            };
            let payload = serde_json::from_slice(&payload)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&payload).into_owned()));
            if is_fault {
                let message = payload.get("message").and_then(Value::as_str).or_else(|| payload.as_str());
                let message = message.unwrap_or_default().to_owned();
                self.failure = Some(Failure::Exception(StreamFault { kind: name.clone(), message }));
            }
            self.events.push(Event { at_ms, name, bytes: frame.bytes.len(), payload });
        }
    }

    fn end(&mut self, at_ms: i64) {
        self.ended_ms = Some(at_ms);
        let Some(head) = &self.head else { return };
        if !head.is_success() {
            self.failure = Some(Failure::Refused(AwsError::from_response(head, &self.body)));
        } else if self.is_stream()
            && self.failure.is_none()
            && let Err(error) = self.decoder.finish()
        {
            self.failure = Some(Failure::Truncated(error.to_string()));
        }
    }

    /// The response as JSON text: the output, the events of a stream, or the body as received.
    pub fn text(&self) -> String {
        if self.is_stream() {
            let events = self.events.iter().map(|event| json!({ &event.name: event.payload }));
            return text_json::print(&Value::Array(events.collect()));
        }
        match (&self.output, serde_json::from_slice::<Value>(&self.body)) {
            (Some(output), _) => text_json::print(output),
            (None, Ok(body)) => text_json::print(&body),
            (None, Err(_)) => String::from_utf8_lossy(&self.body).into_owned(),
        }
    }

    /// Status, time and size, as far as there are any.
    pub fn facts(&self) -> String {
        let mut facts = Vec::new();
        if let Some(head) = &self.head {
            facts.push(format!("HTTP {}", head.status));
        }
        if let Some(ms) = self.ended_ms {
            facts.push(number::duration_ms(ms));
        }
        if !self.body.is_empty() {
            facts.push(number::bytes(self.body.len()));
        }
        if !self.events.is_empty() {
            facts.push(number::count(self.events.len() as u64, "event"));
        }
        if self.pages > 1 {
            facts.push(number::count(self.pages as u64, "page"));
        }
        facts.join(" · ")
    }
}

/// What to do about a refusal of the control plane, where there is something to say. The words are ours.
pub fn advice(code: &str) -> Option<&'static str> {
    let known = [
        ("NotSimulatedException", "Switch to AWS to get its answer. Request, signature and code are complete here."),
        (
            "ResourceNotFoundException",
            "List the resources of this region first: an id of another region does not exist here.",
        ),
        (
            "ConflictException",
            "Read the resource: another change is under way, its name is taken, or its state forbids this.",
        ),
        ("ResourceInUseException", "Something uses it. Remove that use first."),
        (
            "ServiceQuotaExceededException",
            "The quota is the account's. Delete something, or ask AWS to raise the quota.",
        ),
        ("TooManyTagsException", "Leave out tags, or remove some of the resource."),
        ("ValidationException", "Correct the named member in the form."),
        ("AccessDeniedException", "The caller needs the IAM action that is named above the form, on this resource."),
        ("ThrottlingException", "Wait a little, then send it again."),
    ];
    known.into_iter().find(|(name, _)| *name == code).map(|(_, advice)| advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::arrival::NotAnswered;
    use crate::aws::eventstream::{HeaderValue, encode};
    use crate::aws::http::Header;
    use crate::bedrock::client::Client;
    use crate::experiment::explorer::index;

    fn head(status: u16) -> Arrival {
        Arrival::Head(ResponseHead { status, headers: vec![Header::new("x-amzn-errortype", "ConflictException")] })
    }

    fn call(client: Client, name: &str) -> Call {
        Call::new(index::find(client, name).unwrap(), Origin::Simulator, json!({}))
    }

    #[test]
    fn a_refusal_is_read_and_its_body_kept() {
        let mut call = call(Client::Bedrock, "CreateGuardrail");
        call.take(head(409), 5);
        call.take(Arrival::Chunk(br#"{"message": "It exists"}"#.to_vec()), 6);
        call.take(Arrival::End, 7);
        let Some(Failure::Refused(error)) = &call.failure else { panic!("{:?}", call.failure) };
        assert_eq!((error.code.as_deref(), error.message.as_deref()), (Some("ConflictException"), Some("It exists")));
        assert!(call.text().contains(r#""message": "It exists""#), "{}", call.text());
        assert_eq!(call.facts(), "HTTP 409 · 7 ms · 24 B");
        assert!(advice("ConflictException").is_some() && advice("Unheard").is_none());
    }

    #[test]
    fn a_stream_that_breaks_keeps_its_events() {
        let event = |text: &str| {
            let kind = HeaderValue::String("event".to_owned());
            encode(
                &[(":event-type", HeaderValue::String("chunk".to_owned())), (":message-type", kind)],
                text.as_bytes(),
            )
        };
        let mut call = call(Client::AgentRuntime, "InvokeAgent");
        call.take(head(200), 1);
        let bytes = [event(r#"{"a": 1}"#), event("plain")].concat();
        let (first, second) = bytes.split_at(20);
        call.take(Arrival::Chunk(first.to_vec()), 2);
        assert!(call.events.is_empty());
        call.take(Arrival::Chunk(second.to_vec()), 3);
        call.take(Arrival::Chunk(event("cut").get(..9).unwrap().to_vec()), 4);
        call.take(Arrival::End, 5);
        let events: Vec<_> = call.events.iter().map(|event| (event.at_ms, event.name.as_str())).collect();
        assert_eq!(events, [(3, "chunk"), (3, "chunk")]);
        assert!(matches!(call.failure, Some(Failure::Truncated(_))), "{:?}", call.failure);
        assert!(call.text().contains("plain"), "{}", call.text());
        call.take(Arrival::Lost(NotAnswered::BrokenOff("gone".to_owned())), 6);
        assert_eq!(call.events.len(), 2);
    }
}
