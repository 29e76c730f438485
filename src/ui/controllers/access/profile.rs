//! Asks the control plane where an inference profile routes calls.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::masking::Secrets;
use crate::aws::region::Region;
use crate::aws::sigv4::Scope;
use crate::bedrock::inference_profile::{self, InferenceProfile};
use crate::bedrock::model_id::ModelId;
use crate::ui::controllers::road;
use crate::ui::state::{AppState, Mode};

/// The control plane's answers, by profile ID.
pub type Told = Vec<(String, InferenceProfile)>;

/// Asks about these profiles one after another, up to the first refusal. `done` gets the refusal as a sentence, with
/// the equivalent AWS CLI command.
pub fn ask_all(
    state: AppState,
    profiles: Vec<(ModelId, Region)>,
    told: RwSignal<Told>,
    done: impl FnOnce(Result<(), String>) + 'static,
) {
    spawn_local(async move {
        for (profile, region) in profiles {
            match ask(state, &profile, region).await {
                Ok(answer) => {
                    told.try_update(|told| told.push((profile.as_str().to_owned(), answer)));
                }
                Err(why) => {
                    let command = inference_profile::command(&profile, region);
                    return done(Err(format!("{why}. In a terminal: {command}")));
                }
            }
        }
        done(Ok(()));
    });
}

/// `GetInferenceProfile`, with the credentials of the desk. The error is a sentence.
async fn ask(state: AppState, profile: &ModelId, region: Region) -> Result<InferenceProfile, String> {
    let credentials = state.access.get_untracked().ok_or("No credentials. Paste some first")?;
    let endpoint = match state.mode.get_untracked() {
        Mode::Custom => state.endpoint.get_untracked()?,
        Mode::Aws | Mode::Simulator => Endpoint::aws(inference_profile::SERVICE, &region),
    };
    let request = inference_profile::request(&endpoint, profile);
    let host = request.url.authority.clone();
    let secrets = Secrets::from_credentials(&credentials);
    let scope = Scope { region, service: "bedrock".to_owned() };
    let now = road::signing_time(state);
    let signed = road::signed(request, credentials, scope, now, StoredValue::new(Vec::new()))
        .await
        .map_err(|error| error.to_string())?;
    let (head, body) =
        road::whole_as_is(signed, secrets).await.map_err(|error| format!("No readable answer from {host}: {error}"))?;
    if head.is_success() {
        return inference_profile::read(&body).ok_or_else(|| format!("Unexpected answer from {host}"));
    }
    Err(AwsError::from_response(&head, &body).refused_by(&host))
}
