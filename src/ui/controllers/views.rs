//! Which view is open: the fragment says, so that a view has an address and Back works.

use leptos::ev;
use leptos::prelude::*;

use crate::platform::fragment;
use crate::ui::state::{AppState, View};

/// Follows the fragment from now on. A fragment that names no view changes nothing.
pub fn listen(state: AppState) {
    let follow = move || {
        if let Some(view) = View::of_fragment(&fragment::read()) {
            if state.view.get_untracked() != view {
                // What was said last was of another view.
                state.announcement.set(String::new());
            }
            state.view.set(view);
        }
    };
    follow();
    let handle = window_event_listener(ev::hashchange, move |_| follow());
    on_cleanup(move || handle.remove());
}
