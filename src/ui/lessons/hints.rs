//! The hint ladder: a nudge, the pointer, the solution. It is always open and costs nothing.

use leptos::prelude::*;

use super::marked::marked;
use crate::ui::controllers::lessons::desk::Desk;
use crate::ui::controllers::lessons::{look, play};
use crate::ui::widgets::icon::late_icon;

/// The ladder of a step.
pub fn ladder(desk: Desk, hints: Vec<String>) -> impl IntoView {
    let count = hints.len();
    let hints = StoredValue::new(hints);
    let open = move || desk.hints.get().min(count);
    view! {
        <div class="stack stack--tight" aria-live="polite">
            {move || hints.with_value(|hints| {
                hints.iter().take(open()).map(|hint| view! {
                    <p class="notice">{late_icon("info")} <span>{marked(hint)}</span></p>
                }).collect_view()
            })}
        </div>
        <div class="lesson__acts">
            <button type="button" class="btn btn--sm" disabled=move || open() == count on:click=move |_| desk.open_hint()>
                "Hint"
            </button>
            <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| look::go(desk)>"Point to it"</button>
            {move || if desk.is_shown.get() {
                view! { <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| play::reset(desk)>"Now you"</button> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        class="btn btn--sm btn--ghost"
                        disabled=move || desk.is_playing.get()
                        on:click=move |_| play::show_me(desk)
                    >
                        "Show me"
                    </button>
                }
                .into_any()
            }}
        </div>
    }
}
