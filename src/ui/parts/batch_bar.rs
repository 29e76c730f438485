//! The bar of a view that makes its own calls: where, region, model, how many calls, Run.

use leptos::prelude::*;

use super::run_bar::RunBar;
use crate::bedrock::catalogue::{self, Model};
use crate::bedrock::model_id::ModelId;
use crate::platform::clock;
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::controllers::view_actions::ViewActions;
use crate::ui::state::{View, use_app};
use crate::ui::widgets::combobox::{Choice, Combobox};

/// The bar.
#[component]
pub fn BatchBar(
    /// Whose bar it is.
    view: View,
    /// The view's regions, for F6.
    regions: &'static [&'static str],
    /// The model as typed.
    model: RwSignal<String>,
    /// The model, once it is one.
    model_id: Memo<Option<ModelId>>,
    /// Called with every new text.
    on_model: Callback<String>,
    /// Which models of the catalogue the view is for.
    serves: fn(&Model) -> bool,
    /// What is wrong with the model.
    #[prop(into)]
    problem: Signal<Option<&'static str>>,
    /// What a run would be, in words.
    #[prop(optional, into)]
    calls: Signal<String>,
    /// The calls of the view.
    runs: Runs,
    /// What the button says while nothing runs.
    #[prop(into)]
    run_label: Signal<String>,
    /// Begins a run, or says what is in its way.
    on_run: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let choices = Memo::new(move |_| {
        let today = clock::now().date();
        let region = app.draft.with(|draft| draft.region.clone());
        let choice = |model: &'static Model| {
            let value = model.callable_id(&region);
            Choice {
                group: model.provider,
                name: model.name.to_owned(),
                note: match value == model.id {
                    _ if model.ended_by(&today) => "retired",
                    true => "on demand",
                    false => "profile",
                },
                value,
            }
        };
        catalogue::models().iter().filter(|model| serves(model)).map(choice).collect::<Vec<_>>()
    });
    let provider = Memo::new(move |_| {
        let known = model_id.with(|model| model.as_ref().and_then(catalogue::find));
        known.map(|known| known.provider.to_owned()).unwrap_or_default()
    });
    let running = runs.running;
    let label = move || {
        if !running.get() {
            return run_label.get();
        }
        let progress = runs.progress.get();
        if progress.all > 1 { format!("Stop, {} of {} done", progress.done, progress.all) } else { "Stop".to_owned() }
    };
    let actions =
        ViewActions { run: on_run, stop: Callback::new(move |()| batch::stop(runs)), running: running.into(), regions };
    view! {
        <RunBar view=view calls=calls label=Signal::derive(label) actions=actions>
            <div class="modelbox">
                <Combobox
                    id="model"
                    label="Model"
                    text=model
                    on_text=on_model
                    choices=choices
                    meta=provider
                    invalid=Signal::derive(move || problem.get().is_some())
                    described_by="model-error"
                />
                <span id="model-error" class="bar__err" data-quiet=move || problem.get().is_none().then_some("")>
                    {move || problem.get().unwrap_or_default()}
                </span>
            </div>
        </RunBar>
    }
}
