//! A Bedrock in the page: takes the signed bytes that AWS would take, verifies the signature, validates the body, and
//! answers with the bytes that AWS would answer.
//!
//! It is deterministic under a seed, reads no clock, and never pretends to be a model: its answers come from a small
//! glossary that we wrote.

pub mod arguments;
pub mod arithmetic;
pub mod ask;
pub mod bearer;
pub mod break_it;
pub mod cache;
pub mod completion;
pub mod compose;
pub mod conversation_rules;
pub mod embedding;
pub mod example;
pub mod facts;
pub mod family;
pub mod fault;
pub mod generate;
pub mod glossary;
pub mod guardrail;
pub mod image;
pub mod invoked;
pub mod mishap;
pub mod pace;
pub mod question;
pub mod render;
pub mod rerank;
pub mod retrieval;
pub mod route;
pub mod sampler;
pub mod serve;
pub mod sources;
pub mod telling;
pub mod tokens;
pub mod tools;
pub mod verify;

pub use embedding::measure::MEASURE_HEADER;
pub use embedding::table::{TableError, TokenTable};
pub use example::{
    EXAMPLE_ACCESS_KEY_ID, EXAMPLE_ACCOUNT, EXAMPLE_EXPIRED_SESSION_TOKEN, EXAMPLE_GUARDRAIL_ID,
    EXAMPLE_GUARDRAIL_WORD, EXAMPLE_LONG_TERM_ACCESS_KEY_ID, EXAMPLE_LONG_TERM_API_KEY, EXAMPLE_SECRET_ACCESS_KEY,
    EXAMPLE_SESSION_TOKEN, example_credentials, example_long_term_credentials,
};
pub use mishap::{Mishap, MishapGroup};
pub use pace::Pacing;
pub use serve::{Chunk, Ending, RETIRED_HEADER, Reply, SIMULATED_HEADER, World, serve};
