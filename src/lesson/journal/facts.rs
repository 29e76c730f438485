//! The facts that a journal holds: calls, refusals, frames, selections, programs.

use crate::aws::error::AwsError;
use crate::aws::eventstream::{Frame, Message};
use crate::aws::http::Header;
use crate::bedrock::assembled;
use crate::bedrock::catalogue;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::{Api, Operation};
use crate::experiment::run::exchange::{Exchange, Failure};
use crate::simulator::break_it::{Broken, Change};
use serde_json::Value;

/// A frame of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameFact {
    /// Its event type, or the type of its exception.
    pub event: String,
    /// Whether it carries an exception or an error.
    pub exception: bool,
    /// Its length in bytes.
    pub bytes: usize,
    /// The JSON inside it.
    pub payload: Value,
}

impl FrameFact {
    /// The fact of a frame; the payload is given because a chunk's JSON is inside it as base64.
    pub fn of(frame: &Frame, payload: Value) -> Self {
        let (event, exception) = match frame.message() {
            Ok(Message::Event { event_type, .. }) => (event_type, false),
            Ok(Message::Exception { exception_type, .. }) => (exception_type, true),
            Ok(Message::Error { code, .. }) => (code.unwrap_or_else(|| "error".to_owned()), true),
            Err(_) => ("unreadable".to_owned(), true),
        };
        Self { event, exception, bytes: frame.bytes.len(), payload }
    }
}

/// A refusal: the error's code and the service's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// For example `ValidationException`; empty if the answer has no code.
    pub code: String,
    /// The message; empty if the answer has none.
    pub message: String,
}

impl Refusal {
    /// The refusal in an error answer.
    pub fn of(error: &AwsError) -> Self {
        Self { code: error.code.clone().unwrap_or_default(), message: error.message.clone().unwrap_or_default() }
    }
}

/// A call of Converse or `InvokeModel`, complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which of the two APIs.
    pub api: Api,
    /// The operation.
    pub operation: Operation,
    /// Model id, profile id or ARN.
    pub model: String,
    /// The host that was called.
    pub host: String,
    /// The request's body; null if it is not JSON.
    pub request: Value,
    /// The request's body, as sent.
    pub body: String,
    /// HTTP status; 0 without a response.
    pub status: u16,
    /// The response's headers.
    pub headers: Vec<Header>,
    /// The response's body; a stream is folded into the whole answer. Null if there is none.
    pub response: Value,
    /// The refusal, also one inside a stream.
    pub error: Option<Refusal>,
    /// The frames of a stream.
    pub frames: Vec<FrameFact>,
    /// The length of the response's body in bytes.
    pub body_bytes: usize,
}

impl Call {
    /// The facts of a call that is over; `None` while it runs.
    pub fn of(exchange: &Exchange) -> Option<Self> {
        if exchange.is_running() {
            return None;
        }
        let events = if exchange.is_event_stream() { exchange.events() } else { Vec::new() };
        let frames = exchange
            .frames
            .iter()
            .zip(&events)
            .map(|(received, event)| {
                let payload = event.as_object().and_then(|event| event.values().next()).cloned();
                FrameFact::of(&received.frame, payload.unwrap_or_default())
            })
            .collect();
        let response = if exchange.is_event_stream() {
            match (exchange.operation.api(), exchange.family) {
                (Api::Converse, _) => assembled::converse(&events),
                (Api::Invoke, Some(family)) => assembled::native(family, &events),
                (Api::Invoke, None) => Value::Array(events),
            }
        } else {
            exchange.body_json().unwrap_or_default()
        };
        let error = exchange.failure.as_ref().map(|failure| match failure {
            Failure::Refused(error) => Refusal::of(error),
            Failure::Exception(fault) => Refusal { code: fault.kind.clone(), message: fault.message.clone() },
            Failure::Transport(why)
            | Failure::Corrupt(why)
            | Failure::Truncated(why)
            | Failure::Unreadable(why)
            | Failure::NotSent(why) => Refusal { code: String::new(), message: why.clone() },
            Failure::Redirected | Failure::TooLarge(_) | Failure::NoCredentials | Failure::ExpiredCredentials => {
                Refusal { code: String::new(), message: String::new() }
            }
        });
        let body = String::from_utf8_lossy(&exchange.request.body).into_owned();
        Some(Self {
            api: exchange.operation.api(),
            operation: exchange.operation,
            model: exchange.model.clone(),
            host: exchange.request.url.authority.clone(),
            request: serde_json::from_str(&body).unwrap_or_default(),
            body,
            status: exchange.head.as_ref().map_or(0, |head| head.status),
            headers: exchange.head.as_ref().map(|head| head.headers.clone()).unwrap_or_default(),
            response,
            error,
            frames,
            body_bytes: exchange.body.len(),
        })
    }

