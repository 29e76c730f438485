//! What the user composes, and what happened when it was run. Plain data and pure functions.
//!
//! [`Draft`] holds what was typed, right or wrong; [`Draft::compose`] reads it into a conversation and a list of issues, each
//! at its field. [`requests`] turns that into the two calls. [`session`] is the reducer of a run: bytes in, state out.
//! Its invariant: no type in this room can hold a credential.

pub mod attachment;
pub mod batch;
pub mod cache_points;
pub mod clinic;
pub mod compare;
pub mod connection;
pub mod contents;
pub mod draft;
pub mod embeddings;
pub mod errors;
pub mod exchange;
pub mod explain;
pub mod fix;
pub mod history;
pub mod http_lines;
pub mod images;
pub mod issue;
pub mod known_limits;
pub mod lab;
pub mod leaving;
pub mod members;
pub mod metrics;
pub mod parameter;
pub mod part;
pub mod permission;
pub mod pictures;
mod reading;
pub mod recording;
pub mod requests;
pub mod schema_rows;
pub mod session;
pub mod setup;
pub mod tool_list;
pub mod tools;
pub mod whole;

pub use crate::bedrock::conversation::Role;
pub use draft::{Detached, Draft, DraftMessage, SendAs};
pub use exchange::{Api, Exchange, Failure, Origin, Phase};
pub use issue::{Composed, Field, Issue, Severity};
pub use parameter::Parameter;
pub use part::Part;
pub use whole::{Experiment, Subject};
