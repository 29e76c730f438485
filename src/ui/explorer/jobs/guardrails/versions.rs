//! The versions of the open guardrail, and the difference of two.

use leptos::prelude::*;

use super::super::kit::{Choose, TextField, cards, refused, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::age;
use crate::experiment::jobs::guardrail::list::{self, DRAFT, Row, in_playground};
use crate::experiment::jobs::guardrail::{Form, differences};
use crate::text::outside::isolated;
use crate::ui::controllers::account::ask::{By, now};
use crate::ui::controllers::{toast, views};
use crate::ui::memo::memo;
use crate::ui::state::View;

/// The versions; nothing without an open guardrail.
#[component]
pub fn Versions() -> impl IntoView {
    let screen = use_screen();
    let open = memo(move || screen.current.read().is_some());
    move || open.get().then(|| versions(screen))
}

fn versions(screen: Screen) -> AnyView {
    let read = Callback::new(move |by: By| screen.read(by));
    let about = RwSignal::new(String::new());
    let create = move |_| {
        if let Some(row) = untrack(|| screen.row()) {
            screen.desk.propose(row.create_version(&about.read_untracked()), screen.again());
        }
    };
    view! {
        <section class="job__part" aria-labelledby="h-versions">
            {cards(
                ("h-versions", "Versions"),
                "Versions of the guardrail",
                "There is no version yet",
                screen.versions,
                read,
                |row| row.version.clone(),
                move |row| card(screen, row),
            )}
            <div class="job__form">
                <TextField
                    id="version-about".to_owned()
                    label="Description of the next version"
                    text=about
                    on_text=Callback::new(move |text| about.set(text))
                    note="Optional. A version freezes the saved draft"
                />
                <button type="button" class="btn" on:click=create>"Create a version…"</button>
            </div>
            <Difference />
        </section>
    }
    .into_any()
}

fn card(screen: Screen, row: Memo<Row>) -> AnyView {
    let Row { version, about, created, .. } = row.get_untracked();
    let name = if version == DRAFT { "Draft".to_owned() } else { format!("Version {version}") };
    let use_it = move |_| {
        let Row { id, version, .. } = row.get_untracked();
        let more = screen.state.draft.with_untracked(|draft| in_playground(&draft.more, &id, &version));
        match more {
            Ok(more) => {
                screen.state.draft.update(|draft| draft.more = more);
                views::go_to(screen.state, View::Playground);
                toast::say(screen.state, "The playground's Converse request has the guardrail now. Nothing was sent");
            }
            Err(why) => toast::say(screen.state, why),
        }
    };
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {move || status(&row.read().status)}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button type="button" class="btn btn--sm" aria-label=format!("Use {name} in the playground") on:click=use_it>"Use in the playground"</button>
                {(version != DRAFT).then(|| view! {
                    <button
                        type="button"
                        class="btn btn--sm btn--danger"
                        aria-label=format!("Delete {name}")
                        on:click=move |_| screen.desk.propose(row.read_untracked().delete(), screen.again())
                    >
                        "Delete…"
                    </button>
                })}
            </div>
            {(!about.is_empty()).then(|| view! { <p class="note">{isolated(&about)}</p> })}
        </li>
    }
    .into_any()
}

/// What changed between two versions.
#[component]
fn Difference() -> impl IntoView {
    let screen = use_screen();
    let [left, right] = screen.compared;
    let chosen = [RwSignal::new(DRAFT.to_owned()), RwSignal::new(DRAFT.to_owned())];
    let names = memo(move || {
        screen.versions.value.with(|rows| rows.iter().flatten().map(|row| row.version.clone()).collect::<Vec<_>>())
    });
    let compare = move |_| {
        if let Some(id) = screen.current.get_untracked() {
            for (loaded, version) in screen.compared.into_iter().zip(chosen) {
                loaded.load(screen.state, By::Press, list::get(&id, &version.get_untracked()), Form::read);
            }
        }
    };
    let found = memo(move || {
        let (left, right) = (left.value.read(), right.value.read());
        Some(differences(left.as_ref()?, right.as_ref()?))
    });
    let select = move |at: &'static str, label: &'static str, chosen: RwSignal<String>| {
        view! {
            <Choose
                id=format!("version-{at}")
                label=label
                choices=names.get().into_iter().map(|name| (name.clone(), name)).collect()
                chosen=chosen
                on_choose=Callback::new(move |version| chosen.set(version))
            />
        }
    };
    let [first, second] = chosen;
    view! {
        <div class="job__form" role="group" aria-label="Difference of two versions">
            {move || (select("first", "From", first), select("second", "To", second))}
            <button type="button" class="btn" on:click=compare>"Show what differs"</button>
        </div>
        {move || [left, right].into_iter().find_map(|loaded| loaded.refusal.get()).map(|refusal| refused(&refusal, None))}
        {move || found.get().map(|rows| if rows.is_empty() {
            view! { <p class="empty">"The two have the same policies"</p> }.into_any()
        } else {
            view! {
                <div class="job__scroll" tabindex="0" role="group" aria-label="Differences">
                    <table class="job__table">
                        <caption class="vh">"What differs"</caption>
                        <thead><tr><th scope="col">"Member"</th><th scope="col">"From"</th><th scope="col">"To"</th></tr></thead>
                        <tbody>
                            {rows.into_iter().map(|(path, old, new)| view! {
                                <tr><th scope="row"><code>{path}</code></th><td>{isolated(&old)}</td><td>{isolated(&new)}</td></tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            }
            .into_any()
        })}
    }
}
