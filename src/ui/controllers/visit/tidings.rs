//! What a visit tells the user: one message for an event, after what it promises has been done.

use std::cell::Cell;

use leptos::task::spawn_local;

use crate::experiment::document::history::Entry;
use crate::experiment::document::lab::Lab;
use crate::experiment::{Draft, Experiment, Subject};
use crate::platform::storage::NotKept;
use crate::platform::{clock, save};
use crate::share::file;
use crate::ui::controllers::{history, toast};
use crate::ui::state::AppState;

/// The message of one event, and the entries that must be in the history first.
#[derive(Default)]
pub struct Tidings {
    /// The sentences, joined when they are shown.
    pub messages: Vec<String>,
    /// Drafts that go into the history, with their titles there.
    pub drafts: Vec<(&'static str, Draft)>,
    /// Forms of calls that go into the history, with their titles there.
    pub calls: Vec<(&'static str, Lab)>,
    /// How the message is shown; `None` for a plain confirmation.
    pub say: Option<fn(AppState, String)>,
}

impl Tidings {
    /// Writes the entries, then shows the message.
    pub fn tell(self, state: AppState) {
        let Self { mut messages, drafts, calls, say } = self;
        let say = say.unwrap_or(toast::say::<String>);
        if drafts.is_empty() && calls.is_empty() {
            if !messages.is_empty() {
                say(state, messages.join(". "));
            }
            return;
        }
        spawn_local(async move {
            let now = clock::now();
            let drafts = drafts
                .into_iter()
                .map(|(title, draft)| (title, Entry::of(&draft, [], now), Subject::Playground(draft)));
            let calls = calls
                .into_iter()
                .map(|(title, lab)| (title, Entry::of_operation(lab.clone(), None, now), Subject::Lab(lab)));
            for (title, entry, subject) in drafts.chain(calls) {
                let entry = Entry { title: title.to_owned(), ..entry };
                messages.push(match history::add(&entry).await {
                    Ok(_) => format!("“{title}” is in the history"),
                    Err(error) => {
                        // Nothing typed is lost: without a history it is saved as a file.
                        let sheet = Experiment { title: title.to_owned(), ..Experiment::new(subject) };
                        format!("{}. {}", history::advice(&error), saved(&sheet))
                    }
                });
            }
            say(state, messages.join(". "));
        });
    }
}

/// Saves an experiment as a file, and says where it is or why not.
pub fn saved(sheet: &Experiment) -> String {
    let name = file::name(sheet);
    match save::text(&name, &file::write(sheet, None)) {
        Ok(()) => format!("Your previous work is in the file {name}"),
        Err(error) => error.to_string(),
    }
}

thread_local! {
    /// Whether the user was told that this device stores nothing.
    static TOLD: Cell<bool> = const { Cell::new(false) };
}

/// Tells the user, once per page load, that their work is not stored, and why.
pub fn tell_not_stored(state: AppState, failure: NotKept) {
    if !TOLD.replace(true) {
        let loss = "Your work is lost when you close the tab";
        toast::say(state, format!("{}. {loss}", history::advice(&failure.into())));
    }
}
