//! The bar of a view that makes its own calls: where, region, model, how many calls, Run.

use leptos::prelude::*;

use super::model_field::ModelField;
use super::run_bar::RunBar;
use crate::bedrock::catalogue::Model;
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::controllers::view_actions::ViewActions;
use crate::ui::memo::memo;
use crate::ui::state::{View, use_app};

/// The bar.
#[component]
pub fn BatchBar(
    /// The view of the bar.
    view: View,
    /// The view's regions, for F6.
    regions: &'static [&'static str],
    /// The model as typed.
    model: RwSignal<String>,
    /// Called with every new text.
    on_model: Callback<String>,
    /// Which models of the catalogue the view is for.
    serves: fn(&Model) -> bool,
    /// What is wrong with the model.
    #[prop(into)]
    problem: Signal<Option<&'static str>>,
    /// A description of the run.
    #[prop(optional, into)]
    calls: Signal<String>,
    /// The calls of the view.
    runs: Runs,
    /// The button's text while nothing is running.
    #[prop(into)]
    run_label: Signal<String>,
    /// Starts a run, or says what prevents it.
    on_run: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let running = runs.running;
    let label = move || {
        if !running.get() {
            return run_label.get();
        }
        let progress = runs.progress.get();
        if progress.all > 1 { format!("Stop, {} of {} done", progress.done, progress.all) } else { "Stop".to_owned() }
    };
    let actions = ViewActions {
        run: on_run,
        stop: Callback::new(move |()| batch::stop(state, runs)),
        running: running.into(),
        regions,
    };
    view! {
        <RunBar view=view calls=calls label=Signal::derive(label) actions=actions>
            <ModelField
                text=model
                on_text=on_model
                serves=serves
                problem=memo(move || problem.get().map(str::to_owned))
            />
        </RunBar>
    }
}
