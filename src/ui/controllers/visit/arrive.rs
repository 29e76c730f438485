//! Opening a link or a file fills the forms and shows a banner. It never sends a request.
//!
//! [`super`] keeps the reader's own work meanwhile.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use web_sys::File;

use super::labs::{self, Filled, Labs};
use crate::experiment::document::experiment::{ViewState, place_in_converse, place_of_pair};
use crate::experiment::document::history::Entry;
use crate::experiment::document::visit::{Event, Source};
use crate::experiment::run::recording::{self, Recording};
use crate::experiment::{Draft, Experiment, Subject};
use crate::platform::{clock, files, fragment};
use crate::share::{Opened, file, link, plain};
use crate::text::number;
use crate::text::outside::isolated;
use crate::ui::controllers::replay::{self, Speed};
use crate::ui::controllers::{history, views, visit};
use crate::ui::state::{AppState, Inspect, View};
use crate::ui::widgets::json_view::Lit;

/// Opens the experiment in the address's fragment, or restores the work that an earlier visit put aside.
pub fn open_fragment(state: AppState) {
    visit::offer_left(state);
    let fragment = fragment::read();
    let opened = if link::is_link(&fragment) {
        link::decode(&fragment)
    } else if plain::is_plain(&fragment) {
        plain::decode(&fragment)
    } else {
        return visit::resume(state);
    };
    match opened {
        Ok(opened) => take(state, opened, Source::Link),
        Err(error) => visit::apply(state, Event::Failed(error.to_string())),
    }
}

/// The most files opened at once that go into the history; more would push out the user's own runs.
const MOST_FILES_KEPT: u64 = 20;

/// Opens the first file, and puts further ones into the history.
pub fn open_files(state: AppState, chosen: Vec<File>) {
    spawn_local(async move {
        let many = chosen.len() > 1;
        let (mut first, mut kept, mut unkept, mut beyond, mut errors) =
            (None::<Opened>, 0_u64, 0_u64, 0_u64, Vec::new());
        let mut refusal = None;
        for chosen in chosen {
            if kept >= MOST_FILES_KEPT {
                beyond += 1;
                continue;
            }
            let name = isolated(&chosen.name());
            let opened = match files::read(chosen).await {
                Ok((_, bytes)) => file::read(&bytes).map_err(|error| format!("{name}: {error}")),
                Err(error) => Err(error.to_string()),
            };
            match opened {
                Ok(opened) if many => {
                    let added = match opened.experiment.draft() {
                        Some(draft) => Some(history::add(&aside(draft, &opened.experiment.title)).await),
                        None => None,
                    };
                    match added {
                        Some(Ok(_)) => kept += 1,
                        Some(Err(_)) | None if first.is_none() => {}
                        Some(Err(error)) => {
                            unkept += 1;
                            refusal = Some(error);
                        }
                        None => unkept += 1,
                    }
                    first.get_or_insert(opened);
                }
                Ok(opened) => first = Some(opened),
                Err(error) => errors.push(error),
            }
        }
        match first {
            Some(mut opened) => {
                if kept > 0 {
                    opened.notes.push(format!("{} are in the history.", number::count(kept, "file")));
                }
                if unkept > 0 {
                    let files = number::count(unkept, "file");
                    opened.notes.push(format!("{files} could not be kept in the history: open them one at a time."));
                    opened.notes.extend(refusal.map(|error| format!("{}.", history::advice(&error))));
                }
                if beyond > 0 {
                    let files = number::count(beyond, "further file");
                    opened.notes.push(format!(
                        "{files} were not opened, so that your own runs stay in the history: open at most {MOST_FILES_KEPT} at a time."
                    ));
                }
                opened.notes.append(&mut errors);
                take(state, opened, Source::File);
            }
            None if errors.is_empty() => {}
            None => {
                visit::apply(state, Event::Failed(errors.join(". ")));
            }
        }
    });
}

/// From now on, opens our files when they are dropped anywhere on the page. A dropped file never navigates away from
/// the page.
pub fn watch_drops(state: AppState) {
    files::on_drop(file::EXTENSION, move |dropped| open_files(state, dropped));
}

