//! The connection test, and the question who is calling.

use futures_util::StreamExt;
use leptos::prelude::*;

use super::pool;
use crate::aws::endpoint::Endpoint;
use crate::aws::error::AwsError;
use crate::aws::masking::Secrets;
use crate::aws::sigv4::{self, Scope};
use crate::aws::sts::{self, CallerIdentity};
use crate::experiment::Failure;
use crate::experiment::access::connection::{self, Silence, Verdict};
use crate::platform::fetch::Response;
use crate::platform::network;
use crate::ui::controllers::road;
use crate::ui::state::{AppState, Mode};

/// Calls the endpoint for a model that does not exist, and says what came of it.
pub async fn test(state: AppState) -> Verdict {
    let bad = |title: &str, text: String| Verdict { good: false, title: title.to_owned(), text };
    let endpoint = match state.endpoint.get_untracked() {
        Ok(endpoint) => endpoint,
        Err(why) => return bad("Not sent", why),
    };
    let said = match road::fetched(state, connection::request(&endpoint)).await {
        Ok(Response { head, mut body }) => {
            let mut bytes = Vec::new();
            while let Some(Ok(chunk)) = body.next().await {
                bytes.extend(chunk);
            }
            return connection::answered(&head, &bytes);
        }
        Err(Failure::Transport(said)) => said,
        Err(Failure::Redirected) => {
            return bad(
                "A redirect, not followed",
                "The endpoint answered with a redirect. It was not followed, because it would take the session token to an \
                 address that you did not choose. Enter the final address as the endpoint."
                    .to_owned(),
            );
        }
        Err(Failure::NoCredentials) => {
            return bad("Not sent", "There are no credentials to test. Paste some first.".to_owned());
        }
        Err(Failure::ExpiredCredentials) => return bad("Not sent", "The credentials have expired.".to_owned()),
        Err(Failure::NotSent(why) | Failure::Truncated(why)) => return bad("Not sent", why),
        Err(other) => return bad("Not sent", format!("{other:?}")),
    };
    let known = Silence {
        online: network::is_online(),
        host_answers: network::answers(&endpoint.origin()).await,
        scheme: endpoint.scheme,
        page_is_secure: network::page_is_secure(),
        loopback: state.mode.get_untracked() == Mode::Custom,
    };
    connection::silent(&said, known)
}

/// Asks the token service who the credentials belong to. It needs no permission.
pub async fn caller(state: AppState) -> Result<CallerIdentity, String> {
    let credentials = state.credentials.get_untracked().ok_or("There are no credentials to ask about")?;
    if credentials.bearer_token().is_some() {
        return Err("An API key cannot be asked: the token service takes signed requests only".to_owned());
    }
    let region = road::region(state).map_err(|_| "The region is not one that is known here")?;
    let endpoint = match state.mode.get_untracked() {
        Mode::Custom => state.endpoint.get_untracked()?,
        Mode::Aws | Mode::Simulator => Endpoint::of(sts::SERVICE, &region),
    };
    let scope = Scope { region, service: sts::SERVICE.to_owned() };
    let signed = sigv4::sign(&sts::get_caller_identity(&endpoint), &credentials, &scope, road::signing_time(state))
        .map_err(|error| error.to_string())?;
    let (head, body) = pool::sent(signed.request, Secrets::of(&credentials)).await?;
    if head.is_success() {
        return sts::read_caller_identity(&body).map_err(|error| error.to_string());
    }
    let error = AwsError::from_response(&head, &body);
    let code = error.code.unwrap_or_else(|| format!("HTTP {}", head.status));
    Err(format!("{code}: {}", error.message.unwrap_or_default()))
}
