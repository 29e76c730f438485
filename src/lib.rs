//! Outcrop: a static, client-side playground for the Amazon Bedrock APIs.
//!
//! One road, one direction:
//!
//! ```text
//!  Experiment                what the learner composed
//!     │  bedrock::…::request, twin::…
//!  aws::http::HttpRequest    method, URL, headers, body: the exact bytes
//!     │  aws::sigv4::sign(request, credentials, scope, now)
//!  aws::sigv4::SignedRequest + Anatomy
//!     │  platform::fetch (AWS, an emulator)  |  simulator::serve (in the page)
//!  status, headers, body as a stream of byte chunks
//!     │  aws::eventstream | serde_json, bedrock::…::fold
//!  bedrock::turn::Turn       what a person reads
//!     │
//!  ui                        draws it; nothing flows back up except a Command
//! ```
//!
//! What each room holds, what it may use and what it must not name is in `docs/architecture.md`; `tests/it/architecture.rs` reads
//! that page and fails where the code does not keep to it.

pub mod aws;
pub mod bedrock;
pub mod experiment;
pub mod export;
pub mod import;
pub mod lesson;
pub mod page;
pub mod share;
pub mod simulator;
pub mod text;
pub mod twin;

#[cfg(feature = "ui")]
pub mod platform;
#[cfg(feature = "ui")]
pub mod ui;
