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
//! | Room | What lives here | May use |
//! | --- | --- | --- |
//! | [`aws`] | any AWS service: credentials, endpoints, HTTP values, `SigV4`, event streams, errors | `text` |
//! | [`bedrock`] | Bedrock's API as values: model ids, bodies, folds, the service model | `aws`, `text` |
//! | [`twin`] | Converse ⇄ `InvokeModel` translation that writes its own links | `bedrock`, `aws`, `text` |
//! | [`experiment`] | what the user composes, runs, and the reducer that drives a run | `bedrock`, `twin`, `text`, `aws` values |
//! | [`export`] | an experiment as code for eight tools | `experiment`, `bedrock`, `twin`, `text`, `aws` values |
//! | [`import`] | code, commands, messages and bodies as an experiment | `experiment`, `bedrock`, `twin`, `text`, `aws` values |
//! | [`simulator`] | a Bedrock in the page: verifies, validates, answers | `aws`, `bedrock`, `text` |
//! | [`share`] | an experiment as a link or a file: versioned document, codecs, what must not leave | `experiment`, `text` |
//! | [`text`] | Markdown blocks, JSON rows, numbers and times as text; none of our types, so every room may use it | crates only |
//! | `platform` | the browser, one door a file (feature `ui`) | `aws` values |
//! | `ui` | Leptos (feature `ui`) | all above |
//!
//! `tests/architecture.rs` reads the `use` lines and fails where a room reaches for one that it may not.

pub mod aws;
pub mod bedrock;
pub mod experiment;
pub mod export;
pub mod import;
pub mod share;
pub mod simulator;
pub mod text;
pub mod twin;

#[cfg(feature = "ui")]
pub mod platform;
#[cfg(feature = "ui")]
pub mod ui;
