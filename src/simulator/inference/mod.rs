//! From a request to a finished answer: tokens, limits, the prompt cache, the guardrail and the pace of a stream.
//!
//! It reads and writes no bodies: a family's file makes the request and writes the answer.

pub mod answer;
pub mod cache;
pub mod completion;
pub mod guard_calls;
pub mod guarded;
pub mod guardrail;
pub mod media;
pub mod pace;
pub mod part;
pub mod request;
pub mod sampler;
pub mod tokens;

#[cfg(test)]
mod guardrail_tests;
