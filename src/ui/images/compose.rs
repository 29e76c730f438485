//! The left column: the task, its pictures, its mask, and the settings of the body.

use leptos::prelude::*;

use super::mask::MaskEditor;
use super::picture::PictureField;
use super::state::use_images;
use crate::bedrock::catalogue;
use crate::bedrock::form::{Field, Kind};
use crate::bedrock::image::{Format, Task};
use crate::simulator::invoke::image::filter;
use crate::ui::parts::settings_form::settings_form;
use crate::ui::state::Mode;
use crate::ui::widgets::icon::{icon, late_icon};

/// The column.
#[component]
pub fn Compose() -> impl IntoView {
    let images = use_images();
    let issues = Signal::derive(move || {
        let plan = images.plan.read();
        let issues = plan.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        issues.iter().map(|issue| (issue.pointer.to_owned(), issue.text.clone())).collect::<Vec<_>>()
    });
    let draw = move |field: Field| match field.kind {
        Kind::Mask => view! { <MaskEditor field=field /> }.into_any(),
        Kind::Picture | Kind::Pictures { .. } => view! { <PictureField field=field /> }.into_any(),
        _ => settings_form("img", vec![field], images.settings, issues),
    };
    view! {
        <section class="pane compose" id="compose" aria-labelledby="h-picture">
            <div class="pane__head">
                <h2 id="h-picture">"Picture"</h2>
            </div>
            <div class="pane__body lab__compose">
                <TaskField />
                <Retired />
                <div class="group" role="group" aria-label="Request settings">
                    {move || images.fields.get().into_iter().map(draw).collect_view()}
                </div>
                <Issues />
                <Simulated />
            </div>
        </section>
    }
}

#[component]
fn TaskField() -> impl IntoView {
    let images = use_images();
    let tasks = Memo::new(move |_| images.format.get().map(Format::tasks).unwrap_or_default().to_vec());
    let choose = move |text: String| {
        if let Some(task) = tasks.get_untracked().into_iter().find(|task| task.label() == text) {
            images.choose_task(task);
        }
    };
    let option = move |task: Task| {
        view! { <option value=task.label() selected=move || images.task.get() == task>{task.label()}</option> }
    };
    view! {
        <div class="field">
            <label class="label" for="img-task">"Task"</label>
            <select class="select" id="img-task" on:change=move |event| choose(event_target_value(&event))>
                {move || tasks.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// A notice for a retired model, and for one that is no longer on AWS's list.
#[component]
fn Retired() -> impl IntoView {
    let images = use_images();
    move || {
        let name = images.known().map(|model| model.name).unwrap_or_default();
        let notice = images.retired().map(|day| {
            format!(
                "Retired: {name} reached its end of life on {day}, by the catalogue of {}. AWS refuses a retired \
                 model. The simulator still plays it, so that its body can be studied.",
                catalogue::AS_OF
            )
        });
        let unlisted = images.known().is_some_and(|model| model.lifecycle == catalogue::Lifecycle::Unlisted);
        let notice = notice.or_else(|| {
            unlisted.then(|| {
                format!(
                    "Legacy: {name} is no longer on AWS’s list of 2026. Its body is shown because code for it is \
                         still in use."
                )
            })
        });
        notice.map(|text| view! { <div class="notice notice--warn">{icon("warn")}<div>{text}</div></div> })
    }
}

/// What prevents sending the body.
#[component]
fn Issues() -> impl IntoView {
    let images = use_images();
    move || {
        let issues = images.plan.with(|plan| plan.as_ref().err().cloned().unwrap_or_default());
        (!issues.is_empty()).then(|| {
            view! {
                <div class="notice notice--warn imgs__issues" tabindex="-1">
                    {icon("warn")}
                    <div>
                        "Not ready to send"
                        <ul>{issues.into_iter().map(|issue| view! { <li>{issue.text}</li> }).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    }
}

/// What simulated pictures are.
#[component]
fn Simulated() -> impl IntoView {
    let images = use_images();
    move || {
        (images.state.mode.get() == Mode::Simulator).then(|| view! {
            <div class="notice notice--sim">
                {late_icon("info")}
                <div>
                    "Simulated pictures are layers of rock in the colours that the prompt names, from prompt and seed alone. No \
                     model draws them. A prompt with “"
                    {filter::PROMPT_WORD}
                    "” is filtered, and a picture of a “"
                    {filter::OUTPUT_WORD}
                    "” is drawn and held back, so that you can see both filters."
                </div>
            </div>
        })
    }
}
