//! The history dialog: search, restore, name, pin, save and delete the runs of this device, and undo a deletion. It also offers the
//! stored texts that this version of the page could not read.

mod list;
mod row;
mod unread;

use leptos::prelude::*;

use self::list::{List, Towards};
use self::row::row;
use self::unread::unread;
use super::share::OpenFiles;
use crate::text::outside::isolated;
use crate::ui::controllers::history::{self, Switch};
use crate::ui::parts::page_dialog::PageDialog;
use crate::ui::state::{Dialog, use_app};
use crate::ui::widgets::icon::late_icon;
use crate::ui::widgets::toggle::Toggle;

late_view! {
    share:
    /// The dialog that shows the history.
    pub fn late() => view! { <HistoryDialog /> }.into_any()
}

const HINT: &str = "Looks at names, models, regions, questions and answers, and at the inputs and answers of calls. The beginnings are \
                    found at once; the rest of a long text is read run by run.";
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

fn body() -> AnyView {
    let list = List::new(use_app());
    let on = RwSignal::new(history::is_on());
    view! {
        <div class="dialog__body history">
            <div class="row row--wrap">
                <input
                    class="input grow"
                    type="search"
                    aria-label="Search history"
                    placeholder="Search questions, answers, models, operations"
                    aria-describedby="history-hint"
                    data-autofocus=""
                    on:input=move |event| list.search(event_target_value(&event))
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
            <p class="note" id="history-hint">{HINT}</p>
            {move || list.error.get().map(|error| view! {
                <p class="notice notice--err" role="alert">{late_icon("error")}<span>{error}</span></p>
            })}
            {move || list.deleted.get().map(|deleted| view! {
                <p class="notice" role="status">
                    <span class="grow">"Deleted “"<bdi>{isolated(&deleted.name)}</bdi>"”."</span>
                    <button type="button" class="btn btn--sm" on:click=move |_| list.undo()>"Undo delete"</button>
                </p>
            })}
            {unread()}
            {move || empty(list).map(|text| view! { <p class="quiet">{text}</p> })}
            <button
                type="button"
                class="btn btn--sm"
                hidden=move || !list.has(Towards::Newer)
                on:click=move |_| list.go(Towards::Newer)
            >
                "Show newer runs"
            </button>
            <ul class="runs" aria-label="Runs" hidden=move || list.rows.with(Vec::is_empty)>
                <For each=move || list.rows.get() key=|row| row.key children=move |drawn| row(list, drawn) />
            </ul>
            <p class="quiet" role="status">{move || list.status()}</p>
            <button
                type="button"
                class="btn btn--sm"
                hidden=move || !list.has(Towards::Older)
                on:click=move |_| list.go(Towards::Older)
            >
                "Show older runs"
            </button>
            <p class="note">{ABOUT}</p>
        </div>
        <div class="dialog__foot">
            {move || if list.clearing.get() {
                view! {
                    <span>"Delete every run, pinned ones too?"</span>
                    <button
                        type="button"
                        class="btn btn--danger"
                        on:click=move |_| list.clear()
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

/// What stands in place of an empty list.
fn empty(list: List) -> Option<&'static str> {
    let found = list.found.read();
    match found.as_ref() {
        None => Some("Reading…"),
        Some(found) if !found.keys.is_empty() || found.left.is_some() => None,
        Some(_) if list.search.with(String::is_empty) => Some(EMPTY),
        Some(_) => Some(NONE_FOUND),
    }
}
