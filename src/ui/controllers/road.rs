//! The road of every request to its answer: signed and sent, or signed and passed to the simulator.
//!
//! [`drive`] is the only loop over the parts of a response. Dropping its future ends the call.

use std::cell::Cell;

use futures_util::StreamExt;
use leptos::prelude::*;

use crate::aws::arrival::{Arrival, NotAnswered};
use crate::aws::credentials::Credentials;
use crate::aws::http::{HttpRequest, ResponseHead};
use crate::aws::intake;
use crate::aws::masking::Secrets;
use crate::aws::region::Region;
use crate::aws::sigv4::{Scope, SignedRequest};
use crate::aws::time::Timestamp;
use crate::platform::clock;
use crate::platform::fetch::Response;
use crate::simulator::{Pacing, Reply, World};
use crate::ui::controllers::parts;
use crate::ui::late::PartError;
use crate::ui::state::{AppState, Mode};

/// The simulator's seed: the same experiment gives the same answer on every visit.
pub const SEED: u64 = 7;

thread_local! {
    /// How many calls the simulator has answered.
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

/// A larger body, in bytes, is signed and answered in a task of its own, so that no key press waits for two calls.
const LARGE: usize = 256 * 1024;

thread_local! {
    static PACE: Cell<Pacing> = const { Cell::new(Pacing::Plausible) };
}

/// How fast the simulator answers from now on.
pub fn pace(pacing: Pacing) {
    PACE.set(pacing);
}

/// Makes a call and passes each part of the response to `on` as it arrives; the last one is an end or a loss. Drop the
/// future to stop the call.
pub async fn drive(state: AppState, request: HttpRequest, mut on: impl AsyncFnMut(Arrival)) {
    let outcome = match state.mode.get_untracked() {
        Mode::Simulator => simulated(state, request, &mut on).await,
        // A lesson calls nobody and reads no credentials, whatever the mode is.
        Mode::Aws | Mode::Custom if state.overlay.teaches_untracked() => simulated(state, request, &mut on).await,
        Mode::Aws | Mode::Custom => fetched(state, request, &mut on).await,
    };
    if let Err(lost) = outcome {
        on(Arrival::Lost(lost)).await;
    }
}

/// Makes a call and returns the response when it is complete.
pub async fn whole(state: AppState, request: HttpRequest) -> Result<(ResponseHead, Vec<u8>), NotAnswered> {
    let mut head = ResponseHead::default();
    let mut body = Vec::new();
    let mut lost = None;
    drive(state, request, async |arrival| match arrival {
        Arrival::Head(received) => head = received,
        Arrival::Chunk(bytes) => body.extend(bytes),
        Arrival::End => {}
        Arrival::Lost(why) => lost = Some(why),
    })
    .await;
    match lost {
        None => Ok((head, body)),
        Some(lost) => Err(lost),
    }
}

/// Sends a request that is already signed, or needs no signature, and returns the whole response, whatever its status,
/// with these secrets masked.
pub async fn whole_as_is(request: HttpRequest, secrets: Secrets) -> Result<(ResponseHead, Vec<u8>), NotAnswered> {
    parts::send(request, secrets, intake::USUAL).await.map_err(not_sent)?.await?.whole().await
}

/// The simulator's answer, at the simulator's pace.
async fn simulated(
    state: AppState,
    request: HttpRequest,
    on: &mut impl AsyncFnMut(Arrival),
) -> Result<(), NotAnswered> {
    for (after_ms, arrival) in reply(state, request).await?.arrivals() {
        if after_ms > 0 {
            clock::sleep_ms(after_ms).await;
        }
        on(arrival).await;
    }
    Ok(())
}

async fn reply(state: AppState, request: HttpRequest) -> Result<Reply, NotAnswered> {
    let model = super::simulator::service_model(state).await.map_err(NotAnswered::NotSent)?;
    if request.body.len() > LARGE {
        clock::sleep_ms(0).await;
    }
    let now = clock::now();
    let mishap = state.mishap.get_untracked();
    let call = CALLS.with(|calls| calls.replace(calls.get().wrapping_add(1)));
    let world = World {
        now,
        seed: SEED,
        call,
        service_model: &model,
        token_table: None,
        pacing: PACE.get(),
        mishap,
        control: None,
    };
    hash_large(&request).await;
    parts::simulate(
        request,
        region(state)?,
        signing_time(state),
        world,
        super::account::services(),
        state.access.signed,
    )
    .await
    .map_err(not_sent)
}

/// The answer of AWS or the custom endpoint.
async fn fetched(state: AppState, request: HttpRequest, on: &mut impl AsyncFnMut(Arrival)) -> Result<(), NotAnswered> {
    let now = signing_time(state);
    let credentials = state.access.usable(now)?;
    let secrets = Secrets::from_credentials(&credentials);
    let scope = Scope { region: region(state)?, service: "bedrock".to_owned() };
    let signed = signed(request, credentials, scope, now, state.access.signed).await?;
    let most = state.run.most_bytes.get_untracked();
    let sending = parts::send(signed, secrets, most).await.map_err(not_sent)?;
    let Response { head, mut body } = sending.await?;
    on(Arrival::Head(head)).await;
    while let Some(chunk) = body.next().await {
        on(Arrival::Chunk(chunk?)).await;
    }
    on(Arrival::End).await;
    Ok(())
}

/// Signs a request, or adds the API key. It is kept with its anatomy in `kept`.
pub async fn signed(
    request: HttpRequest,
    credentials: Credentials,
    scope: Scope,
    now: Timestamp,
    kept: StoredValue<Vec<SignedRequest>>,
) -> Result<HttpRequest, NotAnswered> {
    hash_large(&request).await;
    parts::sign(request, credentials, scope, now, kept).await.map_err(not_sent)
}

/// Lets the browser hash a large body. A smaller one is hashed by the signer before the browser would answer.
async fn hash_large(request: &HttpRequest) {
    const LARGE: usize = 16 * 1_024;
    if request.body.len() < LARGE || request.body.is_hashed() {
        return;
    }
    // Where it cannot, the signer hashes the body as well.
    if let Ok(hashing) = parts::hash(request.body.clone()).await {
        hashing.await;
    }
}

/// The clock for signing: the device's, corrected by the service's time from a refusal.
pub fn signing_time(state: AppState) -> Timestamp {
    clock::now().plus_ms(state.access.clock_offset_ms.get_untracked())
}

/// The region of the target bar.
pub fn region(state: AppState) -> Result<Region, NotAnswered> {
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    Region::parse(&region).map_err(|error| NotAnswered::NotSent(error.to_string()))
}

/// A part that could not be used, as the reason why nothing was sent.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
pub fn not_sent(error: PartError) -> NotAnswered {
    NotAnswered::NotSent(error.to_string())
}
