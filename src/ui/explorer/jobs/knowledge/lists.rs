//! What there is to choose from in the account.

use leptos::prelude::*;

use super::super::kit::{ListHead, code, state_of, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::knowledge::resources::Resource;
use crate::ui::controllers::account::ask::{By, Loaded};

/// The three lists.
#[component]
pub fn Lists() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    view! {
        <section class="job__part" aria-labelledby="h-there">
            <ListHead id="h-there" title="In the account" loaded=screen.bases count=Vec::len read=read />
            <div class="job__lists">
                {list(screen.bases, "Knowledge bases", "No knowledge base in this Region", read, move |id| Screen::use_base(screen, id))}
                {list(screen.agents, "Agents", "No agent in this Region", read, move |id| screen.use_agent(id, By::Press))}
                {list(screen.flows, "Flows", "No flow in this Region", read, move |id| screen.use_flow(id, By::Press))}
            </div>
        </section>
    }
}

fn list(
    loaded: Loaded<Vec<Resource>>,
    title: &'static str,
    empty: &'static str,
    read: Callback<By>,
    take: impl Fn(&str) + Clone + Send + Sync + 'static,
) -> AnyView {
    view! {
        <div>
            <h3>{title}</h3>
            {state_of(loaded, Vec::is_empty, read, empty)}
            <ul class="job__ways" aria-label=title>
                {move || loaded.value.get().unwrap_or_default().into_iter().map(|resource| row(resource, take.clone())).collect_view()}
            </ul>
        </div>
    }
    .into_any()
}

fn row(resource: Resource, take: impl Fn(&str) + Send + Sync + 'static) -> impl IntoView {
    let Resource { id, name, status: word, about } = resource;
    let (chosen, label) = (id.clone(), format!("Use {name}"));
    view! {
        <li>
            <b>{name}</b>
            {code(id)}
            {status(&word)}
            <button type="button" class="btn btn--sm" aria-label=label on:click=move |_| take(&chosen)>"Use"</button>
            {(!about.is_empty()).then(|| view! { <span class="note">{about}</span> })}
        </li>
    }
}
