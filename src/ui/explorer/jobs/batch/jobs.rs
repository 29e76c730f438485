//! The jobs with their states and their records.

use leptos::prelude::*;

use super::super::kit::{cards, code, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::age;
use crate::experiment::jobs::batch::Job;
use crate::text::outside::isolated;
use crate::ui::controllers::account::ask::{By, now};
use crate::ui::memo::memo;

/// The list.
#[component]
pub fn Jobs() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    view! {
        <section class="job__part" aria-labelledby="h-batches">
            {cards(
                ("h-batches", "2. Jobs"),
                "Batch jobs",
                "No batch job was started in this Region. A job that you start above is listed here with its records",
                screen.jobs,
                read,
                |job| job.arn.clone(),
                move |job| card(screen, job),
            )}
        </section>
    }
}

fn card(screen: Screen, job: Memo<Job>) -> AnyView {
    let Job { name, model, kind, input, output, submitted, .. } = job.get_untracked();
    let is_open = memo(move || job.read().is_open());
    let way = memo(move || job.read().way());
    let records = memo(move || job.read().records);
    let message = memo(move || job.read().message.clone());
    let stop = format!("Stop {name}");
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {move || status(&job.read().status)}
                <span class="note">{kind} ", " {move || age(submitted, now(screen.state))}</span>
                <span class="note">{move || job.read().left(now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=stop
                    hidden=move || !is_open.get()
                    on:click=move |_| screen.desk.propose(job.read_untracked().stop(), screen.again())
                >
                    "Stop…"
                </button>
            </div>
            <ol class="job__phases" aria-label=format!("States of {name}")>
                {move || way.get().into_iter().map(|(state, word)| view! { <li data-s=word><b>{state}</b></li> }).collect_view()}
            </ol>
            {move || (!message.read().is_empty()).then(|| view! { <p class="note">{isolated(&message.read())}</p> })}
            <dl class="facts">
                <div><dt>"Model"</dt><dd>{code(model)}</dd></div>
                <div>
                    <dt>"Records"</dt>
                    <dd>
                        {move || records.get().told()} " "
                        <meter min="0" max="100" value=move || records.get().percent().to_string() aria-label="Processed"></meter>
                    </dd>
                </div>
                <div><dt>"In"</dt><dd>{code(input)}</dd></div>
                <div><dt>"Out"</dt><dd>{code(output)}</dd></div>
            </dl>
        </li>
    }
    .into_any()
}
