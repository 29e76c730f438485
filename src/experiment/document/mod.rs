//! The experiment as a document: what a link, a file and a history entry hold.
//!
//! [`experiment`] is the document. [`lab`] holds the content of the embeddings and images views, [`summary`] lists what the
//! document contains, and [`attachments`] removes files from it for a link. [`history`] holds the runs that this device
//! keeps, with the words of [`recorded`]. [`visit`] decides what happens to the user's own work when another experiment is
//! opened over it.

pub mod attachments;
pub mod experiment;
pub mod history;
pub mod lab;
pub mod recorded;
pub mod summary;
pub mod tabs;
pub mod visit;