    /// The model's id without the prefix of a profile; the id as typed if it has no form that is known.
    pub fn base_id(&self) -> String {
        let id = ModelId::parse(&self.model).ok();
        id.as_ref().and_then(ModelId::base_id).unwrap_or(&self.model).to_owned()
    }

    /// The model's family as the page names it; empty if it is unknown.
    pub fn family(&self) -> &'static str {
        let id = ModelId::parse(&self.model).ok();
        id.as_ref().and_then(ModelId::family).map_or("", crate::bedrock::family::Family::name)
    }

    /// The model's provider; empty if it is not in the catalogue.
    pub fn provider(&self) -> &'static str {
        let id = ModelId::parse(&self.model).ok();
        id.as_ref().and_then(catalogue::find).map_or("", |model| model.provider)
    }
}

/// A call of any operation of Bedrock's clients, from the Explorer or the account.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationCall {
    /// The client: `bedrock`, `bedrock-runtime`, `bedrock-agent`, `bedrock-agent-runtime`.
    pub service: String,
    /// The operation's name.
    pub operation: String,
    /// The host that was called.
    pub host: String,
    /// The service in the credential scope.
    pub scope: String,
    /// The input, under the names of the API.
    pub request: Value,
    /// The output, under the names of the API; null after a refusal.
    pub response: Value,
    /// HTTP status; 0 without a response.
    pub status: u16,
    /// The refusal.
    pub error: Option<Refusal>,
}

/// A signature that was made with a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The word for the mistake: `Nothing`, `Clock`, `Region`, `Service`, `PathOnce`, `HeaderCase`, `HeaderSpaces`,
    /// `HeaderDropped`, `BodyByte`, `NoToken`, `WrongSecret`.
    pub change: String,
    /// What the first differing line is called; empty if no line differs.
    pub line: String,
    /// That line as the client signed it.
    pub signed: String,
    /// That line as a verifier expects it.
    pub expected: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// The refusal.
    pub error: Option<Refusal>,
}

impl Signature {
    /// The facts of a request that was signed with this mistake.
    pub fn of(change: &Change, broken: &Broken) -> Self {
        let first = broken.differences.first();
        let text = |line: Option<&String>| line.cloned().unwrap_or_default();
        Self {
            change: word_of(change).to_owned(),
            line: first.map(|row| row.place.label()).unwrap_or_default(),
            signed: text(first.and_then(|row| row.signed.as_ref())),
            expected: text(first.and_then(|row| row.expected.as_ref())),
            status: broken.reply.status,
            error: broken.error().as_ref().map(Refusal::of),
        }
    }
}

/// The word for a mistake in a signature.
pub fn word_of(change: &Change) -> &'static str {
    match change {
        Change::Nothing => "Nothing",
        Change::Clock(_) => "Clock",
        Change::Region(_) => "Region",
        Change::Service(_) => "Service",
        Change::PathOnce => "PathOnce",
        Change::HeaderCase => "HeaderCase",
        Change::HeaderSpaces => "HeaderSpaces",
        Change::HeaderDropped => "HeaderDropped",
        Change::BodyByte => "BodyByte",
        Change::NoToken => "NoToken",
        Change::WrongSecret => "WrongSecret",
    }
}

/// The frame that is open, and what is selected in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glass {
    /// Which API's stream.
    pub api: String,
    /// The frame's place in the stream, from 0.
    pub frame: usize,
    /// Its event type.
    pub event: String,
    /// How many bytes it has.
    pub length: usize,
    /// The selected byte, from 0.
    pub byte: Option<usize>,
    /// The field that the byte belongs to, as the page names it.
    pub field: String,
    /// The byte that was flipped, from 0.
    pub flip: Option<usize>,
    /// The field of the flipped byte.
    pub flipped_field: String,
    /// The field at which a decoder notices the flip; empty without damage.
    pub damage: String,
}

