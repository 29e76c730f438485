//! What is shown while no operation is open: the clients and the jobs, one client, or one job.

use leptos::prelude::*;

use super::jobs;
use super::state::use_explorer;
use super::wrong_client::WrongClient;
use crate::bedrock::client::Client;
use crate::experiment::explorer::Operation;
use crate::experiment::explorer::groups;
use crate::page::explorer::{Job, Place};
use crate::ui::widgets::lazy_view::lazy_view;

/// The pane.
#[component]
pub fn Overview() -> impl IntoView {
    let this = use_explorer();
    let title = move || match this.place.get() {
        Place::Client(client) => client.name(),
        Place::Job(job) => job.name(),
        Place::Start | Place::Operation(_) => "Four clients",
    };
    view! {
        <section class="pane" id="operation" aria-labelledby="h-over">
            <div class="pane__head">
                <h2 id="h-over">{title}</h2>
            </div>
            <div class="pane__body exover" tabindex="0" role="group" aria-label="Overview">
                {move || match this.place.get() {
                    Place::Client(client) => one_client(client),
                    Place::Job(job) => one_job(job),
                    Place::Start | Place::Operation(_) => start(),
                }}
            </div>
        </section>
    }
}

fn start() -> AnyView {
    view! {
        <p>
            "Bedrock is four services. Each has its own client, host and operations; a call on the wrong one does not exist there."
        </p>
        <ul class="exover__cards">
            {Client::ALL.map(|client| view! {
                <li>
                    <a href=Place::Client(client).address()><code>{format!("boto3.client(\"{}\")", client.name())}</code></a>
                    <p>{client.purpose()}</p>
                </li>
            }).collect_view()}
        </ul>
        <h3>"Jobs"</h3>
        <ul class="exover__cards">
            {Job::ALL.map(|job| view! {
                <li>
                    <a href=Place::Job(job).address()>{job.name()}</a>
                    <p>{job.purpose()}</p>
                </li>
            }).collect_view()}
        </ul>
        <WrongClient client=Client::Bedrock />
    }
    .into_any()
}

fn one_client(client: Client) -> AnyView {
    view! {
        <p>{client.purpose()}</p>
        <p class="quiet">
            "Its host is " <code>{format!("{}.REGION.amazonaws.com", client.name())}</code>
            ". Signatures name the service bedrock, as for all four."
        </p>
        <dl class="exover__groups">
            {groups::groups()
                .iter()
                .filter(|group| group.client == client)
                .map(|group| view! {
                    <div>
                        <dt>{group.name}</dt>
                        <dd>
                            <p>{group.purpose}</p>
                            {links(group.operations.iter().copied())}
                        </dd>
                    </div>
                })
                .collect_view()}
        </dl>
        <WrongClient client=client />
    }
    .into_any()
}

/// What one does, its screen, and the operations that it uses.
fn one_job(job: Job) -> AnyView {
    view! {
        <p>{job.purpose()}</p>
        {lazy_view(move |owner| jobs::late(owner, job))}
        <h3>"Its operations"</h3>
        {links(job.operations().into_iter())}
    }
    .into_any()
}

/// Links to operations.
fn links(operations: impl Iterator<Item = &'static Operation>) -> impl IntoView {
    view! {
        <ul class="exover__links">
            {operations.map(|operation| view! { <li><a href=operation.address()>{operation.name}</a></li> }).collect_view()}
        </ul>
    }
}
