//! The browser, one door a file. No Leptos, and no room of ours but `aws` values.
//!
//! Whatever can fail for outside reasons fails here, with a sentence. No door keeps a secret: what it is given it passes on.

pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod fetch;
pub mod files;
pub mod focus;
pub mod fragment;
pub mod frame;
pub mod network;
pub mod save;
pub mod sheet;
pub mod storage;
pub mod watch;
