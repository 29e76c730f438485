//! Where the reader is in the page.

use leptos::prelude::*;

use crate::page::{Dialog, Inspect, View};

/// What is open.
#[derive(Clone, Copy)]
pub struct Place {
    /// What the work area shows.
    pub view: RwSignal<View>,
    /// What the lower half of the playground shows.
    pub inspect: RwSignal<Inspect>,
    /// Whether that half has the work area to itself.
    pub maximised: RwSignal<bool>,
    /// The open dialog.
    pub dialog: RwSignal<Option<Dialog>>,
}

impl Place {
    /// The playground with its answers, and no dialog.
    pub(super) fn new() -> Self {
        Self {
            view: RwSignal::default(),
            inspect: RwSignal::default(),
            maximised: RwSignal::new(false),
            dialog: RwSignal::new(None),
        }
    }
}
