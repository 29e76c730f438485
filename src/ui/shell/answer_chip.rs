//! The button that says where an answer is that came out of sight.

use leptos::prelude::*;

use crate::experiment::Phase;
use crate::page::sight::Extent;
use crate::platform::{focus, sight};
use crate::ui::state::{View, use_app};
use crate::ui::widgets::icon::icon;

late_view! {
    run:
    /// The button, for the answers that match this selector.
    pub fn late(answers: &'static str) => answer_chip(answers)
}

/// The button. Who presses it is taken there, the focus too.
pub fn answer_chip(answers: &'static str) -> AnyView {
    let state = use_app();
    let is_above = sight::edges(answers).is_some_and(|[top, bottom, window]| Extent { top, bottom, window }.is_above());
    let failed = state.place.view.get_untracked() == View::Playground
        && state.run.session.with_untracked(|session| session.exchanges().any(|call| call.phase == Phase::Failed));
    let go = move |_| {
        state.status.out_of_sight.set(None);
        focus::move_to(&format!("{answers} :is([role=\"log\"], [tabindex=\"0\"], button)"));
        sight::bring(answers);
    };
    view! {
        <aside class="answerchip" aria-label="Answer out of sight">
            <button type="button" class="btn btn--solid" on:click=go>
                {if failed { "Run failed" } else { "Answer ready" }}
                {icon(if is_above { "up" } else { "down" })}
            </button>
        </aside>
    }
    .into_any()
}
