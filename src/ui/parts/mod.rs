//! What several views are made of: each part takes what it shows and what it calls back, and knows no view.

pub mod bar_notes;
pub mod batch_bar;
pub mod code_panel;
pub mod copy_button;
pub mod error_card;
pub mod fault_menu;
pub mod lab_frame;
pub mod model_field;
pub mod origin_badge;
pub mod page_dialog;
pub mod program;
pub mod row_marks;
pub mod run_bar;
pub mod settings_form;
pub mod target;
