//! The state of the Explorer. It lives as long as the page, so that it survives a change of view.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;

use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::document::lab::Lab;
use crate::experiment::explorer::effect;
use crate::experiment::explorer::form::{Form, Problem, Row};
use crate::experiment::explorer::index::{Operation, Stream};
use crate::experiment::explorer::sheet::Sheet;
use crate::page::explorer::Place;
use crate::platform::{focus, fragment, frame};
use crate::ui::controllers::account::kept;
use crate::ui::controllers::explorer::{self as controller, Calling, Extent};
use crate::ui::controllers::visit;
use crate::ui::controllers::visit::labs::{self, Filled};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Slot, View, use_app};

/// The names of the tabs.
pub const TABS: [&str; 6] = ["Response", "Table", "Frames", "HTTP", "Signature", "Code"];
/// Their words in a link.
const WORDS: [&str; 6] = ["response", "table", "frames", "http", "signature", "code"];

/// The form of an operation that is not open.
type Typed = (&'static Operation, Form);

/// The view's signals.
#[derive(Clone, Copy)]
pub struct Explorer {
    /// The page's state.
    pub state: AppState,
    /// What is shown.
    pub place: RwSignal<Place>,
    /// The text that is searched.
    pub query: RwSignal<String>,
    /// The form of the open operation.
    pub form: RwSignal<Form>,
    /// The forms of the operations that were open before: nothing typed is lost.
    typed: StoredValue<Vec<Typed>>,
    /// The content of the operation that was open last.
    left: StoredValue<Option<Lab>>,
    /// The service model of the open operation's client, or why it did not load.
    pub model: RwSignal<Option<Result<Arc<ServiceModel>, String>>>,
    /// The open operation.
    pub operation: Memo<Option<&'static Operation>>,
    /// The rows of the form.
    pub rows: Memo<Vec<Row>>,
    /// What prevents sending.
    pub problems: Memo<Vec<Problem>>,
    /// Whether one has tried to send: then missing members are shown too.
    pub tried: RwSignal<bool>,
    /// Whether the confirmation is open.
    pub asking: RwSignal<bool>,
    /// The last call.
    pub calling: Calling,
    /// The open tab.
    pub tab: RwSignal<usize>,
}

impl Explorer {
    fn new(state: AppState) -> Self {
        let place = RwSignal::new(Place::default());
        let form = RwSignal::new(Form::default());
        let model = RwSignal::new(None::<Result<Arc<ServiceModel>, String>>);
        let operation = Memo::new(move |_| match place.get() {
            Place::Operation(operation) => Some(operation),
            Place::Start | Place::Client(_) | Place::Job(_) => None,
        });
        let rows = Memo::new(move |_| match (&*model.read(), operation.get()) {
            (Some(Ok(model)), Some(operation)) => form.read().rows(model, operation.name),
            _ => Vec::new(),
        });
        let problems = Memo::new(move |_| match (&*model.read(), operation.get()) {
            (Some(Ok(model)), Some(operation)) => form.read().problems(model, operation.name),
            _ => Vec::new(),
        });
        let client = memo(move || place.get().client().filter(|_| operation.get().is_some()));
        Effect::new(move |_| {
            model.set(None);
            if let Some(client) = client.get() {
                load(state, client, place, model);
            }
        });
        let explorer = Self {
            state,
            place,
            query: RwSignal::new(String::new()),
            form,
            typed: StoredValue::new(Vec::new()),
            left: StoredValue::new(None),
            model,
            operation,
            rows,
            problems,
            tried: RwSignal::new(false),
            asking: RwSignal::new(false),
            calling: Calling::new(),
            tab: RwSignal::new(0),
        };
        if let Some(there) = Place::from_fragment(&fragment::read()) {
            explorer.open(there);
        }
        visit::follow(
            state,
            Memo::new(move |_| explorer.filled()),
            Callback::new(move |filled| explorer.fill(&filled)),
        );
        explorer
    }

    /// Follows the address as long as the view is drawn.
    pub fn follow_address(self) {
        let follow = move || {
            if self.state.place.view.get_untracked() == View::Explorer
                && let Some(there) = Place::from_fragment(&fragment::read())
            {
                self.open(there);
            }
        };
        follow();
        let handle = window_event_listener(ev::hashchange, move |_| follow());
        on_cleanup(move || handle.remove());
    }

    /// Opens the tabs with Alt and a digit as long as the view is drawn, from the left.
    pub fn follow_keys(self) {
        let handle = window_event_listener(ev::keydown, move |event| {
            let is_open = self.state.place.view.get_untracked() == View::Explorer
                && self.operation.with_untracked(Option::is_some);
            let held = event.alt_key() && !event.ctrl_key() && !event.meta_key();
            let digit = event.code().strip_prefix("Digit").and_then(|digit| digit.parse::<usize>().ok());
            // By the page: a dialog is over the tabs.
            let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
            if let Some(tab) = digit.and_then(|digit| digit.checked_sub(1)).filter(|tab| *tab < TABS.len())
                && held
                && is_open
                && !in_dialog
            {
                event.prevent_default();
                self.tab.set(tab);
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Shows a place; what was typed into the form before stays with its operation.
    fn open(self, place: Place) {
        let before = self.place.get_untracked();
        if before == place {
            return;
        }
        if let Place::Operation(old) = before {
            self.left.set_value(Some(untrack(|| self.filled().lab)));
            let form = self.form.get_untracked();
            self.typed.update_value(|typed| {
                typed.retain(|(operation, _)| *operation != old);
                if !form.is_empty() {
                    typed.push((old, form));
                }
            });
        }
        let form = match place {
            Place::Operation(new) => self.typed.with_value(|typed| {
                typed.iter().find(|(operation, _)| *operation == new).map(|(_, form)| form.clone())
            }),
            Place::Start | Place::Client(_) | Place::Job(_) => None,
        };
        self.tried.set(false);
        self.place.set(place);
        self.form.set(form.unwrap_or_default());
    }

    /// The content, for a link or a file.
    fn filled(self) -> Filled {
        let region = self.state.draft.with(|draft| draft.region.clone());
        let model = self.model.read();
        let model = model.as_ref().and_then(|model| model.as_ref().ok()).map(Arc::as_ref);
        let form = self.form.read();
        let lab = match self.operation.get() {
            Some(operation) => Sheet::lab(Some(operation), form.input(), model, &region),
            // Between two operations, what was left last stays the content.
            None => self.left.get_value().unwrap_or_else(|| Sheet::lab(None, form.input(), None, &region)),
        };
        Filled { lab, tab: labs::tab_word(&WORDS, self.tab.get()) }
    }

    /// Fills in the content of a link or a file. It sends nothing.
    fn fill(self, filled: &Filled) -> Vec<String> {
        let (sheet, notes) = Sheet::from_lab(&filled.lab);
        if let Some(sheet) = sheet {
            self.open(Place::Operation(sheet.operation));
            self.form.set(Form::new(sheet.input));
        }
        self.tab.set(labs::tab_place(&WORDS, &filled.tab));
        notes
    }

    /// Loads the service model again after a failure.
    pub fn reload(self) {
        if let Some(client) = self.place.get_untracked().client() {
            load(self.state, client, self.place, self.model);
        }
    }

    /// The problems to show at a place.
    pub fn problem(self, pointer: &str) -> Option<String> {
        let tried = self.tried.get();
        self.problems.with(|problems| {
            let here = |problem: &&Problem| problem.pointer == pointer && (tried || !problem.missing);
            problems.iter().find(here).map(|problem| problem.text.clone())
        })
    }

    /// Why nothing can be sent.
    pub fn blocked(self) -> Option<&'static str> {
        match self.operation.get() {
            None => Some("Choose an operation"),
            Some(operation) if operation.stream == Stream::Both => {
                Some("It streams in both directions, which fetch in a browser cannot do")
            }
            Some(_) if self.model.with(Option::is_none) => Some("Loading the service model"),
            Some(_) => None,
        }
    }

    /// Sends, asks first, or says what is wrong.
    pub fn send(self) {
        let Some(operation) = self.operation.get_untracked() else { return };
        self.tried.set(true);
        let problem = self.problems.with_untracked(|problems| problems.first().map(|problem| problem.text.clone()));
        if let Some(text) = problem {
            self.state.status.announce(format!("Not sent: {text}"));
            frame::next(|| {
                focus::move_to(".exform [aria-invalid=\"true\"], .exform__problems");
            });
            return;
        }
        if effect::of(operation).0.asks() {
            self.asking.set(true);
        } else {
            self.confirmed();
        }
    }

    /// Sends without asking.
    pub fn confirmed(self) {
        self.asking.set(false);
        let (Some(operation), Some(Ok(model))) = (self.operation.get_untracked(), self.model.get_untracked()) else {
            return;
        };
        self.form.with_untracked(|form| controller::start(self.state, self.calling, operation, form, &model));
    }

    /// Fetches further pages.
    pub fn more(self, extent: Extent) {
        if let Some(Ok(model)) = self.model.get_untracked() {
            controller::more(self.state, self.calling, &model, extent);
        }
    }

    /// Whether the shown call has a further page.
    pub fn has_more(self) -> bool {
        let model = self.model.read();
        let Some(Ok(model)) = &*model else { return false };
        self.calling.call.with(|call| {
            let open = self.operation.get();
            call.as_ref()
                .filter(|call| Some(call.operation) == open)
                .is_some_and(|call| call.next_page(model).is_some())
        })
    }
}

/// Loads the model of a client.
fn load(
    state: AppState,
    client: Client,
    place: RwSignal<Place>,
    model: RwSignal<Option<Result<Arc<ServiceModel>, String>>>,
) {
    // The account's signals belong to the page.
    kept::kept();
    let is_open = move || place.try_get_untracked().is_some_and(|place| place.client() == Some(client));
    controller::load_model(state, client, model, is_open);
}

thread_local! {
    static EXPLORER: Slot<Explorer> = const { Slot::new() };
}

/// The view's state.
pub fn use_explorer() -> Explorer {
    EXPLORER.with(|explorer| explorer.get(|| Explorer::new(use_app())))
}
