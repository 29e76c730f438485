//! Experiments with embeddings: the table of texts, the calls of a run and its vectors, and the files for them.
//!
//! [`texts`] is the table, [`study`] is a run's plan and its results, with each vector at its text, and [`sheet`] writes
//! the files. [`Input`] is the user's whole input, as a link or a file carries it. Nothing here sends anything:
//! [`super::run::batch`] does, which knows nothing of vectors.

pub mod examples;
mod input;
pub mod other_calls;
pub mod picture;
pub mod plane;
pub mod shades;
pub mod sheet;
pub mod study;
pub mod texts;

pub use input::Input;
pub use study::{Purpose, Study};
pub use texts::{Row, Texts};
