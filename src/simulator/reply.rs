//! A reply: status, headers, and the body in parts, each with how long to wait for it.
//!
//! Whoever holds a clock does the waiting. A reply carries no CORS headers: those belong to whoever serves it to a browser.

use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::http::{Header, ResponseHead, header};

/// The header that marks every simulated response.
pub const SIMULATED_HEADER: &str = "x-outcrop-simulated";
/// The header that says since when a model is said to be retired which is still played here.
pub const RETIRED_HEADER: &str = "x-outcrop-retired";

/// A part of a response body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// How long after the part before it, in milliseconds.
    pub after_ms: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How the bytes end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The response is all there.
    Complete,
    /// The connection is gone; with no chunks, before the status.
    Dropped,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers; no CORS headers, which belong to whoever serves the reply to a browser.
    pub headers: Vec<Header>,
    /// The body in parts.
    pub chunks: Vec<Chunk>,
    /// How they end.
    pub ending: Ending,
}

impl Reply {
    /// The whole body.
    pub fn body(&self) -> Vec<u8> {
        self.chunks.iter().flat_map(|chunk| chunk.bytes.iter().copied()).collect()
    }

    /// What a caller receives, each part with the milliseconds to wait before it. The head arrives with the first byte. A
    /// dropped event stream just ends, as a browser has it: its last frame shows that it was cut.
    pub fn arrivals(self) -> impl Iterator<Item = (u32, Arrival)> {
        let Self { status, headers, chunks, ending } = self;
        let is_stream = header(&headers, "content-type").is_some_and(|kind| kind.contains("eventstream"));
        let (head, end) = match ending {
            Ending::Dropped if chunks.is_empty() => {
                (None, Arrival::Lost(NotAnswered::NoResponse("TypeError: Failed to fetch".to_owned())))
            }
            Ending::Dropped if !is_stream => (
                Some(ResponseHead { status, headers }),
                Arrival::Lost(NotAnswered::BrokenOff("TypeError: network error".to_owned())),
            ),
            Ending::Dropped | Ending::Complete => (Some(ResponseHead { status, headers }), Arrival::End),
        };
        let first_ms = chunks.first().map_or(0, |chunk| chunk.after_ms);
        let head = head.map(|head| (first_ms, Arrival::Head(head)));
        let mut wait_of_head = head.is_some();
        let chunks = chunks.into_iter().map(move |chunk| {
            let after_ms = if std::mem::take(&mut wait_of_head) { 0 } else { chunk.after_ms };
            (after_ms, Arrival::Chunk(chunk.bytes))
        });
        head.into_iter().chain(chunks).chain([(0, end)])
    }
}
