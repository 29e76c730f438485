//! Links and files: an [`Experiment`](crate::experiment::Experiment) as text that leaves the page and comes back.
//!
//! [`link`] is the part of an address after `#`, [`file`](mod@file) is `*.outcrop.json`; both hold the same document, which
//! [`schema`] writes and reads member by member. The document has no member for a credential, an endpoint, a header or a
//! mode. [`plain`] is the form that people write by hand, [`secrets`] finds what should not be shared, and [`length`] and
//! [`qr`] show where a link can be used. Nothing here sends anything. Any text becomes either a value within the limits or
//! an error that tells the user what to do.

pub mod codec;
pub mod file;
pub mod length;
pub mod link;
pub mod plain;
pub mod qr;
pub mod schema;
pub mod secrets;
pub mod stored;

mod error;

pub use error::ShareError;
pub use schema::{Opened, SCHEMA};
