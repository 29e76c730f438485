//! What the page can be asked for, as plain data: its views, dialogs and modes, the commands with their names and keys, how the
//! palette finds one, and how the model fields name, list and choose a model.
//!
//! It is the one list behind the palette, the keys, the menu and the sheet of shortcuts. It performs nothing:
//! `ui::controllers::commands` does.

pub mod choices;
pub mod commands;
pub mod explorer;
pub mod keys;
pub mod lessons;
pub mod models;
pub mod offered;
pub mod palette;
pub mod sight;
mod words;

pub use words::{AnswerView, Dialog, Inspect, Mode, Theme, View};
