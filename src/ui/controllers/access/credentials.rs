//! The clock of the page, and what it takes away: credentials whose time is over.

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
            if state.now.try_set(now).is_some() {
                return;
            }
            let expired = state
                .credentials
                .try_with_untracked(|credentials| credentials.as_ref().is_some_and(|held| held.is_expired(now)));
            if expired == Some(true) {
                forget(state);
                state.credentials_ran_out.set(true);
            }
        }
    });
}

/// Removes the credentials from memory, and the signed requests with their session token.
pub fn forget(state: AppState) {
    state.credentials.set(None);
    state.signed.set_value(Vec::new());
    state.credentials_ran_out.set(false);
}

/// Holds these credentials from now on, and leaves the simulator.
pub fn take(state: AppState, credentials: Credentials) {
    forget(state);
    state.credentials.set(Some(credentials));
    if state.mode.get_untracked() == Mode::Simulator {
        state.mode.set(Mode::Aws);
    }
}
