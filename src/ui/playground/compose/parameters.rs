//! Inference parameters. Only ticked ones are sent: an unset parameter has the model's default, not ours.

use leptos::prelude::*;

use crate::experiment::form::parameter;
use crate::experiment::{Draft, Field, Parameter, Severity};
use crate::text::number;
use crate::ui::controllers::validate::refusal_of;
use crate::ui::memo::memo;
use crate::ui::state::use_app;
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::icon;

/// The slider's range; a typed value may be outside.
struct Range {
    min: f64,
    max: f64,
    step: f64,
}

/// The group of parameters.
#[component]
pub fn Parameters() -> impl IntoView {
    view! {
        <details class="group" open>
            <summary>{icon("right")} "Inference parameters" <span class="note">"sent if ticked"</span></summary>
            <Number
                field=Field::MaxTokens
                name="Max tokens"
                id="max-tokens"
                range=Range { min: 1.0, max: 4_096.0, step: 1.0 }
                of=|draft| &draft.max_tokens
                of_mut=|draft| &mut draft.max_tokens
            />
            <Number
                field=Field::Temperature
                name="Temperature"
                id="temperature"
                range=Range { min: 0.0, max: 1.0, step: 0.05 }
                of=|draft| &draft.temperature
                of_mut=|draft| &mut draft.temperature
            />
            <Number
                field=Field::TopP
                name="Top P"
                id="top-p"
                range=Range { min: 0.0, max: 1.0, step: 0.05 }
                of=|draft| &draft.top_p
                of_mut=|draft| &mut draft.top_p
            />
            <Number
                field=Field::TopK
                name="Top K"
                id="top-k"
                range=Range { min: 1.0, max: 500.0, step: 1.0 }
                of=|draft| &draft.top_k
                of_mut=|draft| &mut draft.top_k
            />
            <StopSequences />
        </details>
    }
}

/// The first issue of a field, and whether it is an error.
fn issue_of(field: Field) -> Memo<Option<(bool, String)>> {
    let state = use_app();
    memo(move || {
        let composed = state.composed.read();
        let own = composed.at(field).next().map(|issue| (issue.severity == Severity::Error, issue.message.clone()));
        own.or_else(|| refusal_of(state, field).map(|message| (false, message)))
    })
}

#[component]
fn FieldNote(id: String, issue: Memo<Option<(bool, String)>>) -> impl IntoView {
    view! {
        <p
            id=id
            class="field__err"
            data-warn=move || issue.read().as_ref().is_some_and(|(error, _)| !error).then_some("")
            hidden=move || issue.read().is_none()
        >
            {move || issue.get().map(|(_, message)| message)}
        </p>
    }
}

#[component]
fn Number(
    field: Field,
    name: &'static str,
    id: &'static str,
    range: Range,
    of: fn(&Draft) -> &Parameter,
    of_mut: fn(&mut Draft) -> &mut Parameter,
) -> impl IntoView {
    let state = use_app();
    let sent = memo(move || state.draft.with(|draft| of(draft).sent));
    let text = memo(move || state.draft.with(|draft| of(draft).text.clone()));
    let issue = issue_of(field);
    let wrong = Signal::derive(move || issue.read().as_ref().is_some_and(|(error, _)| *error));
    let note_id = format!("{id}-note");
    let note = note_id.clone();
    let Range { min, max, step } = range;
    let share = move || parameter::share(&text.read(), min, max);
    // Typing ticks the parameter; emptying the field unticks it and keeps the last value.
    let set = move |value: String| {
        state.draft.update(|draft| {
            let parameter = of_mut(draft);
            parameter.sent = !value.trim().is_empty();
            if parameter.sent {
                parameter.text = value;
            }
        });
    };
    view! {
        <div class="param" data-at=field.pointer()>
            <input
                type="checkbox"
                aria-label=format!("Send {name}")
                prop:checked=move || sent.get()
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    state.draft.update(|draft| of_mut(draft).sent = on);
                }
            />
            <label class="label" for=id>{name}</label>
            <input
                type="range"
                class="range"
                tabindex="-1"
                aria-hidden="true"
                min=number::trimmed(min)
                max=number::trimmed(max)
                step=number::trimmed(step)
                prop:value=move || text.get()
                style:--v=move || if sent.get() { number::fixed(share(), 4) } else { "0".to_owned() }
                on:input=move |event| set(event_target_value(&event))
            />
            <input
                type="text"
                role="spinbutton"
                class="input"
                id=id
                inputmode="decimal"
                autocomplete="off"
                placeholder="not sent"
                aria-label=name
                aria-valuemin=number::trimmed(min)
                aria-valuenow=move || sent.get().then(|| text.get())
                aria-valuetext=move || if sent.get() { text.get() } else { "not sent".to_owned() }
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=note
                prop:value=move || if sent.get() { text.get() } else { String::new() }
                on:input=move |event| set(event_target_value(&event))
                on:keydown=move |event| {
                    let by = match event.key().as_str() {
                        "ArrowUp" => step,
                        "ArrowDown" => -step,
                        _ => return,
                    };
                    let parameter = Parameter { sent: sent.get_untracked(), text: text.get_untracked() };
                    if let Some(next) = parameter.stepped(by, min, max) {
                        event.prevent_default();
                        set(next);
                    }
                }
            />
            <FieldNote id=note_id issue=issue />
        </div>
    }
}

