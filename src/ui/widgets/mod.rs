//! Small components that know nothing of Bedrock: each takes plain data, signals and callbacks.

pub mod area;
pub mod code_editor;
pub mod combobox;
pub mod combobox_list;
pub mod debounce;
pub mod dialog;
pub mod icon;
pub mod icon_button;
pub mod in_steps;
pub mod json_rows;
pub mod json_view;
pub mod large_json;
pub mod lazy_view;
pub mod long_text;
pub mod markdown_view;
pub mod rows_of;
pub mod segment;
pub mod select;
pub mod splitter;
pub mod tabs;
pub mod text_field;
pub mod toast;
pub mod toggle;
