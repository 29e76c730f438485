//! One client's connection: request after request, until it closes or makes a mistake.

use crate::arguments::Arguments;
use crate::cors;
use crate::incoming::{Incoming, Trouble};
use crate::outgoing::{self, Framing};
use crate::record::Record;
use outcrop::aws::http::Header;
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::simulator::{Chunk, Ending, Mishap, Pacing, TokenTable, World, serve};
use std::io::{BufReader, BufWriter, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a connection may lie idle.
const IDLE: Duration = Duration::from_mins(2);

/// What all connections share.
#[derive(Debug)]
pub struct Server {
    service_model: ServiceModel,
    token_table: TokenTable,
    pacing: Pacing,
    seed: Option<u64>,
    requests: AtomicU64,
    record: Option<Record>,
    mishap: Option<Mishap>,
}

impl Server {
    /// A server of these settings.
    pub fn new(
        service_model: ServiceModel,
        token_table: TokenTable,
        arguments: &Arguments,
        record: Option<Record>,
    ) -> Self {
        Self {
            service_model,
            token_table,
            pacing: arguments.pacing,
            seed: arguments.seed,
            requests: AtomicU64::new(0),
            record,
            mishap: arguments.mishap,
        }
    }

    /// Serves a connection to its end.
    pub fn converse_with(&self, stream: &TcpStream) {
        // Both are matters of comfort; a system that refuses them still works.
        let _ = stream.set_nodelay(true);
        let _ = stream.set_read_timeout(Some(IDLE));
        let mut input = BufReader::new(stream);
        let mut output = BufWriter::new(stream);
        loop {
            match Incoming::read(&mut input, &mut output) {
                Ok(incoming) => {
                    let again = incoming.keep_alive;
                    if self.answer(incoming, &mut output).is_err() || !again {
                        return;
                    }
                }
                Err(Trouble::Closed) => return,
                Err(Trouble::Refused(status, sentence)) => {
                    // What follows on the connection cannot be told apart from the rest of this request.
                    let _ = plain(&mut output, status, sentence, Framing::Close);
                    return;
                }
            }
        }
    }

    fn answer(&self, incoming: Incoming, output: &mut impl Write) -> std::io::Result<()> {
        let (keep_alive, chunked) = (incoming.keep_alive, incoming.chunked);
        let whole = if keep_alive { Framing::Length } else { Framing::Close };
        if incoming.method == "OPTIONS" {
            return outgoing::write(output, 204, &cors::for_preflight(), &[], Framing::Length);
        }
        if incoming.method == "GET" && incoming.target == "/" {
            return plain(output, 200, "Outcrop's Bedrock simulator. Point an AWS SDK's endpoint URL here.", whole);
        }
        let Some(request) = incoming.into_request() else {
            return plain(output, 400, "The simulator takes POST requests with a Host header.", whole);
        };
        let arrived = SystemTime::now();
        let now = timestamp(arrived);
        let call = self.requests.fetch_add(1, Ordering::Relaxed);
        let world = World {
            call,
            now,
            seed: self.seed_of(call, now),
            service_model: &self.service_model,
            token_table: Some(&self.token_table),
            pacing: self.pacing,
            mishap: self.mishap,
            control: None,
        };
        let reply = serve(&request, &world);
        if let Some(record) = &self.record {
            record.append(&request, reply.status)?;
        }
        if reply.ending == Ending::Dropped && reply.chunks.is_empty() {
            return Err(std::io::ErrorKind::ConnectionAborted.into());
        }
        let mut headers = reply.headers;
        headers.push(Header::new("date", httpdate::fmt_http_date(arrived)));
        headers.extend(cors::for_answer());
        let framing = match (reply.ending, reply.chunks.len() > 1, keep_alive, chunked) {
            // A body that promised more than came: a client can only learn of it by the missing end.
            (Ending::Dropped, _, _, true) => Framing::ChunkedCut,
            (_, _, false, _) | (_, true, _, false) | (Ending::Dropped, _, _, false) => Framing::Close,
            (Ending::Complete, true, true, true) => Framing::Chunked,
            (Ending::Complete, false, true, _) => Framing::Length,
        };
        outgoing::write(output, reply.status, &headers, &reply.chunks, framing)?;
        match reply.ending {
            Ending::Complete => Ok(()),
            Ending::Dropped => Err(std::io::ErrorKind::ConnectionAborted.into()),
        }
    }

    fn seed_of(&self, call: u64, now: Timestamp) -> u64 {
        self.seed.unwrap_or_else(|| now.0.unsigned_abs().wrapping_mul(1_000).wrapping_add(call))
    }
}

fn plain(output: &mut impl Write, status: u16, sentence: &str, framing: Framing) -> std::io::Result<()> {
    let mut headers = vec![Header::new("content-type", "text/plain; charset=utf-8")];
    headers.extend(cors::for_answer());
    let body = Chunk { after_ms: 0, bytes: format!("{sentence}\n").into_bytes() };
    outgoing::write(output, status, &headers, &[body], framing)
}

fn timestamp(time: SystemTime) -> Timestamp {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
