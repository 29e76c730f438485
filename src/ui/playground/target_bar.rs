//! The request bar: mode, region, model, APIs, Run.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::compose::family_picker;
use crate::bedrock::model_id::ModelId;
use crate::experiment::{Composed, Field, SendAs, Severity};
use crate::page::models::named;
use crate::platform::stand_in;
use crate::ui::controllers::run;
use crate::ui::controllers::view_actions::ViewActions;
use crate::ui::memo::memo;
use crate::ui::parts::bar_notes;
use crate::ui::parts::model_field::{Listing, ModelField};
use crate::ui::parts::run_bar::RunButton;
use crate::ui::parts::target::{EndpointField, ModeSwitch, RegionSelect, fault_slot};
use crate::ui::state::{AppState, use_app, writers};
use crate::ui::widgets::lazy_view::{lazy_view, lazy_view_over};
use crate::ui::widgets::toggle::Toggle;

/// The regions that F6 goes through.
const REGIONS: [&str; 6] =
    ["mode", "compose", "converse-request", "invoke-request", "converse-response", "invoke-response"];

/// The place of the model field.
const PLACE: &str = ".reqbar > .modelbox";

/// How the playground runs and stops. The page registers it at start: a key may be pressed before the bar is built.
pub fn actions(state: AppState) -> ViewActions {
    ViewActions {
        run: Callback::new(|()| run::run()),
        stop: Callback::new(|()| run::stop()),
        running: state.run.running.into(),
        regions: &REGIONS,
    }
}

/// The request bar.
#[component]
pub fn RequestBar() -> impl IntoView {
    let state = use_app();
    let opaque = memo(move || state.composed.read().model.as_ref().is_some_and(ModelId::is_opaque));
    let actions = actions(state);
    view! {
        <section class="reqbar" data-mode=move || state.mode.get().as_data() aria-label="Target">
            <ModeSwitch />
            {fault_slot(state)}
            <RegionSelect />
            <EndpointField />
            {lazy_view_over(late, stand_in(), writers::are_all)}
            {move || opaque.get().then(|| lazy_view(family_picker::late))}
            <div class="reqbar__go">
                <Toggle
                    label="Stream"
                    on=Signal::derive(move || state.draft.with(|draft| draft.stream))
                    on_change=Box::new(move |on| state.draft.update(|draft| draft.stream = on))
                    described_by="stream-note"
                />
                <SendAsSelect />
                <RunButton label=Signal::derive(move || run_label(state).to_owned()) actions=actions />
            </div>
            {bar_notes::fault(state)}
            {bar_notes::draft(state)}
        </section>
    }
}

late_view! {
    run:
    /// The playground's model, in place of its stand-in.
    pub fn late() => in_place()
}

/// The field with the model that the form has now. What is typed into it is handed over to the field itself.
fn stand_in() -> AnyView {
    let node = NodeRef::<html::Div>::new();
    node.on_load(|element| {
        stand_in::fill(&element, "model-stand-in", "[data-none]");
        let named = use_app().draft.with_untracked(|draft| named(&draft.model));
        for name in ["value", "title"] {
            stand_in::set_attribute(&element, "input", name, &named.title);
        }
        stand_in::set_text(&element, "#model-value", &named.value);
        if let Some(problem) = use_app().composed.with_untracked(problem) {
            stand_in::set_attribute(&element, "input", "aria-invalid", "true");
            stand_in::set_text(&element, "#model-note", &problem);
        }
    });
    view! {
        <div
            node_ref=node
            class="modelbox"
            data-model=use_app().draft.with_untracked(|draft| draft.model.clone())
            on:click=|event| stand_in::press(&event)
            on:focusin=|event| {
                if let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                    field.select();
                }
            }
            on:keydown=|event| stand_in::keep_key(&event)
        ></div>
    }
    .into_any()
}

fn in_place() -> AnyView {
    (|| {
        untrack(|| {
            let mut done = Some(stand_in::done(PLACE));
            // An effect runs once the field is in the page.
            Effect::new(move |_| {
                if let Some(done) = done.take() {
                    stand_in::repeat(PLACE, done);
                }
            });
            view! { <TextModel /> }
        })
    })
    .into_any()
}

/// What is wrong with the model.
fn problem(composed: &Composed) -> Option<String> {
    composed.at(Field::Model).find(|issue| issue.severity == Severity::Error).map(|issue| issue.message.clone())
}

/// The playground's model.
#[component]
fn TextModel() -> impl IntoView {
    let state = use_app();
    let text = memo(move || state.draft.with(|draft| draft.model.clone()));
    let error = memo(move || problem(&state.composed.read()));
    view! {
        <ModelField
            text=text
            on_text=Callback::new(move |value: String| state.draft.update(|draft| draft.model = value))
            serves=|_| true
            listing=Listing::Draft
            problem=error
        />
    }
}

#[component]
fn SendAsSelect() -> impl IntoView {
    let state = use_app();
    let current = memo(move || state.draft.with(|draft| draft.send_as));
    let value = move || current.get().word();
    view! {
        <span class="inl">
            <label class="label only-mid" for="send-as">"Send as"</label>
            <select
                class="select select--auto"
                id="send-as"
                aria-label="Send as"
                prop:value=value
                on:change=move |event| {
                    let chosen = SendAs::from_word(&event_target_value(&event)).unwrap_or_default();
                    state.draft.update(|draft| draft.send_as = chosen);
                }
            >
                <option value="both" selected=move || current.get() == SendAs::Both>"Both APIs, 2 calls"</option>
                <option value="converse" selected=move || current.get() == SendAs::Converse>"Converse"</option>
                <option value="invoke" selected=move || current.get() == SendAs::Invoke>"InvokeModel"</option>
            </select>
        </span>
    }
}

/// The text of the Run button.
fn run_label(state: AppState) -> &'static str {
    if state.run.running.get() {
        return "Stop";
    }
    match state.draft.with(|draft| draft.send_as) {
        SendAs::Both => "Run both",
        SendAs::Converse => "Run Converse",
        SendAs::Invoke => "Run InvokeModel",
    }
}
