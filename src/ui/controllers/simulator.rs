//! Prepares the simulator: loads the service model once, for the first run, and the token table for the first embedding
//! or ranking. Also sends requests with a mistake in their signature.

use std::cell::RefCell;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::aws::http::HttpRequest;
use crate::aws::region::Region;
use crate::bedrock::service_model::ServiceModel;
use crate::page::Mode;
use crate::platform::clock;
use crate::simulator::break_it::{Broken, Change};
use crate::simulator::{Pacing, World};
use crate::ui::controllers::{parts, road};
use crate::ui::state::AppState;

/// The address of the service model beside the page.
const ASSET: &str = "service-model/bedrock-runtime.json";

/// The address of the token table beside the page.
const TOKEN_TABLE: &str = "embedding/tokens.bin";

/// Fetches the token table for all later calls. Without it, the simulator compares words and letters.
pub async fn load_token_table() -> Result<(), String> {
    let loading = parts::asset_bytes(TOKEN_TABLE).await.map_err(|error| error.to_string())?;
    let bytes = loading.await.map_err(|error| format!("The simulator's token table did not load: {error}"))?;
    parts::keep_token_table(bytes).await.map_err(|error| error.to_string())
}

/// Loads the service model into the state if it is not there yet; `failed` gets the reason if it cannot be loaded.
pub fn load_service_model(state: AppState, failed: RwSignal<Option<String>>) {
    spawn_local(async move {
        if let Err(message) = service_model(state).await {
            failed.try_set(Some(message));
        }
    });
}

thread_local! {
    /// The service model that is being loaded: two calls of one run ask for it at once.
    static LOADING: RefCell<Option<Loading>> = const { RefCell::new(None) };
}

/// A service model on its way, for each caller that waits for it.
type Loading = Shared<LocalBoxFuture<'static, Result<Arc<ServiceModel>, String>>>;

/// The service model, loaded once. A failure is not kept: the next caller tries again.
pub async fn service_model(state: AppState) -> Result<Arc<ServiceModel>, String> {
    if let Some(model) = state.service_model.get_untracked() {
        return Ok(model);
    }
    let begin = || fetched_service_model(state).boxed_local().shared();
    let loading = LOADING.with_borrow_mut(|loading| loading.get_or_insert_with(begin).clone());
    let model = loading.await;
    LOADING.with_borrow_mut(Option::take);
    model
}

async fn fetched_service_model(state: AppState) -> Result<Arc<ServiceModel>, String> {
    let loading = parts::asset(ASSET).await.map_err(|error| error.to_string())?;
    let text = loading.await.map_err(|error| format!("The simulator's service model did not load: {error}"))?;
    let model = Arc::new(parts::read_service_model(text).await.map_err(|error| error.to_string())?);
    state.service_model.set(Some(model.clone()));
    Ok(model)
}

/// Fetches the parts of a simulated run, unless it would not be simulated.
pub fn fetch(state: AppState) {
    if state.mode.try_get_untracked() != Some(Mode::Simulator) {
        return;
    }
    spawn_local(async move {
        // If something does not load, the first run asks for it again and reports it.
        let _ = service_model(state).await;
    });
}

/// A request to sign with a mistake.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// The request, without a signature.
    pub request: HttpRequest,
    /// Its region.
    pub region: Region,
    /// The mistake.
    pub change: Change,
}

/// Signs a request with a mistake and sends it to the simulator. `attempt` numbers the choices; `take` gets the outcome
/// unless a later choice was made or the view is gone.
pub fn break_it(
    state: AppState,
    mistake: Result<Mistake, String>,
    attempt: StoredValue<u32>,
    take: impl FnOnce(Result<Broken, String>) + 'static,
) {
    let this = attempt.try_get_value();
    spawn_local(async move {
        let outcome = match mistake {
            Ok(mistake) => broken(state, mistake).await,
            Err(why) => Err(why),
        };
        if attempt.try_get_value() == this {
            take(outcome);
        }
    });
}

async fn broken(state: AppState, Mistake { request, region, change }: Mistake) -> Result<Broken, String> {
    let model = service_model(state).await?;
    let world = World {
        now: clock::now(),
        seed: road::SEED,
        call: 0,
        service_model: &model,
        token_table: None,
        pacing: Pacing::Instant,
        mishap: None,
        control: None,
    };
    parts::break_it(request, region, change, world).await.map_err(|error| error.to_string())
}
