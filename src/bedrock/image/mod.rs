//! Image models: the bodies, which only `InvokeModel` accepts, and the answers.
//!
//! A [`Format`] has [`Task`]s, and each task has a form ([`fields`]). Its fields are prompt, pictures, masks and
//! settings alike, so that one table draws the form, checks it and writes the body ([`body`]). [`read`] turns an answer
//! into pictures, with a reason for each that was filtered. Pictures are base64 in a body and in [`Settings`]; only the
//! header of a picture is decoded here.
//!
//! [`Settings`]: super::form::Settings

mod amazon;
mod format;
mod request;
mod response;
mod stability;

pub use amazon::TITAN_SIZES;
pub use format::{Format, Role, Task, fields, role};
pub use request::{body, carry, use_as_input};
pub use response::{Answer, Finish, Made, Malformed, read};
