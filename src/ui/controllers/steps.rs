//! Work in tasks of its own: the page draws, and answers its reader, in between.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::platform::clock;

/// Counts from 0 to `last`, each number in a task of its own, then calls `done`. What a number lets appear is built in its task.
pub fn count_to(last: u8, done: impl FnOnce() + 'static) -> RwSignal<u8> {
    let reached = RwSignal::new(0);
    spawn_local(async move {
        for step in 1..=last {
            clock::sleep_ms(0).await;
            reached.set(step);
            // The views of this step are built when the signal's effects run, in the same task but after this one yields.
            tick().await;
        }
        done();
    });
    reached
}

/// Does this work after what the page has to draw now.
pub fn after_drawing(work: impl FnOnce() + 'static) {
    spawn_local(async move {
        clock::sleep_ms(0).await;
        work();
    });
}
