//! The entries of this folder for the first load; see [`crate::ui::late`].
#![allow(unsafe_code, reason = "the attribute writes code that names a function which is not there yet")]
#![expect(clippy::unnecessary_wraps, reason = "the attribute gives every part the shape of one that may not arrive")]

use leptos::prelude::{GetUntracked, Set};
use wasm_split_helpers::wasm_split;

use super::runner;
use crate::experiment::Draft;
use crate::ui::controllers::{simulator, validate};
use crate::ui::late::PartError;
use crate::ui::state::{AppState, View};

/// Makes the form's calls, as the form was when Run was pressed. What was typed while this part was on its way is in the form
/// again before anything is drawn.
#[wasm_split(run, fallible)]
pub fn run(state: AppState, pressed: Draft) -> Result<(), PartError> {
    let typed = state.draft.get_untracked();
    if typed == pressed {
        runner::run(state);
    } else {
        state.draft.set(pressed);
        runner::run(state);
        state.draft.set(typed);
    }
    Ok(())
}

/// Stops the running calls.
#[wasm_split(run, fallible)]
pub fn stop() -> Result<(), PartError> {
    runner::stop();
    Ok(())
}

/// Fetches the parts of a simulated run, and begins to validate the form.
#[wasm_split(run, fallible)]
pub fn prepare(state: AppState) -> Result<(), PartError> {
    runner::watch();
    validate::watch(state);
    if state.place.view.get_untracked() == View::Playground {
        simulator::fetch(state);
    }
    Ok(())
}