/// A run of the embeddings view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embeddings {
    /// The model.
    pub model: String,
    /// The settings as they were sent: the first body without its text.
    pub request: Value,
    /// The texts.
    pub inputs: Vec<String>,
    /// Their vectors as numbers; empty where one is missing.
    pub vectors: Vec<Vec<f64>>,
    /// The query, if it was run.
    pub query_text: String,
    /// The vector of the query, if it was run.
    pub query: Option<Vec<f64>>,
    /// The lengths that were compared, shortest first.
    pub lengths: Vec<u64>,
}

impl Embeddings {
    /// The cosine of the vectors of two texts; the row after the last text is the query.
    pub fn cosine(&self, row: usize, column: usize) -> Option<f64> {
        let vector = |at: usize| match self.vectors.get(at) {
            Some(vector) => Some(vector),
            None if at == self.vectors.len() => self.query.as_ref(),
            None => None,
        };
        let (one, other) = (vector(row)?, vector(column)?);
        if one.is_empty() || one.len() != other.len() {
            return None;
        }
        let dot: f64 = one.iter().zip(other).map(|(a, b)| a * b).sum();
        Some(dot / (norm(one) * norm(other)))
    }

    /// The length of a text's vector.
    pub fn norm(&self, row: usize) -> Option<f64> {
        self.vectors.get(row).filter(|vector| !vector.is_empty()).map(|vector| norm(vector))
    }
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}

/// A run of a program on the code bench.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The program's text.
    pub text: String,
    /// The client that the call is made on, as `boto3.client` names it; empty if there is none.
    pub client: String,
    /// The operation's name in the API; empty if none was called.
    pub operation: String,
    /// The arguments of the call.
    pub arguments: Value,
    /// HTTP status; 0 if nothing was sent.
    pub status: u16,
    /// The response, as boto3 returns it; null if nothing was sent, or after a refusal.
    pub response: Value,
    /// Where the printed value is in the response, as a JSON pointer; empty if it is the whole response, `None` if nothing of it
    /// is printed.
    pub print: Option<String>,
    /// What the program printed.
    pub printed: String,
    /// The last line of the traceback: `AttributeError: …`.
    pub error: String,
}

/// A part of the page that shows JSON, in which a row can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The Converse request.
    ConverseRequest,
    /// The `InvokeModel` request.
    InvokeRequest,
    /// The Converse response.
    ConverseResponse,
    /// The `InvokeModel` response.
    InvokeResponse,
    /// The input of the Explorer's operation.
    Operation,
    /// The output of the Explorer's operation.
    Output,
    /// The lines of the canonical request.
    Canonical,
    /// The response of the images view.
    Image,
}

impl Pane {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ConverseRequest,
        Self::InvokeRequest,
        Self::ConverseResponse,
        Self::InvokeResponse,
        Self::Operation,
        Self::Output,
        Self::Canonical,
        Self::Image,
    ];

    /// Its word in a lesson.
    pub fn word(self) -> &'static str {
        match self {
            Self::ConverseRequest => "converse-request",
            Self::InvokeRequest => "invoke-request",
            Self::ConverseResponse => "converse-response",
            Self::InvokeResponse => "invoke-response",
            Self::Operation => "operation-input",
            Self::Output => "operation-output",
            Self::Canonical => "canonical-request",
            Self::Image => "image-response",
        }
    }

    /// The pane of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pane| pane.word() == word)
    }
}

/// The selected row of a pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caret {
    /// The pane.
    pub pane: Pane,
    /// The JSON pointer of the row's value; in the canonical request the line's name.
    pub at: String,
    /// The value there, as text: the unquoted string, or the printed JSON.
    pub value: String,
}

/// The pinned pair of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// Whether the pair is of the two responses.
    pub responses: bool,
    /// The pointer in the Converse body; `None` if the native body alone has it.
    pub converse: Option<String>,
    /// The pointer in the native body, or the header; `None` if the Converse body alone has it.
    pub native: Option<String>,
    /// The kind of the link, as the legend names it.
    pub kind: String,
}

/// How the cards of a step are placed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// For sorting and matching: the bin of each card by its place in the lesson, `None` while it is not placed.
    pub bins: Vec<Option<usize>>,
    /// For ordering: the chosen cards by their place in the lesson, first to last.
    pub order: Vec<usize>,
}
