//! The simulator with a clock: what answers a request, apart from how the request arrived.

use crate::account::Kept;
use crate::arguments::Arguments;
use crate::record::Record;
use outcrop::aws::http::HttpRequest;
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::simulator::{Mishap, Pacing, Reply, TokenTable, World, serve};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The simulator with the settings of the command line.
#[derive(Debug)]
pub struct Simulating {
    service_model: ServiceModel,
    token_table: TokenTable,
    pacing: Pacing,
    seed: Option<u64>,
    requests: AtomicU64,
    record: Option<Record>,
    mishap: Option<Mishap>,
    account: Kept,
}

impl Simulating {
    /// A simulator of these settings.
    pub fn new(
        service_model: ServiceModel,
        token_table: TokenTable,
        arguments: &Arguments,
        record: Option<Record>,
        account: Kept,
    ) -> Self {
        Self {
            service_model,
            token_table,
            pacing: arguments.pacing,
            seed: arguments.seed,
            requests: AtomicU64::new(0),
            record,
            mishap: arguments.mishap,
            account,
        }
    }

    /// Answers a request, and records it first; fails if that cannot be written.
    pub fn answer(&self, request: &HttpRequest) -> io::Result<Reply> {
        let now = timestamp(SystemTime::now());
        let call = self.requests.fetch_add(1, Ordering::Relaxed);
        let world = World {
            call,
            now,
            seed: self.seed.unwrap_or_else(|| now.0.unsigned_abs().wrapping_mul(1_000).wrapping_add(call)),
            service_model: &self.service_model,
            token_table: Some(&self.token_table),
            pacing: self.pacing,
            mishap: self.mishap,
            control: None,
        };
        let reply = self.account.with(request, |control| serve(request, &World { control: Some(control), ..world }));
        if let Some(record) = &self.record {
            record.append(request, reply.status)?;
        }
        Ok(reply)
    }
}

fn timestamp(time: SystemTime) -> Timestamp {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
