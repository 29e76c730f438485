//! The clock of the page, which removes expired credentials.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::aws::credentials::Credentials;
use crate::platform::clock;
use crate::ui::state::{AppState, Mode};

/// Ticks once a second, and removes credentials from memory when they expire.
pub fn watch(state: AppState) {
    spawn_local(async move {
        loop {
            clock::sleep_ms(1_000).await;
            let now = clock::now();
            state.now.set(now);
            state.access.forget_expired(now);
        }
    });
}

/// Holds these credentials from now on, and switches from the simulator to AWS.
pub fn take(state: AppState, credentials: Credentials) {
    state.access.replace(credentials);
    if state.mode.get_untracked() == Mode::Simulator {
        state.mode.set(Mode::Aws);
    }
}
