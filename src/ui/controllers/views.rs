//! The open view: the fragment decides it, so that each view has an address and Back works.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lessons::{self, Left};
use crate::platform::fragment;
use crate::ui::state::{AppState, Slot, View};

/// Follows the fragment from now on. A fragment that names no view changes nothing.
pub fn listen(state: AppState) {
    let follow = move || {
        let Some(view) = View::of_fragment(&fragment::read()) else { return };
        if !state.overlay.teaches_untracked() {
            open(state, view);
            return;
        }
        spawn_local(async move {
            // The lesson was opened by this part, so it is loaded.
            if lessons::late::left_for(state, view).await == Ok(Left::Yes) {
                open(state, view);
            }
        });
    };
    follow();
    let handle = window_event_listener(ev::hashchange, move |_| follow());
    on_cleanup(move || handle.remove());
}

/// Opens a view by its address. An address with an experiment is the address of the view that shows it.
pub fn show(state: AppState, view: View) {
    if fragment::read().contains('=') {
        open(state, view);
    } else if state.place.view.get_untracked() != view {
        fragment::go(view.address());
    }
}

/// Goes to a view as its link does, but at once: the browser reports a new fragment later, and the caller needs the
/// view now.
pub fn go_to(state: AppState, view: View) {
    if state.place.view.get_untracked() != view {
        fragment::go(view.address());
        open(state, view);
    }
}

/// Goes to a place inside a view by its address, at once.
pub fn go_inside(state: AppState, view: View, address: &str) {
    fragment::go(address);
    open(state, view);
}

thread_local! {
    static CARRIED: Slot<StoredValue<Option<(View, String)>>> = const { Slot::new() };
}

fn carried() -> StoredValue<Option<(View, String)>> {
    CARRIED.with(|carried| carried.get(|| StoredValue::new(None)))
}

/// Goes to a view with a model. The view applies it when it is drawn.
pub fn open_with_model(state: AppState, view: View, model: String) {
    carried().set_value(Some((view, model)));
    go_to(state, view);
}

/// The model carried to this view; it is returned once.
pub fn carried_model(view: View) -> Option<String> {
    carried().try_update_value(|carried| carried.take_if(|(to, _)| *to == view)).flatten().map(|(_, model)| model)
}

/// Removes the experiment from the address and keeps the view.
pub fn leave_experiment(state: AppState) {
    match state.place.view.get_untracked() {
        View::Playground => fragment::clear(),
        // A place within the Explorer is no experiment.
        View::Explorer if !fragment::read().contains('=') => {}
        view @ (View::Compare | View::Embeddings | View::Images | View::Explorer | View::Lessons) => {
            fragment::replace(view.address());
        }
    }
}

fn open(state: AppState, view: View) {
    if state.place.view.get_untracked() != view {
        // The last message belonged to another view.
        state.status.announce(String::new());
        state.place.view.set(view);
    }
}
