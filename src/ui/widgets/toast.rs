//! A confirmation that disappears by itself. Errors are never shown this way.

use leptos::prelude::*;

use super::icon::icon;

/// The pill at the bottom of the page.
#[component]
pub fn Toast(
    /// The text, if any.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// The text, if it has an Undo button.
    #[prop(into)]
    undo: Signal<Option<String>>,
    /// Called by the Undo button.
    on_undo: Callback<()>,
) -> impl IntoView {
    view! {
        <div role="status" class="toasts">
            {move || {
                text.get().map(|text| {
                    let undo = (undo.get().as_ref() == Some(&text)).then(|| view! {
                        <button type="button" class="btn btn--sm" on:click=move |_| on_undo.run(())>"Undo"</button>
                    });
                    view! { <span class="toast">{icon("check")} {text} {undo}</span> }
                })
            }}
        </div>
    }
}
