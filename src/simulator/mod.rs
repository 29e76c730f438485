//! A Bedrock in the page: takes the signed bytes that AWS would take, verifies the signature, validates the body, and
//! answers with the bytes that AWS would answer.
//!
//! It is deterministic under a seed, reads no clock, and never pretends to be a model: its answers come from a small
//! glossary that we wrote.

pub mod arithmetic;
pub mod ask;
pub mod completion;
pub mod generate;
pub mod glossary;
pub mod question;
pub mod render;
pub mod retrieval;
pub mod sampler;
pub mod tokens;
