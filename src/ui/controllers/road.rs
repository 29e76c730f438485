//! The road of a request to its answer, whoever asks: signed and sent, or signed and handed to the simulator.

use futures_util::StreamExt;
use leptos::prelude::*;

use crate::aws::http::{HttpRequest, ResponseHead};
use crate::aws::masking::Secrets;
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::experiment::Failure;
use crate::platform::clock;
use crate::platform::fetch::{NoResponse, Response};
use crate::simulator::{Ending, Pacing, Reply, World};
use crate::ui::controllers::parts;
use crate::ui::late::PartError;
use crate::ui::state::{AppState, Mode};

/// The simulator's seed: the same experiment gives the same answer on every visit.
pub const SEED: u64 = 7;

/// What the simulator answers.
pub async fn simulated(state: AppState, request: HttpRequest) -> Result<Reply, Failure> {
    let model = super::simulator::service_model(state).await.map_err(Failure::NotSent)?;
    let now = clock::now();
    let mishap = state.mishap.get_untracked();
    let world = World { now, seed: SEED, service_model: &model, token_table: None, pacing: Pacing::Plausible, mishap };
    let reply =
        parts::simulate(request, region(state)?, signing_time(state), world, state.signed).await.map_err(not_sent)?;
    if reply.ending == Ending::Dropped && reply.chunks.is_empty() {
        return Err(Failure::Transport("TypeError: Failed to fetch".to_owned()));
    }
    Ok(reply)
}

/// What AWS or the custom endpoint answers: status, headers, and the body as it comes.
pub async fn fetched(state: AppState, request: HttpRequest) -> Result<Response, Failure> {
    let now = signing_time(state);
    let credentials = state.credentials.get_untracked().ok_or(if state.credentials_ran_out.get_untracked() {
        Failure::ExpiredCredentials
    } else {
        Failure::NoCredentials
    })?;
    if credentials.is_expired(now) {
        return Err(Failure::ExpiredCredentials);
    }
    let secrets = Secrets::of(&credentials);
    let signed = parts::sign(request, credentials, region(state)?, now, state.signed).await.map_err(not_sent)?;
    let sending = parts::send(signed, secrets).await.map_err(not_sent)?;
    sending.await.map_err(|error| match error {
        NoResponse::Redirected => Failure::Redirected,
        NoResponse::Lost(said) => Failure::Transport(said),
    })
}

/// The whole answer, for a request that does not stream: its bytes when the last one is there.
pub async fn whole(state: AppState, request: HttpRequest) -> Result<(ResponseHead, Vec<u8>), Failure> {
    match state.mode.get_untracked() {
        Mode::Simulator => {
            let reply = simulated(state, request).await?;
            if reply.ending == Ending::Dropped {
                return Err(broken_off());
            }
            let body = reply.body();
            Ok((ResponseHead { status: reply.status, headers: reply.headers }, body))
        }
        Mode::Aws | Mode::Custom => {
            let Response { head, mut body } = fetched(state, request).await?;
            let mut bytes = Vec::new();
            while let Some(chunk) = body.next().await {
                bytes.extend(chunk.map_err(Failure::Truncated)?);
            }
            Ok((head, bytes))
        }
    }
}

/// What a browser says of a body that does not come to its end.
pub fn broken_off() -> Failure {
    Failure::Truncated("TypeError: network error".to_owned())
}

/// The clock that requests are signed by: the device's, corrected by what a refusal told of the service's.
pub fn signing_time(state: AppState) -> Timestamp {
    clock::now().plus_ms(state.clock_offset_ms.get_untracked())
}

pub fn region(state: AppState) -> Result<Region, Failure> {
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    Region::parse(&region).map_err(|error| Failure::NotSent(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
fn not_sent(error: PartError) -> Failure {
    Failure::NotSent(error.to_string())
}
