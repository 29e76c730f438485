//! When the part that shares is needed: an address that holds an experiment, a file that is dragged in, a run that ended.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::arrive;
use super::history;
use super::store;
use crate::platform::fragment;
use crate::ui::state::AppState;

/// Waits for these from now on.
pub fn listen(state: AppState) {
    let follow = move || {
        // An experiment is a name and a value; the name of a view is not.
        if fragment::read().contains('=') || store::has_undecided() || store::is_described() {
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
                // Without the part, a file is dropped as it would be on any page.
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
