//! The guardrails of the account.

use leptos::prelude::*;

use super::super::kit::{ListHead, code, refused, state_of, status};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::age;
use crate::experiment::jobs::guardrail::Form;
use crate::experiment::jobs::guardrail::list::Row;
use crate::platform::focus;
use crate::text::outside::isolated;
use crate::ui::controllers::account::ask::{By, now};
use crate::ui::widgets::icon::icon;

/// The list.
#[component]
pub fn List() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    view! {
        <section class="job__part" aria-labelledby="h-guardrails">
            <ListHead id="h-guardrails" title="Your guardrails" loaded=screen.rows count=Vec::len read=read>
                <button type="button" class="btn btn--sm" on:click=move |_| begin(screen, Form::default())>{icon("plus")} "New"</button>
                <button type="button" class="btn btn--sm" on:click=move |_| begin(screen, Form::example())>"New from an example"</button>
            </ListHead>
            {state_of(screen.rows, Vec::is_empty, read, "There is no guardrail in this Region. Start with New, or with an example that has something of each policy")}
            {move || screen.opening.refusal.get().map(|refusal| refused(&refusal, None))}
            <ul class="job__cards" aria-label="Guardrails of the account">
                <For
                    each=move || screen.rows.value.get().unwrap_or_default()
                    key=|row| format!("{row:?}")
                    children=move |row| card(screen, row)
                />
            </ul>
        </section>
    }
}

fn begin(screen: Screen, form: Form) {
    screen.start(form);
    focus::move_to("#guardrail-name-0");
}

fn card(screen: Screen, row: Row) -> AnyView {
    let stored = StoredValue::new(row.clone());
    let Row { id, name, about, status: word, created, .. } = row;
    let (for_open, for_mark) = (id.clone(), id.clone());
    view! {
        <li class="job__card" data-on=move || screen.current.with(|current| current.as_ref() == Some(&for_mark)).then_some("")>
            <div class="job__head">
                <h3>{name.clone()}</h3>
                {status(&word)}
                {code(id)}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=format!("Open {name}")
                    on:click=move |_| screen.open(for_open.clone())
                >
                    "Open"
                </button>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=format!("Delete {name}")
                    on:click=move |_| {
                        let row = stored.get_value();
                        screen.desk.propose(row.delete(), move |_| {
                            if screen.current.get_untracked().as_ref() == Some(&row.id) {
                                screen.leave();
                            }
                            screen.read(By::Press);
                        });
                    }
                >
                    "Delete…"
                </button>
            </div>
            {(!about.is_empty()).then(|| view! { <p class="note">{isolated(&about)}</p> })}
        </li>
    }
    .into_any()
}
