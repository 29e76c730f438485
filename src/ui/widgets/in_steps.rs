//! Draws long lists in steps, each its own task, so that no key press waits for all of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::clock;

/// The number of items drawn so far: `step` at first, and `step` more per task up to `all`.
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
