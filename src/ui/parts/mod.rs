//! What several views are made of: each part takes what it shows and what it calls back, and knows no view.

pub mod batch_bar;
pub mod error_card;
pub mod lab_frame;
pub mod program;
pub mod settings_form;
