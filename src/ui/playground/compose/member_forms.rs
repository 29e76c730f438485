//! The members of a Converse body besides messages, parameters and tools, each as a small form.
//!
//! The names, values and required members are those of the public API model (bedrock-runtime 2023-09-30).

use leptos::prelude::*;
use serde_json::{Value, json};

use super::form_fields::{Members, PairNames, choice_at, line, pairs_at, select, text_at};
use super::tool_forms::json_area;
use crate::experiment::form::cache_points::{self, Choice, Place};
use crate::experiment::form::members::{PairShape, at, put};
use crate::simulator::{EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD};
use crate::text::json as json_text;
use crate::ui::memo::memo;
use crate::ui::state::Mode;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

const OUTPUT_FORMAT: [&str; 2] = ["outputConfig", "textFormat"];
const OUTPUT_NAME: [&str; 5] = ["outputConfig", "textFormat", "structure", "jsonSchema", "name"];
const OUTPUT_DESCRIPTION: [&str; 5] = ["outputConfig", "textFormat", "structure", "jsonSchema", "description"];
const OUTPUT_SCHEMA: [&str; 5] = ["outputConfig", "textFormat", "structure", "jsonSchema", "schema"];

/// All of them, each in a fold that says whether it is sent.
pub fn member_forms(members: Members) -> AnyView {
    view! {
        {fold(members, "Guardrail", &["guardrailConfig"], guardrail)}
        {fold(members, "Performance and tier", &["performanceConfig", "serviceTier"], |members| view! {
            {choice_at(members, &["performanceConfig", "latency"], "Latency", &["standard", "optimized"])}
            {choice_at(members, &["serviceTier", "type"], "Service tier", &["default", "priority", "flex", "reserved"])}
        }.into_any())}
        {fold(members, "Output format", &["outputConfig"], output_format)}
        {fold(members, "Cache points", &[], cache_point_forms)}
        {fold(members, "Request metadata", &["requestMetadata"], |members| pairs_at(
            members,
            PairNames { key: "requestMetadata", one: "metadata entry", new: "key", shape: PairShape::Plain },
        ))}
        {fold(members, "Prompt variables", &["promptVariables"], |members| pairs_at(
            members,
            PairNames { key: "promptVariables", one: "prompt variable", new: "variable", shape: PairShape::Wrapped },
        ))}
        {fold(members, "Response field paths", &["additionalModelResponseFieldPaths"], response_paths)}
    }
    .into_any()
}

