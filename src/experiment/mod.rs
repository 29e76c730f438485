//! The user's input, and what happens when it is run. Plain data and pure functions.
//!
//! [`Draft`] holds the input, valid or not; [`Draft::compose`] reads it into a conversation and a list of issues, each with
//! its field. [`run`] turns that into the two calls and follows them: bytes in, state out. [`failure`] explains what went
//! wrong and offers fixes. [`document`] is the experiment in a link, a file or a history entry. The room's invariant: none
//! of its types can hold a credential.

pub mod access;
pub mod builtin_tools;
pub mod compare;
pub mod datasets;
pub mod document;
pub mod embeddings;
pub mod examples;
pub mod explorer;
pub mod failure;
pub mod fitting;
pub mod form;
pub mod images;
pub mod jobs;
pub mod run;

pub use crate::bedrock::conversation::Role;
pub use crate::bedrock::operation::Api;
pub use document::experiment::{Experiment, Subject};
pub use form::draft::{Detached, Draft, DraftMessage, SendAs};
pub use form::issue::{Composed, Field, Issue, Severity};
pub use form::parameter::Parameter;
pub use form::part::Part;
pub use run::exchange::{Exchange, Failure, Origin, Phase};