/// Opens an experiment over the reader's own work.
fn take(state: AppState, opened: Opened, source: Source) {
    let Opened { experiment, mut notes, runs } = opened;
    let is_playground = matches!(experiment.subject, Subject::Playground(_));
    if runs.is_some() && !is_playground {
        notes.push("Its recorded runs are not shown: only the playground replays them.".to_owned());
    }
    let recorded = recorded(runs.as_ref().filter(|_| is_playground), &mut notes);
    if source == Source::File {
        // The address is no longer the link of what is shown.
        views::leave_experiment(state);
    }
    let ViewState { tab, pinned, .. } = experiment.view.clone();
    let has_draft = experiment.draft().is_some();
    let from = visit::open_place(state);
    visit::apply(state, Event::Opened { experiment, source, notes, from });
    if has_draft {
        if let Some((inspect, _)) = Inspect::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(&tab)) {
            state.place.inspect.set(*inspect);
        }
        pin(state, &pinned);
    }
    if let Some(recording) = recorded {
        replay::play(state, Arc::new(recording), Speed::Instant);
    }
}

/// Pins the pair with this pointer in the Converse request; unpins if there is none.
fn pin(state: AppState, pointer: &str) {
    let pinned = state.shown.with_untracked(|shown| place_of_pair(&shown.as_ref()?.twin.links, pointer));
    if pinned.is_some() {
        state.reading.links_on.set(true);
    }
    state.reading.lit.set(Lit { hovered: None, pinned });
}

/// The first run of a file; the notes say how many there are or why none can be shown.
fn recorded(runs: Option<&Value>, notes: &mut Vec<String>) -> Option<Recording> {
    match recording::read(runs?) {
        Ok(all) => {
            let note = match all.len() {
                0 => return None,
                1 => "It includes a recorded run, shown here; nothing is sent.".to_owned(),
                count => format!(
                    "It includes {count} recorded runs. The first is shown; Frames opens the others. Nothing is sent."
                ),
            };
            notes.push(note);
            all.into_iter().next()
        }
        Err(error) => {
            notes.push(format!("No recorded run is shown. {error}."));
            None
        }
    }
}

fn aside(draft: &Draft, title: &str) -> Entry {
    Entry { title: title.to_owned(), ..Entry::of(draft, [], clock::now()) }
}

/// The experiment of the open view, with its title and note.
pub fn current(state: AppState) -> Experiment {
    let view = state.place.view.get_untracked();
    let (title, note) = visit::described(state, view);
    if let Some(Filled { lab, tab }) = labs::kind(view).and_then(|kind| Labs::of_page().now(kind)) {
        let view = ViewState { tab, ..ViewState::default() };
        return Experiment { title, note, view, ..Experiment::new(Subject::Lab(lab)) };
    }
    let draft = state.draft.get_untracked();
    let subject = match visit::shown_comparison(state).filter(|_| view == View::Compare) {
        Some(comparison) => Subject::Compare(draft, comparison),
        None => Subject::Playground(draft),
    };
    let inspect = state.place.inspect.get_untracked();
    let tab = Inspect::ALL.iter().skip(1).find(|(each, _)| *each == inspect).map(|(_, name)| name.to_lowercase());
    let pinned =
        state.reading.lit.get_untracked().pinned.and_then(|pinned| {
            state.shown.with_untracked(|shown| place_in_converse(&shown.as_ref()?.twin.links, pinned))
        });
    let view = ViewState { tab: tab.unwrap_or_default(), pinned: pinned.unwrap_or_default(), ..ViewState::default() };
    Experiment { title, note, view, ..Experiment::new(subject) }
}

/// The late part of this file; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
pub mod late {
    use wasm_split_helpers::wasm_split;

    use crate::platform::storage::NotKept;
    use crate::ui::controllers::visit::replace::Replacement;
    use crate::ui::late::PartError;
    use crate::ui::state::{AppState, writers};

    /// Opens the experiment of the address's fragment.
    #[wasm_split(share, fallible)]
    pub fn open_fragment(state: AppState) -> Result<(), PartError> {
        writers::install();
        super::open_fragment(state);
        Ok(())
    }

    /// The experiment from a link was edited.
    #[wasm_split(share, fallible)]
    pub fn edited(state: AppState) -> Result<(), PartError> {
        crate::ui::controllers::visit::edited(state);
        Ok(())
    }

    /// Tells the user that the draft is not stored.
    #[wasm_split(share, fallible)]
    pub fn not_stored(state: AppState, failure: NotKept) -> Result<(), PartError> {
        crate::ui::controllers::visit::tell_not_stored(state, failure);
        Ok(())
    }

    /// Puts something else in place of the draft.
    #[wasm_split(share, fallible)]
    pub fn replace(state: AppState, with: Replacement) -> Result<(), PartError> {
        writers::install();
        crate::ui::controllers::visit::replace::replace(state, with);
        Ok(())
    }

    /// Opens files that are dropped on the page, from now on.
    #[wasm_split(share, fallible)]
    pub fn watch_drops(state: AppState) -> Result<(), PartError> {
        super::watch_drops(state);
        Ok(())
    }
}
