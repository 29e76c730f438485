//! The state of the screen.

use leptos::prelude::*;

use crate::experiment::jobs::batch::{self, Form, Job};
use crate::ui::controllers::account::ask::{By, Desk, Loaded};
use crate::ui::state::{AppState, Slot, use_app};

/// The state of the screen, for the life of the page.
#[derive(Clone, Copy)]
pub struct Screen {
    pub state: AppState,
    pub form: RwSignal<Form>,
    /// Whether a press has shown what is missing.
    pub tried: RwSignal<bool>,
    pub jobs: Loaded<Vec<Job>>,
    pub desk: Desk,
}

thread_local! {
    static SCREEN: Slot<Screen> = const { Slot::new() };
}

/// The state.
pub fn use_screen() -> Screen {
    SCREEN.with(|screen| {
        screen.get(|| Screen {
            state: use_app(),
            form: RwSignal::default(),
            tried: RwSignal::new(false),
            jobs: Loaded::new(),
            desk: Desk::new(),
        })
    })
}

impl Screen {
    /// Reads the jobs.
    pub fn read(self, by: By) {
        self.jobs.load(self.state, by, batch::list(), batch::read);
    }

    /// Reads after a change.
    pub fn again<T>(self) -> impl Fn(T) + Send + Sync + 'static {
        move |_| self.read(By::Press)
    }
}
