//! The four jobs as screens: models, provisioned throughput, fine-tuning, guardrails.

mod code;
mod confirm;
mod guardrails;
mod kit;
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
        Job::Guardrails => view! { <guardrails::Guardrails /> }.into_any(),
    }
}
