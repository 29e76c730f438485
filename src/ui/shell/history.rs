//! The history dialog: search, restore, name, pin, save and delete the runs of this device, and undo a deletion.

use leptos::prelude::*;

use super::share::OpenFiles;
use crate::aws::time::Timestamp;
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::history::{CallRecord, Entry};
use crate::experiment::document::recorded::Outcome;
use crate::experiment::document::visit::Event;
use crate::experiment::{Experiment, Subject};
use crate::platform::{BrowserError, clock, save};
use crate::share::file;
use crate::text::number;
use crate::ui::controllers::history::{self, Key, Switch};
use crate::ui::controllers::{toast, visit};
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::parts::page_dialog::PageDialog;
use crate::ui::state::{AppState, Dialog, use_app};
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::icon_button::{Icon, IconButton};
use crate::ui::widgets::toggle::Toggle;

late_view! {
    share:
    /// The dialog that shows the history.
    pub fn late() => view! { <HistoryDialog /> }.into_any()
}

const EMPTY: &str = "Nothing here yet. A run is kept when it ends, on this device only.";
const NONE_FOUND: &str = "No run matches all of these words.";
const ABOUT: &str = "Kept in this browser only: what was composed, sent and answered, with its times. Never credentials, \
                     endpoints or authorization headers. At most 200 runs; pinned ones stay.";

/// The dialog.
#[component]
pub fn HistoryDialog() -> impl IntoView {
    view! {
        <PageDialog is=Dialog::History id="history" title="History">
            {body()}
        </PageDialog>
    }
}

/// The state of the dialog.
#[derive(Clone, Copy)]
struct List {
    state: AppState,
    entries: RwSignal<Option<Vec<(Key, Entry)>>>,
    error: RwSignal<Option<String>>,
    search: RwSignal<String>,
    deleted: RwSignal<Option<(Key, Entry)>>,
    renaming: RwSignal<Option<Key>>,
    clearing: RwSignal<bool>,
}

impl List {
    /// Changes the store, then reads it again.
    fn act(self, work: impl Future<Output = Result<(), BrowserError>> + 'static) {
        history::then_all(work, move |done, read| {
            let error = done.err().or(read.as_ref().err().cloned());
            self.error.try_set(error.map(|error| history::advice(&error)));
            if let Ok(entries) = read {
                self.entries.try_set(Some(entries));
            }
        });
    }

    fn change(self, key: Key, change: impl FnOnce(&mut Entry)) {
        let found = self.entries.with_untracked(|entries| {
            entries.iter().flatten().find(|(of, _)| *of == key).map(|(_, entry)| entry.clone())
        });
        if let Some(mut entry) = found {
            change(&mut entry);
            self.act(async move { history::put(key, &entry).await });
        }
    }

    fn delete(self, key: Key, entry: Entry) {
        self.deleted.set(Some((key, entry)));
        self.act(async move { history::delete(key).await });
    }

    fn undo(self) {
        if let Some((key, entry)) = self.deleted.get_untracked() {
            self.deleted.set(None);
            self.act(async move { history::put(key, &entry).await });
        }
    }

    fn restore(self, entry: &Entry) {
        visit::apply(self.state, Event::Restored(entry.draft.clone()));
        self.state.place.dialog.set(None);
        toast::show("Restored into the playground. Nothing was sent");
    }
}

