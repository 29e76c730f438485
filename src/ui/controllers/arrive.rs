//! What comes by a link or a file: it fills the forms, is told in a banner, and sends nothing.
//!
//! The draft that was there is kept until the reader decides. While what came is only looked at, the device keeps the
//! reader's own draft; with the first edit the fragment goes, and the reader's own is put aside where a reload finds it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::store::MINE;
use super::{history, toast};
use crate::experiment::history::Entry;
use crate::experiment::{Draft, Experiment, Subject};
use crate::platform::{clock, files, fragment, storage};
use crate::share::{Opened, file, link, plain};
use crate::text::number;
use crate::ui::state::{AppState, Arrived, Inspect, View};

/// Opens what the address's fragment holds, or finds what was put aside on an earlier visit.
pub fn open_fragment(state: AppState) {
    let fragment = fragment::read();
    let opened = if link::is_link(&fragment) {
        link::decode(&fragment)
    } else if plain::is_plain(&fragment) {
        plain::decode(&fragment)
    } else {
        if let Some(mine) = storage::read(MINE)
            && state.arrived.with_untracked(Option::is_none)
        {
            state.arrived.set(Some(Arrived { mine: Some(mine), ..Arrived::default() }));
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
        let (mut first, mut kept, mut errors) = (None, 0_u64, Vec::new());
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
    let Opened { experiment, notes, runs: _ } = opened;
    let before = state.arrived.get_untracked();
    // A second link on top of the first does not make the first one the reader's own.
    let mine = match before.filter(|_| state.borrowed.with_untracked(Option::is_some)) {
        Some(Arrived { mine: Some(mine), .. }) => mine,
        _ => state.draft.with_untracked(|draft| serde_json::to_string(draft).unwrap_or_default()),
    };
    let answers = experiment.answers.iter().map(|answer| (answer.origin, answer.text.clone())).collect();
    let tab = Inspect::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(&experiment.view.tab));
    if let Some((inspect, _)) = tab {
        state.inspect.set(*inspect);
    }
    let arrived = Arrived {
        by,
        title: experiment.title.clone(),
        note: experiment.note.clone(),
        notes,
        answers,
        mine: Some(mine),
        ..Arrived::default()
    };
    let view = match &experiment.subject {
        Subject::Playground(_) => View::of_fragment("#playground"),
        Subject::Compare(..) => View::of_fragment("#compare"),
        Subject::Lab(lab) => View::of_fragment(match lab.kind {
            crate::experiment::lab::LabKind::Embeddings => "#embeddings",
            crate::experiment::lab::LabKind::Images => "#images",
        }),
    };
    let document = file::write(&experiment, None);
    if let Some(draft) = experiment.draft() {
        // Before the form changes, so that the device never takes it for the reader's own.
        state.borrowed.set(serde_json::to_string(draft).ok());
    }
    state.arrived.set(Some(arrived));
    match experiment.subject {
        Subject::Playground(draft) => state.draft.set(draft),
        Subject::Compare(draft, _) => {
            state.draft.set(draft);
            state.set_document(View::Compare, document);
        }
        Subject::Lab(_) => {
            if let Some(view) = view {
                state.set_document(view, document);
            }
        }
    }
    if let Some(view) = view {
        state.view.set(view);
    }
}

/// What came has been edited: the fragment goes, and the reader's own draft is put where a reload finds it.
pub fn edited(state: AppState) {
    if let Some(mine) = state.arrived.with_untracked(|arrived| arrived.as_ref().and_then(|it| it.mine.clone())) {
        storage::write(MINE, &mine);
    }
    fragment::clear();
}

/// Keeps what came as the reader's own; the draft that was there goes into the history.
pub fn keep(state: AppState) {
    let arrived = state.arrived.get_untracked();
    settle(state);
    let mine = arrived.and_then(|arrived| arrived.mine).and_then(|text| serde_json::from_str::<Draft>(&text).ok());
    let Some(mine) = mine else { return };
    spawn_local(async move {
        let said = match history::add(&aside(&mine, "My draft before the link")).await {
            Ok(_) => "Kept. Your own draft is in the history".to_owned(),
            Err(error) => {
                // Nothing typed is lost: the draft stays where it was put aside.
                storage::write(MINE, &serde_json::to_string(&mine).unwrap_or_default());
                error
            }
        };
        toast::say(state, said);
    });
}

/// Gives the reader's own draft back.
pub fn back(state: AppState) {
    let arrived = state.arrived.get_untracked();
    if let Some(mine) = arrived.and_then(|arrived| arrived.mine).and_then(|text| serde_json::from_str(&text).ok()) {
        state.draft.set(mine);
    }
    settle(state);
}

/// Ends the visit: banner, fragment and what was put aside go.
pub fn settle(state: AppState) {
    fragment::clear();
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
    let draft = state.draft.get_untracked();
    let own = state.document(state.view.get_untracked());
    let mut experiment = match own.and_then(|text| file::read(text.as_bytes()).ok()) {
        Some(opened) => match opened.experiment.subject {
            Subject::Playground(_) => Experiment::new(Subject::Playground(draft)),
            Subject::Compare(_, comparison) => Experiment::new(Subject::Compare(draft, comparison)),
            Subject::Lab(lab) => Experiment::new(Subject::Lab(lab)),
        },
        None => Experiment::new(Subject::Playground(draft)),
    };
    let inspect = state.inspect.get_untracked();
    let first = Inspect::ALL.first().map(|(inspect, _)| *inspect);
    if Some(inspect) != first
        && let Some((_, name)) = Inspect::ALL.iter().find(|(each, _)| *each == inspect)
    {
        experiment.view.tab = name.to_lowercase();
    }
    experiment
}
