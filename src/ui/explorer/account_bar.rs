//! The simulator's account: its clock, which one moves forward, where it is kept, and a new one.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::quotas::Quotas;
use super::state::use_explorer;
use crate::experiment::Origin;
use crate::platform::files::from_list;
use crate::text::number;
use crate::ui::controllers::account::kept as account;
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::Mode;
use crate::ui::widgets::icon::late_icon;

/// The steps of the clock.
const STEPS: [(&str, &str, i64); 3] = [
    ("+1 min", "Move the clock forward by one minute", 60_000),
    ("+1 h", "Move the clock forward by one hour", 3_600_000),
    ("+1 day", "Move the clock forward by one day", 86_400_000),
];

/// The account, in simulator mode.
#[component]
pub fn AccountBar() -> impl IntoView {
    let this = use_explorer();
    let state = this.state;
    let kept = account::kept();
    let simulated = memo(move || state.mode.get() == Mode::Simulator);
    let time = move || state.now.get().plus_ms(kept.ahead_ms.get()).iso8601();
    let ahead = move || {
        let ms = kept.ahead_ms.get();
        if ms == 0 { "in step with your clock".to_owned() } else { format!("{} ahead", spoken(ms)) }
    };
    let open = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(file) = from_list(input.files()).into_iter().next() {
            account::open_file(state, file);
        }
        input.set_value("");
    };
    move || {
        simulated.get().then(|| view! {
            <section class="pane__foot exaccount" aria-label="Simulated account">
                <div class="exaccount__clock">
                    {origin_badge(Origin::Simulator)} {late_icon("clock")} <time>{time}</time> <span class="quiet">{ahead}</span>
                </div>
                <div class="exaccount__steps" role="group" aria-label="Clock of the account">
                    {STEPS.map(|(text, label, ms)| view! {
                        <button type="button" class="btn btn--sm" title=label on:click=move |_| account::forward(state, ms)>
                            {text}
                        </button>
                    }).collect_view()}
                </div>
                <details class="exaccount__more">
                    <summary>"Account"</summary>
                    <label class="tick">
                        <input
                            type="checkbox"
                            prop:checked=move || kept.on_device.get()
                            on:change=move |event| account::keep(state, event_target_checked(&event))
                        />
                        <span>"Keep it on this device"</span>
                    </label>
                    <div class="row row--wrap">
                        <Quotas />
                        <button type="button" class="btn btn--sm" on:click=move |_| account::save_file(state)>"Save as a file"</button>
                        <label class="exaccount__open">
                            <span>"Open a file"</span>
                            <input type="file" class="imgs__file" accept=".json" on:change=open />
                        </label>
                        <button type="button" class="btn btn--sm btn--danger" on:click=move |_| account::reset(state)>
                            "Start a new account"
                        </button>
                    </div>
                </details>
                {move || kept.error.get().map(|text| view! { <p class="notice notice--err" role="alert">{text}</p> })}
            </section>
        })
    }
}

/// A span of minutes, hours or days.
fn spoken(ms: i64) -> String {
    let minutes = ms.unsigned_abs() / 60_000;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, "day"), (hours, "hour"), (minutes, "minute")];
    let named: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| number::count(count, name)).collect();
    named.join(" ")
}
