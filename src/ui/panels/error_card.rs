//! What happened, why, and the fix as a button: inline, where it happened. What had arrived stays above it.

use leptos::prelude::*;

use crate::experiment::explain::{Circumstances, Explanation, Fix, explain};
use crate::experiment::{Api, Draft, Field, Parameter};
use crate::platform::focus;
use crate::ui::lazy::{self, Failed};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Dialog, Mode, use_app};
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::lazy_view::lazy_view;

/// The card of one call, if it failed.
#[component]
pub fn ErrorCard(api: Api) -> impl IntoView {
    let state = use_app();
    let failed = memo(move || {
        let region = state.draft.with_untracked(|draft| draft.region.clone());
        state.session.with(|session| session.exchange(api).and_then(|call| Failed::of(call, &region)))
    });
    move || failed.get().map(|failed| lazy_view(|owner| lazy::error_card(owner, failed)))
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
    let Explanation { title, status, said, why, fixes, request_id, raw } = explanation;
    view! {
        <div class="errcard" role="alert">
            <h3>
                {icon("error")}
                <code>{title}</code>
                {status.map(|status| view! { <span class="chip chip--err">{status.to_string()}</span> })}
            </h3>
            {said.map(|said| view! { <p class="errcard__said">{said}</p> })}
            {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
            <div class="acts">
                {fixes
                    .into_iter()
                    .enumerate()
                    .map(|(index, fix)| {
                        let label = label(&fix);
                        let class = if index == 0 { "btn btn--solid" } else { "btn" };
                        view! {
                            <button type="button" class=class on:click=move |_| perform(state, &fix, again)>{label}</button>
                        }
                    })
                    .collect_view()}
            </div>
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

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Temperature => "temperature",
        Field::TopP => "Top P",
        Field::TopK => "Top K",
        Field::MaxTokens => "max tokens",
        Field::StopSequences => "the stop sequences",
        Field::Model
        | Field::Region
        | Field::Stream
        | Field::System
        | Field::Message(_)
        | Field::ExtraFields
        | Field::More => "the field",
    }
}

fn label(fix: &Fix) -> String {
    match fix {
        Fix::UseModel(id) => format!("Use {id}"),
        Fix::Untick(field) => format!("Do not send {}", field_name(*field)),
        Fix::SetMaxTokens(tokens) => format!("Set max tokens to {tokens}"),
        Fix::OpenCredentials => "Paste credentials…".to_owned(),
        Fix::UseSimulator => "Use the simulator".to_owned(),
        Fix::TurnStreamOff => "Turn Stream off".to_owned(),
        Fix::RunAgain => "Run again".to_owned(),
        Fix::EditEndpoint => "Edit the endpoint".to_owned(),
        Fix::EditModel => "Choose a model".to_owned(),
    }
}

fn perform(state: AppState, fix: &Fix, again: Callback<()>) {
    let change = |act: &dyn Fn(&mut Draft)| state.draft.update(|draft| act(draft));
    match fix {
        Fix::UseModel(id) => change(&|draft| draft.model.clone_from(id)),
        Fix::Untick(field) => change(&|draft| match field {
            Field::Temperature => draft.temperature.sent = false,
            Field::TopP => draft.top_p.sent = false,
            Field::TopK => draft.top_k.sent = false,
            Field::MaxTokens => draft.max_tokens.sent = false,
            Field::StopSequences => draft.stop_sent = false,
            Field::Model
            | Field::Region
            | Field::Stream
            | Field::System
            | Field::Message(_)
            | Field::ExtraFields
            | Field::More => {}
        }),
        Fix::SetMaxTokens(tokens) => change(&|draft| draft.max_tokens = Parameter::sent(tokens.to_string())),
        Fix::OpenCredentials => state.dialog.set(Some(Dialog::Credentials)),
        Fix::UseSimulator => state.mode.set(Mode::Simulator),
        Fix::TurnStreamOff => change(&|draft| draft.stream = false),
        Fix::RunAgain => again.run(()),
        Fix::EditEndpoint => {
            focus::move_to("#endpoint");
        }
        Fix::EditModel => {
            focus::move_to("#model");
        }
    }
    if matches!(fix, Fix::UseModel(_) | Fix::Untick(_) | Fix::SetMaxTokens(_) | Fix::UseSimulator | Fix::TurnStreamOff)
    {
        state.announcement.set(format!("{}. Press Run to call again", label(fix)));
        focus::move_to("#run");
    }
}
