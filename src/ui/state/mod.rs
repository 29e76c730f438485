//! Every signal of the page in one place, and the values derived from them.
//!
//! Credentials live here and nowhere else, in memory only. What can be derived is a memo.

mod access;
pub mod inspected;
mod overlay;
mod place;
mod reading;
mod run;
mod status;
pub mod writers;

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use leptos::prelude::*;

pub use self::access::Access;
pub use self::overlay::{Arrived, Overlay, Shared};
pub use self::place::Place;
pub use self::reading::Reading;
pub use self::run::Run;
pub use self::status::Status;
use super::memo::memo;
use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::form::issue::Refusal;
use crate::experiment::run::requests::{self, Built, Twin};
use crate::experiment::{Composed, Draft};
pub use crate::page::{AnswerView, Dialog, Inspect, Mode, Theme, View};
use crate::simulator::Mishap;
use crate::twin::row_marks::Side;

/// Both current requests, and whether they show everything that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The requests.
    pub twin: Twin,
    /// Whether an invalid field is missing from them.
    pub stale: bool,
}

impl Shown {
    /// One of the two requests, or the reason why it cannot be built.
    pub fn built(&self, side: Side) -> Result<&Built, &str> {
        match side {
            Side::Converse => Ok(&self.twin.converse),
            Side::Native => self.twin.invoke.as_ref().map_err(String::as_str),
        }
    }
}

/// The signals. `Copy`: components take it by value.
#[derive(Clone, Copy)]
pub struct AppState {
    /// The form.
    pub draft: RwSignal<Draft>,
    /// The mode.
    pub mode: RwSignal<Mode>,
    /// The endpoint as typed.
    pub endpoint_text: RwSignal<String>,
    /// The simulator's fault, if any.
    pub mishap: RwSignal<Option<Mishap>>,
    /// The credentials, and how requests are signed.
    pub access: Access,
    /// The last run.
    pub run: Run,
    /// What is open.
    pub place: Place,
    /// The display settings.
    pub reading: Reading,
    /// Short messages.
    pub status: Status,
    /// What covers the user's own work.
    pub overlay: Overlay,
    /// The time, updated every second.
    pub now: RwSignal<Timestamp>,
    /// The service model, once it is loaded.
    pub service_model: RwSignal<Option<Arc<ServiceModel>>>,
    /// The predicted refusals of the service, by field.
    pub refusals: RwSignal<Vec<Refusal>>,
    /// The composed draft.
    pub composed: Memo<Composed>,
    /// The endpoint, or what is wrong with it.
    pub endpoint: Memo<Result<Endpoint, String>>,
    /// Both requests.
    pub shown: Memo<Option<Shown>>,
}

/// Non-loopback hosts that this build allows as custom endpoints: a comma-separated list, which the build also adds to
/// the page's content policy.
const EXTRA_ENDPOINTS: Option<&str> = option_env!("OUTCROP_EXTRA_ENDPOINTS");

/// The non-loopback hosts that a custom endpoint may use.
pub fn extra_hosts() -> Vec<&'static str> {
    EXTRA_ENDPOINTS.unwrap_or_default().split(',').map(str::trim).filter(|host| !host.is_empty()).collect()
}

