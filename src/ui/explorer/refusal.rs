//! Why a call failed: the service's refusal with what to do, or the card of failures that all views share.

use leptos::prelude::*;

use super::state::{Explorer, use_explorer};
use crate::aws::error::AwsError;
use crate::experiment::explorer::call::advice;
use crate::experiment::failure::failed::Failed;
use crate::experiment::{Api, Failure};
use crate::ui::parts::error_card::{Target, run_failure};
use crate::ui::widgets::icon::icon;

/// Refusals whose cause is the same for every operation: the shared card knows them.
const SHARED: [&str; 7] = [
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "ExpiredTokenException",
    "MissingAuthenticationTokenException",
    "IncompleteSignatureException",
    "ThrottlingException",
    "ServiceUnavailableException",
];

/// The card of the last call, if it failed.
#[component]
pub fn Refused() -> impl IntoView {
    let this = use_explorer();
    let own = Memo::new(move |_| {
        this.calling.call.with(|call| call.as_ref()?.refusal().filter(|error| !is_shared(error)).cloned())
    });
    let shared = Memo::new(move |_| {
        let region = this.state.draft.with_untracked(|draft| draft.region.clone());
        this.calling.call.with(|call| {
            let call = call.as_ref()?;
            let failure = call.failure.clone()?;
            if let Failure::Refused(error) = &failure
                && !is_shared(error)
            {
                return None;
            }
            let streaming = call.is_stream();
            Some(Failed { failure, api: Api::Converse, origin: call.origin, model: String::new(), region, streaming })
        })
    });
    let target = Target::Page { again: Callback::new(move |()| this.send()) };
    view! {
        {move || own.get().map(|error| card(this, error))}
        {run_failure(shared, target)}
    }
}

fn is_shared(error: &AwsError) -> bool {
    error.code.as_deref().is_some_and(|code| SHARED.contains(&code))
}

fn card(this: Explorer, error: AwsError) -> AnyView {
    let code = error.code.unwrap_or_else(|| "Refused".to_owned());
    let what = advice(&code);
    view! {
        <div class="errcard" role="alert">
            <h3>{icon("error")} <code>{code}</code> <span class="chip chip--err">{error.status.to_string()}</span></h3>
            {error.message.map(|message| view! { <p class="errcard__said">{message}</p> })}
            {what.map(|what| view! { <p class="errcard__fix">{what}</p> })}
            <div class="acts">
                <button type="button" class="btn" on:click=move |_| this.send()>"Send again"</button>
            </div>
            {error.request_id.map(|id| view! { <p class="reqid">"Request ID " <code>{id}</code></p> })}
        </div>
    }
    .into_any()
}
