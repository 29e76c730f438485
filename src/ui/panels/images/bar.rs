//! The bar of the view: where, region, model, Run.

use leptos::prelude::*;

use super::use_images;
use crate::bedrock::catalogue;
use crate::bedrock::image::Format;
use crate::platform::clock;
use crate::ui::controllers::batch;
use crate::ui::panels::request_bar::{EndpointField, ModeSwitch, RegionSelect};
use crate::ui::widgets::combobox::{Choice, Combobox};
use crate::ui::widgets::icon::icon;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let app = use_images().app;
    view! {
        <section class="reqbar" data-mode=move || app.mode.get().as_data() aria-label="Target">
            <ModeSwitch />
            <RegionSelect />
            <EndpointField />
            <ModelField />
            <div class="reqbar__go">
                <RunButton />
            </div>
        </section>
    }
}

#[component]
fn ModelField() -> impl IntoView {
    let images = use_images();
    let region = Memo::new(move |_| images.app.draft.with(|draft| draft.region.clone()));
    let choices = Memo::new(move |_| {
        let now = clock::now().iso8601();
        let today = now.get(..10).unwrap_or_default();
        let models = catalogue::models().iter().filter(|model| Format::of_base_id(model.id).is_some());
        models
            .map(|model| Choice {
                group: model.provider,
                name: model.name.to_owned(),
                note: if model.ended_by(today) { "retired" } else { "on demand" },
                value: model.callable_id(&region.read()),
            })
            .collect::<Vec<_>>()
    });
    let meta = Memo::new(move |_| images.known().map(|known| known.provider.to_owned()).unwrap_or_default());
    let error = Memo::new(move |_| {
        images.format.read().is_none().then_some("No image model that this page knows: choose one from the list")
    });
    view! {
        <div class="modelbox">
            <Combobox
                id="model"
                label="Model"
                text=images.model
                on_text=Callback::new(move |value: String| images.choose_model(value))
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
    let images = use_images();
    let running = images.runs.running;
    view! {
        <button
            type="button"
            class="btn btn--run"
            id="run"
            data-running=move || running.get().then_some("")
            title=move || if running.get() { "Stop (Ctrl+Enter or Esc)" } else { "Run (Ctrl+Enter)" }
            on:click=move |_| {
                if running.get_untracked() {
                    batch::stop(images.runs);
                    images.app.announcement.set("Stopped".to_owned());
                } else {
                    images.run();
                }
            }
        >
            {move || icon(if running.get() { "stop" } else { "run" })}
            {move || if running.get() { "Stop" } else { "Run" }}
            <kbd class="only-mid" aria-hidden="true">"Ctrl ↵"</kbd>
        </button>
    }
}
