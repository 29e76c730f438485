//! Denied topics, content filters and words.

use leptos::prelude::*;

use super::super::kit::field_id;
use super::rows::{FORM, Text, choice, remove, sides, text};
use super::state::{Screen, use_screen};
use crate::experiment::jobs::guardrail::{CATEGORIES, PROMPT_ATTACK, Strength, Tier, Topic};
use crate::experiment::jobs::models::word;
use crate::ui::memo::memo;
use crate::ui::widgets::icon::icon;
use crate::ui::widgets::toggle::Toggle;

/// The topics.
#[component]
pub fn Topics() -> impl IntoView {
    let screen = use_screen();
    let count = memo(move || screen.form.with(|form| form.topics.len()));
    view! {
        <details class="job__fold" open>
            <summary>"Denied topics " <span class="count">{move || count.get()}</span></summary>
            <p class="note">"Say what belongs to the topic, not “block …”. At most 30"</p>
            {move || (0..count.get()).map(|row| topic(screen, row)).collect_view()}
            <div class="acts">
                <button type="button" class="btn btn--sm" on:click=move |_| screen.form.update(|form| form.topics.push(Topic::default()))>
                    {icon("plus")} "Add a topic"
                </button>
            </div>
            {move || (count.get() > 0).then(|| tier(screen, "topic-tier"))}
        </details>
    }
}

fn topic(screen: Screen, row: usize) -> AnyView {
    view! {
        <div class="job__card" role="group" aria-label=format!("Topic {}", row + 1)>
            <div class="job__form">
                {text(screen, row, Text {
                    field: "topic-name", label: "Name", note: "", rows: 0,
                    read: |form, row| form.topics.get(row).map(|topic| &topic.name),
                    write: |form, row| form.topics.get_mut(row).map(|topic| &mut topic.name),
                })}
                {text(screen, row, Text {
                    field: "topic-definition", label: "Definition", note: "At most 200 characters", rows: 2,
                    read: |form, row| form.topics.get(row).map(|topic| &topic.definition),
                    write: |form, row| form.topics.get_mut(row).map(|topic| &mut topic.definition),
                })}
                {text(screen, row, Text {
                    field: "topic-examples", label: "Examples", note: "Up to 5 prompts, one a line", rows: 2,
                    read: |form, row| form.topics.get(row).map(|topic| &topic.examples),
                    write: |form, row| form.topics.get_mut(row).map(|topic| &mut topic.examples),
                })}
                {sides(screen, "topic", row, (
                    |form, row| form.topics.get(row).map(|topic| &topic.sides),
                    |form, row| form.topics.get_mut(row).map(|topic| &mut topic.sides),
                ))}
            </div>
            {remove(screen, format!("Remove topic {}", row + 1), move |form| {
                if row < form.topics.len() {
                    form.topics.remove(row);
                }
            })}
        </div>
    }
    .into_any()
}

/// The tier of topics or content filters.
fn tier(screen: Screen, field: &'static str) -> AnyView {
    let names = Tier::ALL.into_iter().map(|tier| (tier, word(tier.word()))).collect();
    let id = (field_id(FORM, field, 0), "Tier");
    if field == "topic-tier" {
        choice(screen, id, 0, names, (|form, _| Some(&form.topic_tier), |form, _| Some(&mut form.topic_tier)))
    } else {
        choice(screen, id, 0, names, (|form, _| Some(&form.filter_tier), |form, _| Some(&mut form.filter_tier)))
    }
}

/// The content filters.
#[component]
pub fn Filters() -> impl IntoView {
    let screen = use_screen();
    view! {
        <details class="job__fold" open>
            <summary>"Content filters"</summary>
            <p class="note">
                "The strength says from which confidence a filter stops. High strength stops on low confidence too, so it gives most \
                 false alarms"
            </p>
            {CATEGORIES.into_iter().enumerate().map(|(row, kind)| filter(screen, row, kind)).collect_view()}
            {tier(screen, "filter-tier")}
        </details>
    }
}

fn filter(screen: Screen, row: usize, kind: &'static str) -> AnyView {
    let strengths =
        || Strength::ALL.into_iter().map(|strength| (strength, strength.name().to_owned())).collect::<Vec<_>>();
    view! {
        <fieldset class="job__row">
            <legend>{kind}</legend>
            {choice(screen, (field_id(FORM, "filter", row), "Prompt"), row, strengths(), (
                |form, row| form.filters.get(row).map(|filter| &filter.input),
                |form, row| form.filters.get_mut(row).map(|filter| &mut filter.input),
            ))}
            {if kind == PROMPT_ATTACK {
                view! { <p class="note">"Prompts only"</p> }.into_any()
            } else {
                choice(screen, (field_id(FORM, "filter-answer", row), "Answer"), row, strengths(), (
                    |form, row| form.filters.get(row).map(|filter| &filter.output),
                    |form, row| form.filters.get_mut(row).map(|filter| &mut filter.output),
                ))
            }}
            {sides(screen, "filter-side", row, (
                |form, row| form.filters.get(row).map(|filter| &filter.sides),
                |form, row| form.filters.get_mut(row).map(|filter| &mut filter.sides),
            ))}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || screen.form.with(|form| form.filters.get(row).is_some_and(|filter| filter.images))
                    on:change=move |event| screen.form.update(|form| {
                        if let Some(filter) = form.filters.get_mut(row) {
                            filter.images = event_target_checked(&event);
                        }
                    })
                />
                <span>"Images too"</span>
            </label>
        </fieldset>
    }
    .into_any()
}

/// Words and the managed list.
#[component]
pub fn Words() -> impl IntoView {
    let screen = use_screen();
    view! {
        <details class="job__fold" open>
            <summary>"Words"</summary>
            <div class="job__form">
                {text(screen, 0, Text {
                    field: "words", label: "Words and phrases", note: "One a line, at most 3 words each. They are looked for in everything", rows: 3,
                    read: |form, _| Some(&form.words),
                    write: |form, _| Some(&mut form.words),
                })}
                {sides(screen, "words", 0, (|form, _| Some(&form.word_sides), |form, _| Some(&mut form.word_sides)))}
            </div>
            <Toggle
                label="Profanity: AWS's own list"
                on=Signal::derive(move || screen.form.read().profanity)
                on_change=Box::new(move |on| screen.form.update(|form| form.profanity = on))
            />
        </details>
    }
}
