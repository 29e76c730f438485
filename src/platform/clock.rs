//! The only clock of the page.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

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

/// Gives the page a turn: keys, clicks and drawing come first. Unlike a timer, it is not slowed down in a hidden page.
pub async fn turn() {
    let Ok(channel) = MessageChannel::new() else { return sleep_ms(0).await };
    let (here, there) = (channel.port1(), channel.port2());
    let passed = Promise::new(&mut |resolve, _| here.set_onmessage(Some(&resolve)));
    if there.post_message(&JsValue::NULL).is_ok() {
        // The message cannot be refused; it only arrives.
        let _ = JsFuture::from(passed).await;
    }
    here.close();
}

/// Waits for this many milliseconds. Dropping the future cancels the timer.
pub async fn sleep_ms(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
