//! What comes by a link or a file: it fills the forms, is told in a banner, and sends nothing.
//!
//! The draft that was there is kept until the reader decides. While what came is only looked at, the device keeps the
//! reader's own draft; with the first edit the fragment goes, and the reader's own is put aside where a reload finds it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use web_sys::File;

use super::labs::{self, Filled, Labs};
use super::replay::{self, Speed};
use super::store::MINE;
use super::{history, toast};
use crate::experiment::document::experiment::{ViewState, place_in_converse, place_of_pair};
use crate::experiment::document::history::Entry;
use crate::experiment::run::recording::{self, Recording};
use crate::experiment::{Draft, Experiment, Subject};
use crate::platform::{clock, files, fragment, save, storage};
use crate::share::{Opened, file, link, plain};
use crate::text::number;
use crate::ui::state::{AppState, Arrived, Inspect, View};
use crate::ui::widgets::json_view::Lit;

/// Opens what the address's fragment holds, or finds what was put aside on an earlier visit.
pub fn open_fragment(state: AppState) {
    let fragment = fragment::read();
    let opened = if link::is_link(&fragment) {
        link::decode(&fragment)
    } else if plain::is_plain(&fragment) {
        plain::decode(&fragment)
    } else {
        let mine = storage::read(MINE);
        if (mine.is_some() || Labs::of(state).has_own()) && state.arrived.with_untracked(Option::is_none) {
            state.arrived.set(Some(Arrived { mine, ..Arrived::default() }));
        }
        return;
    };
    match opened {
        Ok(opened) => take(state, opened, "link"),
        Err(error) => {
            let arrived = Arrived { error: Some(error.to_string()), ..Arrived::default() };
            state.arrived.set(Some(arrived));
        }
    }
}

/// Opens files: the first one at once; of several, all are put into the history.
pub fn open_files(state: AppState, chosen: Vec<File>) {
    spawn_local(async move {
        let many = chosen.len() > 1;
        let (mut first, mut kept, mut unkept, mut errors) = (None::<Opened>, 0_u64, 0_u64, Vec::new());
        for chosen in chosen {
            let name = chosen.name();
            let opened = match files::read(chosen).await {
                Ok((_, bytes)) => file::read(&bytes).map_err(|error| format!("{name}: {error}")),
                Err(error) => Err(error),
            };
            match opened {
                Ok(opened) if many => {
                    if let Some(draft) = opened.experiment.draft()
                        && history::add(&aside(draft, &opened.experiment.title)).await.is_ok()
                    {
                        kept += 1;
                    } else if first.is_some() {
                        unkept += 1;
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
                }
                opened.notes.append(&mut errors);
                take(state, opened, "file");
            }
            None if errors.is_empty() => {}
            None => {
                let error = Some(errors.join(". "));
                state.arrived.set(Some(Arrived { error, ..Arrived::default() }));
            }
        }
    });
}

/// Opens files of ours that are dropped anywhere on the page, from now on. No file that is dropped takes the page away.
pub fn watch_drops(state: AppState) {
    files::on_drop(file::EXTENSION, move |dropped| open_files(state, dropped));
}

/// Takes an experiment over into the forms, and remembers what was there.
fn take(state: AppState, opened: Opened, by: &'static str) {
    let Opened { experiment, mut notes, runs } = opened;
    let is_playground = matches!(experiment.subject, Subject::Playground(_));
    if runs.is_some() && !is_playground {
        notes.push("The recorded runs in it are not shown: only the playground plays them.".to_owned());
    }
    let recorded = recorded(runs.as_ref().filter(|_| is_playground), &mut notes);
    let before = state.arrived.get_untracked();
    // A second link on top of the first does not make the first one the reader's own.
    let mine = match before.filter(|_| state.borrowed.with_untracked(Option::is_some)) {
        Some(Arrived { mine: Some(mine), .. }) => Some(mine),
        _ => None,
    };
    let own = || state.draft.with_untracked(|draft| serde_json::to_string(draft).unwrap_or_default());
    let draft = match &experiment.subject {
        Subject::Playground(draft) | Subject::Compare(draft, _) => Some(draft.clone()),
        // Of the playground, a lab changes the region and nothing else.
        Subject::Lab(lab) => state.draft.with_untracked(|draft| {
            (draft.region != lab.region).then(|| Draft { region: lab.region.clone(), ..draft.clone() })
        }),
    };
    let mine = mine.or_else(|| draft.is_some().then(own));
    let answers = experiment.answers.iter().map(|answer| (answer.origin, answer.text.clone())).collect();
    let arrived = Arrived {
        by,
        title: experiment.title.clone(),
        note: experiment.note.clone(),
        notes,
        answers,
        mine,
        ..Arrived::default()
    };
    if let Some(draft) = &draft {
        // Before the form changes, so that the device never takes it for the reader's own.
        state.borrowed.set(serde_json::to_string(draft).ok());
    }
    state.arrived.set(Some(arrived));
    if let Some(draft) = draft {
        state.draft.set(draft);
    }
    let document = match &experiment.subject {
        Subject::Compare(..) => Some(file::write(&experiment, None)),
        Subject::Playground(_) | Subject::Lab(_) => None,
    };
    match experiment.subject {
        Subject::Lab(lab) => return Labs::of(state).take(state, Filled { lab, tab: experiment.view.tab }),
        Subject::Compare(..) => {
            state.set_document(View::Compare, document.unwrap_or_default());
            state.view.set(View::Compare);
        }
        Subject::Playground(_) => state.view.set(View::Playground),
    }
    let tab = Inspect::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(&experiment.view.tab));
    if let Some((inspect, _)) = tab {
        state.inspect.set(*inspect);
    }
    pin(state, &experiment.view.pinned);
    if let Some(recording) = recorded {
        replay::play(state, Arc::new(recording), Speed::Instant);
    }
}

