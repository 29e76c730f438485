//! The form that starts a job.

use leptos::prelude::*;

use super::super::code::CallCode;
use super::super::kit::{Choose, TextField, fault_at, field_id, to_first};
use super::state::{Screen, use_screen};
use crate::bedrock::catalogue;
use crate::experiment::jobs::batch::{Form, Kind, LIMITS, OUTPUT_LINE};
use crate::ui::memo::memo;

const FORM: &str = "batch";

/// The texts of the form: field, label, note, how to read and write it.
type Row = (&'static str, &'static str, &'static str, fn(&Form) -> &String, fn(&mut Form) -> &mut String);

const ROWS: [Row; 6] = [
    ("job", "Job name", "", |form| &form.job, |form| &mut form.job),
    (
        "role",
        "Role",
        "The role that Bedrock assumes: s3:GetObject and s3:ListBucket on the input, s3:PutObject on the output",
        |form| &form.role,
        |form| &mut form.role,
    ),
    ("input", "Records in S3", "A JSONL file, or a folder of them", |form| &form.input, |form| &mut form.input),
    (
        "output",
        "Answers in S3",
        "A folder; the job makes one of its own in it",
        |form| &form.output,
        |form| &mut form.output,
    ),
    ("hours", "Expires after, hours", "24 to 168; empty for 24", |form| &form.hours, |form| &mut form.hours),
    ("tags", "Tags of the job", "One key=value a line. Optional", |form| &form.tags, |form| &mut form.tags),
];

/// The form.
#[component]
pub fn Start() -> impl IntoView {
    let screen = use_screen();
    let form = screen.form;
    let faults = memo(move || form.with(Form::faults));
    let plan = memo(move || form.with(Form::plan));
    let call = memo(move || form.with(Form::ask));
    let start = move |_| {
        let Some(plan) = plan.get_untracked() else {
            screen.tried.set(true);
            return to_first(FORM, &faults.read_untracked());
        };
        screen.desk.propose(plan, screen.again());
    };
    let fault = move |field: &'static str, read: fn(&Form) -> &String| {
        Signal::derive(move || {
            let shown = screen.tried.get() || form.with(|form| !read(form).is_empty());
            shown.then(|| fault_at(&faults.read(), field, 0)).flatten()
        })
    };
    let models = catalogue::models().iter().filter(|model| model.writes_text()).map(|model| model.id.to_owned());
    let models = Signal::stored(models.collect::<Vec<_>>());
    view! {
        <section class="job__part" id=FORM aria-labelledby="h-batch">
            <div class="job__head">
                <h2 id="h-batch">"1. Start a batch job"</h2>
                <span class="push"></span>
                <button type="button" class="btn btn--sm" on:click=move |_| form.set(Form::example())>"Fill in an example"</button>
            </div>
            <div class="job__form">
                <TextField
                    id=field_id(FORM, "model", 0)
                    label="Model"
                    text=Signal::derive(move || form.read().model.clone())
                    on_text=Callback::new(move |text| form.update(|form| form.model = text))
                    fault=fault("model", |form| &form.model)
                    note="A model, an inference profile, or the ARN of a custom model"
                    choices=models
                    class="input input--mono"
                />
                <Choose
                    id=field_id(FORM, "kind", 0)
                    label="A record is a body of"
                    choices=Kind::ALL.into_iter().map(|kind| (kind, kind.name().to_owned())).collect()
                    chosen=Signal::derive(move || form.read().kind)
                    on_choose=Callback::new(move |kind| form.update(|form| form.kind = kind))
                />
                {ROWS.into_iter().map(|(field, label, note, read, write)| view! {
                    <TextField
                        id=field_id(FORM, field, 0)
                        label=label
                        text=Signal::derive(move || form.with(|form| read(form).clone()))
                        on_text=Callback::new(move |text| form.update(|form| *write(form) = text))
                        fault=fault(field, read)
                        note=note
                        rows=if field == "tags" { 2 } else { 0 }
                    />
                }).collect_view()}
            </div>
            {records(screen)}
            <p class="job__cost" aria-live="polite">
                {move || plan.get().map_or_else(|| "Fill in the form to see what is billed".to_owned(), |plan| plan.costs)}
            </p>
            <button type="button" class="btn btn--solid" on:click=start>"Start the job…"</button>
            <CallCode id="batch-code" ask=call />
        </section>
    }
}

/// What goes in and what comes out.
fn records(screen: Screen) -> impl IntoView {
    view! {
        <details class="job__fold">
            <summary>"Records in and out"</summary>
            <p class="note">{LIMITS}</p>
            <p class="note">"A line of the input"</p>
            <pre class="job__line" tabindex="0" role="group" aria-label="A line of the input">{move || screen.form.read().kind.line()}</pre>
            <p class="note">"The output: a line for each record, in any order. manifest.json.out has the counts"</p>
            <pre class="job__line" tabindex="0" role="group" aria-label="Lines of the output">{OUTPUT_LINE}</pre>
        </details>
    }
}
