//! The form that starts a job, with the hyperparameters of its base model.

use leptos::prelude::*;

use super::super::kit::{TextField, fault_at, field_id, to_first};
use super::data::example_form;
use super::state::{Screen, use_screen};
use crate::experiment::datasets::{Family, Shape};
use crate::experiment::jobs::Fault;
use crate::experiment::jobs::tuning::{Form, range};
use crate::ui::memo::memo;

/// The texts of the form: field, label, note, how to read and write it.
type Row = (&'static str, &'static str, &'static str, fn(&Form) -> &String, fn(&mut Form) -> &mut String);

const ROWS: [Row; 7] = [
    ("job", "Job name", "", |form| &form.job, |form| &mut form.job),
    ("model", "Name of the custom model", "", |form| &form.model, |form| &mut form.model),
    (
        "role",
        "Role",
        "The role that Bedrock assumes: s3:GetObject and s3:ListBucket on the data, s3:PutObject on the output",
        |form| &form.role,
        |form| &mut form.role,
    ),
    (
        "training",
        "Training data in S3",
        "Upload the checked file there",
        |form| &form.training,
        |form| &mut form.training,
    ),
    ("validation", "Validation data in S3", "Optional", |form| &form.validation, |form| &mut form.validation),
    ("output", "Output in S3", "Where the metrics go", |form| &form.output, |form| &mut form.output),
    ("tags", "Tags of the job", "One key=value a line. Optional", |form| &form.tags, |form| &mut form.tags),
];

/// The form.
#[component]
pub fn Start() -> impl IntoView {
    let screen = use_screen();
    let form = screen.form;
    let faults = memo(move || form.with(|form| form.faults(&screen.family())));
    let plan = memo(move || {
        let family = screen.family();
        screen.report.with(|report| form.with(|form| form.plan(&family, report)))
    });
    let start = move |_| {
        let Some(plan) = plan.get_untracked() else {
            screen.tried.set(true);
            return to_first("tune", &faults.read_untracked());
        };
        screen.desk.propose(plan, screen.again());
    };
    let bases = Signal::derive(move || screen.family().models.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    view! {
        <section class="job__part" id="tune" aria-labelledby="h-tune">
            <div class="job__head">
                <h2 id="h-tune">"2. Start a job"</h2>
                <span class="push"></span>
                <button type="button" class="btn btn--sm" on:click=move |_| example_form(screen)>"Fill in an example"</button>
            </div>
            {move || screen.report.with(|report| (report.records > 0 && !report.is_good()).then(|| view! {
                <p class="notice notice--warn">"The data above has errors: a job with it fails after some minutes. Correct them first"</p>
            }))}
            <div class="job__form">
                <TextField
                    id=field_id("tune", "base", 0)
                    label="Base model"
                    text=Signal::derive(move || form.read().base.clone())
                    on_text=Callback::new(move |text| form.update(|form| form.base = text))
                    fault=judged(screen, faults, "base", 0)
                    note="A model of the family above"
                    choices=bases
                    class="input input--mono"
                />
                {ROWS.into_iter().map(|(field, label, note, read, write)| view! {
                    <TextField
                        id=field_id("tune", field, 0)
                        label=label
                        text=Signal::derive(move || form.with(|form| read(form).clone()))
                        on_text=Callback::new(move |text| form.update(|form| *write(form) = text))
                        fault=judged(screen, faults, field, 0)
                        note=note
                        rows=if field == "tags" { 2 } else { 0 }
                    />
                }).collect_view()}
                {move || further(screen, faults)}
            </div>
            <h3>"Hyperparameters"</h3>
            <div class="job__form">{move || hyper(screen, faults)}</div>
            <p class="job__cost" aria-live="polite">
                {move || plan.get().map_or_else(|| "Fill in the form to see what is billed".to_owned(), |plan| plan.costs)}
            </p>
            <button type="button" class="btn btn--solid" on:click=start>"Start the job…"</button>
        </section>
    }
}

/// The fault at a field, once a press has asked for all, or the field has a text.
fn judged(screen: Screen, faults: Memo<Vec<Fault>>, field: &'static str, row: usize) -> Signal<Option<String>> {
    Signal::derive(move || {
        let has_text = screen.form.with(|form| {
            let read = ROWS.iter().find(|(of, ..)| *of == field).map(|(_, _, _, read, _)| read);
            read.is_none_or(|read| !read(form).is_empty()) && (field != "base" || !form.base.is_empty())
        });
        (screen.tried.get() || has_text).then(|| fault_at(&faults.read(), field, row)).flatten()
    })
}

/// What only some families need: a teacher, a grader.
fn further(screen: Screen, faults: Memo<Vec<Fault>>) -> Option<AnyView> {
    let form = screen.form;
    let only_tried = move |field: &'static str| {
        Signal::derive(move || screen.tried.get().then(|| fault_at(&faults.read(), field, 0)).flatten())
    };
    match screen.family().shape {
        Shape::Distillation => Some(
            view! {
                <TextField
                    id=field_id("tune", "teacher", 0)
                    label="Teacher model"
                    text=Signal::derive(move || form.read().teacher.clone())
                    on_text=Callback::new(move |text| form.update(|form| form.teacher = text))
                    fault=only_tried("teacher")
                    note="The larger model whose answers are learned. Its calls are billed too"
                    class="input input--mono"
                />
            }
            .into_any(),
        ),
        Shape::Reinforcement => Some(
            view! {
                <TextField
                    id=field_id("tune", "grader", 0)
                    label="Grader"
                    text=Signal::derive(move || form.read().grader.clone())
                    on_text=Callback::new(move |text| form.update(|form| form.grader = text))
                    fault=only_tried("grader")
                    note="The ARN of the Lambda function that gives the reward"
                    class="input input--mono"
                />
            }
            .into_any(),
        ),
        Shape::PromptCompletion | Shape::Conversation | Shape::Anthropic | Shape::ImageCaption | Shape::PreTraining => {
            None
        }
    }
}

/// One field for each hyperparameter of the family.
fn hyper(screen: Screen, faults: Memo<Vec<Fault>>) -> AnyView {
    let family: Family = screen.family();
    if family.hyper.is_empty() {
        return view! { <p class="note">"No hyperparameters are documented for these jobs: the service chooses"</p> }
            .into_any();
    }
    let form = screen.form;
    family
        .hyper
        .iter()
        .enumerate()
        .map(|(row, hyper)| {
            view! {
                <TextField
                    id=field_id("tune", "hyper", row)
                    label=hyper.key
                    text=Signal::derive(move || form.with(|form| form.hyper_of(hyper.key)))
                    on_text=Callback::new(move |text| form.update(|form| form.set_hyper(hyper.key, text)))
                    fault=Signal::derive(move || fault_at(&faults.read(), "hyper", row))
                    note=format!("{}. {}", hyper.about, range(hyper))
                />
            }
        })
        .collect_view()
        .into_any()
}
