//! The bench: sentences against the draft and the versions.

use leptos::prelude::*;

use super::super::kit::{Choose, TextField};
use super::scores::ScoresOf;
use super::state::{Screen, use_screen};
use super::verdicts::{Verdicts, total};
use crate::experiment::jobs::guardrail::bench::{Expected, MOST, Sentence, Source, examples, paste};
use crate::experiment::jobs::guardrail::list::DRAFT;
use crate::platform::files;
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::controllers::files as reading;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::widgets::icon::{icon, late_icon};
use crate::ui::widgets::icon_button::IconButton;
use crate::ui::widgets::in_steps::in_steps;

/// How many sentences a step draws.
const STEP: usize = 12;

/// The bench.
#[component]
pub fn Bench() -> impl IntoView {
    let screen = use_screen();
    let count = memo(move || screen.sentences.with(Vec::len));
    let drawn = in_steps(move || count.get(), STEP);
    let pasting = RwSignal::new(false);
    view! {
        <section class="job__part" id="bench" aria-labelledby="h-bench">
            <div class="job__head">
                <h2 id="h-bench">"Bench"</h2>
                <span class="count">{move || format!("{} of {MOST}", count.get())}</span>
                <span class="push"></span>
                {move || if screen.running.get() {
                    view! {
                        <button type="button" class="btn btn--run" on:click=move |_| screen.running.set(false)>{icon("stop")} "Stop"</button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button
                            type="button"
                            class="btn btn--run"
                            disabled=move || (screen.current.read().is_none() && !screen.checks.get()) || count.get() == 0
                            on:click=move |_| screen.try_all(&screen.against.get_untracked())
                        >
                            {icon("run")} "Try all"
                        </button>
                    }
                    .into_any()
                }}
            </div>
            <p class="note">
                "Each sentence is one ApplyGuardrail for each version, and one InvokeGuardrailChecks if you want scores without a \
                 guardrail. On AWS every call is billed by policy and text unit. "
                {move || screen.current.read().is_none().then_some("Create or open a guardrail first, or tick the checks. ")}
                {move || (screen.current.read().is_some() && screen.is_changed()).then_some(
                    "DRAFT is the saved draft: your changes above are not in it until you save. "
                )}
            </p>
            <Against />
            <div class="acts">
                <button type="button" class="btn btn--sm" on:click=move |_| add(screen, vec![Sentence::default()])>{icon("plus")} "Add a sentence"</button>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-expanded=move || if pasting.get() { "true" } else { "false" }
                    on:click=move |_| pasting.update(|open| *open = !*open)
                >
                    {late_icon("doc")} "Paste…"
                </button>
                <FileButton screen=screen />
                <button type="button" class="btn btn--sm" on:click=move |_| add(screen, examples())>"Example sentences"</button>
                <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| screen.sentences.set(Vec::new())>{icon("trash")} "Remove all"</button>
            </div>
            {move || pasting.get().then(|| view! { <Paste screen=screen pasting=pasting /> })}
            <ul class="job__totals" aria-label="Totals" aria-live="polite">
                {move || screen.against.get().into_iter().map(|version| view! {
                    <li><b>{version.clone()}</b> " " {move || total(screen, &version)}</li>
                }).collect_view()}
            </ul>
            {move || (count.get() == 0).then(|| view! {
                <p class="empty">"Add sentences that should pass and sentences that should be stopped, then try all of them"</p>
            })}
            <ol class="job__cards" aria-label="Sentences">
                {move || (0..count.get().min(drawn.get())).map(|row| sentence(screen, row)).collect_view()}
            </ol>
        </section>
    }
}

/// Adds sentences as long as there is room.
fn add(screen: Screen, sentences: Vec<Sentence>) {
    let mut left_out = 0;
    screen.sentences.update(|all| {
        let room = MOST.saturating_sub(all.len());
        left_out = sentences.len().saturating_sub(room);
        all.extend(sentences.into_iter().take(room));
    });
    if left_out > 0 {
        toast::say(
            screen.state,
            format!("{} left out: the bench holds {MOST}", number::count(left_out as u64, "sentence")),
        );
    }
}

/// The versions that are tried.
#[component]
fn Against() -> impl IntoView {
    let screen = use_screen();
    let versions = memo(move || {
        let mut all = vec![DRAFT.to_owned()];
        screen.versions.value.with(|rows| {
            all.extend(rows.iter().flatten().map(|row| row.version.clone()).filter(|version| version != DRAFT));
        });
        all
    });
    view! {
        <fieldset class="job__row">
            <legend>"Against"</legend>
            {move || versions.get().into_iter().map(|version| {
                let stored = StoredValue::new(version.clone());
                let on = move || screen.against.with(|all| stored.with_value(|version| all.contains(version)));
                view! {
                    <label class="tick">
                        <input
                            type="checkbox"
                            prop:checked=on
                            on:change=move |event| {
                                let checked = event_target_checked(&event);
                                let version = stored.get_value();
                                screen.against.update(|all| {
                                    all.retain(|of| *of != version);
                                    if checked {
                                        all.push(version);
                                    }
                                });
                            }
                        />
                        <span>{if version == DRAFT { version } else { format!("Version {version}") }}</span>
                    </label>
                }
            }).collect_view()}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || screen.checks.get()
                    on:change=move |event| screen.checks.set(event_target_checked(&event))
                />
                <span>"InvokeGuardrailChecks, without a guardrail"</span>
            </label>
        </fieldset>
    }
}

