//! The images view without its signals: the user's input, the mask, the display of bodies that are full of base64, and
//! names for files.
//!
//! [`crate::bedrock::image`] builds the bodies; nothing here sends anything. The mask is painted here, cell by cell, so
//! that pointer, touch and keyboard do the same thing, and tests need none of them.

pub mod chosen;
pub mod form;
mod input;
pub mod labels;
pub mod mask;
pub mod round;

pub use input::Input;
