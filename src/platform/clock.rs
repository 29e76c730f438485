//! The only clock of the page.

use crate::aws::time::Timestamp;

/// The device's time, in milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds since 1970 fit in 53 bits")]
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// A time as the device's own clock shows it: `2026-11-30 10:22:11`.
#[expect(clippy::cast_possible_truncation, reason = "an offset is a whole number of minutes, at most a day")]
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit in 53 bits")]
pub fn local(at: Timestamp) -> String {
    let minutes = js_sys::Date::new(&(at.0 as f64).into()).get_timezone_offset() as i64;
    Timestamp(at.0 - minutes * 60_000).iso8601().replace('T', " ").replace('Z', "")
}

/// Waits for this many milliseconds. Dropping the future cancels the timer.
pub async fn sleep_ms(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
