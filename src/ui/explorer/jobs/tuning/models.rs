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
use crate::ui::memo::memo;

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
                |model| model.arn.clone(),
                move |model| card(screen, model),
            )}
            {cards(
                ("h-deployments", "5. Deployments"),
                "Deployments",
                "Nothing is deployed. A deployment answers by its ARN and is billed by token",
                screen.deployments,
                read,
                |deployment| deployment.arn.clone(),
                move |deployment| deployed(screen, deployment),
            )}
        </section>
    }
}

fn card(screen: Screen, model: Memo<CustomModel>) -> AnyView {
    let CustomModel { arn, name, base, created, .. } = model.get_untracked();
    let word = memo(move || model.read().status.clone());
    let deployment = RwSignal::new(format!("{name}-live"));
    let fault = RwSignal::new(None::<String>);
    let ready = memo(move || matches!(word.read().as_str(), "" | "Active"));
    let deploy = move |_| match model.read_untracked().deploy(&deployment.read_untracked(), "") {
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
                {move || (!word.read().is_empty()).then(|| status(&word.read()))}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=format!("Delete {name}")
                    on:click=move |_| screen.desk.propose(model.read_untracked().delete(), screen.again())
                >
                    "Delete…"
                </button>
            </div>
            <dl class="facts">
                <div><dt>"ARN"</dt><dd>{code(arn)}</dd></div>
                <div><dt>"Base model"</dt><dd>{code(base)}</dd></div>
            </dl>
            {move || ready.get().then(|| view! {
                <div class="job__form">
                    <TextField
                        id=id.clone()
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

fn deployed(screen: Screen, deployment: Memo<Deployment>) -> AnyView {
    let Deployment { arn, name, created, .. } = deployment.get_untracked();
    let is_active = memo(move || deployment.read().is_active());
    let failure = memo(move || deployment.read().failure.clone());
    let model = memo(move || deployment.read().model.clone());
    let for_use = arn.clone();
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {move || status(&deployment.read().status)}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=format!("Ask {name} in the playground")
                    hidden=move || !is_active.get()
                    on:click=move |_| open_in_playground(for_use.clone())
                >
                    "Ask it in the playground"
                </button>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=format!("Delete {name}")
                    on:click=move |_| screen.desk.propose(deployment.read_untracked().delete(), screen.again())
                >
                    "Delete…"
                </button>
            </div>
            {move || failure.get().map(|why| view! { <p class="notice notice--err">{isolated(&why)}</p> })}
            <dl class="facts">
                <div><dt>"ARN"</dt><dd>{code(arn)}</dd></div>
                <div><dt>"Model"</dt><dd>{move || code(short(&model.read()).to_owned())}</dd></div>
            </dl>
        </li>
    }
    .into_any()
}
