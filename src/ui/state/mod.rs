//! Every signal of the page, in one place, and what is derived from them.
//!
//! Credentials live here and nowhere else, in memory only. What can be derived is a memo.

use std::any::Any;
use std::cell::Cell;

use leptos::prelude::*;

use super::memo::memo;
use super::widgets::json_view::Lit;
use crate::aws::credentials::Credentials;
use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::aws::sigv4::SignedRequest;
use crate::aws::time::Timestamp;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::form::issue::Refusal;
use crate::experiment::run::metrics::Total;
use crate::experiment::run::requests::{self, Built, Twin};
use crate::experiment::run::session::Session;
use crate::experiment::{Composed, Draft, Origin};
pub use crate::page::{AnswerView, Dialog, Inspect, Mode, Theme, View};
use crate::simulator::Mishap;
use crate::twin::row_marks::Side;

/// The states of the views that were opened, each of its own type, and the owner under which their signals live.
struct Kept {
    owner: Owner,
    views: Vec<Box<dyn Any + Send + Sync>>,
}

/// What came by a link or a file, as its banner tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrived {
    /// `link` or `file`.
    pub by: &'static str,
    /// The title that its author gave it.
    pub title: String,
    /// The note that its author gave it.
    pub note: String,
    /// What was left out on the way, and what was not taken over.
    pub notes: Vec<String>,
    /// The answers that came with it, and who is said to have given them.
    pub answers: Vec<(Origin, String)>,
    /// Why nothing could be opened.
    pub error: Option<String>,
}

/// Both requests as they stand, and whether they show everything that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The requests.
    pub twin: Twin,
    /// Whether a field in error is missing from them.
    pub stale: bool,
}

impl Shown {
    /// One of the two requests, or why there is none.
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
    /// Where requests go.
    pub mode: RwSignal<Mode>,
    /// The endpoint as typed.
    pub endpoint_text: RwSignal<String>,
    /// Credentials for AWS and custom endpoints.
    pub credentials: RwSignal<Option<Credentials>>,
    /// Whether credentials were removed because their time was over.
    pub credentials_ran_out: RwSignal<bool>,
    /// The requests signed last, as they were sent: the session token is in them.
    pub signed: StoredValue<Vec<SignedRequest>>,
    /// After how many milliseconds without a key or a pointer the credentials are forgotten; 0: never.
    pub idle_lock_ms: RwSignal<i64>,
    /// What is added to the device's clock when a request is signed, in milliseconds.
    pub clock_offset_ms: RwSignal<i64>,
    /// What goes wrong in the simulator, if something shall.
    pub mishap: RwSignal<Option<Mishap>>,
    /// Whether a draft that reproduces an error is in place of the reader's own.
    pub reproducing: RwSignal<bool>,
    /// The last run.
    pub session: RwSignal<Session>,
    /// The form as it was when the last run began.
    pub sent: StoredValue<Draft>,
    /// What the calls of this visit took together.
    pub total: StoredValue<Total>,
    /// The same in words; empty before the first call has ended.
    pub total_words: RwSignal<String>,
    /// The time, once a second.
    pub now: RwSignal<Timestamp>,
    /// How the answers are shown.
    pub answer_view: RwSignal<AnswerView>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// What the work area shows.
    pub view: RwSignal<View>,
    /// Which pair of rows of the two requests is lit.
    pub lit: RwSignal<Lit>,
    /// What the other views keep while they are not open.
    kept: StoredValue<Kept>,
    /// What the lower half of the playground shows.
    pub inspect: RwSignal<Inspect>,
    /// Whether it has the work area to itself.
    pub maximised: RwSignal<bool>,
    /// What came by a link or a file, until its reader has decided.
    pub arrived: RwSignal<Option<Arrived>>,
    /// Whether the playground shows something other than the reader's own draft: while it does, the device keeps the own one.
    pub covered: RwSignal<bool>,
    /// Whether corresponding places of the requests are marked.
    pub links_on: RwSignal<bool>,
    /// The open dialog.
    pub dialog: RwSignal<Option<Dialog>>,
    /// A confirmation that is on screen for a few seconds.
    pub toast: RwSignal<Option<String>>,
    /// What the status region says to a screen reader.
    pub announcement: RwSignal<String>,
    /// The service model, once it is loaded.
    pub service_model: RwSignal<Option<std::sync::Arc<ServiceModel>>>,
    /// What the service would say of the fields, by its model.
    pub refusals: RwSignal<Vec<Refusal>>,
    /// What was understood of the draft.
    pub composed: Memo<Composed>,
    /// Where the requests go, or what is wrong with the endpoint.
    pub endpoint: Memo<Result<Endpoint, String>>,
    /// Both requests.
    pub shown: Memo<Option<Shown>>,
    /// Whether a call is under way.
    pub running: Memo<bool>,
}

/// Hosts beyond loopback that whoever builds the page allows as custom endpoints: a comma-separated list, also put into
/// the page's content policy by the build.
const EXTRA_ENDPOINTS: Option<&str> = option_env!("OUTCROP_EXTRA_ENDPOINTS");

