//! A session that a test plays: calls to a model of Anthropic's, and whatever parts of the answers the test lets arrive.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::exchange::Origin;
use super::session::{Call, Command, RunId, Session};
use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::eventstream::{HeaderValue, encode};
use crate::aws::http::{Header, HttpRequest, Method, ResponseHead, Scheme, WireUrl};
use crate::aws::payload::Payload;
use crate::aws::time::Timestamp;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Api;
use crate::bedrock::operation::Operation;

/// The model that is called.
pub const MODEL: &str = "anthropic.claude-3-haiku-20240307-v1:0";

/// The session and its calls.
pub struct Played {
    /// The session.
    pub session: Session,
}

impl Played {
    /// A run that calls these APIs without a stream at time 0; nothing has arrived.
    pub fn whole(apis: &[Api]) -> Self {
        Self::of(apis, |api| match api {
            Api::Converse => Operation::Converse,
            Api::Invoke => Operation::InvokeModel,
        })
    }

    /// The same with streams.
    pub fn streams(apis: &[Api]) -> Self {
        Self::of(apis, |api| match api {
            Api::Converse => Operation::ConverseStream,
            Api::Invoke => Operation::InvokeModelWithResponseStream,
        })
    }

    fn of(apis: &[Api], operation: impl Fn(Api) -> Operation) -> Self {
        let url = WireUrl { scheme: Scheme::Https, authority: "h".to_owned(), path: "/".to_owned(), query: None };
        let request = HttpRequest { method: Method::Post, url, headers: Vec::new(), body: Payload::default() };
        let family = ModelId::parse(MODEL).unwrap().family();
        let call =
            |api: &Api| Call { operation: operation(*api), family, model: MODEL.to_owned(), request: request.clone() };
        let mut session = Session::default();
        let calls = apis.iter().map(call).collect();
        session.apply(Command::Run { calls, origin: Origin::Simulator, now: Timestamp(0) });
        Self { session }
    }

    fn arrive(&mut self, api: Api, arrival: Arrival, at_ms: i64) {
        self.session.apply(Command::Arrived { run: RunId(1), api, arrival, now: Timestamp(at_ms) });
    }

    /// The head arrives.
    pub fn head(&mut self, api: Api, head: ResponseHead, at_ms: i64) {
        self.arrive(api, Arrival::Head(head), at_ms);
    }

    /// A piece of the body arrives.
    pub fn chunk(&mut self, api: Api, bytes: &[u8], at_ms: i64) {
        self.arrive(api, Arrival::Chunk(bytes.to_vec()), at_ms);
    }

    /// The body ends.
    pub fn end(&mut self, api: Api, at_ms: i64) {
        self.arrive(api, Arrival::End, at_ms);
    }

    /// The call is lost.
    pub fn lose(&mut self, api: Api, at_ms: i64) {
        self.arrive(api, Arrival::Lost(NotAnswered::NoResponse("refused".to_owned())), at_ms);
    }

    /// A complete answer of status 200 in JSON.
    pub fn answer(&mut self, api: Api, body: &Value, at_ms: i64) {
        let headers = vec![Header::new("content-type", "application/json")];
        self.head(api, ResponseHead { status: 200, headers }, at_ms);
        self.chunk(api, body.to_string().as_bytes(), at_ms);
        self.end(api, at_ms);
    }
}

/// The head of an event stream.
pub fn stream_head() -> ResponseHead {
    ResponseHead { status: 200, headers: vec![Header::new("content-type", "application/vnd.amazon.eventstream")] }
}

/// A frame of `ConverseStream`.
pub fn converse_frame(name: &str, payload: &Value) -> Vec<u8> {
    let headers = [(":message-type", HeaderValue::from("event")), (":event-type", HeaderValue::from(name))];
    encode(&headers, payload.to_string().as_bytes())
}

/// A frame of `InvokeModelWithResponseStream` that carries the model's own event.
pub fn invoke_frame(event: &Value) -> Vec<u8> {
    converse_frame("chunk", &json!({ "bytes": STANDARD.encode(event.to_string()) }))
}
