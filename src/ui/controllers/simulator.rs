//! The simulator's way in: loading the service model, and letting a reply arrive in its own time.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bedrock::service_model::ServiceModel;
use crate::platform::fetch;
use crate::ui::state::AppState;

/// Where the service model lies beside the page.
const ASSET: &str = "service-model/bedrock-runtime.json";

/// The service model, loaded once.
pub async fn service_model(state: AppState) -> Result<Arc<ServiceModel>, String> {
    if let Some(model) = state.service_model.get_untracked() {
        return Ok(model);
    }
    let text =
        fetch::asset(ASSET).await.map_err(|error| format!("The simulator's service model did not load: {error}"))?;
    let model = Arc::new(ServiceModel::from_json(&text).map_err(|error| error.to_string())?);
    state.service_model.set(Some(model.clone()));
    Ok(model)
}

/// Loads the service model after the first paint, so that the first run need not wait for it.
pub fn prefetch(state: AppState) {
    spawn_local(async move {
        // A failure is reported by the run that needs the model.
        let _ = service_model(state).await;
    });
}
