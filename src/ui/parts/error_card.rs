//! What happened, why, and the fix as a button: inline, where it happened. What had arrived stays above it.

use leptos::prelude::*;

use crate::experiment::document::visit::Event;
use crate::experiment::failure::catalogue::Reproduce;
use crate::experiment::failure::explain::{Circumstances, Explanation, explain};
use crate::experiment::failure::fix::Fix;
use crate::experiment::{Api, Exchange, Failure, Origin};
use crate::platform::focus;
use crate::simulator::Mishap;
use crate::ui::controllers::{run, toast, visit};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Dialog, Mode, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

late_view! {
    inspect:
    /// The card that explains a failure.
    pub fn late(failed: Failed) => card(&failed, Callback::new(|()| run::run()))
}

/// A call that failed, and under which circumstances.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// Why.
    pub failure: Failure,
    /// Which API.
    pub api: Api,
    /// Who answered.
    pub origin: Origin,
    /// The model id or ARN.
    pub model: String,
    /// The region.
    pub region: String,
    /// Whether a streaming operation was called.
    pub streaming: bool,
}

impl Failed {
    /// What failed of a call, if it failed.
    pub fn of(call: &Exchange, region: &str) -> Option<Self> {
        Some(Self {
            failure: call.failure.clone()?,
            api: call.api,
            origin: call.origin,
            model: call.model.clone(),
            region: region.to_owned(),
            streaming: call.operation.is_streaming(),
        })
    }
}

/// The card of one call, if it failed.
#[component]
pub fn ErrorCard(api: Api) -> impl IntoView {
    let state = use_app();
    let failed = memo(move || {
        let region = state.draft.with_untracked(|draft| draft.region.clone());
        state.session.with(|session| session.exchange(api).and_then(|call| Failed::of(call, &region)))
    });
    move || failed.get().map(|failed| lazy_view(|owner| late(owner, failed)))
}

/// Explains a failure and draws the card. `again` repeats the call when a person asks for it.
pub fn card(failed: &Failed, again: Callback<()>) -> AnyView {
    let Failed { failure, api, origin, model, region, streaming } = failed;
    let at = Circumstances { api: *api, origin: *origin, model, region, streaming: *streaming };
    let explanation = explain(failure, at);
    view! { <Card explanation=explanation again=again /> }.into_any()
}

#[component]
fn Card(explanation: Explanation, again: Callback<()>) -> impl IntoView {
    let state = use_app();
    let Explanation { title, what, status, said, why, fixes, reproduce, request_id, raw, .. } = explanation;
    view! {
        <div class="errcard" role="alert">
            <h3>
                {icon("error")}
                <code>{title}</code>
                {status.map(|status| view! { <span class="chip chip--err">{status.to_string()}</span> })}
            </h3>
            {what.map(|what| view! { <p class="errcard__what">{what}</p> })}
            {said.map(|said| view! { <p class="errcard__said">{said}</p> })}
            {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
            <div class="acts">
                {fixes
                    .into_iter()
                    .enumerate()
                    .map(|(index, fix)| {
                        let label = fix.label();
                        let class = if index == 0 { "btn btn--solid" } else { "btn" };
                        view! {
                            <button type="button" class=class on:click=move |_| perform(state, &fix, again)>{label}</button>
                        }
                    })
                    .collect_view()}
                {can_reproduce(state, reproduce).then(|| view! {
                    <button type="button" class="btn" on:click=move |_| perform_reproduction(state, reproduce, again)>
                        "Reproduce in simulator"
                    </button>
                })}
            </div>
            {why_not(state, reproduce).map(|why| view! { <p class="quiet">{why}</p> })}
            {raw.map(|raw| view! {
                <details>
                    <summary>"Body as it came"</summary>
                    <pre tabindex="0" role="group" aria-label="Error body">{raw}</pre>
                </details>
            })}
            {request_id.map(|id| view! { <p class="reqid">"Request id " <code>{id}</code></p> })}
        </div>
    }
}

fn perform(state: AppState, fix: &Fix, again: Callback<()>) {
    let mut changes = false;
    state.draft.try_update(|draft| changes = fix.apply(draft));
    match fix {
        Fix::OpenCredentials => state.dialog.set(Some(Dialog::Credentials)),
        Fix::UseSimulator => {
            state.mode.set(Mode::Simulator);
            changes = true;
        }
        Fix::CorrectClock { offset_ms } => {
            state.clock_offset_ms.set(*offset_ms);
            changes = true;
        }
        Fix::CopyPolicy(statement) => toast::copy(statement.clone()),
        Fix::RunAgain => again.run(()),
        Fix::EditEndpoint => {
            focus::move_to("#endpoint");
        }
        Fix::EditModel => {
            focus::move_to("#model");
        }
        Fix::UseModel(_)
        | Fix::SwitchRegion(_)
        | Fix::Untick(_)
        | Fix::SetMaxTokens(_)
        | Fix::DropExtra(_)
        | Fix::DropMore(_)
        | Fix::DropSystem
        | Fix::Stream(_)
        | Fix::SendAs(_)
        | Fix::DropLeadingAnswers
        | Fix::DropLastAnswer
        | Fix::MergeTurns
        | Fix::DropBlankMessages => {}
    }
    if changes {
        state.announcement.set(format!("{}. Press Run to call again", fix.label()));
        focus::move_to("#run");
    }
}

/// Whether there is something to reproduce, and it was not just reproduced.
fn can_reproduce(state: AppState, reproduce: Reproduce) -> bool {
    match reproduce {
        Reproduce::Never(_) => false,
        Reproduce::Mishap(_) | Reproduce::Setup(_) => state.mode.get_untracked() != Mode::Simulator,
    }
}

/// Why there is no button to reproduce it.
fn why_not(state: AppState, reproduce: Reproduce) -> Option<String> {
    match reproduce {
        Reproduce::Never(why) if !why.is_empty() && state.mode.get_untracked() != Mode::Simulator => {
            Some(format!("The simulator cannot reproduce this. {why}"))
        }
        Reproduce::Never(_) | Reproduce::Mishap(_) | Reproduce::Setup(_) => None,
    }
}

/// Sets the simulator up to fail in the same way, and runs. The reader's own draft is kept.
fn perform_reproduction(state: AppState, reproduce: Reproduce, again: Callback<()>) {
    match reproduce {
        Reproduce::Never(_) => return,
        Reproduce::Mishap(key) => state.mishap.set(Mishap::from_key(key)),
        Reproduce::Setup(setup) => {
            state.mishap.set(None);
            visit::apply(state, Event::Reproduced(setup.draft()));
        }
    }
    state.clock_offset_ms.set(0);
    state.mode.set(Mode::Simulator);
    again.run(());
}
