//! The model in the bar of a view: any ID or ARN, with the catalogue's models for the view.

use leptos::prelude::*;

use crate::bedrock::catalogue::{self, Model};
use crate::bedrock::model_id::ModelId;
use crate::platform::clock;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::combobox::{Choice, Combobox};

/// The field, with the model's error below it.
#[component]
pub fn ModelField(
    /// The model as typed.
    #[prop(into)]
    text: Signal<String>,
    /// Called with every new text.
    on_text: Callback<String>,
    /// The model, if its text is a valid ID.
    model_id: Memo<Option<ModelId>>,
    /// Which models of the catalogue the view is for.
    serves: fn(&Model) -> bool,
    /// What is wrong with the model.
    problem: Memo<Option<String>>,
) -> impl IntoView {
    let state = use_app();
    let region = memo(move || state.draft.with(|draft| draft.region.clone()));
    let choices = memo(move || {
        let today = clock::now().date();
        let choice = |model: &'static Model| {
            let value = model.callable_id(&region.read());
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
    let provider = memo(move || {
        let known = model_id.with(|model| model.as_ref().and_then(catalogue::find));
        known.map(|known| known.provider.to_owned()).unwrap_or_default()
    });
    view! {
        <div class="modelbox">
            <Combobox
                id="model"
                label="Model"
                text=text
                on_text=on_text
                choices=choices
                meta=provider
                invalid=Signal::derive(move || problem.read().is_some())
                described_by="model-error"
            />
            <span id="model-error" class="bar__err" data-quiet=move || problem.read().is_none().then_some("")>
                {move || problem.get().unwrap_or_default()}
            </span>
        </div>
    }
}
