//! Mishaps in transit: a correct answer arrives late, cut off, damaged, or is replaced.

use serde_json::json;

use super::group::MishapGroup;
use crate::aws::eventstream::layout::flipped;
use crate::aws::eventstream::{HeaderValue, encode};
use crate::aws::http::Header;
use crate::simulator::reply::{Chunk, Ending, Reply};

/// The delay of the first byte: long enough to notice, short enough to wait for.
const SLOW_MS: u32 = 6_000;
/// The sign-in page of a proxy.
const SIGN_IN_PAGE: &str = "<!doctype html><title>Sign in</title><p>SIMULATED: sign in to reach this network.</p>";

/// What happens to an answer in transit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// The first byte of a correct answer arrives after seconds.
    SlowFirstByte,
    /// 200, with an exception in the middle of the stream.
    MidStreamException,
    /// 200, then the connection breaks in the middle.
    CutStream,
    /// 200, with a flipped bit in the middle.
    CorruptFrame,
    /// 200, with another page instead of the answer.
    SignInPage,
    /// No answer.
    NoAnswer,
}

impl Stream {
    /// The group, the key and the name.
    pub(super) fn row(self) -> (MishapGroup, &'static str, &'static str) {
        use MishapGroup::Stream;
        match self {
            Self::SlowFirstByte => (Stream, "slow-first-byte", "Slow first byte (6 s)"),
            Self::MidStreamException => (Stream, "mid-stream-exception", "Exception in mid-stream"),
            Self::CutStream => (Stream, "cut-stream", "Stream cut off"),
            Self::CorruptFrame => (Stream, "corrupt-frame", "Corrupt frame"),
            Self::SignInPage => (Stream, "sign-in-page", "A proxy’s page (200)"),
            Self::NoAnswer => (Stream, "no-answer", "No answer at all"),
        }
    }

    /// The reply as it arrives.
    pub fn apply(self, mut reply: Reply) -> Reply {
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
                    // In a frame, a byte of the payload; in a body without streaming, the quotation mark of its first
                    // name.
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
        }
        reply
    }
}

/// A frame that ends a stream with an exception.
fn exception() -> Vec<u8> {
    let message = json!({
        "message": "The model stream ended with an error. Retry your request.",
        "originalStatusCode": 500,
        "originalMessage": "Internal error",
    });
    let headers = [
        (":exception-type", HeaderValue::from("modelStreamErrorException")),
        (":content-type", HeaderValue::from("application/json")),
        (":message-type", HeaderValue::from("exception")),
    ];
    encode(&headers, message.to_string().as_bytes())
}
