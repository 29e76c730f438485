//! A switch with its name next to it.

use leptos::prelude::*;

/// The switch.
#[component]
pub fn Toggle(
    /// Its name.
    label: &'static str,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with the state that the user chose.
    on_change: Box<dyn Fn(bool)>,
    /// The element id of its description.
    #[prop(optional)]
    described_by: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="toggle">
            <input
                type="checkbox"
                role="switch"
                aria-describedby=described_by
                prop:checked=move || on.get()
                on:change=move |event| on_change(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}
