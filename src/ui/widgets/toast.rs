//! A confirmation that disappears by itself. Errors are never shown this way.

use leptos::prelude::*;

use super::icon::icon;

/// The pill at the bottom of the page.
#[component]
pub fn Toast(
    /// The text, if any.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="status" class="toasts">
            {move || {
                text.get().map(|text| view! { <span class="toast">{icon("check")} {text}</span> })
            }}
        </div>
    }
}
