//! A refusal in the service's form: status, error type, message.
//!
//! Statuses and error types: the `error` traits of the public API model (bedrock-runtime 2023-09-30) for the modelled
//! exceptions, and AWS's list of common errors for those of the front door
//! (<https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html>).

use crate::bedrock::rules::Breach;
use serde_json::json;

/// A refusal instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// HTTP status.
    pub status: u16,
    /// Error type, such as `ValidationException`.
    pub code: &'static str,
    /// The service's message.
    pub message: String,
    origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Signature and routing: the error type has no namespace.
    FrontDoor,
    /// Bedrock: the error type has the namespace of its model.
    Service,
}

impl Fault {
    /// A refusal by the front door: signature, routing, body syntax.
    pub fn front_door(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), origin: Origin::FrontDoor }
    }

    /// A `ValidationException`.
    pub fn validation(message: impl Into<String>) -> Self {
        Self { status: 400, code: "ValidationException", message: message.into(), origin: Origin::Service }
    }

    /// A `ValidationException` about one place in the body.
    pub fn at(place: &str, what: &str) -> Self {
        Self::validation(format!("{place}: {what}"))
    }

    /// The refusal of the first broken rule, if there is one, in Converse's words.
    pub fn first(breaches: impl IntoIterator<Item = Breach>) -> Result<(), Self> {
        match breaches.into_iter().next() {
            Some(breach) => Err(Self::validation(breach.in_converse())),
            None => Ok(()),
        }
    }

    /// The same for a native body, whose refusals have no prefix.
    pub fn first_native(breaches: impl IntoIterator<Item = Breach>) -> Result<(), Self> {
        match breaches.into_iter().next() {
            Some(breach) => Err(Self::validation(breach.message)),
            None => Ok(()),
        }
    }

    /// A native body that does not fit its family's schema.
    pub fn malformed(what: &str) -> Self {
        Self::validation(format!("Malformed input request: {what}, please reformat your input and try again."))
    }

    /// A refusal by Bedrock.
    pub fn service(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), origin: Origin::Service }
    }

    /// An `AccessDeniedException` of Bedrock.
    pub fn denied(message: impl Into<String>) -> Self {
        Self { status: 403, code: "AccessDeniedException", message: message.into(), origin: Origin::Service }
    }

    /// A `ResourceNotFoundException`.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self { status: 404, code: "ResourceNotFoundException", message: message.into(), origin: Origin::Service }
    }

    /// Adds a prefix to the message.
    #[must_use]
    pub fn prefixed(mut self, prefix: &str) -> Self {
        self.message.insert_str(0, prefix);
        self
    }

    /// The value of `x-amzn-errortype`.
    pub fn error_type(&self) -> String {
        match self.origin {
            Origin::FrontDoor => self.code.to_owned(),
            Origin::Service => format!("{}:http://internal.amazon.com/coral/com.amazon.bedrock/", self.code),
        }
    }

    /// The response body.
    pub fn body(&self) -> Vec<u8> {
        json!({ "message": self.message }).to_string().into_bytes()
    }
}