fn body() -> AnyView {
    let state = use_app();
    let list = List {
        state,
        entries: RwSignal::new(None),
        error: RwSignal::new(None),
        search: RwSignal::default(),
        deleted: RwSignal::new(None),
        renaming: RwSignal::new(None),
        clearing: RwSignal::new(false),
    };
    list.act(async { Ok(()) });
    let on = RwSignal::new(history::is_on());
    let shown = memo(move || {
        let search = list.search.get();
        list.entries.with(|entries| {
            entries
                .as_ref()
                .map(|entries| entries.iter().filter(|(_, entry)| entry.matches(&search)).cloned().collect::<Vec<_>>())
        })
    });
    view! {
        <div class="dialog__body history">
            <div class="row row--wrap">
                <input
                    class="input grow"
                    type="search"
                    aria-label="Search history"
                    placeholder="Search questions, answers, models"
                    data-autofocus=""
                    on:input=move |event| list.search.set(event_target_value(&event))
                />
                <Toggle
                    label="Keep runs"
                    on=on
                    on_change=Box::new(move |checked| {
                        history::switch(if checked { Switch::On } else { Switch::Off });
                        on.set(checked);
                    })
                />
            </div>
            {move || list.error.get().map(|error| view! {
                <p class="notice notice--err" role="alert">{late_icon("error")}<span>{error}</span></p>
            })}
            {move || list.deleted.with(|deleted| deleted.as_ref().map(|(_, entry)| entry.name())).map(|name| view! {
                <p class="notice" role="status">
                    <span class="grow">{format!("Deleted “{name}”.")}</span>
                    <button type="button" class="btn btn--sm" on:click=move |_| list.undo()>"Undo delete"</button>
                </p>
            })}
            {move || match shown.get() {
                None => view! { <p class="quiet">"Reading…"</p> }.into_any(),
                Some(entries) if entries.is_empty() => {
                    let text = if list.search.with_untracked(String::is_empty) { EMPTY } else { NONE_FOUND };
                    view! { <p class="quiet">{text}</p> }.into_any()
                }
                Some(entries) => view! {
                    <ul class="runs" aria-label="Runs">
                        {entries.into_iter().map(|(key, entry)| row(list, key, entry)).collect_view()}
                    </ul>
                }
                .into_any(),
            }}
            <p class="note">{ABOUT}</p>
        </div>
        <div class="dialog__foot">
            {move || if list.clearing.get() {
                view! {
                    <span>"Delete every run, pinned ones too?"</span>
                    <button
                        type="button"
                        class="btn btn--danger"
                        on:click=move |_| {
                            list.clearing.set(false);
                            list.deleted.set(None);
                            list.act(history::clear());
                        }
                    >
                        "Delete all"
                    </button>
                    <button type="button" class="btn btn--ghost" on:click=move |_| list.clearing.set(false)>"Keep them"</button>
                }
                .into_any()
            } else {
                view! {
                    <button type="button" class="btn btn--ghost" on:click=move |_| list.clearing.set(true)>"Clear history…"</button>
                }
                .into_any()
            }}
            <span class="push"></span>
            <OpenFiles />
        </div>
    }
    .into_any()
}

fn row(list: List, key: Key, entry: Entry) -> AnyView {
    let name = entry.name();
    let at = Timestamp(entry.at_ms);
    let pinned = entry.pinned;
    let (to_restore, to_save, to_delete) = (entry.clone(), entry.clone(), entry.clone());
    let label = move |what: &str, name: &str| format!("{what}: {name}");
    view! {
        <li class="run" data-pinned=pinned.then_some("")>
            <div class="run__what">
                {move || if list.renaming.get() == Some(key) {
                    rename(list, key, &entry.name()).into_any()
                } else {
                    view! { <b class="run__name">{entry.name()}</b> }.into_any()
                }}
                <p class="run__facts">
                    <time datetime=at.iso8601() title=format!("{} UTC", at.iso8601().replace('T', " ").replace('Z', ""))>
                        {clock::local(at)}
                    </time>
                    <code>{to_save.draft.model.clone()}</code>
                    {to_save.calls.iter().map(facts).collect_view()}
                </p>
            </div>
            <div class="run__acts">
                <button type="button" class="btn btn--sm" aria-label=label("Restore", &name) on:click=move |_| list.restore(&to_restore)>
                    "Restore"
                </button>
                <IconButton
                    label=label("Pin", &name)
                    title="Pin"
                    icon=Icon::Late("pin")
                    pressed=Signal::stored(pinned)
                    on_press=move |()| list.change(key, |entry| entry.pinned = !entry.pinned)
                />
                <button
                    type="button"
                    class="btn btn--sm btn--ghost"
                    aria-label=label("Rename", &name)
                    on:click=move |_| list.renaming.set(Some(key))
                >
                    "Rename"
                </button>
                <IconButton
                    label=label("Save as a file", &name)
                    title="Save as a file"
                    icon=Icon::Late("download")
                    on_press=move |()| save(&to_save)
                />
                <IconButton
                    label=label("Delete", &name)
                    title="Delete"
                    icon=Icon::Late("trash")
                    on_press=move |()| list.delete(key, to_delete.clone())
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
        list.change(key, |entry| typed.get_untracked().trim().clone_into(&mut entry.title));
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
fn facts(call: &CallRecord) -> impl IntoView + use<> {
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

/// Saves the run as a file: the form, and the answers with their origin.
fn save(entry: &Entry) {
    let answers = entry.calls.iter().filter(|call| !call.answer.is_empty()).map(|call| Answer {
        api: call.api(),
        origin: call.origin(),
        model: call.model.clone(),
        text: call.answer.clone(),
        stop_reason: String::new(),
        input_tokens: call.input_tokens,
        output_tokens: call.output_tokens,
        total_ms: call.total_ms.and_then(|ms| u64::try_from(ms).ok()),
    });
    let experiment = Experiment {
        title: entry.title.clone(),
        answers: answers.collect(),
        ..Experiment::new(Subject::Playground(entry.draft.clone()))
    };
    let name = file::name(&experiment);
    toast::show(match save::text(&name, &file::write(&experiment, None)) {
        Ok(()) => format!("Saved as {name}"),
        Err(error) => error.to_string(),
    });
}
