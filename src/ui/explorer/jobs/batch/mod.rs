//! Batch inference: what a record looks like, the form that starts a job, and the jobs with their records.

mod form;
mod jobs;
mod state;

use leptos::prelude::*;

use self::state::use_screen;
use super::confirm::Confirm;
use crate::ui::controllers::account::ask::follow;

/// The screen.
#[component]
pub fn Batch() -> impl IntoView {
    let screen = use_screen();
    follow(screen.state, Callback::new(move |by| screen.read(by)), Callback::new(move |()| screen.jobs.clear()));
    view! {
        <div class="job" role="group" aria-label="Batch jobs">
            <form::Start />
            <jobs::Jobs />
            <Confirm id="batch-confirm" desk=screen.desk />
        </div>
    }
}
