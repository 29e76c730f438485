//! Parts that several views share. Each takes its data and callbacks, and depends on no view.

pub mod bar_notes;
pub mod batch_bar;
pub mod code_panel;
pub mod copy_button;
pub mod error_card;
pub mod explain;
pub mod explain_strip;
pub mod fault_menu;
pub mod lab_frame;
pub mod model_field;
pub mod origin_badge;
pub mod out_of_date;
pub mod page_dialog;
pub mod program;
pub mod qr_code;
pub mod row_marks;
pub mod run_bar;
pub mod settings_form;
pub mod target;
