//! Credentials from an identity pool, renewed before they expire.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::aws::cognito::{self, Login, PoolId};
use crate::aws::credentials::Credentials;
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::http::HttpRequest;
use crate::aws::masking::Secrets;
use crate::aws::sts;
use crate::platform::clock;
use crate::ui::controllers::road;
use crate::ui::state::AppState;

/// How long before they expire credentials are renewed.
const AHEAD_MS: i64 = 5 * 60 * 1_000;
/// How often the time is checked.
const LOOK_MS: u32 = 15_000;
/// The duration of a basic-flow session.
const SESSION_S: u32 = 3_600;
/// The name of a basic-flow session in the account's logs.
const SESSION_NAME: &str = "outcrop";

/// Where credentials come from.
#[derive(Clone, Debug)]
pub struct Pool {
    /// The pool.
    pub id: PoolId,
    /// The token of an identity provider; none for a guest.
    pub login: Option<Login>,
    /// The role of the basic flow; none for the enhanced flow.
    pub role: Option<String>,
    /// An emulator of both services; none for AWS.
    pub endpoint: Option<Endpoint>,
}

impl Pool {
    fn endpoint(&self, service: &str) -> Endpoint {
        self.endpoint.clone().unwrap_or_else(|| Endpoint::aws(service, &self.id.region()))
    }
}

/// Gets credentials from the pool, holds them in memory and renews them before they expire; the draft gets the pool's
/// region. `done` gets `Ok` when they are held, or a sentence that says why they are not.
pub fn hold(state: AppState, pool: Pool, done: impl FnOnce(Result<(), String>) + 'static) {
    spawn_local(async move {
        let outcome = credentials(&pool).await;
        done(outcome.map(|made| {
            let region = pool.id.region().as_str().to_owned();
            state.draft.update(|draft| draft.region = region);
            super::credentials::take(state, made);
            keep_fresh(state, pool);
        }));
    });
}

/// Gets credentials from the pool.
async fn credentials(pool: &Pool) -> Result<Credentials, String> {
    let identity = pool.endpoint("cognito-identity");
    let login = pool.login.as_ref();
    let secrets = login.map(|login| Secrets::default().and("login token", &login.token)).unwrap_or_default();
    let body = answer(cognito::get_id(&identity, &pool.id, login), secrets.clone()).await?;
    let id = cognito::read_id(&body).map_err(|error| error.to_string())?;
    let Some(role) = &pool.role else {
        let body = answer(cognito::get_credentials(&identity, &id, login), secrets).await?;
        return cognito::read_credentials(&body).map_err(|error| error.to_string());
    };
    let body = answer(cognito::get_open_id_token(&identity, &id, login), secrets.clone()).await?;
    let token = cognito::read_token(&body).map_err(|error| error.to_string())?;
    let request =
        sts::assume_role_with_web_identity(&pool.endpoint("sts"), role, SESSION_NAME, token.as_str(), SESSION_S);
    let body = answer(request, secrets.and("login token", &token)).await?;
    sts::read_credentials(&body).map_err(|error| error.to_string())
}

/// The body of a success; the message of a refusal.
async fn answer(request: HttpRequest, secrets: Secrets) -> Result<Vec<u8>, String> {
    let host = request.url.authority.clone();
    let (head, body) = road::whole_as_is(request, secrets)
        .await
        .map_err(|error| format!("No readable answer from {host}: {error}"))?;
    if head.is_success() {
        return Ok(body);
    }
    Err(AwsError::from_response(&head, &body).refused_by(&host))
}

/// Renews the credentials before they expire, as long as the pool's own are in use.
fn keep_fresh(state: AppState, pool: Pool) {
    spawn_local(async move {
        let mut current = state.access.with_untracked(|held| held.map(|held| held.access_key_id().to_owned()));
        loop {
            clock::sleep_ms(LOOK_MS).await;
            let ends = state.access.with_untracked(|held| {
                let held = held?;
                (Some(held.access_key_id()) == current.as_deref()).then(|| held.expires_at()).flatten()
            });
            // Forgotten, replaced, or without an expiry: nothing to renew.
            let Some(ends) = ends else { return };
            if ends.since_ms(clock::now()) > AHEAD_MS {
                continue;
            }
            match credentials(&pool).await {
                Ok(renewed) => {
                    let still = state.access.with_untracked(|held| {
                        held.is_some_and(|held| Some(held.access_key_id()) == current.as_deref())
                    });
                    if !still {
                        return;
                    }
                    current = Some(renewed.access_key_id().to_owned());
                    state.access.renew(renewed);
                    state.status.announce("Credentials renewed by the identity pool");
                }
                Err(why) => {
                    state.status.announce(format!("The credentials were not renewed: {why}"));
                }
            }
        }
    });
}
