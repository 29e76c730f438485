//! A recorded run that can be replayed: the request without any header that carries authority, and the response byte for
//! byte, with the time of each piece.
//!
//! A replay sends the same bytes through the same reducer at their own times, so the page shows the same frames, the same
//! pace of tokens and the same failure. Nothing is sent. The origin of the recording is shown: a simulated run stays
//! SIMULATED.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{MOST_RUNS, RecordingError, read};
pub use write::{by as origin_word, write};

use super::exchange::{Exchange, Failure, Origin, Phase};
use super::session::{Call, Command, RunId, Session};
use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::http::{HttpRequest, ResponseHead};
use crate::aws::time::Timestamp;
use crate::bedrock::family::Family;
use crate::bedrock::operation::Operation;

/// The version that is written.
pub const VERSION: u64 = 1;

/// A recorded run.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Who answered.
    pub origin: Origin,
    /// When the run began.
    pub recorded_at: Timestamp,
    /// Its calls: one or two, of different APIs.
    pub calls: Vec<RecordedCall>,
}

/// A recorded call.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedCall {
    /// Which operation.
    pub operation: Operation,
    /// The family of the native body, where it is known.
    pub family: Option<Family>,
    /// The model id or ARN.
    pub model: String,
    /// The request, without the headers that carry authority.
    pub request: HttpRequest,
    /// Status and headers, if they came.
    pub head: Option<ResponseHead>,
    /// The body, piece by piece.
    pub pieces: Vec<Piece>,
    /// Milliseconds until the end.
    pub ended_ms: i64,
    /// How it ended.
    pub ending: Ending,
}

/// Bytes that came together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Milliseconds after the request was sent.
    pub at_ms: i64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How a recorded call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The response was all there; what it says may still be an error.
    Complete,
    /// A person stopped it.
    Stopped,
    /// There was no response; the browser's words.
    NoAnswer(String),
    /// The response broke off; the browser's words.
    BrokenOff(String),
}

impl Recording {
    /// The recording of the last run, once it is over; `None` before the first and while one goes on.
    pub fn of(session: &Session) -> Option<Self> {
        let first = session.exchanges().next()?;
        if session.is_running() {
            return None;
        }
        Some(Self {
            origin: first.origin,
            // A run that is itself a recording keeps its own date.
            recorded_at: first.recorded_at.unwrap_or(first.started_at),
            calls: session.exchanges().map(RecordedCall::of).collect(),
        })
    }

    /// What starts the replay.
    pub fn start(&self, now: Timestamp) -> Command {
        let call = |call: &RecordedCall| Call {
            operation: call.operation,
            family: call.family,
            model: call.model.clone(),
            request: call.request.clone(),
        };
        let calls = self.calls.iter().map(call).collect();
        Command::Replay { calls, origin: self.origin, recorded_at: self.recorded_at, now }
    }

    /// What happens then, in the order of time: milliseconds after the start, and the command. The commands carry the times
    /// of the recording whatever the speed, so a replay shows the times that were measured.
    pub fn steps(&self, run: RunId, started: Timestamp) -> Vec<(i64, Command)> {
        let mut steps: Vec<(i64, Command)> = Vec::new();
        for call in &self.calls {
            let api = call.operation.api();
            steps.extend(
                call.arrivals().into_iter().map(|(at_ms, arrival)| {
                    (at_ms, Command::Arrived { run, api, arrival, now: started.plus_ms(at_ms) })
                }),
            );
            if call.ending == Ending::Stopped {
                steps.push((call.ended_ms, Command::Stop { now: started.plus_ms(call.ended_ms) }));
            }
        }
        // Stable: pieces with the same time keep their order.
        steps.sort_by_key(|(at_ms, _)| *at_ms);
        steps
    }

    /// Milliseconds from the first request to the last byte.
    pub fn length_ms(&self) -> i64 {
        self.calls.iter().map(|call| call.ended_ms).max().unwrap_or(0)
    }

    /// The whole replay at once.
    pub fn play(&self, session: &mut Session, now: Timestamp) {
        session.apply(self.start(now));
        for (_, command) in self.steps(session.run, now) {
            session.apply(command);
        }
    }
}

impl RecordedCall {
    /// What was received, each part with its milliseconds after the request was sent. A call that was stopped has no end.
    pub fn arrivals(&self) -> Vec<(i64, Arrival)> {
        let head_ms = self.pieces.first().map_or(self.ended_ms, |piece| piece.at_ms);
        let head = self.head.clone().map(|head| (head_ms, Arrival::Head(head)));
        let pieces = self.pieces.iter().map(|piece| (piece.at_ms, Arrival::Chunk(piece.bytes.clone())));
        let end = match &self.ending {
            Ending::Complete => Some(Arrival::End),
            Ending::Stopped => None,
            Ending::NoAnswer(message) => Some(Arrival::Lost(NotAnswered::NoResponse(message.clone()))),
            Ending::BrokenOff(message) => Some(Arrival::Lost(NotAnswered::BrokenOff(message.clone()))),
        };
        head.into_iter().chain(pieces).chain(end.map(|end| (self.ended_ms, end))).collect()
    }

    fn of(call: &Exchange) -> Self {
        let ended_ms = call.ended_ms.unwrap_or(0);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut taken = 0;
        for received in &call.frames {
            taken += received.frame.bytes.len();
            pieces.push(Piece { at_ms: received.at_ms, bytes: received.frame.bytes.clone() });
        }
        // Bytes outside of whole frames: a body that is not a stream, or the bytes after the last valid frame.
        let rest = call.body.get(taken..).unwrap_or_default();
        if !rest.is_empty() {
            pieces.push(Piece { at_ms: ended_ms, bytes: rest.to_vec() });
        }
        let ending = match (&call.failure, call.phase) {
            (_, Phase::Stopped) => Ending::Stopped,
            (Some(Failure::Transport(message) | Failure::NotSent(message)), _) => Ending::NoAnswer(message.clone()),
            (Some(Failure::Redirected), _) => {
                Ending::NoAnswer("The endpoint answered with a redirect, which was not followed".to_owned())
            }
            (Some(Failure::TooLarge(_)), _) => {
                Ending::BrokenOff("The response was longer than the page receives".to_owned())
            }
            (Some(Failure::Truncated(message)), _) => Ending::BrokenOff(message.clone()),
            (None, Phase::Failed) if call.head.is_none() => Ending::NoAnswer(String::new()),
            (Some(Failure::NoCredentials | Failure::ExpiredCredentials), _) => {
                Ending::NoAnswer("The request was not sent: there were no credentials".to_owned())
            }
            (
                None | Some(Failure::Refused(_) | Failure::Exception(_) | Failure::Corrupt(_) | Failure::Unreadable(_)),
                _,
            ) => Ending::Complete,
        };
        Self {
            operation: call.operation,
            family: call.family,
            model: call.model.clone(),
            request: call.request.without_secrets(),
            head: call.head.clone(),
            pieces,
            ended_ms,
            ending,
        }
    }
}
