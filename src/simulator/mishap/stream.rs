//! What befalls an answer that is right: it comes late, in pieces, damaged, or something else comes in its place.

use serde_json::json;

use super::Mishap;
use crate::aws::eventstream::layout::flipped;
use crate::aws::eventstream::{HeaderValue, encode};
use crate::aws::http::Header;
use crate::simulator::reply::{Chunk, Ending, Reply};

/// How late the first byte comes: long enough to be noticed, short enough to be waited for.
const SLOW_MS: u32 = 6_000;
/// What a proxy answers that wants a person to sign in first.
const SIGN_IN_PAGE: &str = "<!doctype html><title>Sign in</title><p>SIMULATED: sign in to reach this network.</p>";

impl Mishap {
    /// What becomes of an answer on its way.
    pub(in crate::simulator) fn befall(self, mut reply: Reply) -> Reply {
        let middle = reply.chunks.len() / 2;
        match self {
            Self::SlowFirstByte => {
                if let Some(first) = reply.chunks.first_mut() {
                    first.after_ms = first.after_ms.saturating_add(SLOW_MS);
                }
            }
            Self::MidStreamException => {
                reply.chunks.truncate(middle.max(1));
                reply.chunks.push(Chunk { after_ms: 40, bytes: exception() });
            }
            Self::CutStream => {
                reply.chunks.truncate(middle + 1);
                if let Some(last) = reply.chunks.last_mut() {
                    last.bytes.truncate(last.bytes.len() / 2);
                }
                reply.ending = Ending::Dropped;
            }
            Self::CorruptFrame => {
                if let Some(chunk) = reply.chunks.get_mut(middle) {
                    // In a frame, a byte of the payload; in a body that is not streamed, the quotation mark of its first name.
                    let at = if chunk.bytes.starts_with(b"{") { 1 } else { chunk.bytes.len().saturating_sub(8) };
                    chunk.bytes = flipped(&chunk.bytes, at, 3);
                }
            }
            Self::SignInPage => {
                reply.headers = vec![Header::new("content-type", "text/html; charset=utf-8")];
                reply.chunks = vec![Chunk { after_ms: 15, bytes: SIGN_IN_PAGE.as_bytes().to_vec() }];
            }
            Self::NoAnswer => {
                reply.chunks.clear();
                reply.ending = Ending::Dropped;
            }
            Self::Throttling
            | Self::TokenThrottling
            | Self::ServiceUnavailable
            | Self::InternalError
            | Self::ModelNotReady
            | Self::ModelTimeout
            | Self::ModelError
            | Self::QuotaExceeded
            | Self::Conflict
            | Self::NotFound
            | Self::ModelRetired
            | Self::UnknownOperation
            | Self::Serialization
            | Self::ExpiredToken
            | Self::UnknownKey
            | Self::WrongSecret
            | Self::ClockSkew
            | Self::NoSignature
            | Self::IncompleteSignature
            | Self::WrongScope
            | Self::UnsignedHeader
            | Self::ApiKey
            | Self::AccessDenied
            | Self::ExplicitDeny
            | Self::NoModelAccess
            | Self::UseCaseForm
            | Self::AgreementPending => {}
        }
        reply
    }
}

/// A frame that ends a stream with an exception.
fn exception() -> Vec<u8> {
    let said = json!({
        "message": "The model stream ended with an error. Retry your request.",
        "originalStatusCode": 500,
        "originalMessage": "Internal error",
    });
    let headers = [
        (":exception-type", HeaderValue::from("modelStreamErrorException")),
        (":content-type", HeaderValue::from("application/json")),
        (":message-type", HeaderValue::from("exception")),
    ];
    encode(&headers, said.to_string().as_bytes())
}
