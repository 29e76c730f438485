//! The idle lock's choice.

use leptos::prelude::*;

use crate::ui::controllers::access::idle as lock;
use crate::ui::state::use_app;

const MINUTE_MS: i64 = 60_000;
/// After how many milliseconds, with the name.
const CHOICES: [(i64, &str); 4] =
    [(0, "never"), (5 * MINUTE_MS, "5 minutes"), (15 * MINUTE_MS, "15 minutes"), (30 * MINUTE_MS, "30 minutes")];

/// The choice.
pub fn idle() -> AnyView {
    let state = use_app();
    view! {
        <p class="dialog__row">
            <label class="label" for="idle-lock">"Forget credentials after inactivity"</label>
            <select
                id="idle-lock"
                class="select"
                on:change=move |event| {
                    if let Ok(ms) = event_target_value(&event).parse() {
                        lock::lock_after(state, ms);
                    }
                }
            >
                {CHOICES
                    .map(|(ms, name)| view! {
                        <option value=ms.to_string() selected=move || state.access.idle_lock_ms.get() == ms>{name}</option>
                    })
                    .collect_view()}
            </select>
        </p>
    }
    .into_any()
}
