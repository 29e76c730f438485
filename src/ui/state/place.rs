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
