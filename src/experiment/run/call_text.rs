//! A call as text: its body as the page shows it, and a short line with its times and sizes.

use serde_json::Value;

use super::exchange::Exchange;
use crate::text::{json, number};

/// The body as text: pretty JSON where it is JSON, the events where it is a stream, else as received.
pub fn shown_body(call: &Exchange) -> String {
    if call.is_event_stream() {
        return json::print(&Value::Array(call.events()));
    }
    match call.body_json() {
        Some(body) => json::print(&body),
        None => String::from_utf8_lossy(&call.body).into_owned(),
    }
}

/// A call in short: times and sizes, as far as there are any.
pub fn facts(call: &Exchange) -> String {
    let mut facts = Vec::new();
    if let Some(ms) = call.first_text_ms {
        facts.push(format!("TTFT {}", number::duration_ms(ms)));
    }
    if let Some(ms) = call.ended_ms {
        facts.push(number::duration_ms(ms));
    }
    if !call.body.is_empty() {
        facts.push(number::bytes(call.body.len()));
    }
    if !call.frames.is_empty() {
        facts.push(number::count(call.frames.len() as u64, "frame"));
    }
    facts.join(" · ")
}
