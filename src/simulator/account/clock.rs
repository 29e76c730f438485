//! The account's clock: the caller's, moved by what the reader dragged, and how long changes take.

use serde::{Deserialize, Serialize};

use crate::aws::time::Timestamp;

/// The account's clock.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Clock {
    /// How far it is ahead of the caller's, in milliseconds. It never goes back.
    pub ahead_ms: i64,
    /// Divides each duration: 1 in the page; behind the loopback port a larger number, so that tests need not wait.
    pub scale: f64,
}

impl Default for Clock {
    fn default() -> Self {
        Self { ahead_ms: 0, scale: 1.0 }
    }
}

impl Clock {
    /// The account's time when the caller's clock shows `now`.
    pub fn at(&self, now: Timestamp) -> Timestamp {
        now.plus_ms(self.ahead_ms)
    }

    /// Moves the clock forward.
    pub fn forward(&mut self, ms: i64) {
        self.ahead_ms = self.ahead_ms.saturating_add(ms.max(0));
    }

    /// The moment when a change that begins at `start` is complete.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "durations of days")]
    pub fn after(&self, start: Timestamp, duration_ms: i64) -> Timestamp {
        let scale = if self.scale.is_finite() && self.scale > 0.0 { self.scale } else { 1.0 };
        start.plus_ms((duration_ms as f64 / scale) as i64)
    }
}

/// A moment in milliseconds since 1970 as ISO 8601, with the milliseconds if there are some.
pub fn iso(ms: i64) -> String {
    let whole = Timestamp(ms).iso8601();
    match ms.rem_euclid(1_000) {
        0 => whole,
        rest => format!("{}.{rest:03}Z", whole.trim_end_matches('Z')),
    }
}

/// One second.
pub const SECOND_MS: i64 = 1_000;
/// One minute.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// One hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