impl AppState {
    /// The initial state: this draft, the simulator, no credentials.
    pub fn new(draft: Draft, theme: Theme, now: Timestamp) -> Self {
        let draft = RwSignal::new(draft);
        let mode = RwSignal::new(Mode::default());
        let endpoint_text = RwSignal::new("http://127.0.0.1:4566".to_owned());
        let composed = memo(move || draft.with(Draft::compose));
        let region = memo(move || draft.with(|draft| draft.region.clone()));
        let endpoint = memo(move || endpoint_of(mode.get(), &region.get(), &endpoint_text.read()));
        let detached = memo(move || draft.with(|draft| draft.detached.clone()));
        let stream = memo(move || draft.with(|draft| draft.stream));
        let shown = Memo::new(move |before: Option<&Option<Shown>>| {
            let composed = composed.read();
            let endpoint = endpoint_to_show(endpoint, &region.get());
            match (&composed.model, endpoint) {
                (Some(model), Some(endpoint)) => {
                    let detached = detached.read();
                    let mut twin = requests::build_by(
                        writers::writers(),
                        model,
                        &composed.conversation,
                        detached.as_ref(),
                        stream.get().into(),
                        &endpoint,
                    );
                    if let Some(why) = writers::awaited(twin.family).filter(|_| detached.is_none()) {
                        twin.invoke = Err(why.to_owned());
                    }
                    Some(Shown { twin, stale: composed.first_error().is_some() })
                }
                _ => before.cloned().flatten().map(|shown| Shown { stale: true, ..shown }),
            }
        });
        Self {
            draft,
            mode,
            endpoint_text,
            mishap: RwSignal::new(None),
            access: Access::new(),
            run: Run::new(),
            place: Place::new(),
            reading: Reading::new(theme),
            status: Status::new(),
            overlay: Overlay::new(),
            now: RwSignal::new(now),
            service_model: RwSignal::new(None),
            refusals: RwSignal::new(Vec::new()),
            composed,
            endpoint,
            shown,
        }
    }

    /// Whether a call needs credentials that are missing.
    pub fn lacks_credentials(self) -> bool {
        self.mode.get_untracked() != Mode::Simulator && self.access.with_untracked(|held| held.is_none())
    }

    /// Whether the response covers the work area. A field that needs attention is in the part that it would cover. Tracked.
    pub fn is_maximised(self) -> bool {
        self.place.maximised.get() && self.composed.with(|composed| composed.first_error().is_none())
    }

    /// The endpoint of a shown request, whether or not it can be sent there.
    pub fn shown_endpoint(self) -> Option<Endpoint> {
        endpoint_to_show(self.endpoint, &self.draft.with(|draft| draft.region.clone()))
    }
}

/// An invalid endpoint is reported at its field; the shown request then uses the region's own host.
fn endpoint_to_show(endpoint: Memo<Result<Endpoint, String>>, region: &str) -> Option<Endpoint> {
    endpoint.get().or_else(|_| endpoint_of(Mode::Aws, region, "")).ok()
}

fn endpoint_of(mode: Mode, region: &str, typed: &str) -> Result<Endpoint, String> {
    match mode {
        Mode::Simulator | Mode::Aws => Region::parse(region)
            .map(|region| Endpoint::aws("bedrock-runtime", &region))
            .map_err(|error| error.to_string()),
        Mode::Custom => Endpoint::custom(typed, &extra_hosts()).map_err(|error| error.to_string()),
    }
}

/// The page's state, and the owner of everything with the page's lifetime.
struct Page {
    state: AppState,
    owner: Owner,
}

thread_local! {
    static PAGE: OnceCell<Page> = const { OnceCell::new() };
}

/// The state of the page. It does not depend on the caller's owner, so a late view finds it even after its parent was
/// removed from the page.
#[expect(clippy::expect_used, reason = "no view is drawn before the app, which provides the state")]
pub fn use_app() -> AppState {
    PAGE.with(|page| page.get().map(|page| page.state)).expect("the app provides its state")
}

/// Sets the state of the page, and makes the current owner the one with the page's lifetime.
pub fn provide(state: AppState) {
    PAGE.with(|page| {
        // The app is mounted once.
        let _ = page.set(Page { state, owner: Owner::current().unwrap_or_default() });
    });
}

/// A part of the state that belongs to one view or controller: created on first use and kept for the life of the page.
/// It is a `thread_local` beside its type, so that a late view's state is not in the first load.
pub struct Slot<T>(Cell<Option<T>>);

impl<T: Copy> Slot<T> {
    /// Empty.
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }

    /// The part, created with `make` on first use. Its signals belong to the page, not to the calling view.
    pub fn get(&self, make: impl FnOnce() -> T) -> T {
        self.0.get().unwrap_or_else(|| {
            let owner = PAGE.with(|page| page.get().map(|page| page.owner.clone()));
            let value = owner.unwrap_or_default().with(make);
            self.0.set(Some(value));
            value
        })
    }
}
