//! The only clock of the page.

use crate::aws::time::Timestamp;

/// The device's time, in milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds since 1970 fit in 53 bits")]
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Waits for this many milliseconds. Dropping the future cancels the timer.
pub async fn sleep_ms(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
