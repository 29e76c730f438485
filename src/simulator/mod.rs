//! A Bedrock in the page: takes the signed bytes of a request to AWS, verifies the signature, validates the body, and
//! answers with the bytes that AWS would send.
//!
//! A request passes the [`gate`], becomes a [`route`], its [`family`] reads it, [`inference`] answers it with texts of
//! the [`writer`], and the family writes the answer; [`invoke`] makes vectors, pictures and scores. A [`mishap`]
//! changes one of these steps on demand. [`serve`](mod@serve) shows the whole sequence.
//!
//! It is deterministic for a seed, reads no clock, and never pretends to be a model: its answers come from a small
//! glossary of our own.

pub mod account;
pub mod break_it;
pub mod family;
pub mod fault;
pub mod gate;
pub mod inference;
pub mod invoke;
pub mod mishap;
pub mod reply;
pub mod route;
pub mod serve;
pub mod writer;

pub use gate::credentials::{
    EXAMPLE_ACCESS_KEY_ID, EXAMPLE_ACCOUNT, EXAMPLE_EXPIRED_SESSION_TOKEN, EXAMPLE_GUARDRAIL_ID,
    EXAMPLE_GUARDRAIL_WORD, EXAMPLE_LONG_TERM_ACCESS_KEY_ID, EXAMPLE_LONG_TERM_API_KEY, EXAMPLE_SECRET_ACCESS_KEY,
    EXAMPLE_SESSION_TOKEN, example_credentials, example_long_term_credentials,
};
pub use gate::verify::AUTHORITY;
pub use inference::pace::Pacing;
pub use invoke::embedding::measure::MEASURE_HEADER;
pub use invoke::embedding::table::{TableError, TokenTable};
pub use mishap::{Mishap, MishapGroup};
pub use reply::{Chunk, Ending, RETIRED_HEADER, Reply, SIMULATED_HEADER};
pub use serve::{World, serve};
