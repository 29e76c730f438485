//! What the images view holds. It lives as long as the page, so that another view may be looked at in between.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::{Value, json};

use super::tabs::NAMES;
use crate::bedrock::catalogue::{self, Lifecycle, Model};
use crate::bedrock::form::{Field, FieldIssue, Kind, Settings};
use crate::bedrock::image::{self, Answer, Format, Role, Task};
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::bedrock::picture::Picture;
use crate::experiment::Origin;
use crate::experiment::images::Input;
use crate::experiment::images::mask::Mask;
use crate::experiment::run::session::Call;
use crate::platform::{clock, focus};
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::controllers::toast;
use crate::ui::controllers::visit;
use crate::ui::controllers::visit::labs::{self, Filled};
use crate::ui::state::{AppState, Slot, use_app};

/// What came of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Its number, from 1.
    pub number: usize,
    /// Who answered.
    pub origin: Origin,
    /// The model that was called.
    pub model: String,
    /// What was asked for.
    pub task: Task,
    /// The prompt; empty for a task without one.
    pub prompt: String,
    /// The seed that the request set.
    pub asked_seed: Option<u64>,
    /// What came.
    pub answer: Answer,
}

/// The view's signals.
#[derive(Clone, Copy)]
pub struct Images {
    /// The page's state.
    pub state: AppState,
    /// Model id or ARN, as typed.
    pub model: RwSignal<String>,
    /// What is asked for; one that the model does not know counts as its first.
    chosen: RwSignal<Task>,
    /// The body's settings, pictures and masks among them.
    pub settings: RwSignal<Settings>,
    /// The mask that is painted, for as long as its picture stays.
    pub mask: RwSignal<Option<Mask>>,
    /// The run.
    pub runs: Runs,
    /// What has come, the last run first.
    pub rounds: RwSignal<Vec<Arc<Round>>>,
    /// The open tab.
    pub tab: RwSignal<usize>,
    /// The model, when its text is one.
    pub model_id: Memo<Option<ModelId>>,
    /// Its body's format, when it is an image model.
    pub format: Memo<Option<Format>>,
    /// What is asked for.
    pub task: Memo<Task>,
    /// The form.
    pub fields: Memo<Vec<Field>>,
    /// The body as it stands, or what keeps it from being sent.
    pub plan: Memo<Result<Value, Vec<FieldIssue>>>,
    /// The round that is under way, without its answer.
    asked: StoredValue<Option<Round>>,
}

