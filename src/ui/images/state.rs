//! The state of the images view. It lives as long as the page, so that it survives a change of view.

use std::sync::Arc;

use leptos::prelude::*;

use super::tabs::WORDS;
use crate::bedrock::catalogue::{self, Lifecycle, Model};
use crate::bedrock::form::{Field, FieldIssue, Settings};
use crate::bedrock::image::{self, Format, Task};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::picture::Picture;
use crate::experiment::images::Input;
use crate::experiment::images::form::{self, Form, NextInput};
use crate::experiment::images::mask::Mask;
use crate::experiment::images::round::{Plan, Round};
use crate::experiment::run::batch::Batch;
use crate::platform::{clock, focus};
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::controllers::toast;
use crate::ui::controllers::visit;
use crate::ui::controllers::visit::labs::{self, Filled};
use crate::ui::state::{AppState, Slot, use_app};

/// The view's signals.
#[derive(Clone, Copy)]
pub struct Images {
    /// The page's state.
    pub state: AppState,
    /// Model ID or ARN, as typed.
    pub model: RwSignal<String>,
    /// The task; one that the model does not support counts as its first.
    chosen: RwSignal<Task>,
    /// The body's settings, including pictures and masks.
    pub settings: RwSignal<Settings>,
    /// The painted mask, as long as its picture stays.
    pub mask: RwSignal<Option<Mask>>,
    /// The run.
    pub runs: Runs,
    /// The results, the last run first.
    pub rounds: RwSignal<Vec<Arc<Round>>>,
    /// The open tab.
    pub tab: RwSignal<usize>,
    /// The model, if its text is a valid ID.
    pub model_id: Memo<Option<ModelId>>,
    /// Its body's format, if it is an image model.
    pub format: Memo<Option<Format>>,
    /// The current task.
    pub task: Memo<Task>,
    /// The form.
    pub fields: Memo<Vec<Field>>,
    /// The current call, or what prevents it.
    pub plan: Memo<Result<Plan, Vec<FieldIssue>>>,
    /// The running round, without its answer.
    asked: StoredValue<Option<Round>>,
    /// The user's own results, which wait while a lesson is open.
    own: StoredValue<Option<Own>>,
    /// Whether the last result is not what the form would give now.
    pub outdated: Memo<bool>,
}

/// The results of the user's own runs.
struct Own {
    rounds: Vec<Arc<Round>>,
    batch: Option<Batch>,
}

/// Most rounds that are kept: their pictures take room.
const MOST_ROUNDS: usize = 12;

impl Images {
    fn new(state: AppState) -> Self {
        let start = Input::default();
        let model = RwSignal::new(start.model);
        let chosen = RwSignal::new(start.task);
        let settings = RwSignal::new(start.settings);
        let model_id = Memo::new(move |_| model.with(|model| ModelId::parse(model).ok()));
        let format = Memo::new(move |_| model_id.with(|model| model.as_ref().and_then(Format::for_model)));
        let task = Memo::new(move |_| form::task_of(format.get(), chosen.get()));
        let fields =
            Memo::new(move |_| format.get().map(|format| image::fields(format, task.get())).unwrap_or_default());
        let plan = Memo::new(move |_| Plan::of(model_id.read().as_ref(), task.get(), &settings.read()));
        let rounds = RwSignal::new(Vec::new());
        let asked = StoredValue::new(None::<Round>);
        let taken = Callback::new(move |(_, body)| {
            let Some(round) = asked.get_value() else { return Ok(None) };
            let round = round.answered(&body).map_err(|error| error.to_string())?;
            let outcome = round.announcement();
            rounds.update(|rounds: &mut Vec<Arc<Round>>| {
                rounds.insert(0, Arc::new(round));
                rounds.truncate(MOST_ROUNDS);
            });
            Ok(Some(outcome))
        });
        let runs = Runs::new("#results", taken);
        let other_calls = runs.out_of_date(move || plan.get().ok().map(|plan| plan.calls()));
        let images = Self {
            state,
            model,
            chosen,
            settings,
            mask: RwSignal::new(None),
            runs,
            rounds,
            tab: RwSignal::new(0),
            model_id,
            format,
            task,
            fields,
            plan,
            asked,
            own: StoredValue::new(None),
            outdated: Memo::new(move |_| !rounds.read().is_empty() && other_calls.get()),
        };
        visit::follow(state, Memo::new(move |_| images.filled()), Callback::new(move |filled| images.fill(&filled)));
        images
    }

    /// The form's content, for a link or a file.
    fn filled(self) -> Filled {
        let input = Input { model: self.model.get(), task: self.task.get(), settings: self.settings.get() };
        let region = self.state.draft.with(|draft| draft.region.clone());
        Filled { lab: input.lab(&region), tab: labs::tab_word(&WORDS, self.tab.get()) }
    }

    /// A lesson begins without the user's own results, which come back after it.
    fn change_results(self) {
        let waits = self.own.with_value(Option::is_some);
        match (self.state.overlay.teaches_untracked(), waits) {
            (true, false) => {
                batch::stop(self.state, self.runs);
                let rounds = self.rounds.try_update(std::mem::take).unwrap_or_default();
                self.own.set_value(Some(Own { rounds, batch: self.runs.take() }));
            }
            (false, true) => {
                let Some(own) = self.own.try_update_value(Option::take).flatten() else { return };
                batch::forget(self.state, self.runs);
                self.rounds.set(own.rounds);
                self.runs.batch.set(own.batch);
            }
            (true, true) | (false, false) => {}
        }
    }

