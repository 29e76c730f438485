//! The open operation: what it is, what it needs and does, and its form.

use leptos::prelude::*;

use super::form::InputForm;
use super::state::{Explorer, use_explorer};
use crate::aws::region::Region;
use crate::experiment::explorer::effect::{self, Effect};
use crate::experiment::explorer::{Operation, groups, iam, python};
use crate::page::explorer::Place;
use crate::ui::controllers::toast;
use crate::ui::widgets::icon::icon;

/// The pane.
#[component]
pub fn OperationPane() -> impl IntoView {
    let this = use_explorer();
    let name = move || this.operation.get().map_or("", |operation| operation.name);
    let chip = move || {
        let (effect, _) = effect::of(this.operation.get()?);
        let class = match effect {
            Effect::Read => "chip chip--ok",
            Effect::Write => "chip",
            Effect::Bill => "chip chip--warn",
            Effect::Delete => "chip chip--err",
        };
        Some(view! { <span class=class>{effect.word()}</span> })
    };
    view! {
        <section class="pane" id="operation" aria-labelledby="h-operation">
            <div class="pane__head">
                <h2 id="h-operation">{name}</h2>
                {chip}
                <span class="push"></span>
                {move || this.operation.get().map(api_link)}
            </div>
            <div class="pane__body exform" tabindex="0" role="group" aria-label="Operation and its input">
                {move || this.operation.get().map(|operation| facts(this, operation))}
                {move || {
                    // Each operation has a form of its own.
                    this.operation.track();
                    match this.model.get() {
                        None => view! { <p class="empty">"Loading the service model …"</p> }.into_any(),
                        Some(Err(why)) => failed(this, why),
                        Some(Ok(_)) => view! { <InputForm /> }.into_any(),
                    }
                }}
            </div>
        </section>
    }
}

fn failed(this: Explorer, why: String) -> AnyView {
    view! {
        <div class="notice notice--err">
            {icon("error")}
            <div>
                <p>{why}</p>
                <button type="button" class="btn btn--sm" on:click=move |_| this.reload()>"Try again"</button>
            </div>
        </div>
    }
    .into_any()
}

/// The page of AWS's API reference.
fn api_link(operation: &'static Operation) -> impl IntoView {
    let area =
        operation.client.name().replace("bedrock-agent-runtime", "agent-runtime").replace("bedrock-agent", "agent");
    let area = match area.as_str() {
        "bedrock-runtime" => "runtime",
        "bedrock" => "",
        other => other,
    };
    let area = if area.is_empty() { String::new() } else { format!("{area}_") };
    let address = format!("https://docs.aws.amazon.com/bedrock/latest/APIReference/API_{area}{}.html", operation.name);
    view! { <a href=address target="_blank" rel="noreferrer">"API reference"</a> }
}

/// Client, method, IAM and effect.
fn facts(this: Explorer, operation: &'static Operation) -> impl IntoView {
    let client = operation.client;
    let (_, sentence) = effect::of(operation);
    let statement = move || {
        let region = this.state.draft.with(|draft| draft.region.clone());
        let partition = Region::parse(&region).map_or("aws", |region| region.partition().as_str());
        (iam::resource(operation, partition, &region), iam::statement(operation, partition, &region))
    };
    let purpose = groups::group_of(operation).map(|group| group.purpose);
    view! {
        <p>{purpose} " " {sentence}</p>
        <dl class="exfacts">
            <div>
                <dt>"Client"</dt>
                <dd>
                    <a href=Place::Client(client).address()><code>{client.name()}</code></a>
                    <span>{client.purpose()}</span>
                </dd>
            </div>
            <div>
                <dt>"boto3"</dt>
                <dd><code>{format!("boto3.client(\"{}\").{}(…)", client.name(), python::method(operation.name))}</code></dd>
            </div>
            <div>
                <dt>"IAM"</dt>
                <dd>
                    <code>{iam::action(operation)}</code> " on " <code>{move || statement().0}</code>
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        on:click=move |_| toast::copy(untrack(statement).1)
                    >
                        {icon("copy")} "Copy statement"
                    </button>
                </dd>
            </div>
        </dl>
    }
}