/// What is chosen when a result is to be used and the model takes no picture.
const TAKES_PICTURES: &str = "stability.sd3-5-large-v1:0";

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
        let task = Memo::new(move |_| {
            let tasks = format.get().map_or(&[][..], Format::tasks);
            Some(chosen.get())
                .filter(|task| tasks.contains(task))
                .or(tasks.first().copied())
                .unwrap_or(Task::TextToImage)
        });
        let fields =
            Memo::new(move |_| format.get().map(|format| image::fields(format, task.get())).unwrap_or_default());
        let plan = Memo::new(move |_| match format.get() {
            Some(format) => image::body(format, task.get(), &settings.read()),
            None => Err(vec![FieldIssue {
                pointer: "",
                text: "No image model that this page knows: choose one from the list".to_owned(),
            }]),
        });
        let rounds = RwSignal::new(Vec::new());
        let asked = StoredValue::new(None::<Round>);
        let taken = Callback::new(move |(_, body): (usize, Value)| {
            let Some((round, format)) = asked.get_value().zip(format.get_untracked()) else { return Ok(()) };
            let format =
                ModelId::parse(&round.model).ok().and_then(|model| Format::for_model(&model)).unwrap_or(format);
            let answer = image::read(format, &body).map_err(|error| error.to_string())?;
            state.status.announce(said(&answer));
            rounds.update(|rounds| {
                rounds.insert(0, Arc::new(Round { answer, ..round }));
                rounds.truncate(MOST_ROUNDS);
            });
            Ok(())
        });
        let images = Self {
            state,
            model,
            chosen,
            settings,
            mask: RwSignal::new(None),
            runs: Runs::new(taken),
            rounds,
            tab: RwSignal::new(0),
            model_id,
            format,
            task,
            fields,
            plan,
            asked,
        };
        visit::follow(state, Memo::new(move |_| images.filled()), Callback::new(move |filled| images.fill(&filled)));
        images
    }

    /// What is filled in, for a link or a file.
    fn filled(self) -> Filled {
        let input = Input { model: self.model.get(), task: self.task.get(), settings: self.settings.get() };
        let region = self.state.draft.with(|draft| draft.region.clone());
        Filled { lab: input.lab(&region), tab: labs::tab_word(&NAMES, self.tab.get()) }
    }

    /// Fills in what came by a link or a file; the results stay. Gives what found no place.
    fn fill(self, filled: &Filled) -> Vec<String> {
        let (input, mut notes) = Input::from_lab(&filled.lab);
        self.model.set(input.model);
        self.chosen.set(input.task);
        self.settings.set(input.settings);
        self.tab.set(labs::tab_place(&NAMES, &filled.tab));
        if let Some(why) = self.read_mask() {
            notes.push(why);
        }
        notes
    }

    /// The mask of the settings as one that can be painted on, a white one where there is none. A sentence when it cannot
    /// be read: it is taken out then.
    fn read_mask(self) -> Option<String> {
        let fields = self.fields.get_untracked();
        let field = fields.iter().find(|field| image::role(field) == Role::Mask);
        let Some(given) = field.and_then(|field| untrack(|| self.picture(field.pointer))) else {
            self.fresh_mask();
            return None;
        };
        let read = Mask::from_png(&given.bytes());
        let unread = read.is_none();
        self.mask.set(read);
        unread.then(|| {
            self.fresh_mask();
            "The mask could not be read and was left out.".to_owned()
        })
    }

    /// The catalogue's row of the model.
    pub fn known(self) -> Option<&'static Model> {
        self.model_id.with(|model| model.as_ref().and_then(catalogue::find))
    }

    /// The day on which the model is said to have ended, if it has.
    pub fn retired(self) -> Option<&'static str> {
        let today = clock::now().date();
        let model = self.known().filter(|model| model.ended_by(&today))?;
        match model.lifecycle {
            Lifecycle::Ends(day) => Some(day),
            Lifecycle::Current | Lifecycle::Unlisted => None,
        }
    }

    /// Another model; words, picture and seed are taken along.
    pub fn choose_model(self, text: String) {
        let before = (self.format.get_untracked(), self.task.get_untracked());
        self.model.set(text);
        self.carry(before);
    }

    /// Another task; words, picture and seed are taken along.
    pub fn choose_task(self, task: Task) {
        let before = (self.format.get_untracked(), self.task.get_untracked());
        self.chosen.set(task);
        self.carry(before);
    }

    fn carry(self, before: (Option<Format>, Task)) {
        let after = (self.format.get_untracked(), self.task.get_untracked());
        if let ((Some(from), from_task), (Some(to), to_task)) = (before, after)
            && (from, from_task) != (to, to_task)
        {
            self.settings.update(|settings| image::carry(settings, (from, from_task), (to, to_task)));
            self.fresh_mask();
        }
    }

    /// The picture of a field that holds one, or the first of several.
    pub fn picture(self, pointer: &str) -> Option<Picture> {
        self.settings.with(|settings| given(settings.get(pointer)).next())
    }

    /// All pictures of a field.
    pub fn pictures(self, pointer: &str) -> Vec<Picture> {
        self.settings.with(|settings| given(settings.get(pointer)).collect())
    }

    /// Puts pictures into a field in place of those that it has; none takes them out. A mask belongs to its picture and goes
    /// with it.
    pub fn set_pictures(self, field: &Field, pictures: &[Picture]) {
        let texts: Vec<&str> = pictures.iter().map(|picture| picture.base64.as_str()).collect();
        self.settings.update(|settings| match (texts.first(), field.kind) {
            (Some(_), Kind::Pictures { .. }) => settings.set(field.pointer, json!(texts)),
            (Some(first), _) => settings.set(field.pointer, json!(first)),
            (None, _) => settings.unset(field.pointer),
        });
        if image::role(field) == Role::Picture || field.member() == "sourceImage" {
            self.fresh_mask();
        }
    }

    /// Makes a result the next input: of this task, or of the first one of the model that takes a picture. A model that
    /// takes none gives way to one that does.
    pub fn use_result(self, picture: &Picture) {
        let task_of = |format: Format| {
            let takes =
                |task: &Task| image::fields(format, *task).iter().any(|field| image::role(field) == Role::Picture);
            let now = Some(self.task.get_untracked()).filter(|task| format.tasks().contains(task));
            now.filter(takes).or_else(|| format.tasks().iter().copied().find(takes))
        };
        if self.format.get_untracked().and_then(task_of).is_none() {
            self.choose_model(TAKES_PICTURES.to_owned());
            toast::show("The model took no picture, so Stable Diffusion 3.5 is chosen");
        }
        let Some(format) = self.format.get_untracked() else { return };
        let Some(task) = task_of(format) else { return };
        self.choose_task(task);
        self.settings.update(|settings| {
            image::use_as_input(settings, format, task, picture);
        });
        self.fresh_mask();
        self.state.status.announce(format!("The result is the input of {} now", task.label()));
    }

    /// A white mask of the picture's size, or none; the field is unset until something is painted.
    fn fresh_mask(self) {
        let fields = self.fields.get_untracked();
        let picture = fields.iter().find(|field| image::role(field) == Role::Picture);
        let picture = picture.and_then(|field| untrack(|| self.picture(field.pointer)));
        self.mask.set(picture.map(|picture| Mask::new(picture.width, picture.height)));
        if let Some(mask) = fields.iter().find(|field| image::role(field) == Role::Mask) {
            self.settings.update(|settings| settings.unset(mask.pointer));
        }
    }

    /// Writes the painted mask into the body; one without black is not sent.
    pub fn keep_mask(self, field: &Field) {
        let painted = self.mask.with_untracked(|mask| {
            mask.as_ref().filter(|mask| mask.share() > 0.0).and_then(|mask| Picture::read(&mask.png()).ok())
        });
        self.settings.update(|settings| match painted {
            Some(picture) => settings.set(field.pointer, json!(picture.base64)),
            None => settings.unset(field.pointer),
        });
    }

    /// The call of this body, for showing or for sending.
    pub fn call(self, model: &ModelId, body: &Value) -> Option<Call> {
        Some(Call::of(Operation::InvokeModel, &self.state.shown_endpoint()?, model, body))
    }

    /// Runs, or says what keeps the body from being sent.
    pub fn run(self) {
        let body = match (self.plan.get_untracked(), self.state.endpoint.get_untracked()) {
            (Ok(body), Ok(_)) => body,
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
        let call = self.model_id.get_untracked().and_then(|model| untrack(|| self.call(&model, &body)));
        let (Some(call), true) = (call, batch::may_start(self.state)) else { return };
        let of_role = |wanted: Role| {
            let fields = self.fields.get_untracked();
            let field = fields.into_iter().find(|field| image::role(field) == wanted)?;
            self.settings.with_untracked(|settings| settings.get(field.pointer).cloned())
        };
        let round = Round {
            number: self.rounds.with_untracked(|rounds| rounds.first().map_or(1, |round| round.number + 1)),
            origin: self.state.mode.get_untracked().origin(),
            model: call.model.clone(),
            task: self.task.get_untracked(),
            prompt: of_role(Role::Prompt).and_then(|prompt| prompt.as_str().map(str::to_owned)).unwrap_or_default(),
            asked_seed: of_role(Role::Seed).and_then(|seed| seed.as_u64()),
            answer: Answer { made: Vec::new(), mask: None, error: None },
        };
        self.asked.set_value(Some(round));
        batch::start(self.state, self.runs, vec![call]);
    }
}

/// What a screen reader is told of an answer.
fn said(answer: &Answer) -> String {
    let there = answer.made.iter().filter(|made| made.picture.is_some()).count();
    let held = answer.made.len() - there;
    let pictures = crate::text::number::count(there as u64, "picture");
    match (held, &answer.error) {
        (0, None) => format!("Complete: {pictures}"),
        (0, Some(_)) => format!("Complete: {pictures}, with a remark of the model"),
        (held, _) => format!("Complete: {pictures}, {held} held back"),
    }
}

/// The pictures of a setting: one in base64, or a list of such.
fn given(value: Option<&Value>) -> impl Iterator<Item = Picture> {
    let (list, one) = match value {
        Some(Value::Array(list)) => (list.as_slice(), None),
        one => (&[][..], one),
    };
    list.iter().chain(one).filter_map(|value| Picture::from_base64(value.as_str()?).ok())
}

thread_local! {
    static IMAGES: Slot<Images> = const { Slot::new() };
}

/// The view's state.
pub fn use_images() -> Images {
    IMAGES.with(|images| images.get(|| Images::new(use_app())))
}
