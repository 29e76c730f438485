//! The browser, one door a file. It uses no Leptos, and of our own rooms only the values of `aws`.
//!
//! What can fail for reasons outside the page fails here, with a [`BrowserError`]. No door keeps a secret: it passes on what
//! it is given.

pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod digest;
pub mod error;
pub mod fetch;
pub mod files;
pub mod focus;
pub mod fragment;
pub mod frame;
pub mod network;
pub mod offline;
pub mod point;
pub mod popover;
pub mod save;
pub mod sight;
pub mod stand_in;
pub mod storage;
pub mod style_sheet;
pub mod watch;

pub use error::BrowserError;
