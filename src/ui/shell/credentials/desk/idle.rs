//! The idle lock's choice.

use leptos::prelude::*;

use crate::ui::controllers::access::idle as lock;
use crate::ui::state::use_app;
use crate::ui::widgets::select::Select;

const MINUTE_MS: i64 = 60_000;
/// The choices in milliseconds, with their names.
const CHOICES: [(i64, &str); 4] =
    [(0, "never"), (5 * MINUTE_MS, "5 minutes"), (15 * MINUTE_MS, "15 minutes"), (30 * MINUTE_MS, "30 minutes")];

/// The choice.
pub fn idle() -> AnyView {
    let state = use_app();
    view! {
        <p class="dialog__row">
            <label class="label" for="idle-lock">"Forget credentials after inactivity"</label>
            <Select
                id="idle-lock"
                choices=CHOICES.map(|(ms, name)| (ms, name.to_owned())).to_vec()
                chosen=state.access.idle_lock_ms
                on_choose=move |ms| lock::lock_after(state, ms)
            />
        </p>
    }
    .into_any()
}
