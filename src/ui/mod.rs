//! The page: Leptos components over the rooms below.
//!
//! [`state`] holds every signal; [`controllers`] is the only code that waits for something; panels draw and call back. A
//! component does no fetch, no storage and no JSON of its own.

mod app;
mod controllers;
mod lazy;
mod memo;
mod panels;
mod state;
mod widgets;
mod words;

/// Installs the panic hook and mounts the app.
pub fn mount() {
    controllers::panic::install();
    app::mount();
}
