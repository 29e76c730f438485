//! Image models: the bodies that only `InvokeModel` takes, and the answers.
//!
//! A [`Format`] has some [`Task`]s, and each task a form ([`fields`]): prompt, pictures, masks and settings alike are its
//! fields, so that one table draws the form, checks it and writes the body ([`body`]). [`read`] turns an answer into
//! pictures, with what was filtered out said. Pictures are base64 in a body and in [`Settings`]; nothing is decoded here
//! but a picture's head.
//!
//! [`Settings`]: super::form::Settings

mod amazon;
mod format;
mod request;
mod response;
mod stability;

pub use format::{Format, Role, Task, fields, role};
pub use request::{body, carry, use_as_input};
pub use response::{Answer, Finish, Made, Malformed, read};
