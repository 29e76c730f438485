//! What the page is made of, one panel a file. A panel reads signals and calls controllers; all of its words stand at its top.

pub mod answer;
pub mod answer_details;
pub mod app_bar;
pub mod blocks;
pub mod compose;
pub mod credentials;
pub mod editor;
pub mod error_card;
pub mod family_picker;
pub mod form_fields;
pub mod header_rows;
pub mod member_forms;
pub mod menu;
pub mod messages;
pub mod parameters;
pub mod raw_response;
pub mod request_bar;
pub mod request_stage;
pub mod response_stage;
pub mod seam;
pub mod shortcuts;
pub mod status_bar;
pub mod token_count;
pub mod tool_answer;
pub mod tool_forms;
pub mod tools;
