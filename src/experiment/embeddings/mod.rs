//! Experiments with embeddings: the table of texts, what a run of them sends and brings, and the files that vectors are
//! written to.
//!
//! [`texts`] is what is typed; [`study`] is a run's plan and what came of it, with each vector at its text; [`sheet`] writes
//! it down. Nothing here sends anything: that is [`super::batch`], which knows nothing of vectors.

pub mod examples;
pub mod sheet;
pub mod study;
pub mod texts;

pub use study::{Purpose, Study};
pub use texts::{Row, Texts};
