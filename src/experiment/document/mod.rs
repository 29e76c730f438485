//! The experiment as a document: what a link, a file and a history entry hold.
//!
//! [`experiment`] is the document. [`lab`] is what the views of embeddings and images put into it, [`summary`] says what is in
//! it, [`attachments`] takes files out of it for a link, [`history`] is the list of what was run on this device,
//! and [`visit`] says what becomes of the reader's own work when another experiment is opened over it.

pub mod attachments;
pub mod experiment;
pub mod history;
pub mod lab;
pub mod summary;
pub mod visit;
