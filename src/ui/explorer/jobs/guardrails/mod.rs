//! Guardrails: the list, every policy as a form, versions and their differences, and the bench.

mod bench;
mod editor;
mod list;
mod policies;
mod rows;
mod scores;
mod sensitive;
mod state;
mod verdicts;
mod versions;

use leptos::prelude::*;

use self::state::use_screen;
use super::confirm::Confirm;
use crate::experiment::jobs::guardrail::list::DRAFT;
use crate::ui::controllers::account::ask::follow;
use crate::ui::memo::memo;
use crate::ui::state::Mode;

/// The screen.
#[component]
pub fn Guardrails() -> impl IntoView {
    let screen = use_screen();
    follow(
        screen.state,
        Callback::new(move |by| screen.read(by)),
        Callback::new(move |()| {
            screen.rows.clear();
            // What was typed stays, as a new guardrail.
            screen.leave();
        }),
    );
    // In the simulator, the sentences are tried again as soon as the saved draft is ready. On AWS a press does it.
    let ready = memo(move || screen.waits.get() && screen.row().is_some_and(|row| !row.is_changing()));
    Effect::new(move |_| {
        if ready.get() && screen.state.mode.get_untracked() == Mode::Simulator {
            screen.waits.set(false);
            screen.try_all(&[DRAFT.to_owned()]);
        }
    });
    view! {
        <div class="job" role="group" aria-label="Guardrails">
            <list::List />
            <editor::Editor />
            <bench::Bench />
            <versions::Versions />
            <Confirm id="guardrails-confirm" desk=screen.desk />
        </div>
    }
}
