//! Calls of operations in the history of this device: each call that has ended is kept like a run, and opened as a form.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bedrock::service_model::ServiceModel;
use crate::experiment::document::history::Entry;
use crate::experiment::document::lab::Lab;
use crate::experiment::document::visit::{BEFORE_RESTORE, Event};
use crate::experiment::explorer::call::Call;
use crate::experiment::explorer::sheet::Sheet;
use crate::experiment::{Experiment, Subject};
use crate::platform::clock;
use crate::ui::controllers::{history, views, visit};
use crate::ui::state::{AppState, View};

/// Keeps a call that has ended, unless nothing was sent. `model` is the one of its client.
pub fn keep(state: AppState, call: &Call, model: Option<&ServiceModel>) {
    let Some(input) = call.input.as_object().filter(|_| call.request.is_some()) else { return };
    let region = state.draft.with_untracked(|draft| draft.region.clone());
    let lab = Sheet::lab(Some(call.operation), input, model, &region);
    let entry = Entry::of_operation(lab, Some(call), clock::now());
    spawn_local(async move { history::keep(state, &entry).await });
}

/// Fills the Explorer's form with a kept call. Nothing is sent, and the form that was there goes into the history.
pub fn open(state: AppState, lab: Lab) {
    // An operation that this version does not know has no place of its own.
    if let (Some(sheet), _) = Sheet::from_lab(&lab) {
        views::go_inside(state, View::Explorer, &sheet.operation.address());
    }
    let region = lab.region.clone();
    visit::apply(state, Event::Replaced(Experiment::new(Subject::Lab(lab)), BEFORE_RESTORE));
    state.draft.update(|draft| draft.region = region);
}
