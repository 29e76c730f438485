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
use crate::ui::memo::memo;
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
                    key=|row| row.id.clone()
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

/// The card is made once for each guardrail and follows its row: a change of status takes no focus.
fn card(screen: Screen, first: Row) -> AnyView {
    let (id, created) = (first.id.clone(), first.created);
    let row = Memo::new(move |before: Option<&Row>| {
        let now = screen.rows.value.with(|rows| rows.iter().flatten().find(|row| row.id == first.id).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let name = memo(move || row.read().name.clone());
    let about = memo(move || row.read().about.clone());
    let (for_open, for_mark) = (id.clone(), id.clone());
    view! {
        <li class="job__card" data-on=move || screen.current.with(|current| current.as_ref() == Some(&for_mark)).then_some("")>
            <div class="job__head">
                <h3>{name}</h3>
                {move || status(&row.read().status)}
                {code(id)}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=move || format!("Open {}", name.read())
                    on:click=move |_| screen.open(for_open.clone())
                >
                    "Open"
                </button>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=move || format!("Delete {}", name.read())
                    on:click=move |_| {
                        let row = row.get_untracked();
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
            {move || (!about.read().is_empty()).then(|| view! { <p class="note">{isolated(&about.read())}</p> })}
        </li>
    }
    .into_any()
}
