//! The frame around every view: the app bar, the banner of a link or file, the status bar, and the dialogs.

pub mod about;
pub mod answer_chip;
pub mod app_bar;
pub mod changes;
pub mod credentials;
pub mod dialogs;
pub mod history;
pub mod import;
pub mod menu;
pub mod new_version;
pub mod palette;
pub mod share;
pub mod shortcuts;
pub mod status_bar;
pub mod visit_banner;
