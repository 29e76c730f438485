//! The jobs as screens: models, provisioned throughput, fine-tuning, batch, guardrails, knowledge bases and agents.

mod batch;
mod code;
mod confirm;
mod guardrails;
mod kit;
mod knowledge;
mod models;
mod models_link;
mod throughput;
mod tuning;

use leptos::prelude::*;

use crate::page::explorer::Job;

late_view! {
    explorer:
    /// The screen of a job.
    pub fn late(job: Job) => screen(job)
}

/// The screen of a job.
pub fn screen(job: Job) -> AnyView {
    match job {
        Job::Models => view! { <models::Models /> }.into_any(),
        Job::Throughput => view! { <throughput::Throughput /> }.into_any(),
        Job::Tuning => view! { <tuning::Tuning /> }.into_any(),
        Job::Batch => view! { <batch::Batch /> }.into_any(),
        Job::Knowledge => view! { <knowledge::Knowledge /> }.into_any(),
        Job::Guardrails => view! { <guardrails::Guardrails /> }.into_any(),
    }
}