/// The hosts beyond loopback that a custom endpoint may name.
pub fn extra_hosts() -> Vec<&'static str> {
    EXTRA_ENDPOINTS.unwrap_or_default().split(',').map(str::trim).filter(|host| !host.is_empty()).collect()
}

impl AppState {
    /// The state at start: this draft, the simulator, no credentials.
    pub fn new(draft: Draft, theme: Theme, now: Timestamp) -> Self {
        let draft = RwSignal::new(draft);
        let mode = RwSignal::new(Mode::default());
        let endpoint_text = RwSignal::new("http://127.0.0.1:4566".to_owned());
        let session = RwSignal::new(Session::default());
        let composed = memo(move || draft.with(Draft::compose));
        let region = memo(move || draft.with(|draft| draft.region.clone()));
        let endpoint = memo(move || endpoint_of(mode.get(), &region.get(), &endpoint_text.read()));
        let detached = memo(move || draft.with(|draft| draft.detached.clone()));
        let stream = memo(move || draft.with(|draft| draft.stream));
        let shown = Memo::new(move |before: Option<&Option<Shown>>| {
            let composed = composed.read();
            let endpoint = endpoint_to_show(endpoint, &region.get());
            match (&composed.model, endpoint) {
                (Some(model), Some(endpoint)) => Some(Shown {
                    twin: requests::build(
                        model,
                        &composed.conversation,
                        detached.read().as_ref(),
                        stream.get(),
                        &endpoint,
                    ),
                    stale: composed.first_error().is_some(),
                }),
                _ => before.cloned().flatten().map(|shown| Shown { stale: true, ..shown }),
            }
        });
        Self {
            draft,
            mode,
            endpoint_text,
            credentials: RwSignal::new(None),
            credentials_ran_out: RwSignal::new(false),
            signed: StoredValue::new(Vec::new()),
            idle_lock_ms: RwSignal::new(0),
            clock_offset_ms: RwSignal::new(0),
            mishap: RwSignal::new(None),
            reproducing: RwSignal::new(false),
            session,
            sent: StoredValue::new(Draft::default()),
            total: StoredValue::new(Total::default()),
            total_words: RwSignal::new(String::new()),
            now: RwSignal::new(now),
            answer_view: RwSignal::default(),
            theme: RwSignal::new(theme),
            view: RwSignal::default(),
            lit: RwSignal::default(),
            kept: StoredValue::new(Kept { owner: Owner::current().unwrap_or_default(), views: Vec::new() }),
            inspect: RwSignal::default(),
            maximised: RwSignal::new(false),
            arrived: RwSignal::new(None),
            covered: RwSignal::new(false),
            links_on: RwSignal::new(true),
            dialog: RwSignal::new(None),
            toast: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            service_model: RwSignal::new(None),
            refusals: RwSignal::new(Vec::new()),
            composed,
            endpoint,
            shown,
            running: memo(move || session.with(Session::is_running)),
        }
    }

    /// The endpoint of a request that is shown, whether or not it could be sent there.
    pub fn shown_endpoint(self) -> Option<Endpoint> {
        endpoint_to_show(self.endpoint, &self.draft.with(|draft| draft.region.clone()))
    }

    /// The state of a view: made when the view is first opened, and kept for as long as the page lives.
    pub fn kept<T: Copy + Send + Sync + 'static>(self, make: impl FnOnce(Self) -> T) -> T {
        let found = self.kept.with_value(|kept| kept.views.iter().find_map(|view| view.downcast_ref::<T>().copied()));
        if let Some(found) = found {
            return found;
        }
        let owner = self.kept.with_value(|kept| kept.owner.clone());
        let view = owner.with(|| make(self));
        self.kept.update_value(|kept| kept.views.push(Box::new(view)));
        view
    }
}

/// A wrong endpoint is said at its field; a request that is shown keeps the host it had in mind: the region's own.
fn endpoint_to_show(endpoint: Memo<Result<Endpoint, String>>, region: &str) -> Option<Endpoint> {
    endpoint.get().or_else(|_| endpoint_of(Mode::Aws, region, "")).ok()
}

fn endpoint_of(mode: Mode, region: &str, typed: &str) -> Result<Endpoint, String> {
    match mode {
        Mode::Simulator | Mode::Aws => Region::parse(region)
            .map(|region| Endpoint::of("bedrock-runtime", &region))
            .map_err(|error| error.to_string()),
        Mode::Custom => Endpoint::custom(typed, &extra_hosts()).map_err(|error| error.to_string()),
    }
}

/// The state from context. Every component is drawn below [`super::app`], which provides it.
///
/// A view that came late, after what it belongs to was taken out of the page, finds the state all the same: it is drawn and
/// dropped, in place of a panic.
#[expect(clippy::expect_used, reason = "no view is drawn before the app, which provides the state")]
pub fn use_app() -> AppState {
    use_context().or_else(|| APP.get()).expect("the app provides its state")
}

thread_local! {
    /// The page's state, which lives as long as the page.
    static APP: Cell<Option<AppState>> = const { Cell::new(None) };
}

/// Provides the state to every view.
pub fn provide(state: AppState) {
    APP.set(Some(state));
    provide_context(state);
}