/// Pins the pair that has this place in the Converse request; lets go where there is none.
fn pin(state: AppState, pointer: &str) {
    let pinned = state.shown.with_untracked(|shown| place_of_pair(&shown.as_ref()?.twin.links, pointer));
    if pinned.is_some() {
        state.links_on.set(true);
    }
    state.lit.set(Lit { hovered: None, pinned });
}

/// The first run of a file, and in the notes how many there are or why none can be shown.
fn recorded(runs: Option<&Value>, notes: &mut Vec<String>) -> Option<Recording> {
    match recording::read(runs?) {
        Ok(all) => {
            let said = match all.len() {
                0 => return None,
                1 => "A recorded run came with it and is shown; nothing is sent.".to_owned(),
                count => format!(
                    "{count} recorded runs came with it. The first is shown; Frames opens the others. Nothing is sent."
                ),
            };
            notes.push(said);
            all.into_iter().next()
        }
        Err(error) => {
            notes.push(format!("No recorded run is shown. {error}."));
            None
        }
    }
}

/// What came has been edited: the fragment goes, and the reader's own draft is put where a reload finds it.
pub fn edited(state: AppState) {
    if let Some(mine) = state.arrived.with_untracked(|arrived| arrived.as_ref().and_then(|it| it.mine.clone())) {
        storage::write(MINE, &mine);
    }
    labs::leave_address(state);
}

