//! The members of a Converse body other than messages, parameters and tools, each as a small form.
//!
//! The names, values and required members are those of the public API model (bedrock-runtime 2023-09-30).

use leptos::prelude::*;

use super::form_fields::{Members, PairNames, choice_at, line, pairs_at, select, text_at};
use super::tool_forms::json_area;
use crate::bedrock::effort;
use crate::experiment::form::cache_points::{self, Choice, Place};
use crate::experiment::form::members::{PairShape, at};
use crate::experiment::form::{output_format, response_paths};
use crate::simulator::{EXAMPLE_GUARDRAIL_ID, EXAMPLE_GUARDRAIL_WORD};
use crate::ui::memo::memo;
use crate::ui::state::Mode;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

const EFFORT: [&str; 2] = ["outputConfig", "effort"];
const OUTPUT_NAME: [&str; 5] = ["outputConfig", "textFormat", "structure", "jsonSchema", "name"];
const OUTPUT_DESCRIPTION: [&str; 5] = ["outputConfig", "textFormat", "structure", "jsonSchema", "description"];

/// All of them, each in a disclosure that says whether it is sent.
pub fn member_forms(members: Members) -> AnyView {
    view! {
        {fold(members, "Guardrail", &[&["guardrailConfig"]], guardrail)}
        {fold(members, "Performance and tier", &[&["performanceConfig"], &["serviceTier"]], |members| view! {
            {choice_at(members, &["performanceConfig", "latency"], "Latency", &["standard", "optimized"])}
            {choice_at(members, &["serviceTier", "type"], "Service tier", &["default", "priority", "flex", "reserved"])}
        }.into_any())}
        {fold(members, "Project", &[&["projectIdentifier"]], |members| view! {
            {text_at(members, &["projectIdentifier"], "Project", "proj_… or an ARN")}
            <p class="group__help">"Without one, the call belongs to the default project. InvokeModel takes it as a header."</p>
        }.into_any())}
        {fold(members, "Effort", &[&EFFORT], effort_form)}
        {fold(members, "Output format", &[&["outputConfig", "textFormat"]], output_format_form)}
        {fold(members, "Cache points", &[], cache_point_forms)}
        {fold(members, "Request metadata", &[&["requestMetadata"]], |members| pairs_at(
            members,
            PairNames { key: "requestMetadata", one: "metadata entry", new: "key", shape: PairShape::Plain },
        ))}
        {fold(members, "Prompt variables", &[&["promptVariables"]], |members| pairs_at(
            members,
            PairNames { key: "promptVariables", one: "prompt variable", new: "variable", shape: PairShape::Wrapped },
        ))}
        {fold(members, "Response field paths", &[&["additionalModelResponseFieldPaths"]], response_paths_form)}
    }
    .into_any()
}

fn fold(
    members: Members,
    name: &'static str,
    places: &'static [&'static [&'static str]],
    body: fn(Members) -> AnyView,
) -> AnyView {
    let sent = members.read(move |all| places.iter().any(|place| at(all, place).is_some()));
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
        {text_at(members, &["guardrailConfig", "guardrailIdentifier"], "Guardrail ID", "ID or ARN")}
        {text_at(members, &["guardrailConfig", "guardrailVersion"], "Guardrail version", "a number, or DRAFT")}
        {choice_at(
            members,
            &["guardrailConfig", "trace"],
            "Guardrail trace",
            &["enabled", "disabled", "enabled_full"],
        )}
        {choice_at(members, &["guardrailConfig", "streamProcessingMode"], "Stream processing", &["sync", "async"])}
        <p class="group__help">
            "InvokeModel takes the first three as headers. Only ConverseStream has a stream mode. "
            {move || (members.state.mode.get() == Mode::Simulator).then(|| {
                format!("The simulator has one guardrail, {EXAMPLE_GUARDRAIL_ID}, version 1: it blocks the word {EXAMPLE_GUARDRAIL_WORD}.")
            })}
        </p>
    }
    .into_any()
}

fn effort_form(members: Members) -> AnyView {
    let model = memo(move || members.state.composed.read().model.clone());
    let levels = move || model.read().as_ref().and_then(effort::levels).unwrap_or(&effort::LEVELS);
    view! {
        {move || choice_at(members, &EFFORT, "Effort", levels())}
        <p class="group__help">{move || model.read().as_ref().map(effort::note)}</p>
    }
    .into_any()
}

fn output_format_form(members: Members) -> AnyView {
    let on = members.read(output_format::is_set);
    let fields = move || {
        let schema = members.all.with_untracked(output_format::schema_text);
        view! {
            {text_at(members, &OUTPUT_NAME, "Format name", "name of the schema")}
            {text_at(members, &OUTPUT_DESCRIPTION, "Format description", "what the answer is for")}
            {json_area("JSON schema of the answer".to_owned(), schema, move |typed| {
                let schema = output_format::read_schema(typed)?;
                members.change(|all| output_format::put_schema(all, schema));
                Ok(())
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
                    let on = event_target_checked(&event);
                    members.change(if on { output_format::set } else { output_format::unset });
                }
            />
            "Answer as JSON that follows a schema"
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
        <p class="group__help">"Content before a cache point is cached for later calls, if the model supports it."</p>
    }
    .into_any()
}

fn response_paths_form(members: Members) -> AnyView {
    let text = members.read(response_paths::text);
    // The field keeps typed line breaks, which the list does not have.
    let typed = RwSignal::new(text.get_untracked());
    Effect::new(move |_| {
        let from_list = text.get();
        if typed.with_untracked(|typed| !response_paths::is_same(typed, &from_list)) {
            typed.set(from_list);
        }
    });
    let on_text = Callback::new(move |text: String| {
        members.change(|all| response_paths::put_text(all, &text));
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
            "One JSON pointer per line, into the model's native response. Converse returns what they point to in \
             additionalModelResponseFields."
        </p>
    }
    .into_any()
}
