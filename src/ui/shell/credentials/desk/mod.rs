//! The credential desk below the paste field: other sources, the test, the policy, and what leaves the page.
//!
//! Each is a closed disclosure; nothing is requested or generated before its button is pressed.

pub mod api_key;
mod connection;
mod disclosure;
mod idle;
mod longest;
mod policy;
mod pool;

use leptos::prelude::*;

use crate::ui::widgets::icon::late_icon;

/// All of them.
pub fn sections() -> AnyView {
    view! {
        <div class="desk">
            {fold("Test the connection", connection::check)}
            {fold("Get credentials from an identity pool (Cognito)", pool::pool)}
            {fold("Make a short-term API key", api_key::make)}
            {fold("Least-privilege IAM policy", policy::policy)}
            {fold("What leaves this page", disclosure::leaves)}
            {fold("Forget when idle", idle::idle)}
            {fold("Longest response", longest::longest)}
        </div>
    }
    .into_any()
}

/// A disclosure whose content is created when it is first opened.
fn fold(title: &'static str, contents: fn() -> AnyView) -> AnyView {
    let opened = RwSignal::new(false);
    view! {
        <details class="group" on:toggle=move |_| opened.set(true)>
            <summary>{late_icon("right")} {title}</summary>
            <div class="desk__fold">{move || opened.get().then(contents)}</div>
        </details>
    }
    .into_any()
}

/// A labelled text field that the browser neither autocompletes nor stores.
fn field(
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    text: RwSignal<String>,
    placeholder: &'static str,
) -> AnyView {
    view! {
        <label class="label" for=id>{label}</label>
        <input
            id=id
            class="input input--mono"
            type=kind
            autocomplete="off"
            spellcheck="false"
            placeholder=placeholder
            prop:value=move || text.get()
            on:input=move |event| text.set(event_target_value(&event))
        />
    }
    .into_any()
}
