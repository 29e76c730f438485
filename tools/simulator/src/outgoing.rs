//! A reply on its way out: the body in parts, each when its time has come.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use outcrop::simulator::{Chunk, Ending};
use std::fmt;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Sleep, sleep};

/// The pause before a connection breaks: HTTP/2 throws away what it has not written when a stream is reset.
const BEFORE_THE_BREAK: Duration = Duration::from_millis(20);

/// The body of a response.
#[derive(Debug)]
pub struct Outgoing {
    chunks: std::vec::IntoIter<Chunk>,
    /// The part that is next, and the wait for it.
    next: Option<Vec<u8>>,
    timer: Option<Pin<Box<Sleep>>>,
    /// The length, if a client may know it before the end.
    length: Option<u64>,
    ending: Ending,
    /// The share of the server's memory that this answer takes.
    _held: Option<OwnedSemaphorePermit>,
}

/// The connection breaks, as the answer demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the answer is cut off here")
    }
}

impl std::error::Error for Dropped {}

impl Outgoing {
    /// A body of these parts, the first of which is due. One that breaks off states no length: a client learns of it by the missing end.
    pub fn new(mut chunks: Vec<Chunk>, ending: Ending, held: Option<OwnedSemaphorePermit>) -> Self {
        let is_whole = ending == Ending::Complete && chunks.len() <= 1;
        if ending == Ending::Dropped {
            let after_ms = u32::try_from(BEFORE_THE_BREAK.as_millis()).unwrap_or(0);
            chunks.push(Chunk { after_ms, bytes: Vec::new() });
        }
        let length = chunks.iter().map(|chunk| u64::try_from(chunk.bytes.len()).unwrap_or(0)).sum();
        Self {
            chunks: chunks.into_iter(),
            next: None,
            timer: None,
            length: is_whole.then_some(length),
            ending,
            _held: held,
        }
    }

    /// A body in one part, at once.
    pub fn whole(bytes: Vec<u8>) -> Self {
        Self::new(vec![Chunk { after_ms: 0, bytes }], Ending::Complete, None)
    }

    /// No body.
    pub fn empty() -> Self {
        Self::new(Vec::new(), Ending::Complete, None)
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        loop {
            if let Some(timer) = &mut self.timer {
                ready!(timer.as_mut().poll(context));
                self.timer = None;
            }
            if let Some(bytes) = self.next.take().filter(|bytes| !bytes.is_empty()) {
                return Poll::Ready(Some(Ok(Frame::data(Bytes::from(bytes)))));
            }
            let Some(chunk) = self.chunks.next() else {
                return Poll::Ready(match std::mem::replace(&mut self.ending, Ending::Complete) {
                    Ending::Complete => None,
                    Ending::Dropped => Some(Err(Dropped)),
                });
            };
            if chunk.after_ms > 0 {
                self.timer = Some(Box::pin(sleep(Duration::from_millis(u64::from(chunk.after_ms)))));
            }
            self.next = Some(chunk.bytes);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.length == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
