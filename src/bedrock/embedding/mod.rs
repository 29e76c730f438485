//! Embedding models: the bodies that only `InvokeModel` takes, the answers, and what can be done with the vectors.
//!
//! [`mod@format`] is what each model's body may hold, as data. [`calls`] turns texts and pictures into as many bodies as the
//! model needs; [`read`] turns an answer into one [`Embedding`] for each input and type, and refuses what is no vector.
//! [`distance`], [`neighbours`], [`pca`] and [`cell`] are the arithmetic. Its invariant: vectors of two models, types or
//! lengths are never compared ([`Mixed`] says why).

pub mod cell;
pub mod distance;
pub mod format;
mod input;
pub mod neighbours;
pub mod pca;
mod request;
mod response;
mod vector;

pub use format::{Format, Limits};
pub use input::{Input, Piece};
pub use request::{Call, Issue, Place, calls};
pub use response::{Answer, Malformed, read};
pub use vector::{Element, Embedding, Mixed, Values, comparable};
