//! A run: the calls that a form asks for, and their outcome.
//!
//! [`requests`] builds the calls. [`session`] is the reducer that follows one or two of them, [`batch`] follows many. An
//! [`exchange`] is the record of one call: request, response, frames, times, failure. [`recording`] stores it and replays
//! it.

pub mod batch;
pub mod call_text;
pub mod exchange;
pub mod http;
pub mod known_limits;
pub mod metrics;
pub mod recording;
pub mod requests;
pub mod session;
