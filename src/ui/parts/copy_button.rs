//! A button that copies a text and says so.

use leptos::prelude::*;

use crate::ui::controllers::toast;
use crate::ui::widgets::icon::icon;

/// An icon button that copies what `text` gives at the moment it is pressed.
#[component]
pub fn CopyButton(
    /// Accessible name, for example “Copy Converse request”.
    label: &'static str,
    /// What to copy.
    text: Callback<(), String>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn--ghost btn--icon btn--sm"
            aria-label=label
            title=label
            on:click=move |_| toast::copy(text.run(()))
        >
            {icon("copy")}
        </button>
    }
}
