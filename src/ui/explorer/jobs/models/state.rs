//! The state of the screen.

use leptos::prelude::*;

use crate::experiment::jobs::access::{Availability, Offer};
use crate::experiment::jobs::models::{self, Filter, Model};
use crate::experiment::jobs::profiles::{self, Profile};
use crate::ui::controllers::account::ask::{By, Desk, Loaded};
use crate::ui::state::{AppState, Slot, use_app};

/// The state of the screen, for the life of the page.
#[derive(Clone, Copy)]
pub struct Screen {
    pub state: AppState,
    pub models: Loaded<Vec<Model>>,
    pub profiles: Loaded<Vec<Profile>>,
    pub filter: RwSignal<Filter>,
    /// The IDs of the models that are compared.
    pub compared: RwSignal<Vec<String>>,
    /// The ID of the model that is shown in full.
    pub open: RwSignal<Option<String>>,
    pub availability: Loaded<Availability>,
    pub offers: Loaded<Vec<Offer>>,
    pub form: Loaded<Vec<(String, String)>>,
    /// The fields of the use-case form.
    pub use_case: RwSignal<Vec<String>>,
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
            models: Loaded::new(),
            profiles: Loaded::new(),
            filter: RwSignal::default(),
            compared: RwSignal::default(),
            open: RwSignal::new(None),
            availability: Loaded::new(),
            offers: Loaded::new(),
            form: Loaded::new(),
            use_case: RwSignal::new(vec![String::new(); crate::experiment::jobs::access::USE_CASE.len()]),
            desk: Desk::new(),
        })
    })
}

impl Screen {
    /// Reads models and profiles.
    pub fn read(self, by: By) {
        self.models.load(self.state, by, models::list(), models::read);
        self.profiles.load(self.state, by, profiles::list(), profiles::read);
    }

    /// Forgets what another Region or account answered.
    pub fn clear(self) {
        self.models.clear();
        self.profiles.clear();
        self.close();
    }

    /// Opens a model. What was read about another one is forgotten.
    pub fn show(self, id: String) {
        self.close();
        self.open.set(Some(id));
    }

    /// Closes the model that is shown.
    pub fn close(self) {
        self.open.set(None);
        self.availability.clear();
        self.offers.clear();
    }

    /// The models that are compared, in the order of the list.
    pub fn chosen(self) -> Vec<Model> {
        let compared = self.compared.read();
        self.models
            .value
            .with(|models| models.iter().flatten().filter(|model| compared.contains(&model.id)).cloned().collect())
    }
}
