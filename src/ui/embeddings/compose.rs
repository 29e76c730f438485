//! The left column: the texts, the model's settings, and what prevents a run.

use leptos::prelude::*;

use super::state::use_lab;
use super::texts::TextsTable;
use crate::bedrock::embedding::Place;
use crate::experiment::document::lab::LabText;
use crate::experiment::embeddings::texts::MOST_TEXTS;
use crate::experiment::embeddings::{Texts, examples};
use crate::ui::parts::settings_form::settings_form;
use crate::ui::state::Mode;
use crate::ui::widgets::icon::{icon, late_icon};

/// The column.
#[component]
pub fn Compose() -> impl IntoView {
    let lab = use_lab();
    let count = Memo::new(move |_| lab.texts.with(|texts| texts.rows().len()));
    let full = move || count.get() >= MOST_TEXTS;
    let detailed = RwSignal::new(false);
    let pasting = RwSignal::new(false);
    view! {
        <section class="pane compose" id="compose" aria-labelledby="h-texts">
            <div class="pane__head">
                <h2 id="h-texts">"Texts"</h2>
                <span class="count">{move || format!("{} of {MOST_TEXTS}", count.get())}</span>
                <span class="push"></span>
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || detailed.get()
                        on:change=move |event| detailed.set(event_target_checked(&event))
                    />
                    <span>"Labels and groups"</span>
                </label>
            </div>
            <div class="pane__body lab__compose">
                <TextsTable detailed=detailed />
                <div class="adders">
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        disabled=full
                        on:click=move |_| {
                            lab.texts.update(|texts| {
                                texts.push(LabText::default());
                            });
                        }
                    >
                        {icon("plus")} "Add text"
                    </button>
                    <button
                        type="button"
                        class="btn btn--ghost btn--sm"
                        aria-expanded=move || if pasting.get() { "true" } else { "false" }
                        on:click=move |_| pasting.update(|open| *open = !*open)
                    >
                        {late_icon("doc")} "Paste lines…"
                    </button>
                    <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| lab.texts.update(|texts| texts.replace(examples::few()))>
                        "8 examples"
                    </button>
                    <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| lab.texts.update(|texts| texts.replace(examples::many()))>
                        "50 examples"
                    </button>
                    <button type="button" class="btn btn--ghost btn--sm" on:click=move |_| lab.texts.update(Texts::clear)>
                        {late_icon("trash")} "Remove all"
                    </button>
                </div>
                {move || pasting.get().then(|| view! { <Paste pasting=pasting /> })}
                <Settings />
                <Issues />
                <Simulated />
            </div>
        </section>
    }
}

#[component]
fn Paste(pasting: RwSignal<bool>) -> impl IntoView {
    let lab = use_lab();
    let text = RwSignal::new(String::new());
    let add = move |_| {
        let mut done = None;
        lab.texts.update(|texts| done = Some(text.with_untracked(|text| texts.paste(text))));
        if let Some(done) = done {
            let left = if done.left_out > 0 {
                format!(", {} left out: the table holds {MOST_TEXTS}", done.left_out)
            } else {
                String::new()
            };
            lab.state.status.announce(format!("{} added{left}", crate::text::number::count(done.added as u64, "text")));
        }
        pasting.set(false);
    };
    view! {
        <div class="field">
            <label class="label" for="paste-texts">"Lines or CSV"</label>
            <textarea
                class="area"
                id="paste-texts"
                rows="5"
                aria-describedby="paste-note"
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <p class="setfield__note" id="paste-note">
                "One text per line. CSV needs a header with the column text; label and group are optional"
            </p>
            <div class="row">
                <button type="button" class="btn btn--solid" on:click=add>"Add these texts"</button>
                <button type="button" class="btn" on:click=move |_| pasting.set(false)>"Close"</button>
            </div>
        </div>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let lab = use_lab();
    let issues = Signal::derive(move || {
        let plan = lab.plan.read();
        let issues = plan.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        issues
            .iter()
            .filter_map(|issue| match issue.place {
                Place::Field(pointer) => Some((pointer.to_owned(), issue.text.clone())),
                Place::Run | Place::Input(_) => None,
            })
            .collect::<Vec<_>>()
    });
    view! {
        <div class="group" role="group" aria-labelledby="h-settings">
            <h3 id="h-settings" class="label">"Request settings"</h3>
            {move || match lab.format.get() {
                Some(format) if format.fields().is_empty() => {
                    view! { <p class="setfield__note">"This model has no settings"</p> }.into_any()
                }
                Some(format) => settings_form("set", format.fields().to_vec(), lab.settings, issues),
                None => view! { <p class="setfield__note">"Choose an embedding model to see its settings"</p> }.into_any(),
            }}
        </div>
    }
}

/// What prevents a run and belongs to no field.
#[component]
fn Issues() -> impl IntoView {
    let lab = use_lab();
    let issues = move || {
        let plan = lab.plan.read();
        let issues = plan.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        issues
            .iter()
            .filter_map(|issue| match issue.place {
                Place::Run => Some(issue.text.clone()),
                Place::Input(row) => Some(format!("{}: {}", lab.texts.with(|texts| texts.name(row)), issue.text)),
                Place::Field(_) => None,
            })
            .take(6)
            .collect::<Vec<_>>()
    };
    move || {
        let issues = issues();
        (!issues.is_empty()).then(|| {
            view! {
                <div class="notice notice--warn lab__issues" tabindex="-1">
                    {icon("warn")}
                    <ul>{issues.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// The limits of simulated vectors.
#[component]
fn Simulated() -> impl IntoView {
    let lab = use_lab();
    let text = move || match lab.table.get() {
        Some(Err(why)) => format!(
            "{why}. Simulated vectors now come from hashed words and letters: texts that share spelling are near each \
             other; synonyms are not"
        ),
        Some(Ok(())) | None => "Simulated vectors come from a table of word pieces distilled from the sentence model \
                                all-MiniLM-L6-v2, not from the model that you chose: a sentence is the mean of its \
                                pieces. Words used in similar ways are near each other; word order, irony and \
                                negation are lost"
            .to_owned(),
    };
    move || {
        (lab.state.mode.get() == Mode::Simulator).then(|| {
            view! {
                <div class="notice notice--sim">{late_icon("info")} <div>{text}</div></div>
            }
        })
    }
}
