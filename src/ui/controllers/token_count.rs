//! Counts the tokens of the current requests.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::batch::may_start;
use super::road;
use crate::aws::error::AwsError;
use crate::bedrock::count_tokens;
use crate::experiment::failure::failed::Failed;
use crate::experiment::run::requests::Twin;
use crate::experiment::run::token_counts::{self, Counted};
use crate::experiment::{Api, Failure, Origin};
use crate::ui::state::AppState;

/// One count of both bodies.
#[derive(Clone, Copy)]
pub struct Count {
    /// The requests that were counted.
    pub twin: RwSignal<Option<Twin>>,
    /// Who answers.
    pub origin: RwSignal<Origin>,
    /// The count of the Converse body; `None` while waiting for the answer.
    pub converse: RwSignal<Option<Counted>>,
    /// The count of the `InvokeModel` body.
    pub invoke: RwSignal<Option<Counted>>,
}

impl Count {
    /// The count of this API's body.
    pub fn of(self, api: Api) -> RwSignal<Option<Counted>> {
        match api {
            Api::Converse => self.converse,
            Api::Invoke => self.invoke,
        }
    }

    fn announce(self, state: AppState) {
        if let (Some(converse), Some(invoke)) = (self.converse.get_untracked(), self.invoke.get_untracked()) {
            state.status.announce(token_counts::announcement(&converse, &invoke));
        }
    }
}

/// Counts the current requests. Outside the simulator it needs credentials; without them, their dialog opens.
pub fn begin(state: AppState, counting: Count) {
    let Some(shown) = state.shown.get_untracked() else { return };
    let mode = state.mode.get_untracked();
    if !may_start(state) {
        return;
    }
    counting.origin.set(mode.origin());
    counting.twin.set(Some(shown.twin.clone()));
    for api in [Api::Converse, Api::Invoke] {
        counting.of(api).set(None);
        let twin = shown.twin.clone();
        spawn_local(async move {
            let counted = count(state, api, &twin).await;
            // Ignore the answer to an older request.
            if counting.twin.try_with_untracked(|now| now.as_ref() == Some(&twin)) == Some(true) {
                counting.of(api).set(Some(counted));
                counting.announce(state);
            }
        });
    }
}

/// The failure of a count, to explain.
pub fn failed(state: AppState, count: Count) -> Option<Failed> {
    let (converse, invoke, twin) = (count.converse.read(), count.invoke.read(), count.twin.read());
    let (api, failure) = token_counts::failure(converse.as_ref(), invoke.as_ref())?;
    Some(Failed {
        failure: failure.clone(),
        api,
        origin: count.origin.get(),
        model: twin.as_ref()?.model.as_str().to_owned(),
        region: state.draft.with_untracked(|draft| draft.region.clone()),
        streaming: false,
    })
}

/// The service's count for one of the two bodies.
async fn count(state: AppState, api: Api, twin: &Twin) -> Result<u64, Failure> {
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
