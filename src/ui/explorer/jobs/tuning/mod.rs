//! Fine-tuning: the data set first, then the job, its model, and the deployment that answers.

mod data;
mod form;
mod jobs;
mod models;
mod state;

use leptos::prelude::*;

use self::state::use_screen;
use super::confirm::Confirm;
use crate::ui::controllers::account::ask::follow;

/// The screen.
#[component]
pub fn Tuning() -> impl IntoView {
    let screen = use_screen();
    follow(
        screen.state,
        Callback::new(move |by| screen.read(by)),
        Callback::new(move |()| {
            screen.jobs.clear();
            screen.models.clear();
            screen.deployments.clear();
            screen.details.clear();
            screen.open.set(None);
        }),
    );
    view! {
        <div class="job" role="group" aria-label="Fine-tuning">
            <data::Data />
            <form::Start />
            <jobs::Jobs />
            <models::CustomModels />
            <Confirm id="tuning-confirm" desk=screen.desk />
        </div>
    }
}
