//! From what is asked to a finished answer: tokens, limits, the prompt cache, the guardrail and the pace of a stream.
//!
//! It reads no body and writes none: what is asked comes from a family's file, and the answer goes back to it.

pub mod answer;
pub mod cache;
pub mod completion;
pub mod guardrail;
pub mod pace;
pub mod part;
pub mod request;
pub mod sampler;
pub mod tokens;
