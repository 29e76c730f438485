//! The history dialog: search, restore, name, pin, save and delete the runs of this device, and undo a deletion.

use leptos::prelude::*;

use super::share::OpenFiles;
use crate::aws::time::Timestamp;
use crate::experiment::document::experiment::Answer;
use crate::experiment::document::history::{CallRecord, Entry, Listed};
use crate::experiment::document::recorded::Outcome;
use crate::experiment::document::visit::Event;
use crate::experiment::{Experiment, Subject};
use crate::platform::{BrowserError, clock, save};
use crate::share::file;
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::controllers::explorer::history as calls;
use crate::ui::controllers::history::{self, Found, Key, Switch};
use crate::ui::controllers::{toast, visit};
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

const EMPTY: &str = "Nothing here yet. A run, or a call in the Explorer, is kept when it ends, on this device only.";
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

/// How many runs are drawn at once; further ones are shown on request.
const DRAWN: usize = 40;

/// The state of the dialog.
#[derive(Clone, Copy)]
struct List {
    state: AppState,
    found: RwSignal<Option<Found>>,
    wanted: RwSignal<usize>,
    error: RwSignal<Option<String>>,
    search: RwSignal<String>,
    deleted: RwSignal<Option<(Key, Entry)>>,
    renaming: RwSignal<Option<Key>>,
    clearing: RwSignal<bool>,
    /// The number of the last search: an earlier one ends.
    latest: StoredValue<u32>,
}

impl List {
    /// Searches anew.
    fn read(self) {
        self.act(async { Ok(()) });
    }

    /// Changes the store, then searches again.
    fn act(self, work: impl Future<Output = Result<(), BrowserError>> + 'static) {
        let this = self.latest.try_update_value(|latest| {
            *latest += 1;
            *latest
        });
        let (search, wanted) = (self.search.get_untracked(), self.wanted.get_untracked());
        history::spawn(async move {
            let done = work.await;
            let is_latest = move || self.latest.try_get_value() == this;
            let read = history::find(&search, wanted, |found| {
                // A search that found nothing yet leaves what is on the screen.
                let goes_on = is_latest();
                if goes_on && !(found.is_searching && found.runs.is_empty()) {
                    self.found.try_set(Some(found));
                }
                goes_on
            })
            .await;
            if is_latest() {
                self.error.try_set(done.err().or(read.err()).map(|error| history::advice(&error)));
            }
        });
    }

    fn change(self, key: Key, change: impl FnOnce(&mut Entry) + 'static) {
        self.act(history::change(key, change));
    }

    /// Does something with the whole entry.
    fn with(self, key: Key, act: impl FnOnce(Entry) + 'static) {
        history::spawn(async move {
            match history::get(key).await {
                Ok(Some(entry)) => act(entry),
                Ok(None) => self.read(),
                Err(error) => {
                    self.error.try_set(Some(history::advice(&error)));
                }
            }
        });
    }

    fn delete(self, key: Key) {
        self.with(key, move |entry| {
            self.deleted.try_set(Some((key, entry)));
            self.act(history::delete(key));
        });
    }

    fn undo(self) {
        if let Some((key, entry)) = self.deleted.get_untracked() {
            self.deleted.set(None);
            self.act(async move { history::put(key, &entry).await });
        }
    }

    fn restore(self, key: Key) {
        self.with(key, move |entry| {
            let into = match entry.lab {
                Some(lab) => {
                    calls::open(self.state, lab);
                    "the Explorer"
                }
                None => {
                    visit::apply(self.state, Event::Restored(entry.draft));
                    "the playground"
                }
            };
            self.state.place.dialog.set(None);
            toast::show(format!("Restored into {into}. Nothing was sent"));
        });
    }
}

fn body() -> AnyView {
    let state = use_app();
    let list = List {
        state,
        found: RwSignal::new(None),
        wanted: RwSignal::new(DRAWN),
        error: RwSignal::new(None),
        search: RwSignal::default(),
        deleted: RwSignal::new(None),
        renaming: RwSignal::new(None),
        clearing: RwSignal::new(false),
        latest: StoredValue::new(0),
    };
    list.read();
    let on = RwSignal::new(history::is_on());
    view! {
        <div class="dialog__body history">
            <div class="row row--wrap">
                <input
                    class="input grow"
                    type="search"
                    aria-label="Search history"
                    placeholder="Search questions, answers, models, operations"
                    data-autofocus=""
                    on:input=move |event| {
                        list.search.set(event_target_value(&event));
                        list.wanted.set(DRAWN);
                        list.read();
                    }
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
                    <span class="grow">"Deleted “"<bdi>{name}</bdi>"”."</span>
                    <button type="button" class="btn btn--sm" on:click=move |_| list.undo()>"Undo delete"</button>
                </p>
            })}
            {move || match list.found.get() {
                None => view! { <p class="quiet">"Reading…"</p> }.into_any(),
                Some(found) if found.runs.is_empty() => {
                    let text = if list.search.with_untracked(String::is_empty) { EMPTY } else { NONE_FOUND };
                    view! { <p class="quiet">{text}</p> }.into_any()
                }
                Some(found) => view! {
                    <ul class="runs" aria-label="Runs">
                        {found.runs.into_iter().map(|(key, entry)| row(list, key, &entry)).collect_view()}
                    </ul>
                    {found.is_searching.then(|| view! { <p class="quiet">"Searching…"</p> })}
                    {found.has_more.then(|| view! {
                        <button
                            type="button"
                            class="btn btn--sm"
                            on:click=move |_| {
                                list.wanted.update(|wanted| *wanted += DRAWN);
                                list.read();
                            }
                        >
                            "Show older runs"
                        </button>
                    })}
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

fn row(list: List, key: Key, entry: &Listed) -> AnyView {
    let name = entry.name.clone();
    let at = Timestamp(entry.at_ms);
    let pinned = entry.pinned;
    let label = move |what: &str, name: &str| format!("{what}: {}", isolated(name));
    let shown = name.clone();
    view! {
        <li class="run" data-pinned=pinned.then_some("")>
            <div class="run__what">
                {move || if list.renaming.get() == Some(key) {
                    rename(list, key, &shown).into_any()
                } else {
                    view! { <b class="run__name"><bdi>{shown.clone()}</bdi></b> }.into_any()
                }}
                <p class="run__facts">
                    <time datetime=at.iso8601() title=format!("{} UTC", at.iso8601().replace('T', " ").replace('Z', ""))>
                        {clock::local(at)}
                    </time>
                    <code>{entry.model.clone()}</code>
                    {entry.calls.iter().map(facts).collect_view()}
                </p>
            </div>
            <div class="run__acts">
                <button type="button" class="btn btn--sm" aria-label=label("Restore", &name) on:click=move |_| list.restore(key)>
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
                    on_press=move |()| list.with(key, |entry| save(&entry))
                />
                <IconButton
                    label=label("Delete", &name)
                    title="Delete"
                    icon=Icon::Late("trash")
                    on_press=move |()| list.delete(key)
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
    let experiment = Experiment {
        title: entry.title.clone(),
        answers: answers.collect(),
        ..Experiment::new(entry.lab.clone().map_or_else(|| Subject::Playground(entry.draft.clone()), Subject::Lab))
    };
    let name = file::name(&experiment);
    toast::show(match save::text(&name, &file::write(&experiment, None)) {
        Ok(()) => format!("Saved as {}", isolated(&name)),
        Err(error) => error.to_string(),
    });
}
