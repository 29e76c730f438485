//! The meaning of a frame: an event, a modelled exception, or an error that the service does not model.
//!
//! The headers whose names start with a colon decide
//! (<https://smithy.io/2.0/aws/amazon-eventstream.html>). The HTTP status was 200 long before an exception or an error
//! arrives. An event of an unknown type is still an event: services add types.

use super::error::StreamError;
use super::frame::Frame;
use super::header::HeaderValue;

/// A frame by its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// `:message-type` is `event`.
    Event {
        /// `:event-type`: the member of the event stream, such as `contentBlockDelta`.
        event_type: String,
        /// `:content-type` of the payload, when given.
        content_type: Option<String>,
        /// The payload.
        payload: Vec<u8>,
    },
    /// `:message-type` is `exception`.
    Exception {
        /// `:exception-type`, such as `throttlingException`.
        exception_type: String,
        /// `:content-type` of the payload, when given.
        content_type: Option<String>,
        /// The payload; for AWS's JSON services an object with `message`.
        payload: Vec<u8>,
    },
    /// `:message-type` is `error`.
    Error {
        /// `:error-code`, when given.
        code: Option<String>,
        /// `:error-message`, when given.
        message: Option<String>,
    },
}

impl Frame {
    /// Reads the meaning of a frame. Fails when the headers that state it are missing or malformed.
    pub fn message(&self) -> Result<Message, StreamError> {
        match self.required(":message-type")? {
            "event" => Ok(Message::Event {
                event_type: self.required(":event-type")?.to_owned(),
                content_type: self.optional(":content-type")?,
                payload: self.payload.clone(),
            }),
            "exception" => Ok(Message::Exception {
                exception_type: self.required(":exception-type")?.to_owned(),
                content_type: self.optional(":content-type")?,
                payload: self.payload.clone(),
            }),
            "error" => {
                Ok(Message::Error { code: self.optional(":error-code")?, message: self.optional(":error-message")? })
            }
            given => Err(StreamError::MessageType { offset: self.offset, given: given.to_owned() }),
        }
    }

    fn required(&self, name: &'static str) -> Result<&str, StreamError> {
        let value = self.header(name).ok_or(StreamError::MissingHeader { offset: self.offset, name })?;
        value.as_str().ok_or(StreamError::HeaderType { offset: self.offset, name })
    }

    fn optional(&self, name: &'static str) -> Result<Option<String>, StreamError> {
        match self.header(name) {
            None => Ok(None),
            Some(HeaderValue::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(StreamError::HeaderType { offset: self.offset, name }),
        }
    }
}
