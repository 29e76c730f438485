//! The page: Leptos components over the rooms below.
//!
//! A view is a folder: [`playground`], [`compare`], [`embeddings`], [`images`], [`explorer`]. [`shell`] surrounds every view,
//! [`parts`] are shared by several views, and [`widgets`] know nothing of Bedrock. [`state`] holds every signal;
//! [`controllers`] wait for the network, the storage and the clock.

#[macro_use]
mod late;

mod app;
mod compare;
mod controllers;
mod embeddings;
mod explorer;
mod images;
mod lessons;
mod memo;
mod parts;
mod playground;
mod shell;
mod state;
mod widgets;

/// Installs the panic hook and mounts the app.
pub fn mount() {
    controllers::panic::install();
    app::mount();
}
