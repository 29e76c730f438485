//! A strip of tabs: one tab stop; the arrow keys, Home and End move to a tab and open it.

use leptos::prelude::*;

use crate::platform::focus;

/// The element id of the tab at this index.
pub fn tab_id(strip: &str, place: usize) -> String {
    format!("{strip}-{place}")
}

/// The strip. The panel that it opens has the id `<strip>-panel` and is labelled by the selected tab.
#[component]
pub fn Tabs(
    /// Start of the element ids.
    strip: &'static str,
    /// Accessible name.
    label: &'static str,
    /// The names, in order.
    names: Vec<&'static str>,
    /// The open tab.
    #[prop(into)]
    open: Signal<usize>,
    /// Opens a tab.
    on_open: Callback<usize>,
) -> impl IntoView {
    let last = names.len().saturating_sub(1);
    let on_key = move |event: web_sys::KeyboardEvent| {
        let at = open.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        on_open.run(to);
        focus::move_to(&format!("#{}", tab_id(strip, to)));
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {names
                .into_iter()
                .enumerate()
                .map(|(place, name)| {
                    let selected = move || open.get() == place;
                    view! {
                        <button
                            type="button"
                            role="tab"
                            id=tab_id(strip, place)
                            aria-selected=move || if selected() { "true" } else { "false" }
                            aria-controls=format!("{strip}-panel")
                            tabindex=move || if selected() { "0" } else { "-1" }
                            on:click=move |_| on_open.run(place)
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
