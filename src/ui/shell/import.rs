//! The dialog Import: a pasted command, program, message or body, its preview, and the import, which can be undone.

use leptos::prelude::*;

use crate::experiment::{Draft, Part, SendAs};
use crate::import::{ImportError, Imported};
use crate::platform::{focus, frame};
use crate::text::number;
use crate::ui::controllers::import::{Pasted, Reading};
use crate::ui::controllers::{toast, views};
use crate::ui::memo::memo;
use crate::ui::parts::page_dialog::PageDialog;
use crate::ui::state::{Dialog, View, use_app};
use crate::ui::widgets::area::Area;
use crate::ui::widgets::icon::late_icon;

late_view! {
    inspect:
    /// The dialog that imports.
    pub fn late() => view! { <ImportDialog /> }.into_any()
}

const WHAT: &str = "A curl or AWS CLI command, Python with boto3, JavaScript with the AWS SDK or fetch, an HTTP message, a \
                    HAR file, a record of a log or a batch, or a request body of any model family. It is parsed in this \
                    page and nothing is run; credentials in it are ignored.";

/// The dialog.
#[component]
pub fn ImportDialog() -> impl IntoView {
    view! {
        <PageDialog is=Dialog::Import id="import" title="Import a request">
            {import_body()}
        </PageDialog>
    }
}

/// The content of the dialog.
fn import_body() -> AnyView {
    let state = use_app();
    let text = RwSignal::new(String::new());
    frame::next(|| {
        focus::move_to("#import-text");
    });
    // The replaced experiment, as long as the dialog is open.
    let replaced = RwSignal::new(None::<Draft>);
    let pasted = Pasted::new();
    let reading = pasted.reading;
    let read = move || pasted.read(text.get_untracked(), state.draft.get_untracked());
    let replace = move |_| {
        let Some(imported) = reading.with_untracked(|reading| reading.imported().cloned()) else { return };
        replaced.set(Some(state.draft.get_untracked()));
        state.draft.set(imported.draft);
        views::go_to(state, View::Playground);
        toast::show("The experiment was replaced");
    };
    let undo = move |_| {
        if let Some(before) = replaced.get_untracked() {
            state.draft.set(before);
            replaced.set(None);
            toast::show("Restored the previous experiment");
        }
    };
    let ready = memo(move || reading.read().imported().is_some());
    view! {
        <div class="dialog__body import">
            <p class="small soft">{WHAT}</p>
            <Area
                id="import-text"
                label="Text to import"
                class="area area--mono import__text"
                rows=10
                spellcheck=false
                text=text
                invalid=Signal::derive(move || reading.read().is_refused())
                described_by="import-result"
                on_text=Callback::new(move |typed: String| {
                    replaced.set(None);
                    text.set(typed);
                    read();
                })
            />
            <div id="import-result" role="status" aria-live="polite">
                {move || match &*reading.read() {
                    Reading::Empty => ().into_any(),
                    Reading::Loading(reader) => {
                        view! { <p class="small soft">{format!("Loading the reader of {}…", reader.label())}</p> }.into_any()
                    }
                    Reading::Missing(error) => {
                        let sentence = error.to_string();
                        view! {
                            <p class="field__err">{late_icon("error")} {sentence}</p>
                            <button type="button" class="btn btn--sm" on:click=move |_| read()>"Try again"</button>
                        }
                        .into_any()
                    }
                    Reading::Done(read) => match &**read {
                        Ok(imported) => preview(imported),
                        Err(error) => refusal(error),
                    },
                }}
            </div>
            <div class="row row--wrap">
                <button
                    type="button"
                    class="btn btn--solid"
                    disabled=move || !ready.get() || replaced.read().is_some()
                    on:click=replace
                >
                    "Replace the experiment"
                </button>
                {move || replaced.read().is_some().then(|| view! {
                    <button type="button" class="btn" on:click=undo>"Undo"</button>
                    <span class="small soft">"Done. Nothing was sent"</span>
                })}
            </div>
        </div>
    }
    .into_any()
}

fn refusal(error: &ImportError) -> AnyView {
    view! { <p class="field__err">{late_icon("error")} {error.to_string()}</p> }.into_any()
}

/// The preview of the experiment.
fn preview(imported: &Imported) -> AnyView {
    let draft = &imported.draft;
    let sends = match draft.send_as {
        SendAs::Converse => "Converse",
        SendAs::Invoke => "InvokeModel",
        SendAs::Both => "both APIs",
    };
    let streams = if draft.stream { ", streaming" } else { "" };
    let body = if let Some(alone) = &draft.detached {
        format!("a detached native body, {}", number::bytes(alone.body.len()))
    } else {
        let system = if draft.system.is_some() { " and a system prompt" } else { "" };
        format!("{}{system}", number::count(draft.messages.len() as u64, "message"))
    };
    let last_text = draft.messages.last().filter(|_| draft.detached.is_none()).and_then(|message| {
        message.content.iter().find_map(|part| match part {
            Part::Text(text) => Some(text.chars().take(160).collect::<String>()),
            Part::Block(_) => None,
        })
    });
    let row = |name: &'static str, value: String| view! { <dt>{name}</dt><dd>{value}</dd> };
    view! {
        <dl class="import__preview">
            {row("Read as", imported.origin.label().to_owned())}
            {row("Model", draft.model.clone())}
            {row("Region", draft.region.clone())}
            {row("Calls", format!("{sends}{streams}"))}
            {row("Holds", body)}
            {last_text.map(|text| row("Last message", text))}
        </dl>
        <ul class="import__notes" aria-label="Notes on the import">
            {imported.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view()}
        </ul>
    }
    .into_any()
}
