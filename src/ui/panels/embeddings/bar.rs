//! The bar of the view: where, region, model, how many calls, Run.

use leptos::prelude::*;

use super::use_lab;
use crate::bedrock::catalogue;
use crate::bedrock::family::FamilyKind;
use crate::experiment::embeddings::Study;
use crate::text::number;
use crate::ui::controllers::batch;
use crate::ui::panels::request_bar::{EndpointField, ModeSwitch, RegionSelect};
use crate::ui::widgets::combobox::{Choice, Combobox};
use crate::ui::widgets::icon::icon;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let lab = use_lab();
    let app = lab.app;
    view! {
        <section class="reqbar" data-mode=move || app.mode.get().as_data() aria-label="Target">
            <ModeSwitch />
            <RegionSelect />
            <EndpointField />
            <ModelField />
            <div class="reqbar__go">
                <span class="labcalls">{move || calls_text(&lab.plan.read())}</span>
                <RunButton />
            </div>
        </section>
    }
}

/// What a run would cost in calls, before it is made.
fn calls_text(plan: &Result<Study, Vec<crate::bedrock::embedding::Issue>>) -> String {
    match plan {
        Ok(study) => {
            let (texts, calls) = (study.texts.len() as u64, study.planned.len() as u64);
            format!("{} in {}", number::count(texts, "text"), number::count(calls, "call"))
        }
        Err(issues) => number::count(issues.len() as u64, "problem"),
    }
}

#[component]
fn ModelField() -> impl IntoView {
    let lab = use_lab();
    let region = Memo::new(move |_| lab.app.draft.with(|draft| draft.region.clone()));
    let choices = Memo::new(move |_| {
        catalogue::models()
            .iter()
            .filter(|model| model.family().is_some_and(|family| family.kind() == FamilyKind::Embedding))
            .map(|model| {
                let value = model.callable_id(&region.read());
                Choice {
                    group: model.provider,
                    name: model.name.to_owned(),
                    note: if model.ended_by(catalogue::AS_OF) {
                        "retired"
                    } else if value == model.id {
                        "on demand"
                    } else {
                        "profile"
                    },
                    value,
                }
            })
            .collect::<Vec<_>>()
    });
    let meta = Memo::new(move |_| {
        lab.model_id.with(|model| {
            model.as_ref().and_then(catalogue::find).map(|known| known.provider.to_owned()).unwrap_or_default()
        })
    });
    let error = Memo::new(move |_| {
        lab.format.read().is_none().then_some("No embedding model that this page knows: choose one from the list")
    });
    view! {
        <div class="modelbox">
            <Combobox
                id="model"
                label="Model"
                text=lab.model
                on_text=Callback::new(move |value: String| lab.model.set(value))
                choices=choices
                meta=meta
                invalid=Signal::derive(move || error.get().is_some())
                described_by="model-error"
            />
            <span id="model-error" class="bar__err" data-quiet=move || error.get().is_none().then_some("")>
                {move || error.get().unwrap_or_default()}
            </span>
        </div>
    }
}

#[component]
fn RunButton() -> impl IntoView {
    let lab = use_lab();
    let running = lab.main.runs.running;
    let label = move || {
        if running.get() {
            let progress = lab.main.runs.progress.get();
            return format!("Stop, {} of {} done", progress.done, progress.all);
        }
        match &*lab.plan.read() {
            Ok(study) if study.planned.len() == 1 => "Run 1 call".to_owned(),
            Ok(study) => format!("Run {} calls", study.planned.len()),
            Err(_) => "Run".to_owned(),
        }
    };
    view! {
        <button
            type="button"
            class="btn btn--run"
            id="run"
            data-running=move || running.get().then_some("")
            title=move || if running.get() { "Stop (Ctrl+Enter or Esc)" } else { "Run (Ctrl+Enter)" }
            on:click=move |_| {
                if running.get_untracked() {
                    batch::stop(lab.main.runs);
                } else {
                    lab.run();
                }
            }
        >
            {move || icon(if running.get() { "stop" } else { "run" })}
            {label}
            <kbd class="only-mid" aria-hidden="true">"Ctrl ↵"</kbd>
        </button>
    }
}
