//! A connection that closes without losing what was written: a socket that is closed while bytes of its peer are unread
//! resets the connection, and the peer never reads the refusal that was sent to it.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// Most bytes that are thrown away: four of the largest bodies.
const MOST_BYTES: usize = 100 * 1024 * 1024;

/// A connection that reads on for a while after its end was sent.
#[derive(Debug)]
pub struct Lingering<T> {
    inner: T,
    time: Duration,
    end: End,
}

#[derive(Debug)]
enum End {
    Open,
    Draining { timer: Pin<Box<Sleep>>, left: usize },
    Closed,
}

impl<T> Lingering<T> {
    /// Reads on for at most this time.
    pub fn new(inner: T, time: Duration) -> Self {
        Self { inner, time, end: End::Open }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Lingering<T> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, into)
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            match &mut this.end {
                End::Open => {
                    ready!(Pin::new(&mut this.inner).poll_shutdown(context))?;
                    this.end = End::Draining { timer: Box::pin(sleep(this.time)), left: MOST_BYTES };
                }
                End::Draining { timer, left } => {
                    let mut bytes = [0; 16 * 1024];
                    let mut bytes = ReadBuf::new(&mut bytes);
                    let read = Pin::new(&mut this.inner).poll_read(context, &mut bytes);
                    let count = bytes.filled().len();
                    *left = left.saturating_sub(count);
                    let is_over = match read {
                        Poll::Ready(Ok(())) => count == 0 || *left == 0,
                        Poll::Ready(Err(_)) => true,
                        Poll::Pending => false,
                    };
                    if is_over || timer.as_mut().poll(context).is_ready() {
                        this.end = End::Closed;
                    } else if read.is_pending() {
                        return Poll::Pending;
                    }
                }
                End::Closed => return Poll::Ready(Ok(())),
            }
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
