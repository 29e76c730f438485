//! The left column: search, the jobs, and the operations by client and group.

use leptos::prelude::*;

use super::account_bar::AccountBar;
use super::state::{Explorer, use_explorer};
use crate::bedrock::client::Client;
use crate::experiment::explorer::effect::{self, Effect as Does};
use crate::experiment::explorer::groups::{self, Group};
use crate::experiment::explorer::{Operation, index, search};
use crate::page::explorer::{Job, Place};
use crate::ui::memo::memo;
use crate::ui::widgets::icon::icon;

/// The column.
#[component]
pub fn Nav() -> impl IntoView {
    let this = use_explorer();
    let searching = memo(move || !this.query.read().trim().is_empty());
    // In one column, the list would stand above the content: there a button opens it.
    let opened = RwSignal::new(false);
    Effect::new(move |_| {
        this.place.track();
        opened.set(false);
    });
    view! {
        <section class="pane compose exnav" id="compose" aria-labelledby="h-ops" data-open=move || opened.get().then_some("")>
            <div class="pane__head">
                <h2 id="h-ops" class="vh">"Operations"</h2>
                <input
                    class="input"
                    type="search"
                    aria-label="Search operations"
                    aria-describedby=move || searching.get().then_some("exnav-found")
                    placeholder=format!("Search {} operations, or say what you want to do", index::operations().len())
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || this.query.get()
                    on:input=move |event| {
                        this.query.set(event_target_value(&event));
                        opened.set(searching.get_untracked());
                    }
                />
            </div>
            <button
                type="button"
                class="btn exnav__all"
                aria-controls="exnav-body"
                aria-expanded=move || if opened.get() { "true" } else { "false" }
                on:click=move |_| opened.update(|opened| *opened = !*opened)
            >
                {icon("down")} "All operations"
            </button>
            <div class="pane__body exnav__body" id="exnav-body">
                {move || if searching.get() {
                    view! { <Found this=this /> }.into_any()
                } else {
                    view! { <Tree this=this /> }.into_any()
                }}
            </div>
            <AccountBar />
        </section>
    }
}

#[component]
fn Found(this: Explorer) -> impl IntoView {
    let found = Memo::new(move |_| search::search(&this.query.read()));
    let count = move || match found.read().len() {
        0 => "No operation fits. Try fewer words".to_owned(),
        1 => "1 operation".to_owned(),
        many => format!("{many} operations, the best first"),
    };
    view! {
        <p class="exnav__count" id="exnav-found" role="status">{count}</p>
        <ul class="exnav__list" aria-label="Found operations">
            <For each=move || found.get() key=|operation| operation.address() children=move |operation| view! {
                <li>{link(this, operation, Shown::WithClient)}</li>
            } />
        </ul>
    }
}

#[component]
fn Tree(this: Explorer) -> impl IntoView {
    view! {
        <nav aria-label="Jobs">
            <h3>"Jobs"</h3>
            <ul class="exnav__list">
                {Job::ALL.map(|job| {
                    let place = Place::Job(job);
                    view! {
                        <li>
                            <a href=place.address() aria-current=move || (this.place.get() == place).then_some("page")>
                                <span>{job.name()}</span>
                            </a>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </nav>
        <nav aria-label="Operations by client">
            {Client::ALL.map(|client| view! { <ClientNav this=this client=client /> }).collect_view()}
        </nav>
    }
}

#[component]
fn ClientNav(this: Explorer, client: Client) -> impl IntoView {
    let place = Place::Client(client);
    let count = index::operations().iter().filter(|operation| operation.client == client).count();
    view! {
        <h3>
            <a href=place.address() aria-current=move || (this.place.get() == place).then_some("page")>
                <code>{client.name()}</code>
            </a>
            <span class="count">{count}</span>
        </h3>
        {groups::groups()
            .iter()
            .filter(|group| group.client == client)
            .map(|group| view! { <GroupNav this=this group=group /> })
            .collect_view()}
    }
}

#[component]
fn GroupNav(this: Explorer, group: &'static Group) -> impl IntoView {
    let has_open = move || this.operation.get().is_some_and(|open| group.operations.contains(&open));
    let opened = RwSignal::new(has_open());
    Effect::new(move |_| {
        if has_open() {
            opened.set(true);
        }
    });
    view! {
        <details class="exnav__group" prop:open=move || opened.get()>
            <summary on:click=move |event| {
                event.prevent_default();
                opened.update(|opened| *opened = !*opened);
            }>
                {icon("right")} {group.name} <span class="count">{group.operations.len()}</span>
            </summary>
            {move || opened.get().then(|| view! {
                <ul class="exnav__list">
                    {group.operations.iter().map(|operation| view! { <li>{link(this, operation, Shown::Alone)}</li> }).collect_view()}
                </ul>
            })}
        </details>
    }
}

/// Whether a link names the client.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Alone,
    WithClient,
}

/// The link to an operation, with its method and what it does.
fn link(this: Explorer, operation: &'static Operation, shown: Shown) -> impl IntoView {
    let (effect, _) = effect::of(operation);
    let method = if operation.method == "DELETE" { "DEL" } else { operation.method };
    view! {
        <a href=operation.address() aria-current=move || (this.operation.get() == Some(operation)).then_some("page")>
            <span class="method" data-effect=word(effect) aria-hidden="true">{method}</span>
            <span>{operation.name}</span>
            {(shown == Shown::WithClient).then(|| view! { <small>{operation.client.name()}</small> })}
            {(effect == Does::Bill).then(|| view! { <span class="chip chip--warn">"billed"</span> })}
        </a>
    }
}

/// The name of an effect for the style sheet.
fn word(effect: Does) -> &'static str {
    match effect {
        Does::Read => "read",
        Does::Write => "write",
        Does::Bill => "bill",
        Does::Delete => "delete",
    }
}
