//! One run of the list: its name, its facts, and what can be done with it.

use leptos::prelude::*;

use super::list::{List, Row};
use crate::aws::time::Timestamp;
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::history::{Entry, Facts};
use crate::experiment::document::recorded::Outcome;
use crate::experiment::{Experiment, Subject};
use crate::platform::{clock, save};
use crate::share::file;
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::controllers::history::Key;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::widgets::icon_button::{Icon, IconButton};

const UNREAD: &str = "A run that this version of the page cannot read";

/// The row.
pub fn row(list: List, row: Row) -> AnyView {
    let Row { key, shown } = row;
    let (entry, pinned) = (shown.clone(), shown.clone());
    let pinned = memo(move || pinned.with(|shown| shown.pinned));
    let name = memo(move || entry.with(|shown| if shown.is_unread { UNREAD.to_owned() } else { shown.name.clone() }));
    let is_unread = shown.with_untracked(|shown| shown.is_unread);
    let label =
        move |what: &'static str| Signal::derive(move || name.with(|name| format!("{what}: {}", isolated(name))));
    let line = move || {
        shown.with(|shown| {
            let at = Timestamp(shown.at_ms);
            let title = format!("{} UTC", at.iso8601().replace('T', " ").replace('Z', ""));
            view! {
                {(!shown.is_unread).then(|| view! { <time datetime=at.iso8601() title=title>{clock::local(at)}</time> })}
                <code>{shown.model.clone()}</code>
                {shown.calls.iter().map(facts).collect_view()}
                <span>{number::bytes(shown.bytes)}</span>
            }
            .into_any()
        })
    };
    view! {
        <li
            class="run"
            data-pinned=move || pinned.get().then_some("")
            aria-setsize=move || list.found.with(|found| found.as_ref().map(|found| found.keys.len()))
            aria-posinset=move || { list.found.track(); list.place(key) }
        >
            <div class="run__what">
                {move || if list.renaming.get() == Some(key) {
                    rename(list, key, &name.get_untracked()).into_any()
                } else {
                    view! { <b class="run__name"><bdi>{name}</bdi></b> }.into_any()
                }}
                <p class="run__facts">{line}</p>
            </div>
            <div class="run__acts">
                {(!is_unread).then(|| view! {
                    <button type="button" class="btn btn--sm" aria-label=label("Restore") on:click=move |_| list.restore(key)>
                        "Restore"
                    </button>
                    <IconButton
                        label=label("Pin")
                        title="Pin"
                        icon=Icon::Late("pin")
                        pressed=pinned.into()
                        on_press=move |()| list.change(key, |entry| entry.pinned = !entry.pinned)
                    />
                    <button
                        type="button"
                        class="btn btn--sm btn--ghost"
                        aria-label=label("Rename")
                        on:click=move |_| list.renaming.set(Some(key))
                    >
                        "Rename"
                    </button>
                })}
                <IconButton
                    label=label("Save as a file")
                    title="Save as a file"
                    icon=Icon::Late("download")
                    on_press=move |()| list.with_text(key, move |text| save(key, &text))
                />
                <IconButton
                    label=label("Delete")
                    title="Delete"
                    icon=Icon::Late("trash")
                    on_press=move |()| list.delete(key, name.get_untracked())
                />
            </div>
        </li>
    }
    .into_any()
}

fn rename(list: List, key: Key, name: &str) -> impl IntoView {
    let typed = RwSignal::new(name.to_owned());
    let done = move || {
        list.renaming.set(None);
        let title = typed.get_untracked().trim().to_owned();
        list.change(key, |entry| entry.title = title);
    };
    view! {
        <form
            class="row"
            on:submit=move |event| {
                event.prevent_default();
                done();
            }
        >
            <input
                class="input grow"
                aria-label="Name of the run"
                maxlength="120"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button type="submit" class="btn btn--sm">"Save name"</button>
        </form>
    }
}

/// The facts of a call.
fn facts(call: &Facts) -> impl IntoView + use<> {
    let mut parts = vec![call.operation.word().to_owned()];
    if let Some(status) = call.status {
        parts.push(status.to_string());
    }
    parts.extend(call.total_ms.map(number::duration_ms));
    parts.extend(call.output_tokens.map(|tokens| number::count(tokens, "token")));
    if call.outcome.known() != Some(Outcome::Done) {
        parts.push(call.outcome.word().to_owned());
    }
    view! { <span class="run__call">{origin_badge(call.origin())}{parts.join(" · ")}</span> }
}

/// Saves the run as a file: the form, and the answers with their origin. What this version cannot read is saved as it is stored.
fn save(key: Key, text: &str) {
    let (name, text) = match Entry::from_json(text) {
        Some(entry) => {
            let experiment = experiment(&entry);
            (file::name(&experiment), file::write(&experiment, None))
        }
        None => (format!("outcrop-run-{key}.json"), text.to_owned()),
    };
    toast::show(match save::text(&name, &text) {
        Ok(()) => format!("Saved as {}", isolated(&name)),
        Err(error) => error.to_string(),
    });
}

fn experiment(entry: &Entry) -> Experiment {
    let answers = entry.calls.iter().filter(|call| entry.lab.is_none() && !call.answer.is_empty()).map(|call| Answer {
        api: call.api(),
        origin: call.origin(),
        model: call.model.clone(),
        text: call.answer.clone(),
        stop_reason: String::new(),
        input_tokens: call.input_tokens,
        output_tokens: call.output_tokens,
        total_ms: call.total_ms.and_then(|ms| u64::try_from(ms).ok()),
    });
    Experiment {
        title: entry.title.clone(),
        answers: answers.collect(),
        ..Experiment::new(entry.lab.clone().map_or_else(|| Subject::Playground(entry.draft.clone()), Subject::Lab))
    }
}
