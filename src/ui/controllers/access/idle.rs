//! The idle lock: credentials are forgotten when nobody has touched the page for a while.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::credentials;
use crate::platform::{clock, network};
use crate::ui::state::AppState;

/// How often the time is looked at.
const LOOK_MS: u32 = 5_000;

/// Sets the lock to so many milliseconds; 0 takes it off. The watch is started with the first lock.
pub fn lock_after(state: AppState, ms: i64) {
    let watching = state.idle_lock_ms.get_untracked() != 0;
    state.idle_lock_ms.set(ms);
    if watching || ms == 0 {
        return;
    }
    let last = Rc::new(Cell::new(clock::now()));
    let seen = last.clone();
    network::on_activity(move || seen.set(clock::now()));
    spawn_local(async move {
        loop {
            clock::sleep_ms(LOOK_MS).await;
            let Some(after) = state.idle_lock_ms.try_get_untracked() else { return };
            if after == 0 {
                return;
            }
            if clock::now().since_ms(last.get()) >= after && state.credentials.with_untracked(Option::is_some) {
                credentials::forget(state);
                state.announcement.set("Credentials forgotten: nobody has used the page for a while".to_owned());
                state.toast.set(Some("Credentials forgotten: the page was idle".to_owned()));
            }
        }
    });
}
