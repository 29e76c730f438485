//! A reply: status, headers, and the body in parts, each with a delay.
//!
//! The caller, who has a clock, does the waiting. A reply has no CORS headers: the server that sends it to a browser
//! adds them.

use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::http::{Header, ResponseHead, header};

/// The header that marks every simulated response.
pub const SIMULATED_HEADER: &str = "x-outcrop-simulated";
/// The header with the date since when a model that the simulator still answers for is reported as retired.
pub const RETIRED_HEADER: &str = "x-outcrop-retired";

/// The header that says, in ASCII, where AWS is reported to answer otherwise than the simulator.
pub const DOUBT_HEADER: &str = "x-outcrop-doubt";

/// A part of a response body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The delay after the part before it, in milliseconds.
    pub after_ms: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How the body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The response is complete.
    Complete,
    /// The connection breaks; without chunks, before the status.
    Dropped,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers, without CORS headers, which the server adds.
    pub headers: Vec<Header>,
    /// The body in parts.
    pub chunks: Vec<Chunk>,
    /// How the body ends.
    pub ending: Ending,
}

impl Reply {
    /// The whole body.
    pub fn body(&self) -> Vec<u8> {
        self.chunks.iter().flat_map(|chunk| chunk.bytes.iter().copied()).collect()
    }

    /// The parts that a caller receives, each with the milliseconds to wait before it. The head arrives with the first
    /// byte. A dropped event stream simply ends, as in a browser: its last frame is incomplete.
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
