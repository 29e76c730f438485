//! Any AWS service, as values: credentials, regions and endpoints, requests and responses, `SigV4` with its
//! anatomy, event-stream frames, errors.
//!
//! This room knows no Bedrock word and no browser. Everything in it is a plain function of its arguments: the
//! clock is an argument, randomness is an argument. Its invariant: a secret never appears in a `Debug` text or
//! in an error.

pub mod http;
pub mod time;
