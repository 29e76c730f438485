//! A button that copies a text and confirms it.

use leptos::prelude::*;

use crate::ui::controllers::toast;
use crate::ui::widgets::icon_button::IconButton;

/// An icon button that copies the value of `text` when it is pressed.
#[component]
pub fn CopyButton(
    /// Accessible name, for example “Copy Converse request”.
    label: &'static str,
    /// What to copy.
    text: Callback<(), String>,
    /// Whether there is a text; always, if it is left out.
    #[prop(default = true.into(), into)]
    ready: Signal<bool>,
) -> impl IntoView {
    view! {
        <IconButton
            label=label
            icon="copy"
            disabled=Signal::derive(move || !ready.get())
            on_press=move |()| toast::copy(text.run(()))
        />
    }
}
