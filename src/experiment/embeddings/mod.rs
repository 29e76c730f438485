//! Experiments with embeddings: the table of texts, what a run of them sends and brings, and the files that vectors are
//! written to.
//!
//! [`texts`] is what is typed; [`study`] is a run's plan and what came of it, with each vector at its text; [`sheet`] writes
//! it down. [`Entered`] is all that is filled in, as a link or a file carries it. Nothing here sends anything: that is [`super::run::batch`], which knows nothing of vectors.

mod entered;
pub mod examples;
pub mod other_calls;
pub mod picture;
pub mod plane;
pub mod shades;
pub mod sheet;
pub mod study;
pub mod texts;

pub use entered::Entered;
pub use study::{Purpose, Study};
pub use texts::{Row, Texts};