/// Keeps what came as the reader's own; the draft that was there goes into the history, the texts or the picture that were
/// there into a file.
pub fn keep(state: AppState) {
    let arrived = state.arrived.get_untracked();
    let labs = Labs::of(state).settle();
    settle(state);
    let mut saved = Vec::new();
    for Filled { lab, tab } in labs {
        let experiment =
            Experiment { view: ViewState { tab, ..ViewState::default() }, ..Experiment::new(Subject::Lab(lab)) };
        let name = file::name(&experiment);
        // A device that saves no file keeps nothing of it; that is said.
        saved.push(match save::text(&name, &file::write(&experiment, None)) {
            Ok(()) => format!("What you had is in the file {name}"),
            Err(error) => error,
        });
    }
    let mine = arrived.and_then(|arrived| arrived.mine).and_then(|text| serde_json::from_str::<Draft>(&text).ok());
    // What differs in the region only is no draft of its own.
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    let mine = mine.filter(|mine| state.draft.with_untracked(|draft| *draft != Draft { region, ..mine.clone() }));
    let Some(mine) = mine else {
        saved.insert(0, "Kept".to_owned());
        return toast::say(state, saved.join(". "));
    };
    spawn_local(async move {
        saved.insert(
            0,
            match history::add(&aside(&mine, "My draft before the link")).await {
                Ok(_) => "Kept. Your own draft is in the history".to_owned(),
                Err(error) => {
                    // Nothing typed is lost: the draft stays where it was put aside.
                    storage::write(MINE, &serde_json::to_string(&mine).unwrap_or_default());
                    error
                }
            },
        );
        toast::say(state, saved.join(". "));
    });
}

/// Gives the reader's own back.
pub fn back(state: AppState) {
    let arrived = state.arrived.get_untracked();
    if let Some(mine) = arrived.and_then(|arrived| arrived.mine).and_then(|text| serde_json::from_str(&text).ok()) {
        state.draft.set(mine);
    }
    state.arrived.set(None);
    Labs::of(state).back(state);
    settle(state);
}

/// Ends the visit: banner, fragment and what was put aside go.
pub fn settle(state: AppState) {
    labs::leave_address(state);
    storage::remove(MINE);
    state.arrived.set(None);
    // The form as it stands is the reader's own now, and is stored as such.
    state.borrowed.set(None);
}

fn aside(draft: &Draft, title: &str) -> Entry {
    Entry { title: title.to_owned(), ..Entry::of(draft, [], clock::now()) }
}

/// The experiment that the open view shows, for a link, a file or the history.
pub fn current(state: AppState) -> Experiment {
    let view = state.view.get_untracked();
    if let Some(Filled { lab, tab }) = labs::kind(view).and_then(|kind| Labs::of(state).now(kind)) {
        return Experiment { view: ViewState { tab, ..ViewState::default() }, ..Experiment::new(Subject::Lab(lab)) };
    }
    let draft = state.draft.get_untracked();
    let own = untrack(|| state.document(view)).and_then(|text| file::read(text.as_bytes()).ok());
    let subject = match own.map(|opened| opened.experiment.subject) {
        Some(Subject::Compare(_, comparison)) => Subject::Compare(draft, comparison),
        _ => Subject::Playground(draft),
    };
    let inspect = state.inspect.get_untracked();
    let tab = Inspect::ALL.iter().skip(1).find(|(each, _)| *each == inspect).map(|(_, name)| name.to_lowercase());
    let pinned =
        state.lit.get_untracked().pinned.and_then(|pinned| {
            state.shown.with_untracked(|shown| place_in_converse(&shown.as_ref()?.twin.links, pinned))
        });
    let view = ViewState { tab: tab.unwrap_or_default(), pinned: pinned.unwrap_or_default(), ..ViewState::default() };
    Experiment { view, ..Experiment::new(subject) }
}

/// What of this file is fetched late; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
pub mod late {
    use wasm_split_helpers::wasm_split;

    use crate::ui::late::PartError;
    use crate::ui::state::AppState;

    /// Opens the experiment of the address's fragment.
    #[wasm_split(share, fallible)]
    pub fn open_fragment(state: AppState) -> Result<(), PartError> {
        super::open_fragment(state);
        Ok(())
    }

    /// What came by a link was edited.
    #[wasm_split(share, fallible)]
    pub fn edited(state: AppState) -> Result<(), PartError> {
        super::edited(state);
        Ok(())
    }

    /// Opens files that are dropped on the page, from now on.
    #[wasm_split(share, fallible)]
    pub fn watch_drops(state: AppState) -> Result<(), PartError> {
        super::watch_drops(state);
        Ok(())
    }
}
