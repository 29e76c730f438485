//! The form of the playground: the user's input and its meaning.
//!
//! [`draft`] holds the text of every field as the user typed it. [`compose`] reads it into a conversation, with an
//! [`issue`] at each field that cannot be read. No input is discarded, whether it can be sent or not.

pub mod attachment;
pub mod block;
pub mod cache_points;
mod compose;
pub mod draft;
mod draft_json;
pub mod edited_body;
pub mod issue;
pub mod members;
pub mod output_format;
pub mod parameter;
pub mod part;
pub mod repair;
pub mod response_paths;
pub mod schema_rows;
pub mod tool_config;
pub mod typed_json;
