//! Custom models and their deployments, and the way into the playground.

use leptos::prelude::*;

use super::super::kit::{TextField, cards, code, status};
use super::super::models_link::open_in_playground;
use super::state::{Screen, use_screen};
use crate::experiment::jobs::deployments::{CustomModel, Deployment};
use crate::experiment::jobs::{age, short};
use crate::page::explorer::Job as Screens;
use crate::text::outside::isolated;
use crate::ui::controllers::account::ask::{By, now};

/// The models, each with its deployments.
#[component]
pub fn CustomModels() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    view! {
        <section class="job__part" aria-labelledby="h-custom">
            {cards(
                ("h-custom", "4. Custom models"),
                "Custom models",
                "There is no custom model. A job that is complete leaves one here",
                screen.models,
                read,
                move |row| card(screen, row),
            )}
            {cards(
                ("h-deployments", "5. Deployments"),
                "Deployments",
                "Nothing is deployed. A deployment answers by its ARN and is billed by token",
                screen.deployments,
                read,
                move |row| deployed(screen, row),
            )}
        </section>
    }
}

fn card(screen: Screen, model: CustomModel) -> AnyView {
    let stored = StoredValue::new(model.clone());
    let CustomModel { arn, name, base, status: word, created, .. } = model;
    let deployment = RwSignal::new(format!("{name}-live"));
    let fault = RwSignal::new(None::<String>);
    let ready = word.is_empty() || word == "Active";
    let deploy = move |_| match stored.with_value(|model| model.deploy(&deployment.read_untracked(), "")) {
        Ok(plan) => {
            fault.set(None);
            screen.desk.propose(plan, screen.again());
        }
        Err(why) => fault.set(Some(why)),
    };
    let id = format!("deploy-{}", short(&arn));
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {(!word.is_empty()).then(|| status(&word))}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=format!("Delete {name}")
                    on:click=move |_| screen.desk.propose(stored.with_value(CustomModel::delete), screen.again())
                >
                    "Delete…"
                </button>
            </div>
            <dl class="facts">
                <div><dt>"ARN"</dt><dd>{code(arn)}</dd></div>
                <div><dt>"Base model"</dt><dd>{code(base)}</dd></div>
            </dl>
            {ready.then(|| view! {
                <div class="job__form">
                    <TextField
                        id=id
                        label="Name of the deployment"
                        text=deployment
                        on_text=Callback::new(move |text| deployment.set(text))
                        fault=fault
                    />
                    <button type="button" class="btn" on:click=deploy>"Deploy…"</button>
                    <p class="note">
                        "A deployment is billed by token. Or buy units for the model: "
                        <a href=format!("#explorer/jobs/{}", Screens::Throughput.word())>{Screens::Throughput.name()}</a>
                    </p>
                </div>
            })}
        </li>
    }
    .into_any()
}

fn deployed(screen: Screen, deployment: Deployment) -> AnyView {
    let stored = StoredValue::new(deployment.clone());
    let is_active = deployment.is_active();
    let Deployment { arn, name, model, status: word, failure, created } = deployment;
    let for_use = arn.clone();
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {status(&word)}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                {is_active.then(|| view! {
                    <button
                        type="button"
                        class="btn btn--sm"
                        aria-label=format!("Ask {name} in the playground")
                        on:click=move |_| open_in_playground(for_use.clone())
                    >
                        "Ask it in the playground"
                    </button>
                })}
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=format!("Delete {name}")
                    on:click=move |_| screen.desk.propose(stored.with_value(Deployment::delete), screen.again())
                >
                    "Delete…"
                </button>
            </div>
            {failure.map(|why| view! { <p class="notice notice--err">{isolated(&why)}</p> })}
            <dl class="facts">
                <div><dt>"ARN"</dt><dd>{code(arn)}</dd></div>
                <div><dt>"Model"</dt><dd>{code(short(&model).to_owned())}</dd></div>
            </dl>
        </li>
    }
    .into_any()
}
