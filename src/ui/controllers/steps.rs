//! Splits work into tasks, so that the page can draw and respond in between.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::platform::clock;

/// Counts from 0 to `last`, each number in its own task, then calls `done` and counts one further. The views of a number are
/// built in its task.
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
        reached.set(last + 1);
    });
    reached
}

/// Does this work after the page has drawn.
pub fn after_drawing(work: impl FnOnce() + 'static) {
    spawn_local(async move {
        clock::sleep_ms(0).await;
        work();
    });
}
