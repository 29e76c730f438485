//! Sensitive information, regular expressions and contextual grounding.

use leptos::prelude::*;

use super::super::kit::{TextField, fault_at, field_id};
use super::rows::{FORM, Text, choice, remove, sides, text};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::guardrail::{Action, Form, Grounding, PII, Pii, Regex};
use crate::ui::memo::memo;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::toggle::Toggle;

fn actions() -> Vec<(Action, String)> {
    Action::ALL.into_iter().map(|action| (action, action.name().to_owned())).collect()
}

/// The types of sensitive information.
#[component]
pub fn Sensitive() -> impl IntoView {
    let screen = use_screen();
    let count = memo(move || screen.form.with(|form| form.pii.len()));
    let kinds = memo(move || screen.form.with(|form| form.pii.iter().map(|pii| pii.kind.clone()).collect::<Vec<_>>()));
    let add = move |event| {
        let kind = event_target_value(&event);
        if PII.contains(&kind.as_str()) {
            screen.form.update(|form| form.pii.push(Pii { kind, ..Pii::default() }));
        }
    };
    view! {
        <details class="job__fold" open>
            <summary>"Sensitive information " <span class="count">{move || count.get()}</span></summary>
            {move || kinds.get().into_iter().enumerate().map(|(row, kind)| pii(screen, row, kind)).collect_view()}
            <div class="field">
                <label class="label" for="guardrail-add-pii">"Add a type"</label>
                <select class="select select--auto" id="guardrail-add-pii" on:change=add prop:value=move || {
                    kinds.track();
                    ""
                }>
                    <option value="">"Choose …"</option>
                    {move || PII.into_iter().filter(|kind| !kinds.read().iter().any(|used| used == kind)).map(|kind| view! {
                        <option value=kind>{kind}</option>
                    }).collect_view()}
                </select>
            </div>
        </details>
    }
}

fn pii(screen: Screen, row: usize, kind: String) -> AnyView {
    let label = format!("Remove {kind}");
    view! {
        <fieldset class="job__row">
            <legend>{kind}</legend>
            {choice(screen, (field_id(FORM, "pii", row), "Action"), row, actions(), (
                |form, row| form.pii.get(row).map(|pii| &pii.action),
                |form, row| form.pii.get_mut(row).map(|pii| &mut pii.action),
            ))}
            {sides(screen, "pii-side", row, (
                |form, row| form.pii.get(row).map(|pii| &pii.sides),
                |form, row| form.pii.get_mut(row).map(|pii| &mut pii.sides),
            ))}
            {remove(screen, label, move |form| {
                if row < form.pii.len() {
                    form.pii.remove(row);
                }
            })}
        </fieldset>
    }
    .into_any()
}

/// The regular expressions.
#[component]
pub fn Regexes() -> impl IntoView {
    let screen = use_screen();
    let count = memo(move || screen.form.with(|form| form.regexes.len()));
    view! {
        <details class="job__fold" open>
            <summary>"Regular expressions " <span class="count">{move || count.get()}</span></summary>
            <p class="note">"Without look-ahead, look-behind and back references. A mask is the name in braces"</p>
            {move || (0..count.get()).map(|row| regex(screen, row)).collect_view()}
            <div class="acts">
                <button type="button" class="btn btn--sm" on:click=move |_| screen.form.update(|form| form.regexes.push(Regex::default()))>
                    {icon("plus")} "Add an expression"
                </button>
            </div>
        </details>
    }
}

fn regex(screen: Screen, row: usize) -> AnyView {
    view! {
        <div class="job__card" role="group" aria-label=format!("Expression {}", row + 1)>
            <div class="job__form">
                {text(screen, row, Text {
                    field: "regex-name", label: "Name", note: "", rows: 0,
                    read: |form, row| form.regexes.get(row).map(|regex| &regex.name),
                    write: |form, row| form.regexes.get_mut(row).map(|regex| &mut regex.name),
                })}
                {text(screen, row, Text {
                    field: "regex-pattern", label: "Pattern", note: "", rows: 0,
                    read: |form, row| form.regexes.get(row).map(|regex| &regex.pattern),
                    write: |form, row| form.regexes.get_mut(row).map(|regex| &mut regex.pattern),
                })}
                {text(screen, row, Text {
                    field: "regex-about", label: "Description", note: "", rows: 0,
                    read: |form, row| form.regexes.get(row).map(|regex| &regex.about),
                    write: |form, row| form.regexes.get_mut(row).map(|regex| &mut regex.about),
                })}
                {choice(screen, (field_id(FORM, "regex-action", row), "Action"), row, actions(), (
                    |form, row| form.regexes.get(row).map(|regex| &regex.action),
                    |form, row| form.regexes.get_mut(row).map(|regex| &mut regex.action),
                ))}
                {sides(screen, "regex-side", row, (
                    |form, row| form.regexes.get(row).map(|regex| &regex.sides),
                    |form, row| form.regexes.get_mut(row).map(|regex| &mut regex.sides),
                ))}
            </div>
            {remove(screen, format!("Remove expression {}", row + 1), move |form| {
                if row < form.regexes.len() {
                    form.regexes.remove(row);
                }
            })}
        </div>
    }
    .into_any()
}

/// Contextual grounding.
#[component]
pub fn Groundings() -> impl IntoView {
    let screen = use_screen();
    view! {
        <details class="job__fold" open>
            <summary>"Contextual grounding"</summary>
            <p class="note">
                "Checks answers that come with a source and a query. A score below the threshold is stopped. On the bench, open “Source \
                 and query” of a sentence that is an answer"
            </p>
            {check(screen, "grounding", "Grounding: the answer is in the source", |form| &form.grounding, |form| &mut form.grounding)}
            {check(screen, "relevance", "Relevance: the answer is about the query", |form| &form.relevance, |form| &mut form.relevance)}
        </details>
    }
}

fn check(
    screen: Screen,
    field: &'static str,
    label: &'static str,
    read: fn(&Form) -> &Grounding,
    write: fn(&mut Form) -> &mut Grounding,
) -> AnyView {
    let on = memo(move || screen.form.with(|form| read(form).on));
    view! {
        <div class="job__row">
            <Toggle
                label=label
                on=on
                on_change=Box::new(move |on| screen.form.update(|form| write(form).on = on))
            />
            {move || on.get().then(|| view! {
                <TextField
                    id=field_id(FORM, field, 0)
                    label="Threshold"
                    text=Signal::derive(move || screen.form.with(|form| read(form).threshold.clone()))
                    on_text=Callback::new(move |text| screen.form.update(|form| write(form).threshold = text))
                    fault=Signal::derive(move || fault_at(&screen.faults.read(), field, 0))
                    note="0 to 0.99"
                />
            })}
        </div>
    }
    .into_any()
}