    /// Fills in the content of a link or a file and keeps the results. Returns what could not be filled in.
    fn fill(self, filled: &Filled) -> Vec<String> {
        let (input, mut notes) = Input::from_lab(&filled.lab);
        self.change_results();
        self.model.set(input.model);
        self.chosen.set(input.task);
        self.settings.set(input.settings);
        self.tab.set(labs::tab_place(&WORDS, &filled.tab));
        if let Some(why) = self.read_mask() {
            notes.push(why);
        }
        notes
    }

    /// The form's content, if the image model is known.
    fn form(self) -> Option<Form> {
        let task = self.task.get_untracked();
        self.format.get_untracked().map(|format| Form { format, task })
    }

    /// Reads the mask from the settings. Returns a message if it is unreadable; it is then removed.
    fn read_mask(self) -> Option<String> {
        let Some(form) = self.form() else {
            self.mask.set(None);
            return None;
        };
        let (mask, why) = self.settings.try_update(|settings| form.read_mask(settings))?;
        self.mask.set(mask);
        why
    }

    /// The catalogue's entry of the model.
    pub fn known(self) -> Option<&'static Model> {
        self.model_id.with(|model| model.as_ref().and_then(catalogue::find))
    }

    /// The model's end-of-life date, if it has passed.
    pub fn retired(self) -> Option<&'static str> {
        let today = clock::now().date();
        let model = self.known().filter(|model| model.ended_by(&today))?;
        match model.lifecycle {
            Lifecycle::Ends(day) => Some(day),
            Lifecycle::Current | Lifecycle::Unlisted => None,
        }
    }

    /// Switches the model and keeps prompt, picture and seed.
    pub fn choose_model(self, text: String) {
        let before = self.form();
        self.model.set(text);
        self.carry(before);
    }

    /// Switches the task and keeps prompt, picture and seed.
    pub fn choose_task(self, task: Task) {
        let before = self.form();
        self.chosen.set(task);
        self.carry(before);
    }

    /// Changes the settings and with them the mask.
    fn change_mask(self, change: impl FnOnce(&mut Settings) -> Option<Mask>) {
        if let Some(mask) = self.settings.try_update(change) {
            self.mask.set(mask);
        }
    }

    fn carry(self, before: Option<Form>) {
        if let (Some(from), Some(to)) = (before, self.form())
            && from != to
        {
            self.change_mask(|settings| from.carry(settings, to));
        }
    }

    /// The picture of a field, or its first one.
    pub fn picture(self, pointer: &str) -> Option<Picture> {
        self.pictures(pointer).into_iter().next()
    }

    /// All pictures of a field.
    pub fn pictures(self, pointer: &str) -> Vec<Picture> {
        self.settings.with(|settings| form::pictures(settings, pointer))
    }

    /// Replaces the pictures of a field; an empty list removes them. A mask belongs to its picture and is removed with
    /// it.
    pub fn set_pictures(self, field: &Field, pictures: &[Picture]) {
        self.settings.update(|settings| form::set_pictures(settings, field, pictures));
        if form::bears_mask(field) {
            let form = self.form();
            self.change_mask(|settings| form.and_then(|form| form.fresh_mask(settings)));
        }
    }

    /// Makes a result the next input: of this task, or of the model's first task that takes a picture. If the model
    /// takes none, another model is chosen.
    pub fn use_result(self, picture: &Picture) {
        let Some(next) = NextInput::of(self.format.get_untracked(), self.task.get_untracked()) else { return };
        if let Some(model) = next.other_model {
            self.choose_model(model.to_owned());
            toast::show("Switched to Stable Diffusion 3.5: the previous model takes no image");
        }
        self.choose_task(next.task);
        let Some(form) = self.form() else { return };
        self.change_mask(|settings| form.use_as_input(settings, picture));
        self.state.status.announce(format!("The result is now the input of {}", next.task.label()));
    }

    /// Writes the painted mask into the body; a mask without black is not sent.
    pub fn keep_mask(self, field: &Field) {
        self.settings
            .update(|settings| self.mask.with_untracked(|mask| form::put_mask(settings, field, mask.as_ref())));
    }

    /// Runs, or says what prevents it.
    pub fn run(self) {
        let (plan, endpoint) = match (self.plan.get_untracked(), self.state.endpoint.get_untracked()) {
            (Ok(plan), Ok(endpoint)) => (plan, endpoint),
            (Err(issues), _) => {
                let text = issues.first().map(|issue| issue.text.clone()).unwrap_or_default();
                self.state.status.announce(format!("Not sent: {text}"));
                focus::move_to(".imgs [aria-invalid=\"true\"], .imgs__issues");
                return;
            }
            (_, Err(why)) => {
                self.state.status.announce(format!("Not sent: {why}"));
                return;
            }
        };
        if !batch::may_start(self.state) {
            return;
        }
        let number = self.rounds.with_untracked(|rounds| rounds.first().map_or(1, |round| round.number + 1));
        let origin = self.state.mode.get_untracked().origin();
        let asked = self.settings.with_untracked(|settings| plan.asked(number, origin, settings));
        self.asked.set_value(Some(asked));
        batch::start(self.state, self.runs, vec![plan.call(&endpoint)]);
    }
}

thread_local! {
    static IMAGES: Slot<Images> = const { Slot::new() };
}

/// The view's state.
pub fn use_images() -> Images {
    IMAGES.with(|images| images.get(|| Images::new(use_app())))
}
