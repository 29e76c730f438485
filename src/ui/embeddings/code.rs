//! The calls of the view as a program: for the texts, the query or the ranking.

use leptos::prelude::*;

use super::state::use_lab;
use crate::bedrock::embedding::Issue;
use crate::experiment::embeddings::Study;
use crate::experiment::run::calls::Calls;
use crate::ui::memo::memo;
use crate::ui::parts::program::lab_program;

/// Which calls are written as a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Texts,
    Query,
    Ranking,
}

/// The tab.
#[component]
pub fn LabCode() -> impl IntoView {
    let lab = use_lab();
    let subject = RwSignal::new(Subject::Texts);
    let calls = memo(move || match subject.get() {
        Subject::Texts => lab.plan.with(|plan| of_study(plan.as_ref().map_err(Vec::as_slice))),
        Subject::Query => {
            let model = lab.model_id.get().ok_or("Not a model ID. Choose one from the list")?;
            let planned = Study::plan_query(&model, &lab.query.read(), &lab.settings.read());
            of_study(planned.as_ref().map_err(Vec::as_slice))
        }
        Subject::Ranking => lab.ranking(),
    });
    let option = move |value: Subject, name: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="lab-code"
                    prop:checked=move || subject.get() == value
                    on:change=move |_| subject.set(value)
                />
                {name}
            </label>
        }
    };
    view! {
        <div class="seg labcode" role="radiogroup" aria-label="Code for">
            {option(Subject::Texts, "Texts")} {option(Subject::Query, "Query")} {option(Subject::Ranking, "Ranking")}
        </div>
        {lab_program(lab.state, calls)}
    }
}

fn of_study(planned: Result<&Study, &[Issue]>) -> Result<Calls, String> {
    match planned {
        Ok(study) => Ok(study.calls()),
        Err(issues) => Err(issues.first().map(|issue| issue.text.clone()).unwrap_or_default()),
    }
}