fn fold(members: Members, name: &'static str, keys: &'static [&'static str], body: fn(Members) -> AnyView) -> AnyView {
    let sent = members.read(move |all| keys.iter().any(|key| all.contains_key(*key)));
    let open = sent.get_untracked();
    view! {
        <details class="formfold" open=open>
            <summary>
                {icon("right")}
                {name}
                <span class="note">{move || if sent.get() { "sent" } else { "" }}</span>
            </summary>
            {body(members)}
        </details>
    }
    .into_any()
}

fn guardrail(members: Members) -> AnyView {
    view! {
        {text_at(members, &["guardrailConfig", "guardrailIdentifier"], "Guardrail id", "id or ARN")}
        {text_at(members, &["guardrailConfig", "guardrailVersion"], "Guardrail version", "a number, or DRAFT")}
        {choice_at(
            members,
            &["guardrailConfig", "trace"],
            "Guardrail trace",
            &["enabled", "disabled", "enabled_full"],
        )}
        {choice_at(members, &["guardrailConfig", "streamProcessingMode"], "Stream processing", &["sync", "async"])}
        <p class="group__help">
            "InvokeModel takes the first three as headers. The stream mode is ConverseStream's alone. "
            {move || (members.state.mode.get() == Mode::Simulator).then(|| {
                format!("The simulator has one guardrail, {EXAMPLE_GUARDRAIL_ID}, version 1: it blocks the word {EXAMPLE_GUARDRAIL_WORD}.")
            })}
        </p>
    }
    .into_any()
}

/// The schema is JSON inside a string: it is edited as JSON and written as a string.
fn output_format(members: Members) -> AnyView {
    let on = members.read(|all| at(all, &OUTPUT_FORMAT).is_some());
    let fields = move || {
        let schema = members.all.with_untracked(|all| {
            let text = at(all, &OUTPUT_SCHEMA).and_then(Value::as_str).unwrap_or("{}").to_owned();
            serde_json::from_str::<Value>(&text).map_or(text, |schema| json_text::print(&schema))
        });
        view! {
            {text_at(members, &OUTPUT_NAME, "Format name", "name of the schema")}
            {text_at(members, &OUTPUT_DESCRIPTION, "Format description", "what the answer is for")}
            {json_area("JSON schema of the answer".to_owned(), schema, move |schema| {
                members.change(|all| put(all, &OUTPUT_SCHEMA, Some(Value::String(schema.to_string()))));
            })}
            <p class="group__help">"Typed as JSON here; the request carries it as a string."</p>
        }
        .into_any()
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                on:change=move |event| {
                    let format = event_target_checked(&event).then(|| {
                        let schema = json!({
                            "type": "object",
                            "properties": { "answer": { "type": "string" }, "confidence": { "type": "number" } },
                            "required": ["answer", "confidence"],
                            "additionalProperties": false,
                        });
                        json!({ "type": "json_schema", "structure": { "jsonSchema": { "schema": schema.to_string() } } })
                    });
                    members.change(|all| put(all, &OUTPUT_FORMAT, format));
                }
            />
            "Answer as JSON by a schema"
        </label>
        {move || on.get().then(fields)}
    }
    .into_any()
}

fn cache_point_forms(members: Members) -> AnyView {
    let state = members.state;
    let row = |place: Place| {
        let value = memo(move || {
            let choice = members.all.with(|all| state.draft.with(|draft| cache_points::read(draft, all, place)));
            choice.label().to_owned()
        });
        let on_value = Callback::new(move |label: String| {
            let choice = Choice::ALL.into_iter().find(|choice| choice.label() == label).unwrap_or(Choice::None);
            match place {
                Place::Tools => members.change(|all| cache_points::put_in_tools(all, choice)),
                Place::System | Place::LastMessage => {
                    state.draft.update(|draft| cache_points::put_in_draft(draft, place, choice));
                }
            }
        });
        let options = Choice::ALL.map(|choice| (choice.label().to_owned(), choice.label().to_owned())).to_vec();
        line(place.label(), select(format!("Cache point: {}", place.label()), options, value, on_value))
    };
    view! {
        {Place::ALL.map(row).collect_view()}
        <p class="group__help">"What stands before a cache point is kept for the next call, where the model can."</p>
    }
    .into_any()
}

/// One JSON pointer a line. What is no text stays behind the others.
fn response_paths(members: Members) -> AnyView {
    const PATH: [&str; 1] = ["additionalModelResponseFieldPaths"];
    let text = members.read(|all| {
        let paths = at(all, &PATH).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        paths.collect::<Vec<_>>().join("\n")
    });
    // Typed line breaks stay in the field while the list has no empty paths.
    let typed = RwSignal::new(text.get_untracked());
    Effect::new(move |_| {
        let from_list = text.get();
        if typed.with_untracked(|typed| lines(typed).collect::<Vec<_>>().join("\n") != from_list) {
            typed.set(from_list);
        }
    });
    let on_text = Callback::new(move |text: String| {
        members.change(|all| {
            let odd = at(all, &PATH).and_then(Value::as_array).into_iter().flatten().filter(|path| !path.is_string());
            let paths: Vec<Value> = lines(&text).map(Value::from).chain(odd.cloned()).collect();
            put(all, &PATH, (!paths.is_empty()).then_some(Value::Array(paths)));
        });
        typed.set(text);
    });
    view! {
        <Area
            label="Response field paths"
            class="area area--mono"
            spellcheck=false
            text=typed
            placeholder="/stop_sequence"
            on_text=on_text
        />
        <p class="group__help">
            "One JSON pointer a line, into the model's own answer. Converse gives what it finds there as additionalModelResponseFields."
        </p>
    }
    .into_any()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}
