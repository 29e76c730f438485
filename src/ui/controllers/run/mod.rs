//! Runs the playground: from the button to the bytes and back into the reducer. The first load has this file only, which keeps
//! a press until [`runner`] is loaded.

pub mod late;
mod runner;

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

pub use self::runner::{abandon, stopped, watch};
use crate::platform::frame;
use crate::ui::late::PartError;
use crate::ui::state::{AppState, use_app};

thread_local! {
    /// Whether a press waits for the part: pressed once or more, it runs once.
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// Makes the form's calls. If the form is not ready, the focus moves to what is missing.
pub fn run() {
    if WAITS.replace(true) {
        return;
    }
    let state = use_app();
    let pressed = state.draft.get_untracked();
    spawn_local(async move {
        let done = late::run(state, pressed).await;
        WAITS.set(false);
        if let Err(error) = done {
            not_sent(state, &error);
        }
    });
}

/// Stops the running calls. What was received is kept.
pub fn stop() {
    spawn_local(async {
        // Whatever runs was started by this part, so it is loaded.
        let _ = late::stop().await;
    });
}

/// Fetches what the first run needs once the page is idle, and validates the form from then on.
pub fn prepare_when_idle(state: AppState) {
    frame::idle(move || {
        spawn_local(async move {
            // If something does not load, the first run asks for it again and reports it.
            let _ = late::prepare(state).await;
        });
    });
}

fn not_sent(state: AppState, error: &PartError) {
    state.status.announce(format!("Not sent: {error}"));
    state.status.toast.try_set(Some(error.to_string()));
}
