//! Embedding models: the bodies, which only `InvokeModel` accepts, the answers, and calculations with the vectors.
//!
//! [`mod@format`] describes each model's body as data. [`calls`] turns texts and pictures into as many bodies as the
//! model needs; [`read`] turns an answer into one [`Embedding`] per input and type, and refuses invalid vectors.
//! [`distance`], [`neighbours`], [`pca`] and [`cell`] are the arithmetic. The invariant: vectors of different models,
//! types or lengths are never compared ([`Mixed`] is the error).

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
