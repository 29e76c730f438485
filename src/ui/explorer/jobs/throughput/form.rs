//! The form that buys throughput.

use leptos::prelude::*;

use super::super::kit::{Choose, TextField, fault_at, field_id, to_first};
use super::state::use_screen;
use crate::experiment::jobs::throughput::{Commitment, Form, SUGGESTED};
use crate::ui::controllers::account::ask::By;
use crate::ui::controllers::account::quotas::set_units;
use crate::ui::memo::memo;
use crate::ui::state::Mode;

/// The simulator's quota after it was raised.
const RAISED: u64 = 4;

/// The form.
#[component]
pub fn Buy() -> impl IntoView {
    let screen = use_screen();
    let form = screen.form;
    let faults = memo(move || form.with(Form::faults));
    let fault = move |field: &'static str| {
        Signal::derive(move || {
            // A field is judged once something is in it, or a press has asked for all of them.
            let has_text = form.with(|form| match field {
                "name" => !form.name.is_empty(),
                "model" => !form.model.is_empty(),
                _ => true,
            });
            (screen.tried.get() || has_text).then(|| fault_at(&faults.read(), field, 0)).flatten()
        })
    };
    let models = Signal::derive(move || {
        let custom = screen
            .models
            .value
            .with(|models| models.iter().flatten().map(|model| model.arn.clone()).collect::<Vec<_>>());
        SUGGESTED.into_iter().map(str::to_owned).chain(custom).collect::<Vec<_>>()
    });
    let buy = move |_| {
        let Some(plan) = form.with_untracked(Form::plan) else {
            screen.tried.set(true);
            return to_first("buy", &faults.read_untracked());
        };
        let done = move |_| {
            // Another purchase under the same name would be refused.
            form.update(|form| form.name.clear());
            screen.tried.set(false);
            screen.read(By::Press);
        };
        screen.desk.propose(plan, done);
    };
    let text = move |read: fn(&Form) -> &String| Signal::derive(move || form.with(|form| read(form).clone()));
    let set =
        move |write: fn(&mut Form) -> &mut String| Callback::new(move |text| form.update(|form| *write(form) = text));
    view! {
        <section class="job__part" id="buy" aria-labelledby="h-buy">
            <div class="job__head"><h2 id="h-buy">"Buy throughput"</h2></div>
            <p class="note">
                "An account has 0 model units by default, so the first purchase is refused with ServiceQuotaExceededException until AWS \
                 Support raises the quota. No current Claude is sold this way; an inference profile or on-demand calls need no purchase"
            </p>
            {move || (screen.state.mode.get() == Mode::Simulator).then(|| view! {
                <div class="notice notice--sim">
                    <div>
                        "The simulator's account has AWS's default quota too. Try the purchase and read the refusal, then do what a \
                         Support case does: "
                        <button type="button" class="btn btn--sm" on:click=move |_| set_units(screen.state, RAISED)>
                            {format!("Raise the quota to {RAISED} units")}
                        </button>
                        " "
                        <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| set_units(screen.state, 0)>"Back to 0"</button>
                    </div>
                </div>
            })}
            <div class="job__form">
                <TextField
                    id=field_id("buy", "name", 0)
                    label="Name"
                    text=text(|form| &form.name)
                    on_text=set(|form| &mut form.name)
                    fault=fault("name")
                />
                <TextField
                    id=field_id("buy", "model", 0)
                    label="Model"
                    text=text(|form| &form.model)
                    on_text=set(|form| &mut form.model)
                    fault=fault("model")
                    note="A model ID with its context length, or the ARN of a custom model"
                    choices=models
                    class="input input--mono"
                />
                <TextField
                    id=field_id("buy", "units", 0)
                    label="Model units"
                    text=text(|form| &form.units)
                    on_text=set(|form| &mut form.units)
                    fault=fault("units")
                    note="What a unit gives depends on the model; AWS states it to its customers"
                />
                <Choose
                    id="buy-commitment".to_owned()
                    label="Commitment"
                    choices=Commitment::ALL.into_iter().map(|each| (each, each.name().to_owned())).collect()
                    chosen=Signal::derive(move || form.read().commitment)
                    on_choose=Callback::new(move |chosen| form.update(|form| form.commitment = chosen))
                />
                <TextField
                    id=field_id("buy", "tags", 0)
                    label="Tags"
                    text=text(|form| &form.tags)
                    on_text=set(|form| &mut form.tags)
                    fault=fault("tags")
                    note="One key=value a line. Optional"
                    rows=2
                />
            </div>
            {move || form.with(Form::note).map(|note| view! { <p class="notice notice--warn">{note}</p> })}
            <p class="job__cost" aria-live="polite">
                {move || form.with(Form::plan).map_or_else(|| "Fill in the form to see what is billed".to_owned(), |plan| plan.costs)}
            </p>
            <button type="button" class="btn btn--solid" on:click=buy>"Buy…"</button>
        </section>
    }
}
