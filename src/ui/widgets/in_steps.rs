//! Drawing much in steps, each a task of its own, so that no key press waits for all of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::clock;

/// How many of `all` are drawn by now: `step` at first, and so many more with each task until there is nothing left.
pub fn in_steps(all: impl Fn() -> usize + 'static, step: usize) -> Signal<usize> {
    let drawn = RwSignal::new(step);
    Effect::new(move |_| {
        if drawn.get() < all() {
            spawn_local(async move {
                clock::sleep_ms(0).await;
                drawn.try_update(|drawn| *drawn += step);
            });
        }
    });
    drawn.into()
}
