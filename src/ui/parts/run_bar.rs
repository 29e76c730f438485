//! The bar above a view that makes its own calls: target, description of the run, Run and Stop.

use leptos::prelude::*;

use super::bar_notes;
use super::target::{EndpointField, ModeSwitch, RegionSelect, fault_slot};
use crate::ui::controllers::view_actions::{self, ViewActions};
use crate::ui::state::{View, use_app};
use crate::ui::widgets::icon::icon;

/// The bar. Its children are between the target and the button.
#[component]
pub fn RunBar(
    /// The view of the bar.
    view: View,
    /// A description of the run.
    #[prop(into)]
    calls: Signal<String>,
    /// The button's text.
    #[prop(into)]
    label: Signal<String>,
    /// Whether a field error prevents a run.
    #[prop(optional, into)]
    blocked: Signal<bool>,
    /// How the view runs and stops, and its regions.
    actions: ViewActions,
    /// Further content of the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = use_app();
    let run = Callback::new(move |()| {
        if !blocked.get_untracked() {
            actions.run.run(());
        }
    });
    let actions = ViewActions { run, ..actions };
    view_actions::register(view, actions);
    view! {
        <section class="reqbar" data-mode=move || state.mode.get().as_data() aria-label="Target">
            <ModeSwitch />
            {fault_slot(state)}
            <RegionSelect />
            <EndpointField />
            {children.map(|children| children())}
            <div class="reqbar__go">
                <span class="labcalls" id="run-plan">{move || calls.get()}</span>
                <RunButton label=label blocked=blocked described_by="run-plan" actions=actions />
            </div>
            {bar_notes::fault(state)}
        </section>
    }
}

/// The button that runs and stops.
#[component]
pub fn RunButton(
    /// Its text.
    #[prop(into)]
    label: Signal<String>,
    /// Whether a field error prevents a run.
    #[prop(optional, into)]
    blocked: Signal<bool>,
    /// The element id of the run's description.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// How the view runs and stops.
    actions: ViewActions,
) -> impl IntoView {
    let running = actions.running;
    view! {
        <button
            type="button"
            class="btn btn--run"
            id="run"
            data-running=move || running.get().then_some("")
            disabled=move || blocked.get() && !running.get()
            aria-describedby=described_by
            title=move || if running.get() { "Stop (Ctrl+Enter or Esc)" } else { "Run (Ctrl+Enter)" }
            on:click=move |_| actions.run_or_stop()
        >
            {move || icon(if running.get() { "stop" } else { "run" })}
            {move || label.get()}
            <kbd class="only-mid" aria-hidden="true">"Ctrl ↵"</kbd>
        </button>
    }
}