/// Sentences from pasted lines or CSV.
#[component]
fn Paste(screen: Screen, pasting: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    view! {
        <TextField
            id="bench-paste".to_owned()
            label="Lines or CSV"
            text=typed
            on_text=Callback::new(move |text| typed.set(text))
            note="One sentence a line. CSV needs a header with the column text; expected (pass or stop), source (input or output), query and grounding are optional"
            rows=5
        />
        <div class="acts">
            <button type="button" class="btn btn--solid" on:click=move |_| {
                add(screen, typed.with_untracked(|typed| paste(typed)));
                pasting.set(false);
            }>"Add these sentences"</button>
            <button type="button" class="btn" on:click=move |_| pasting.set(false)>"Close"</button>
        </div>
    }
}

/// Sentences from a file.
#[component]
fn FileButton(screen: Screen) -> impl IntoView {
    let take = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let chosen = files::from_list(input.files());
        input.set_value("");
        reading::read(chosen, move |read| {
            for file in read {
                match file.map(|(name, bytes)| String::from_utf8(bytes).map_err(|_| name)) {
                    Ok(Ok(text)) => add(screen, paste(&text)),
                    Ok(Err(name)) => toast::say(screen.state, format!("{} is not UTF-8 text", isolated(&name))),
                    Err(why) => toast::say(screen.state, why),
                }
            }
        });
    };
    view! {
        <label class="btn btn--sm filebtn">
            {late_icon("doc")} "Open a file…"
            <input type="file" class="vh" accept=".csv,.txt" on:change=take />
        </label>
    }
}

/// One sentence with its verdicts.
fn sentence(screen: Screen, row: usize) -> AnyView {
    let get = move |read: fn(&Sentence) -> String| {
        Signal::derive(move || screen.sentences.with(|all| all.get(row).map(read).unwrap_or_default()))
    };
    let change = move |act: &dyn Fn(&mut Sentence)| {
        screen.sentences.update(|all| {
            if let Some(sentence) = all.get_mut(row) {
                act(sentence);
            }
        });
    };
    let number = row + 1;
    view! {
        <li class="job__card">
            <div class="job__bench">
                <TextField
                    id=format!("bench-text-{row}")
                    label=format!("Sentence {number}")
                    text=get(|sentence| sentence.text.clone())
                    on_text=Callback::new(move |text: String| change(&move |sentence| sentence.text.clone_from(&text)))
                    rows=1
                />
                <Choose
                    id=format!("bench-source-{row}")
                    label="Is a"
                    choices=Source::ALL.into_iter().map(|source| (source, source.name().to_owned())).collect()
                    chosen=Signal::derive(move || screen.sentences.with(|all| all.get(row).map(|each| each.source).unwrap_or_default()))
                    on_choose=Callback::new(move |source| change(&move |sentence| sentence.source = source))
                />
                <Choose
                    id=format!("bench-expected-{row}")
                    label="Expected"
                    choices=Expected::ALL.into_iter().map(|expected| (expected, expected.name().to_owned())).collect()
                    chosen=Signal::derive(move || screen.sentences.with(|all| all.get(row).map(|each| each.expected).unwrap_or_default()))
                    on_choose=Callback::new(move |expected| change(&move |sentence| sentence.expected = expected))
                />
                <IconButton
                    label=format!("Remove sentence {number}")
                    icon="trash"
                    on_press=move |()| screen.sentences.update(|all| {
                        if row < all.len() {
                            all.remove(row);
                        }
                    })
                />
            </div>
            <details class="job__fold">
                <summary>"Source and query"</summary>
                <div class="job__form">
                    <TextField
                        id=format!("bench-grounding-{row}")
                        label="Source"
                        text=get(|sentence| sentence.grounding.clone())
                        on_text=Callback::new(move |text: String| change(&move |sentence| sentence.grounding.clone_from(&text)))
                        note="For grounding: the text that the answer must be in"
                        rows=2
                    />
                    <TextField
                        id=format!("bench-query-{row}")
                        label="Query"
                        text=get(|sentence| sentence.query.clone())
                        on_text=Callback::new(move |text: String| change(&move |sentence| sentence.query.clone_from(&text)))
                        note="For relevance: what was asked"
                    />
                </div>
            </details>
            <Verdicts row=row />
            <ScoresOf row=row />
        </li>
    }
    .into_any()
}
