//! Where the reader is in the page.

use leptos::prelude::*;

use crate::page::{Dialog, Inspect, View};

/// What is open.
#[derive(Clone, Copy)]
pub struct Place {
    /// The open view.
    pub view: RwSignal<View>,
    /// The open tab of the playground's lower half.
    pub inspect: RwSignal<Inspect>,
    /// Whether that half fills the work area.
    pub maximised: RwSignal<bool>,
    /// The open dialog.
    pub dialog: RwSignal<Option<Dialog>>,
    /// Whether a run opened the credentials dialog, and waits for what is pasted there.
    pub run_waits: RwSignal<bool>,
    /// The section of the playground at the top of the window, by its element id; it is followed once the page scrolls.
    pub section: RwSignal<&'static str>,
}

impl Place {
    /// The playground with its answers, and no dialog.
    pub(super) fn new() -> Self {
        Self {
            view: RwSignal::default(),
            inspect: RwSignal::default(),
            maximised: RwSignal::new(false),
            dialog: RwSignal::new(None),
            run_waits: RwSignal::new(false),
            section: RwSignal::new("compose"),
        }
    }
}
