//! The jobs with their three phases, and the details of one.

use leptos::prelude::*;

use super::super::kit::{cards, code, refused, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::models::word;
use crate::experiment::jobs::tuning::{Job, read_details};
use crate::experiment::jobs::{age, short};
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::controllers::account::ask::{By, now};
use crate::ui::memo::memo;

/// The list.
#[component]
pub fn Jobs() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    view! {
        <section class="job__part" aria-labelledby="h-jobs">
            {cards(
                ("h-jobs", "3. Jobs"),
                "Jobs",
                "No job was started in this Region. A job that you start above is listed here with its phases",
                screen.jobs,
                read,
                |job| job.arn.clone(),
                move |job| card(screen, job),
            )}
        </section>
    }
}

fn card(screen: Screen, job: Memo<Job>) -> AnyView {
    let Job { arn, name, base, kind, created, .. } = job.get_untracked();
    let is_running = memo(move || job.read().is_running());
    let phases = memo(move || job.read().phases.clone());
    let model = memo(move || job.with(|job| job.model_arn.clone().map(|arn| (arn, job.model_name.clone()))));
    let is_open = {
        let arn = arn.clone();
        move || screen.open.with(|open| open.as_ref() == Some(&arn))
    };
    let opened = is_open.clone();
    let toggle = {
        let is_open = is_open.clone();
        move |_| {
            screen.details.clear();
            if is_open() {
                screen.open.set(None);
            } else {
                let job = job.get_untracked();
                screen.open.set(Some(job.arn.clone()));
                screen.details.load(screen.state, By::Press, job.details(), read_details);
            }
        }
    };
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {move || status(&job.read().status)}
                <span class="note">{word(&kind)} ", " {move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=format!("Details of {name}")
                    aria-expanded=move || if is_open() { "true" } else { "false" }
                    on:click=toggle
                >
                    "Details"
                </button>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=format!("Stop {name}")
                    hidden=move || !is_running.get()
                    on:click=move |_| screen.desk.propose(job.read_untracked().stop(), screen.again())
                >
                    "Stop…"
                </button>
            </div>
            <ol class="job__phases" aria-label=format!("Phases of {name}")>
                {move || phases.get().into_iter().map(|phase| {
                    let name = phase.name;
                    let word = phase.status.clone();
                    let shown = phase.status.clone();
                    view! {
                        <li data-s=word>
                            <b>{name}</b>
                            <span>{shown}</span>
                            <span class="note">{move || phase.took(now(screen.state))}</span>
                        </li>
                    }
                }).collect_view()}
            </ol>
            <dl class="facts">
                <div><dt>"Base model"</dt><dd>{code(short(&base).to_owned())}</dd></div>
                {move || model.get().map(|(arn, name)| view! {
                    <div><dt>"Custom model"</dt><dd><b>{name}</b> " " {code(arn)} <span class="note">" Deploy it below"</span></dd></div>
                })}
            </dl>
            {move || opened().then(|| details(screen))}
        </li>
    }
    .into_any()
}

fn details(screen: Screen) -> AnyView {
    view! {
        {move || screen.details.refusal.get().map(|refusal| refused(&refusal, None))}
        {move || match screen.details.value.get() {
            None => screen.details.loading.get().then(|| view! { <p class="note">"Loading …"</p> }.into_any()),
            Some(details) => Some(view! {
                {details.failure.map(|why| view! { <p class="notice notice--err" role="alert">{isolated(&why)}</p> })}
                <dl class="facts" aria-label="Details of the job">
                    {details.places.into_iter().map(|(name, place)| view! { <div><dt>{name}</dt><dd>{code(place)}</dd></div> }).collect_view()}
                    {details.hyper.into_iter().map(|(key, value)| view! { <div><dt>{key}</dt><dd>{value}</dd></div> }).collect_view()}
                    {details.training_loss.map(|loss| view! { <div><dt>"Training loss"</dt><dd>{number::trimmed(loss)}</dd></div> })}
                    {details.validation_losses.into_iter().map(|loss| view! { <div><dt>"Validation loss"</dt><dd>{number::trimmed(loss)}</dd></div> }).collect_view()}
                </dl>
            }.into_any()),
        }}
    }
    .into_any()
}
