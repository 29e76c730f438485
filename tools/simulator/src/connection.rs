//! Clients' connections: HTTP/1.1, or HTTP/2 from a client that begins with it (prior knowledge), which is what AWS's SDKs
//! for JavaScript, and for Java when asynchronous, speak to Bedrock.

use crate::exchange::{self, Shared};
use crate::limits::{Deadline, Limits};
use crate::lingering::Lingering;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use std::future::{Future as _, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Requests at the same time on one connection of HTTP/2.
const STREAMS: u32 = 100;
/// The pause after the system could not accept a connection: it has no descriptor to give until another one closes.
const BACK_OFF: Duration = Duration::from_millis(100);

/// Accepts connections for ever.
pub async fn accept(listener: TcpListener, shared: Shared) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(shared.limits.connections));
    loop {
        let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
        match listener.accept().await {
            Ok((stream, _)) => {
                // A matter of comfort; a system that refuses it still works.
                let _ = stream.set_nodelay(true);
                let shared = shared.clone();
                tokio::spawn(async move {
                    serve(stream, shared).await;
                    drop(place);
                });
            }
            // A connection that fails while it is accepted is its client's to repeat.
            Err(error) if is_of_one_connection(&error) => {}
            Err(_) => tokio::time::sleep(BACK_OFF).await,
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Serves a connection to its end, or to its deadline.
pub async fn serve<T: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: T, shared: Shared) {
    let Limits { waiting, lingering, head_bytes, .. } = shared.limits;
    let deadline = Arc::new(Deadline::after(waiting));
    let service = {
        let deadline = Arc::clone(&deadline);
        service_fn(move |request| exchange::answer(shared.clone(), Arc::clone(&deadline), request))
    };
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().max_buf_size(usize::try_from(head_bytes).unwrap_or(usize::MAX));
    builder.http2().max_concurrent_streams(STREAMS).max_header_list_size(head_bytes);
    let connection = builder.serve_connection(TokioIo::new(Lingering::new(stream, lingering)), service);
    let mut connection = pin!(connection);
    let mut passed = pin!(deadline.passed(waiting));
    // How the connection ended is its client's to know.
    poll_fn(|context| match connection.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(()),
        Poll::Pending => passed.as_mut().poll(context),
    })
    .await;
}
