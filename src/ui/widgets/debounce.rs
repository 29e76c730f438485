//! Acts after a pause in calls.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::clock;

/// An action that waits for a pause in calls.
#[derive(Clone, Copy)]
pub struct Settling {
    latest: StoredValue<u64>,
}

impl Settling {
    /// Without a pending action.
    pub fn new() -> Self {
        Self { latest: StoredValue::new(0) }
    }

    /// Acts after this many milliseconds, unless it is called again before or its owner is gone.
    pub fn after(self, ms: u32, act: impl FnOnce() + 'static) {
        self.cancel();
        let number = self.latest.get_value();
        spawn_local(async move {
            clock::sleep_ms(ms).await;
            if self.latest.try_get_value() == Some(number) {
                act();
            }
        });
    }

    /// Cancels the pending action.
    pub fn cancel(self) {
        self.latest.update_value(|number| *number += 1);
    }
}
