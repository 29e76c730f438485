//! The least-privilege policy for the calls.

use leptos::prelude::*;

use crate::aws::region::Region;
use crate::bedrock::policy::{Known, Policy, Used, least_privilege};
use crate::experiment::access::permission;
use crate::text::json;
use crate::ui::controllers::access::profile::{self, Told};
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Mode, use_app};

const OF_RUN: &str = "For the calls of the last run, and nothing else.";
const OF_PLAN: &str = "For the calls that Run would make, and nothing else.";
const ASK: &str = "Look up the profile’s regions";
const UNSURE: &str = "AWS does not document whether the control plane answers a web page. If it does not, the AWS CLI gives the same \
     list.";

/// The policy, and a button that copies it.
pub fn policy() -> AnyView {
    let state = use_app();
    let told = RwSignal::new(Told::new());
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let calls = memo(move || calls(state));
    let written = memo(move || calls.with(|(used, _)| told.with(|told| written(state, used, told))));
    let text = move || written.get().map(|policy| json::print(&policy.document)).unwrap_or_default();
    // The profiles that were not looked up yet.
    let open = memo(move || {
        let all = calls.with(|(used, _)| permission::profiles(used));
        let is_open = |id: &str| told.with(|told| told.iter().all(|(known, _)| known != id));
        all.into_iter().filter(|(model, _)| is_open(model.as_str())).collect::<Vec<_>>()
    });
    let can_ask = move || {
        state.mode.get() != Mode::Simulator && state.access.with(|held| held.is_some()) && !open.read().is_empty()
    };
    let ask = move |_| {
        busy.set(true);
        failed.set(None);
        profile::ask_all(state, open.get_untracked(), told, move |outcome| {
            failed.try_set(outcome.err());
            busy.try_set(false);
        });
    };
    view! {
        <p class="small soft">{move || calls.with(|(_, whose)| *whose)}</p>
        <div class="code">
            <pre tabindex="0" role="group" aria-label="IAM policy">{text}</pre>
        </div>
        <ul class="desk__notes">
            {move || written.get().map(|policy| policy.notes).unwrap_or_default().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
            {move || can_ask().then(|| view! { <li>{UNSURE}</li> })}
        </ul>
        <div aria-live="polite">
            {move || failed.get().map(|why| view! { <p class="notice notice--err wrap">{why}</p> })}
        </div>
        <p class="dialog__row">
            <button type="button" class="btn" on:click=move |_| toast::copy(text())>"Copy policy"</button>
            {move || can_ask().then(|| view! {
                <button type="button" class="btn btn--ghost" disabled=move || busy.get() on:click=ask>{ASK}</button>
            })}
        </p>
    }
    .into_any()
}

/// The calls, and their description.
fn calls(state: AppState) -> (Vec<Used>, &'static str) {
    let Ok(region) = state.draft.with(|draft| Region::parse(&draft.region)) else { return (Vec::new(), OF_PLAN) };
    let made = state.run.session.with(|session| permission::made(session, region));
    if !made.is_empty() {
        return (made, OF_RUN);
    }
    let send_as = state.draft.with(|draft| draft.send_as);
    let calls = state.shown.with(|shown| shown.as_ref().map(|shown| shown.twin.calls(send_as))).unwrap_or_default();
    (permission::planned(&calls, region), OF_PLAN)
}

fn written(state: AppState, used: &[Used], told: &Told) -> Option<Policy> {
    let bearer = state.access.with(|held| held.is_some_and(|held| held.bearer_token().is_some()));
    let destinations: Vec<(String, Vec<String>)> =
        told.iter().map(|(id, profile)| (id.clone(), profile.regions.clone())).collect();
    let account = told.iter().find_map(|(_, profile)| profile.account.as_deref());
    least_privilege(used, Known { account, bearer, destinations: &destinations })
}
