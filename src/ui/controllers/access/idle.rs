//! The idle lock: forgets credentials after a time without input.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{clock, network};
use crate::ui::state::AppState;

/// How often the time is checked.
const LOOK_MS: u32 = 5_000;

/// Sets the lock to this many milliseconds; 0 removes it. The first lock starts the watch.
pub fn lock_after(state: AppState, ms: i64) {
    let watching = state.access.idle_lock_ms.get_untracked() != 0;
    state.access.idle_lock_ms.set(ms);
    if watching || ms == 0 {
        return;
    }
    let last = Rc::new(Cell::new(clock::now()));
    let seen = last.clone();
    network::on_activity(move || seen.set(clock::now()));
    spawn_local(async move {
        loop {
            clock::sleep_ms(LOOK_MS).await;
            let after = state.access.idle_lock_ms.get_untracked();
            if after == 0 {
                return;
            }
            if clock::now().since_ms(last.get()) >= after && state.access.with_untracked(|held| held.is_some()) {
                state.access.forget();
                state.status.announce("Credentials forgotten after inactivity");
                state.status.toast.set(Some("Credentials forgotten after inactivity".to_owned()));
            }
        }
    });
}
