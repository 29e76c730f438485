//! A switch that is on or off, with its name beside it.

use leptos::prelude::*;

/// The switch.
#[component]
pub fn Toggle(
    /// Its name.
    label: &'static str,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with the state that the reader gave it.
    on_change: Box<dyn Fn(bool)>,
    /// The element id of what is to be said of it.
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
