//! Counting the tokens of a request as it stands.

use leptos::prelude::GetUntracked;

use super::road;
use crate::aws::error::AwsError;
use crate::bedrock::count_tokens;
use crate::experiment::run::requests::Twin;
use crate::experiment::{Api, Failure};
use crate::ui::state::AppState;

/// What the service counts in one of the two bodies.
pub async fn count(state: AppState, api: Api, twin: &Twin) -> Result<u64, Failure> {
    let body = match (api, &twin.invoke) {
        (Api::Converse, _) => {
            let body = serde_json::from_str(&twin.converse.body_text);
            count_tokens::converse_body(&body.map_err(|error| Failure::NotSent(error.to_string()))?)
        }
        (Api::Invoke, Ok(built)) => count_tokens::invoke_body(&built.request.body),
        (Api::Invoke, Err(why)) => return Err(Failure::NotSent(why.clone())),
    };
    let endpoint = state.endpoint.get_untracked().map_err(Failure::NotSent)?;
    let (head, bytes) = road::whole(state, count_tokens::request(&endpoint, &twin.model, &body)).await?;
    if !head.is_success() {
        return Err(Failure::Refused(AwsError::from_response(&head, &bytes)));
    }
    let answer = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::Unreadable(format!("The body is not JSON: {error}")))?;
    count_tokens::read(&answer).ok_or_else(|| Failure::Unreadable("The answer states no inputTokens".to_owned()))
}
