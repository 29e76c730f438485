//! A button that copies a text and says so.

use leptos::prelude::*;

use crate::ui::controllers::toast;
use crate::ui::widgets::icon_button::IconButton;

/// An icon button that copies what `text` gives at the moment it is pressed.
#[component]
pub fn CopyButton(
    /// Accessible name, for example “Copy Converse request”.
    label: &'static str,
    /// What to copy.
    text: Callback<(), String>,
) -> impl IntoView {
    view! {
        <IconButton label=label icon="copy" on_press=move |()| toast::copy(text.run(())) />
    }
}