#[component]
fn StopSequences() -> impl IntoView {
    let state = use_app();
    let sent = memo(move || state.draft.with(|draft| draft.stop_sent));
    let list = memo(move || state.draft.with(|draft| draft.stop_sequences.clone()));
    let typed = RwSignal::new(String::new());
    let issue = issue_of(Field::StopSequences);
    let add = move || {
        let text = typed.get_untracked();
        if !text.is_empty() {
            // A line break cannot be typed into the field, so it is written `\n`.
            let text = text.replace("\\n", "\n").replace("\\t", "\t");
            state.draft.update(|draft| {
                if !draft.stop_sequences.contains(&text) {
                    draft.stop_sequences.push(text);
                }
            });
            typed.set(String::new());
        }
    };
    view! {
        <div class="param" data-at=Field::StopSequences.pointer()>
            <input
                type="checkbox"
                aria-label="Send stop sequences"
                prop:checked=move || sent.get()
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    state.draft.update(|draft| draft.stop_sent = on);
                }
            />
            <span class="label">"Stop sequences"</span>
            {move || {
                if !sent.get() {
                    return view! { <span class="param__off">"not sent"</span> }.into_any();
                }
                view! {
                    <span class="stops">
                        {move || {
                            list.get()
                                .into_iter()
                                .map(|text| {
                                    let shown = text.replace('\n', "\\n").replace('\t', "\\t");
                                    let label = format!("Remove stop sequence {shown}");
                                    view! {
                                        <span class="chip mono">
                                            {shown}
                                            <button
                                                type="button"
                                                aria-label=label
                                                on:click=move |_| {
                                                    state.draft.update(|draft| draft.stop_sequences.retain(|s| *s != text));
                                                }
                                            >
                                                {icon("close")}
                                            </button>
                                        </span>
                                    }
                                })
                                .collect_view()
                        }}
                        <input
                            class="input input--mono"
                            aria-label="Add stop sequence"
                            placeholder="type, then Enter"
                            autocomplete="off"
                            prop:value=move || typed.get()
                            on:input=move |event| typed.set(event_target_value(&event))
                            on:keydown=move |event| {
                                if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                                    event.prevent_default();
                                    add();
                                }
                            }
                            on:blur=move |_| add()
                        />
                    </span>
                }
                .into_any()
            }}
            <FieldNote id="stop-note".to_owned() issue=issue />
        </div>
    }
}

/// Additional model request fields, as JSON.
#[component]
pub fn ExtraFields() -> impl IntoView {
    let state = use_app();
    let text = memo(move || state.draft.with(|draft| draft.extra_fields.clone()));
    let issue = issue_of(Field::ExtraFields);
    let wrong = Signal::derive(move || issue.read().as_ref().is_some_and(|(error, _)| *error));
    let summary = move || {
        let count = state.composed.read().conversation.additional_fields.len();
        match (wrong.get(), count) {
            (true, _) => "not JSON".to_owned(),
            (false, 0) => "none".to_owned(),
            (false, count) => format!("{count} sent"),
        }
    };
    let open = !text.get_untracked().is_empty();
    view! {
        <details class="group" open=open data-at=Field::ExtraFields.pointer()>
            <summary>{icon("right")} "Extra fields" <span class="note">{summary}</span></summary>
            <p class="group__help">
                "Parameters that only this model family knows. Converse carries them in "
                <code>"additionalModelRequestFields"</code>
                "; in the native body they are ordinary fields."
            </p>
            <Area
                id="extra-fields"
                label="Additional model request fields"
                class="area area--mono"
                text=text
                rows=3
                spellcheck=false
                placeholder="{ \"top_k\": 50 }"
                invalid=wrong
                described_by="extra-note"
                on_text=Callback::new(move |text| state.draft.update(|draft| draft.extra_fields = text))
            />
            <FieldNote id="extra-note".to_owned() issue=issue />
        </details>
    }
}
