//! The bar above a view that makes its own calls: where they go, what a run would be, Run and Stop.

use leptos::prelude::*;

use super::target::{EndpointField, ModeSwitch, RegionSelect};
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;

/// The bar. What the view adds between the target and the button are its children.
#[component]
pub fn RunBar(
    /// What a run would be, in words.
    #[prop(into)]
    calls: Signal<String>,
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// Whether a call is under way.
    #[prop(into)]
    running: Signal<bool>,
    /// Whether there is something in the way of a run that its field says.
    #[prop(optional, into)]
    blocked: Signal<bool>,
    /// Begins a run, or stops the one under way.
    on_press: Callback<()>,
    /// What else the bar holds.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = use_app();
    view! {
        <section class="reqbar" data-mode=move || state.mode.get().as_data() aria-label="Target">
            <ModeSwitch />
            <RegionSelect />
            <EndpointField />
            {children.map(|children| children())}
            <div class="reqbar__go">
                <span class="labcalls" id="run-plan">{move || calls.get()}</span>
                <button
                    type="button"
                    class="btn btn--run"
                    id="run"
                    data-running=move || running.get().then_some("")
                    disabled=move || blocked.get() && !running.get()
                    aria-describedby="run-plan"
                    title=move || if running.get() { "Stop (Ctrl+Enter or Esc)" } else { "Run (Ctrl+Enter)" }
                    on:click=move |_| on_press.run(())
                >
                    {move || icon(if running.get() { "stop" } else { "run" })}
                    {move || label.get()}
                    <kbd class="only-mid" aria-hidden="true">"Ctrl ↵"</kbd>
                </button>
            </div>
        </section>
    }
}
