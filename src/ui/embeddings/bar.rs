//! The bar of the view, with the number of calls of a run.

use leptos::prelude::*;

use super::state::use_lab;
use crate::bedrock::embedding::Issue;
use crate::bedrock::family::FamilyKind;
use crate::experiment::embeddings::Study;
use crate::text::number;
use crate::ui::controllers::views;
use crate::ui::parts::batch_bar::BatchBar;
use crate::ui::state::View;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let lab = use_lab();
    if let Some(model) = views::carried_model(View::Embeddings) {
        lab.take_model(model);
    }
    let problem =
        move || lab.format.read().is_none().then_some("Not a known embedding model. Choose one from the list");
    let run_label = move || match &*lab.plan.read() {
        Ok(study) => format!("Run {}", number::count(study.planned.len() as u64, "call")),
        Err(_) => "Run".to_owned(),
    };
    view! {
        <BatchBar
            view=View::Embeddings
            regions=&["mode", "compose", "similarity", "map", "response"]
            model=lab.model
            on_model=Callback::new(move |text| lab.model.set(text))
            serves=|model| model.family().is_some_and(|family| family.kind() == FamilyKind::Embedding)
            problem=Signal::derive(problem)
            calls=Signal::derive(move || calls_text(&lab.plan.read()))
            runs=lab.main.runs
            run_label=Signal::derive(run_label)
            on_run=Callback::new(move |()| lab.run())
        />
    }
}

/// The number of calls of a run, before it starts.
fn calls_text(plan: &Result<Study, Vec<Issue>>) -> String {
    match plan {
        Ok(study) => {
            let (texts, calls) = (study.texts.len() as u64, study.planned.len() as u64);
            format!("{} in {}", number::count(texts, "text"), number::count(calls, "call"))
        }
        Err(issues) => number::count(issues.len() as u64, "problem"),
    }
}
