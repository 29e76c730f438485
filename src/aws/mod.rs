//! Any AWS service, as values: credentials, regions and endpoints, requests and responses, `SigV4` with its
//! anatomy, event-stream frames, errors.
//!
//! This room knows nothing of Bedrock except the host names in [`endpoint`] and the regions in [`region`], and nothing
//! of a browser. Its functions depend only on their arguments; time and randomness are arguments. The invariant: a
//! secret never appears in a `Debug` text or in an error.

pub mod account;
pub mod arrival;
pub mod cognito;
pub mod credentials;
pub mod credentials_text;
pub mod endpoint;
pub mod error;
pub mod eventstream;
pub mod http;
pub mod intake;
pub mod masking;
pub mod payload;
pub mod region;
pub mod sigv4;
pub mod sts;
pub mod time;
pub mod uri;
pub mod xml;
