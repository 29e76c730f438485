//! Acting when somebody has stopped for a moment.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::clock;

/// Something that waits until it was not asked for again for a while.
#[derive(Clone, Copy)]
pub struct Settling {
    latest: StoredValue<u64>,
}

impl Settling {
    /// Nothing is waiting.
    pub fn new() -> Self {
        Self { latest: StoredValue::new(0) }
    }

    /// Acts after so many milliseconds, unless it is asked again before, or what owns it has gone.
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

    /// What is waiting does not happen.
    pub fn cancel(self) {
        self.latest.update_value(|number| *number += 1);
    }
}
