//! Any AWS service, as values: credentials, regions and endpoints, requests and responses, `SigV4` with its
//! anatomy, event-stream frames, errors.
//!
//! This room knows no Bedrock word beyond the host names in [`endpoint`] and the regions in [`region`], and no
//! browser. Everything in it is a plain function of its arguments: the clock is an argument, randomness is an
//! argument. Its invariant: a secret never appears in a `Debug` text or in an error.

pub mod account;
pub mod arrival;
pub mod cognito;
pub mod credentials;
pub mod credentials_text;
pub mod endpoint;
pub mod error;
pub mod eventstream;
pub mod http;
pub mod masking;
pub mod region;
pub mod sigv4;
pub mod sts;
pub mod time;
pub mod uri;
pub mod xml;
