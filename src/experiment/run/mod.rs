//! A run: the calls that a form asks for, and their outcome.
//!
//! [`requests`] builds the calls. [`session`] is the reducer that follows one or two of them, [`batch`] follows many. An
//! [`exchange`] is the record of one call: request, response, frames, times, failure. [`recording`] stores it and replays
//! it.

pub mod announcement;
pub mod answer_json;
pub mod batch;
pub mod call_text;
pub mod calls;
pub mod exchange;
pub mod frame_marks;
pub mod frame_rows;
pub mod http;
pub mod known_limits;
pub mod metrics;
#[cfg(test)]
mod played;
pub mod recording;
pub mod requests;
pub mod session;
pub mod token_counts;
