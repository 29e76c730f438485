//! Links and files: an [`Experiment`](crate::experiment::Experiment) as text that leaves the page and comes back.
//!
//! [`link`] is the part of an address behind `#`, [`file`](mod@file) is `*.outcrop.json`; both hold the same document, which
//! [`schema`] writes and reads member by member. What the document has no member for cannot be said: no credential, no
//! endpoint, no header, no mode. [`plain`] is the form that people write by hand, [`secrets`] looks for what should not leave,
//! and [`length`] and [`qr`] say how far a link will carry. Nothing here sends anything, and any text at all becomes a value
//! within the budget or an error that a person can act on.

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
