//! The Compose pane: the conversation and its parameters.

pub mod blocks;
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
use crate::bedrock::conversation::Role;
use crate::experiment::{Draft, DraftMessage, Parameter};
use crate::text::number;
use crate::ui::controllers::{field_links, toast};
use crate::ui::state::use_app;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::lazy_view::lazy_view;

/// An example experiment: its name and its changes.
struct Example {
    name: &'static str,
    system: &'static str,
    messages: &'static [(Role, &'static str)],
    temperature: &'static str,
    max_tokens: &'static str,
    stop: &'static [&'static str],
}

const EXAMPLES: [Example; 5] = [
    Example {
        name: "One paragraph",
        system: "You are a precise technical writer. Answer for engineers.",
        messages: &[(Role::User, "Explain RAG in one paragraph.")],
        temperature: "0.3",
        max_tokens: "512",
        stop: &[],
    },
    Example {
        name: "A conversation",
        system: "You teach beginners. Use short sentences.",
        messages: &[
            (Role::User, "What is a token?"),
            (Role::Assistant, "A token is a piece of text that a model reads or writes, often part of a word."),
            (Role::User, "And why does it matter for the price?"),
        ],
        temperature: "0.3",
        max_tokens: "300",
        stop: &[],
    },
    Example {
        name: "Cut by max tokens",
        system: "",
        messages: &[(Role::User, "Explain the difference between Converse and InvokeModel.")],
        temperature: "0",
        max_tokens: "20",
        stop: &[],
    },
    Example {
        name: "A stop sequence",
        system: "",
        messages: &[(Role::User, "List the parts of an event stream frame.")],
        temperature: "0",
        max_tokens: "300",
        stop: &["\n"],
    },
    Example {
        name: "Temperature 1",
        system: "",
        messages: &[(Role::User, "What is temperature?")],
        temperature: "1",
        max_tokens: "200",
        stop: &[],
    },
];

impl Example {
    fn fill(&self, draft: &mut Draft) {
        draft.system = Some(self.system.to_owned());
        draft.messages =
            self.messages.iter().zip(1..).map(|((role, text), id)| DraftMessage::text(id, *role, *text)).collect();
        draft.temperature = Parameter::sent(self.temperature);
        draft.top_p.sent = false;
        draft.top_k.sent = false;
        draft.max_tokens = Parameter::sent(self.max_tokens);
        draft.stop_sent = !self.stop.is_empty();
        draft.stop_sequences = self.stop.iter().map(|stop| (*stop).to_owned()).collect();
        draft.extra_fields.clear();
        draft.more.clear();
        draft.system_blocks.clear();
        draft.detached = None;
    }
}

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
    let open = RwSignal::new(state.draft.with_untracked(|draft| !draft.more.is_empty()));
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

#[component]
fn Examples() -> impl IntoView {
    let state = use_app();
    let before = RwSignal::new(None::<Draft>);
    let take = move |index: usize| {
        let Some(example) = EXAMPLES.get(index) else { return };
        before.set(Some(state.draft.get_untracked()));
        state.draft.update(|draft| example.fill(draft));
        toast::show(format!("Example: {}", example.name));
    };
    view! {
        {move || before.read().is_some().then(|| view! {
            <button
                type="button"
                class="btn btn--ghost btn--sm"
                on:click=move |_| {
                    if let Some(draft) = before.get_untracked() {
                        state.draft.set(draft);
                        before.set(None);
                    }
                }
            >
                "Restore my draft"
            </button>
        })}
        <span class="menubox">
            <select
                class="select select--ghost"
                aria-label="Examples"
                prop:value=""
                on:change=move |event| {
                    if let Ok(index) = event_target_value(&event).parse() {
                        take(index);
                    }
                    if let Some(select) = event.target().and_then(|target| {
                        wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlSelectElement>(target).ok()
                    }) {
                        select.set_value("");
                    }
                }
            >
                <option value="" selected hidden>"Examples"</option>
                {EXAMPLES
                    .iter()
                    .enumerate()
                    .map(|(index, example)| view! { <option value=index.to_string()>{example.name}</option> })
                    .collect_view()}
            </select>
        </span>
        <IconButton
            label="Start over with the first example"
            icon="refresh"
            on_press=move |()| {
                before.set(Some(state.draft.get_untracked()));
                state.draft.set(Draft::default());
            }
        />
    }
}
