//! Loads the sharing part when it is needed: for an address with an experiment, a dropped file, or a finished run.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::arrive;
pub use super::replace::Replacement;
use crate::platform::fragment;
use crate::ui::controllers::history;
use crate::ui::controllers::lessons;
use crate::ui::controllers::store;
use crate::ui::state::AppState;

/// Puts something else in place of the draft. If the part that keeps the draft cannot be loaded, nothing is replaced.
pub fn replace(state: AppState, with: Replacement) {
    spawn_local(async move {
        if let Err(error) = arrive::late::replace(state, with).await {
            state.status.toast.try_set(Some(error.to_string()));
        }
    });
}

/// Listens for these from now on.
pub fn listen(state: AppState) {
    let follow = move || {
        let fragment = fragment::read();
        if lessons::is_address(&fragment) {
            spawn_local(async move {
                // What an earlier visit left undecided lies under the lesson.
                let below = if store::has_undecided() { arrive::late::open_fragment(state).await } else { Ok(()) };
                if let Err(error) = below.and(lessons::late::open(state).await) {
                    state.status.toast.try_set(Some(error.to_string()));
                }
            });
            return;
        }
        // An experiment is a name with a value; a view's name has no value.
        if fragment.contains('=') || store::has_undecided() || store::is_described() || store::has_left() {
            spawn_local(async move {
                if let Err(error) = arrive::late::open_fragment(state).await {
                    state.status.toast.try_set(Some(error.to_string()));
                }
            });
        }
    };
    follow();
    let on_address = window_event_listener(ev::hashchange, move |_| follow());
    let asked = StoredValue::new(false);
    let on_drag = window_event_listener(ev::dragenter, move |_| {
        if !asked.get_value() {
            asked.set_value(true);
            spawn_local(async move {
                // Without the part, the browser handles the dropped file itself.
                let _ = arrive::late::watch_drops(state).await;
            });
        }
    });
    on_cleanup(move || {
        on_address.remove();
        on_drag.remove();
    });
    Effect::new(move |ran: Option<bool>| {
        let running = state.run.running.get();
        if ran == Some(true) && !running {
            let run = state.run.session.with_untracked(|session| session.run);
            spawn_local(async move {
                if let Ok(keeping) = history::late::keep_run(state, run).await {
                    keeping.await;
                }
            });
        }
        running
    });
}
