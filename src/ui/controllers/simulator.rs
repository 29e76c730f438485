//! The simulator's way in: loading the service model, once, when the first run needs it, and the token table when a view
//! first embeds or ranks.

use std::sync::Arc;

use leptos::prelude::*;

use crate::bedrock::service_model::ServiceModel;
use crate::ui::controllers::parts;
use crate::ui::state::AppState;

/// Where the service model lies beside the page.
const ASSET: &str = "service-model/bedrock-runtime.json";

/// Where the token table lies beside the page.
const TOKEN_TABLE: &str = "embedding/tokens.bin";

/// Fetches what vectors are measured with, for every later call; without it the simulator compares words and letters.
pub async fn load_token_table() -> Result<(), String> {
    let loading = parts::asset_bytes(TOKEN_TABLE).await.map_err(|error| error.to_string())?;
    let bytes = loading.await.map_err(|error| format!("The simulator's token table did not load: {error}"))?;
    parts::keep_token_table(bytes).await.map_err(|error| error.to_string())
}

/// The service model, loaded once.
pub async fn service_model(state: AppState) -> Result<Arc<ServiceModel>, String> {
    if let Some(model) = state.service_model.get_untracked() {
        return Ok(model);
    }
    let loading = parts::asset(ASSET).await.map_err(|error| error.to_string())?;
    let text = loading.await.map_err(|error| format!("The simulator's service model did not load: {error}"))?;
    let model = Arc::new(parts::read_service_model(text).await.map_err(|error| error.to_string())?);
    state.service_model.set(Some(model.clone()));
    Ok(model)
}
