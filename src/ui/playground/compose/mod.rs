//! The Compose pane: the conversation and its parameters.

pub mod blocks;
mod examples;
pub mod family_picker;
mod form_fields;
mod member_forms;
mod messages;
mod parameters;
mod tool_forms;
pub mod tools;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::messages::Messages;
use self::parameters::{ExtraFields, Parameters};
use crate::platform::popover;
use crate::text::number;
use crate::ui::controllers::field_links;
use crate::ui::controllers::visit::links::{self, Replacement};
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;

/// The Compose pane.
#[component]
pub fn Compose() -> impl IntoView {
    let state = use_app();
    view! {
        <section
            class="pane compose"
            id="compose"
            aria-labelledby="h-compose"
            on:focusin=move |event| field_links::on_focus(state, &event)
            on:focusout=move |_| field_links::on_blur(state)
        >
            <div class="pane__head">
                <h2 id="h-compose">"Compose"</h2>
                <span class="push"></span>
                <Examples />
            </div>
            <div class="pane__body">
                <div class="compose__cols">
                    <Messages />
                    <div class="compose__set">
                        <Parameters />
                        <ExtraFields />
                        <Tools />
                    </div>
                </div>
            </div>
        </section>
    }
}

/// Tools and further members; loaded when the group is opened.
#[component]
fn Tools() -> impl IntoView {
    let state = use_app();
    let uses = move || state.draft.with_untracked(|draft| !draft.more.is_empty());
    let open = RwSignal::new(uses());
    // An example or a link that sets these fields shows them. An edit does not: its body may be large, and the forms with it.
    Effect::new(move || {
        state.overlay.replaced.track();
        state.overlay.arrived.track();
        if uses() {
            open.set(true);
        }
    });
    let summary = move || {
        let composed = state.composed.read();
        let members = &composed.conversation.extra;
        let tools = members.get("toolConfig").and_then(|config| config.get("tools")?.as_array().map(Vec::len));
        match (members.len(), tools) {
            (0, _) => "none".to_owned(),
            (1, Some(tools)) => number::count(tools as u64, "tool"),
            (1, None) => members.keys().next().cloned().unwrap_or_default(),
            (count, _) => number::count(count as u64, "field"),
        }
    };
    view! {
        <details
            class="group"
            prop:open=move || open.get()
            on:toggle=move |event| {
                let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                open.set(details.is_some_and(|details| details.has_attribute("open")));
            }
        >
            <summary>{icon("right")} "Tools, guardrails, caching…" <span class="note">{summary}</span></summary>
            {move || open.get().then(|| lazy_view(tools::late))}
        </details>
    }
}

/// The menu of examples, the way back to the own draft, and the first experiment.
#[component]
fn Examples() -> impl IntoView {
    let state = use_app();
    let opened = RwSignal::new(false);
    view! {
        {move || state.overlay.replaced.read().is_some().then(|| view! {
            <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| links::replace(state, Replacement::Undo)>
                "Restore my draft"
            </button>
        })}
        <button type="button" id="examples-button" class="btn btn--ghost btn--sm" popovertarget="examples">
            "Examples"
            {icon("down")}
        </button>
        <div
            id="examples"
            class="menu menu--wide"
            popover="auto"
            on:toggle=move |_| {
                opened.set(true);
                popover::place_below("examples", "examples-button");
            }
        >
            {move || opened.get().then(|| lazy_view(examples::late))}
        </div>
        <IconButton
            label="Start over with the first experiment"
            icon="refresh"
            on_press=move |()| links::replace(state, Replacement::First)
        />
    }
}
