//! Fetches what the first run needs while the page has nothing else to do, so that the first answer waits for nothing.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::simulator;
use crate::page::Mode;
use crate::platform::frame;
use crate::ui::state::AppState;

/// Fetches the parts of a simulated run once the page is idle.
pub fn when_idle(state: AppState) {
    frame::idle(move || {
        if state.mode.try_get_untracked() != Some(Mode::Simulator) {
            return;
        }
        spawn_local(async move {
            // If something does not load, the first run asks for it again and reports it.
            let _ = simulator::service_model(state).await;
        });
    });
}
