//! The dialog before a call that writes, bills or deletes: what it does, what it costs, where it goes.

use leptos::prelude::*;

use super::code::CallCode;
use super::kit::refused;
use crate::experiment::jobs::{Plan, Weight};
use crate::ui::controllers::account::ask::Desk;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::{Mode, use_app};
use crate::ui::widgets::dialog::Modal;

/// The dialog of a desk.
#[component]
pub fn Confirm(
    /// Element id.
    id: &'static str,
    /// Whose plans it shows.
    desk: Desk,
) -> impl IntoView {
    let open = Signal::derive(move || desk.plan.read().is_some());
    view! {
        <Modal id=id title="Confirm the call" open=open on_close=Callback::new(move |()| desk.drop_plan())>
            {move || desk.plan.get().map(|plan| body(desk, plan))}
        </Modal>
    }
}

fn body(desk: Desk, plan: Plan) -> AnyView {
    let call = Signal::stored(plan.ask.clone());
    let state = use_app();
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    let place = match state.mode.get_untracked() {
        Mode::Simulator => format!("The simulator's account in {region}. Nothing leaves the page, nothing is billed"),
        Mode::Aws => format!("Your AWS account in {region}"),
        Mode::Custom => "The custom endpoint".to_owned(),
    };
    let class = match plan.weight {
        Weight::Writes => "btn btn--solid",
        Weight::Deletes => "btn btn--danger",
    };
    let verb = plan.verb;
    view! {
        <div class="dialog__body job__confirm">
            <h3>{plan.title}</h3>
            <ul>{plan.does.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <dl class="facts">
                <div><dt>"Costs"</dt><dd>{plan.costs}</dd></div>
                <div><dt>"Where"</dt><dd>{place} " " {origin_badge(state.mode.get_untracked().origin())}</dd></div>
                <div><dt>"Call"</dt><dd><code>{plan.ask.operation}</code>" of " <code>{plan.ask.client.name()}</code></dd></div>
            </dl>
            {move || desk.refusal.get().map(|refusal| refused(&refusal, None))}
            <CallCode id="job-code" ask=call />
        </div>
        <div class="dialog__foot">
            <button
                type="button"
                class=class
                data-autofocus=""
                disabled=move || desk.sending.get()
                on:click=move |_| desk.send(state)
            >
                {move || if desk.sending.get() { "Sending …" } else { verb }}
            </button>
            <button type="button" class="btn btn--ghost" on:click=move |_| desk.drop_plan()>"Cancel"</button>
        </div>
    }
    .into_any()
}
