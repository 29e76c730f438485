//! The entries of this folder for the first load; see [`crate::ui::late`].
#![allow(unsafe_code, reason = "the attribute writes code that names a function which is not there yet")]
#![expect(clippy::unnecessary_wraps, reason = "the attribute gives every part the shape of one that may not arrive")]

use wasm_split_helpers::wasm_split;

use super::Left;
use super::play;
use crate::page::View;
use crate::ui::late::PartError;
use crate::ui::state::{AppState, writers};

/// Opens the lesson of the address.
#[wasm_split(lessons, fallible)]
pub fn open(state: AppState) -> Result<(), PartError> {
    writers::install();
    play::open(state);
    Ok(())
}

/// The address has become that of a view: leaves the lesson, unless the view belongs to it.
#[wasm_split(lessons, fallible)]
pub fn left_for(state: AppState, view: View) -> Result<Left, PartError> {
    Ok(play::left_for(state, view))
}
