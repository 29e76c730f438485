//! The connection test, and the caller's identity.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::aws::arrival::NotAnswered;
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::masking::Secrets;
use crate::aws::sigv4::Scope;
use crate::aws::sts::{self, CallerIdentity};
use crate::experiment::access::connection::{self, Silence, Verdict};
use crate::platform::network;
use crate::ui::controllers::road;
use crate::ui::state::{AppState, Mode};

/// Calls the endpoint for a model that does not exist, and passes on what that shows.
pub fn test(state: AppState, take: impl FnOnce(Verdict) + 'static) {
    spawn_local(async move { take(verdict(state).await) });
}

/// Calls `GetCallerIdentity` and passes on the answer. It needs no permission.
pub fn caller(state: AppState, take: impl FnOnce(Result<CallerIdentity, String>) + 'static) {
    spawn_local(async move { take(identity(state).await) });
}

async fn verdict(state: AppState) -> Verdict {
    let bad = |title: &str, text: String| Verdict { good: false, title: title.to_owned(), text };
    let endpoint = match state.endpoint.get_untracked() {
        Ok(endpoint) => endpoint,
        Err(why) => return bad("Not sent", why),
    };
    let message = match road::whole(state, connection::request(&endpoint)).await {
        Ok((head, body)) => return connection::answered(&head, &body),
        Err(NotAnswered::NoResponse(message)) => message,
        Err(why @ NotAnswered::Redirected) => return bad("Redirect not followed", why.to_string()),
        Err(
            why @ (NotAnswered::NoCredentials
            | NotAnswered::Expired
            | NotAnswered::NotSent(_)
            | NotAnswered::TooLarge(_)
            | NotAnswered::BrokenOff(_)),
        ) => return bad("Not sent", why.to_string()),
    };
    let known = Silence {
        online: network::is_online(),
        host_answers: network::answers(&endpoint.origin()).await,
        scheme: endpoint.scheme,
        page_is_secure: network::page_is_secure(),
        loopback: state.mode.get_untracked() == Mode::Custom,
    };
    connection::silent(&message, known)
}

async fn identity(state: AppState) -> Result<CallerIdentity, String> {
    let credentials = state.access.get_untracked().ok_or("No credentials to check. Paste some first")?;
    if credentials.bearer_token().is_some() {
        return Err("STS takes signed requests only, so an API key cannot be checked".to_owned());
    }
    let region = road::region(state).map_err(|_| "Unknown region")?;
    let endpoint = match state.mode.get_untracked() {
        Mode::Custom => state.endpoint.get_untracked()?,
        Mode::Aws | Mode::Simulator => Endpoint::aws(sts::SERVICE, &region),
    };
    let scope = Scope { region, service: sts::SERVICE.to_owned() };
    let (request, now) = (sts::get_caller_identity(&endpoint), road::signing_time(state));
    let secrets = Secrets::from_credentials(&credentials);
    let signed = road::signed(request, credentials, scope, now, StoredValue::new(Vec::new()))
        .await
        .map_err(|error| error.to_string())?;
    let (head, body) = road::whole_as_is(signed, secrets).await.map_err(|error| error.to_string())?;
    if head.is_success() {
        return sts::read_caller_identity(&body).map_err(|error| error.to_string());
    }
    Err(AwsError::from_response(&head, &body).to_string())
}
