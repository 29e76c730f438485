//! The list of provisioned throughput, each with what can be done with it.

use leptos::prelude::*;

use super::super::kit::{TextField, cards, code, status};
use super::super::models_link::open_in_playground;
use super::state::{Screen, use_screen};
use crate::experiment::jobs::throughput::{Commitment, Row};
use crate::experiment::jobs::{age, short};
use crate::text::number;
use crate::ui::controllers::account::ask::{By, now, now_untracked};
use crate::ui::memo::memo;
use crate::ui::parts::copy_button::CopyButton;

/// The list.
#[component]
pub fn Rows() -> impl IntoView {
    let screen = use_screen();
    let read = Callback::new(move |by: By| screen.read(by));
    view! {
        <section class="job__part" aria-labelledby="h-throughput">
            {cards(
                ("h-throughput", "Your throughput"),
                "Bought throughput",
                "Nothing is bought in this Region. What you buy below is listed here, with its age and what it is billed for",
                screen.rows,
                read,
                |row| row.arn.clone(),
                move |row| card(screen, row),
            )}
        </section>
    }
}

fn card(screen: Screen, row: Memo<Row>) -> AnyView {
    let get = move || row.get();
    let Row { arn, units, commitment, ends, created, .. } = row.get_untracked();
    let name = memo(move || row.read().name.clone());
    let word = memo(move || row.read().status.clone());
    let model = memo(move || (row.read().model.clone(), row.read().moving_to.clone()));
    let is_open = {
        let arn = arn.clone();
        move || screen.open.with(|open| open.as_ref() == Some(&arn))
    };
    let toggle = {
        let (is_open, arn) = (is_open.clone(), arn.clone());
        move |_| {
            if is_open() {
                screen.open.set(None);
            } else {
                screen.rename.set(name.get_untracked());
                screen.move_to.set(String::new());
                screen.open.set(Some(arn.clone()));
            }
        }
    };
    let opened = is_open.clone();
    let usable = memo(move || matches!(word.read().as_str(), "InService" | "Updating"));
    let (for_use, for_copy) = (arn.clone(), arn.clone());
    let bill = move || {
        get().unit_hours(now(screen.state)).map_or_else(String::new, |hours| {
            format!("{} billed so far, used or not", number::count(hours, "unit-hour"))
        })
    };
    view! {
        <li class="job__card">
            <div class="job__head">
                <h3>{name}</h3>
                {move || status(&word.read())}
                <span class="note">{move || age(created, now(screen.state))}</span>
                <span class="push"></span>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=move || format!("Use in the playground: {}", name.read())
                    hidden=move || !usable.get()
                    on:click=move |_| open_in_playground(for_use.clone())
                >
                    "Use in the playground"
                </button>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=move || format!("Change {}", name.read())
                    aria-expanded=move || if is_open() { "true" } else { "false" }
                    on:click=toggle
                >
                    "Change…"
                </button>
                <button
                    type="button"
                    class="btn btn--sm btn--danger"
                    aria-label=move || format!("Delete {}", name.read())
                    on:click=move |_| screen.desk.propose(row.get_untracked().delete(now_untracked(screen.state)), screen.again())
                >
                    "Delete…"
                </button>
            </div>
            <dl class="facts">
                <div>
                    <dt>"ARN"</dt>
                    <dd>{code(arn)} <CopyButton label="Copy the ARN" text=Callback::new(move |()| for_copy.clone()) /></dd>
                </div>
                <div>
                    <dt>"Model"</dt>
                    <dd>
                        {move || {
                            let (model, moving_to) = model.get();
                            view! {
                                {code(short(&model).to_owned())}
                                {moving_to.map(|to| view! { " → " {code(short(&to).to_owned())} })}
                            }
                        }}
                    </dd>
                </div>
                <div><dt>"Units"</dt><dd>{units.to_string()}</dd></div>
                <div>
                    <dt>"Commitment"</dt>
                    <dd>
                        {commitment.name()}
                        {(commitment != Commitment::None).then(|| ends.map(|ends| format!(", until {}", ends.date())))}
                    </dd>
                </div>
                <div><dt>"Meter"</dt><dd>{bill}</dd></div>
            </dl>
            {move || opened().then(|| change(screen, row))}
        </li>
    }
    .into_any()
}

/// The forms that rename and move.
fn change(screen: Screen, row: Memo<Row>) -> AnyView {
    let current = row.get_untracked();
    let (name, model) = (screen.rename, screen.move_to);
    let faults = RwSignal::new((None::<String>, None::<String>));
    let is_custom = current.is_custom();
    let siblings = Signal::derive(move || {
        let base = row.read().base.clone();
        let models = screen.models.value.get().unwrap_or_default();
        let of_base = models.into_iter().filter(|model| short(&model.base_arn) == short(&base)).map(|model| model.arn);
        std::iter::once(base.clone()).chain(of_base).collect::<Vec<_>>()
    });
    let rename = move |_| match row.get_untracked().rename(&name.read_untracked()) {
        Ok(plan) => {
            faults.set((None, None));
            screen.desk.propose(plan, screen.again());
        }
        Err(fault) => faults.set((Some(fault.text), None)),
    };
    let move_to = move |_| match row.get_untracked().move_to(&model.read_untracked()) {
        Ok(plan) => {
            faults.set((None, None));
            screen.desk.propose(plan, screen.again());
        }
        Err(fault) => faults.set((None, Some(fault.text))),
    };
    view! {
        <div class="job__form">
            <TextField
                id="throughput-rename".to_owned()
                label="New name"
                text=name
                on_text=Callback::new(move |text| name.set(text))
                fault=Signal::derive(move || faults.get().0)
            />
            <button type="button" class="btn" on:click=rename>"Rename…"</button>
            {if is_custom {
                view! {
                    <TextField
                        id="throughput-move".to_owned()
                        label="Move to"
                        text=model
                        on_text=Callback::new(move |text| model.set(text))
                        fault=Signal::derive(move || faults.get().1)
                        note="The base model, or a custom model of the same base"
                        choices=siblings
                        class="input input--mono"
                    />
                    <button type="button" class="btn" on:click=move_to>"Move…"</button>
                }
                .into_any()
            } else {
                view! { <p class="note">"Throughput of a base model keeps its model; only custom models can be exchanged"</p> }.into_any()
            }}
        </div>
    }
    .into_any()
}
