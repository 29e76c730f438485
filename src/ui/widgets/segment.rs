//! An option of a segmented radio group (`.seg`).

use leptos::prelude::*;

/// The option. `group` is the radio group's name, which must be unique in the page.
pub fn segment(group: &'static str, text: &'static str, on: Signal<bool>, choose: Callback<()>) -> AnyView {
    view! {
        <label>
            <input type="radio" name=group prop:checked=move || on.get() on:change=move |_| choose.run(()) />
            {text}
        </label>
    }
    .into_any()
}

/// An option of a group that sets a signal.
pub fn segment_of<T>(group: &'static str, text: &'static str, value: T, chosen: RwSignal<T>) -> AnyView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let choose = Callback::new(move |()| chosen.set(value));
    segment(group, text, Signal::derive(move || chosen.get() == value), choose)
}
