//! Pictures to be made: the mask that says where, what is shown of a body that is full of base64, and names for files.
//!
//! What is sent is [`crate::bedrock::image`]'s; nothing here sends anything. The mask is painted here, cell by cell, so
//! that pointer, touch and keyboard do the same thing and it can be tested without any of them.

pub mod chosen;
mod entered;
pub mod form;
pub mod mask;
pub mod round;
pub mod words;

pub use entered::Entered;
