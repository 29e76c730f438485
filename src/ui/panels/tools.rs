//! Tools, and everything else that a Converse body can hold, as JSON.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::experiment::tools::{BuiltIn, has, toggled};
use crate::experiment::{Field, Severity};
use crate::text::json;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

/// What the group holds once it is opened.
pub fn tools_body() -> AnyView {
    let state = use_app();
    let text = memo(move || state.draft.with(|draft| draft.more.clone()));
    let members = memo(move || state.composed.read().conversation.extra.clone());
    let error = memo(move || {
        let composed = state.composed.read();
        composed.at(Field::More).find(|issue| issue.severity == Severity::Error).map(|issue| issue.message.clone())
    });
    let refusal = move || crate::ui::controllers::validate::refusal_of(state, Field::More);
    let put = move |members: Map<String, Value>| {
        state.draft.update(|draft| {
            draft.more = if members.is_empty() { String::new() } else { json::print(&Value::Object(members)) };
        });
    };
    let start = move |name: &'static str, value: fn() -> Value| {
        view! {
            <button
                type="button"
                class="btn btn--sm"
                disabled=move || error.read().is_some() || members.read().contains_key(name)
                on:click=move |_| {
                    let mut members = members.get_untracked();
                    members.insert(name.to_owned(), value());
                    put(members);
                }
            >
                {icon("plus")}
                {name}
            </button>
        }
    };
    view! {
        <p class="group__help">
            "Tools that this page can run itself. The model asks for one, you see its result, and the conversation goes on."
        </p>
        <div class="toggles" role="group" aria-label="Built-in tools">
            {BuiltIn::ALL
                .into_iter()
                .map(|tool| {
                    let on = move || has(&members.read(), tool.name());
                    view! {
                        <button
                            type="button"
                            class="btn btn--sm"
                            aria-pressed=move || if on() { "true" } else { "false" }
                            disabled=move || error.read().is_some()
                            on:click=move |_| put(toggled(members.get_untracked(), tool))
                        >
                            {icon("tool")}
                            {tool.name()}
                        </button>
                    }
                })
                .collect_view()}
        </div>
        <p class="group__help">"The further members of the Converse body. What has no place in the native body becomes a header there, or is marked."</p>
        <div class="toggles" role="group" aria-label="Add a member">
            {start("guardrailConfig", || {
                serde_json::json!({ "guardrailIdentifier": "", "guardrailVersion": "DRAFT", "trace": "enabled" })
            })}
            {start("performanceConfig", || serde_json::json!({ "latency": "standard" }))}
            {start("serviceTier", || serde_json::json!({ "type": "default" }))}
            {start("requestMetadata", || serde_json::json!({ "lesson": "tools" }))}
            {start("additionalModelResponseFieldPaths", || serde_json::json!(["/stop_sequence"]))}
        </div>
        <Area
            id="more"
            label="Further request members"
            class="area area--mono"
            text=text
            rows=4
            spellcheck=false
            placeholder="{ \"toolConfig\": { \"tools\": [ … ] } }"
            invalid=Signal::derive(move || error.read().is_some())
            described_by="more-note"
            on_text=Callback::new(move |text| state.draft.update(|draft| draft.more = text))
        />
        <p
            class="field__err"
            id="more-note"
            data-warn=move || error.read().is_none().then_some("")
            hidden=move || error.read().is_none() && refusal().is_none()
        >
            {move || error.get().or_else(refusal)}
        </p>
    }
    .into_any()
}
