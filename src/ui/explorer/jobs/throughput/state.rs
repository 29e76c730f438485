//! The state of the screen.

use leptos::prelude::*;

use crate::experiment::jobs::deployments::{self, CustomModel};
use crate::experiment::jobs::throughput::{self, Form, Row};
use crate::ui::controllers::account::ask::{By, Desk, Loaded};
use crate::ui::state::{AppState, Slot, use_app};

/// The state of the screen, for the life of the page.
#[derive(Clone, Copy)]
pub struct Screen {
    pub state: AppState,
    pub form: RwSignal<Form>,
    /// Whether a press has shown what is missing.
    pub tried: RwSignal<bool>,
    pub rows: Loaded<Vec<Row>>,
    /// The custom models, which throughput can also be bought for.
    pub models: Loaded<Vec<CustomModel>>,
    /// The ARN of the row that is changed.
    pub open: RwSignal<Option<String>>,
    /// Its new name, as typed.
    pub rename: RwSignal<String>,
    /// The model that it is to move to, as typed.
    pub move_to: RwSignal<String>,
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
            rows: Loaded::new(),
            models: Loaded::new(),
            open: RwSignal::new(None),
            rename: RwSignal::default(),
            move_to: RwSignal::default(),
            desk: Desk::new(),
        })
    })
}

impl Screen {
    /// Reads the throughput and the custom models.
    pub fn read(self, by: By) {
        self.rows.load(self.state, by, throughput::list(), throughput::read);
        self.models.load(self.state, by, deployments::models(), deployments::read_models);
    }

    /// Reads after a change.
    pub fn again<T>(self) -> impl Fn(T) + Send + Sync + 'static {
        move |_| self.read(By::Press)
    }
}
