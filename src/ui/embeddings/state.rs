//! What the embeddings view holds. It lives as long as the page, so that another view may be looked at in between.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::{Value, json};

use super::tabs::NAMES;
use crate::bedrock::embedding::distance::{Matrix, Measure, matrix};
use crate::bedrock::embedding::{Element, Embedding, Format, Issue, Place};
use crate::bedrock::form::Settings;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::bedrock::rerank;
use crate::experiment::Origin;
use crate::experiment::embeddings::{Input, Purpose, Study, Texts, texts};
use crate::experiment::run::session::Call;
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::controllers::simulator;
use crate::ui::controllers::visit;
use crate::ui::controllers::visit::labs::{self, Filled};
use crate::ui::state::{AppState, Mode, Slot, use_app};

/// A run of vectors: its plan with what has come, and its calls.
#[derive(Clone, Copy)]
pub struct StudyRuns {
    /// The plan, once there is one.
    pub study: RwSignal<Option<Study>>,
    /// Its calls.
    pub runs: Runs,
}

impl StudyRuns {
    fn new() -> Self {
        let study = RwSignal::new(None::<Study>);
        let taken = Callback::new(move |(index, body): (usize, Value)| {
            // The study is read when the run is over; until then only the calls' own signal moves.
            study
                .try_update_untracked(|study| study.as_mut().map(|study| study.answer(index, &body)))
                .flatten()
                .unwrap_or(Ok(()))
        });
        Self { study, runs: Runs::new(taken) }
    }

    /// As before the first run.
    fn forget(self) {
        batch::forget(self.runs);
        self.study.set(None);
    }
}

/// What is drawn of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The texts that have a vector.
    pub texts: Vec<usize>,
    /// Each one's name.
    pub names: Vec<String>,
    /// Each one's words.
    pub words: Vec<String>,
    /// Each one's group, by its place among the groups.
    pub groups: Vec<Option<usize>>,
    /// The groups' names.
    pub group_names: Vec<String>,
    /// The vectors.
    pub vectors: Vec<Embedding>,
    /// All pairs.
    pub matrix: Matrix,
    /// By which measure.
    pub measure: Measure,
    /// Who answered.
    pub origin: Origin,
}

/// The view's signals.
#[derive(Clone, Copy)]
pub struct Lab {
    /// The page's state.
    pub state: AppState,
    /// Model id or ARN, as typed.
    pub model: RwSignal<String>,
    /// The body's settings.
    pub settings: RwSignal<Settings>,
    /// The table of texts.
    pub texts: RwSignal<Texts>,
    /// The run of the texts.
    pub main: StudyRuns,
    /// The same texts at several lengths.
    pub lengths: StudyRuns,
    /// The query, as typed.
    pub query: RwSignal<String>,
    /// Its run.
    pub asked: StudyRuns,
    /// The rerank model that is chosen.
    pub rerank_model: RwSignal<String>,
    /// The attempt with Converse.
    pub converse: Runs,
    /// Which type of numbers is looked at.
    pub element: RwSignal<Element>,
    /// Which measure was chosen.
    pub chosen: RwSignal<Option<Measure>>,
    /// The pair that is worked out, by places in the picture.
    pub pair: RwSignal<(usize, usize)>,
    /// The text that the pointer or the keyboard is at, by its place in the picture.
    pub pointed: RwSignal<Option<usize>>,
    /// The open tab.
    pub tab: RwSignal<usize>,
    /// Whether the simulator has its table of word pieces, once it was asked for; else why not.
    pub table: RwSignal<Option<Result<(), String>>>,
    /// The model, when its text is one.
    pub model_id: Memo<Option<ModelId>>,
    /// Its body's format, when it is an embedding model.
    pub format: Memo<Option<Format>>,
    /// The plan as it stands: what a run would send, or what keeps it from being sent.
    pub plan: Memo<Result<Study, Vec<Issue>>>,
    /// What is drawn, once a run is over.
    pub picture: Memo<Option<Arc<Picture>>>,
}

impl Lab {
    fn new(state: AppState) -> Self {
        let start = Input::default();
        let model = RwSignal::new(start.model);
        let settings = RwSignal::new(start.settings);
        let texts = RwSignal::new(start.texts);
        let main = StudyRuns::new();
        let element = RwSignal::new(Element::Float);
        let chosen = RwSignal::new(None);
        let model_id = Memo::new(move |_| model.with(|model| ModelId::parse(model).ok()));
        let format = Memo::new(move |_| model_id.with(|model| model.as_ref().and_then(Format::for_model)));
        let plan = Memo::new(move |_| match &*model_id.read() {
            Some(model) => Study::plan(model, texts.read().rows(), &settings.read()),
            None => Err(vec![Issue { place: Place::Run, text: "Not a model ID. Choose one from the list".to_owned() }]),
        });
        let lab = Self {
            state,
            model,
            settings,
            texts,
            main,
            lengths: StudyRuns::new(),
            query: RwSignal::new(start.query),
            asked: StudyRuns::new(),
            rerank_model: RwSignal::new("cohere.rerank-v3-5:0".to_owned()),
            converse: Runs::new(Callback::new(|_| Ok(()))),
            element,
            chosen,
            pair: RwSignal::new((0, 1)),
            pointed: RwSignal::new(None),
            tab: RwSignal::new(0),
            table: RwSignal::new(None),
            model_id,
            format,
            plan,
            picture: Memo::new(move |_| picture(main, element.get(), chosen.get()).map(Arc::new)),
        };
        visit::follow(state, Memo::new(move |_| lab.filled()), Callback::new(move |filled| lab.fill(&filled)));
        lab
    }

    /// Takes a model that the reader chose in another view; one that ranks goes to Rerank.
    pub fn take_model(self, model: String) {
        let known = ModelId::parse(&model).ok();
        let ranks = known.as_ref().and_then(|model| Some((model.base_id()?, rerank::Format::for_model(model)?)));
        match ranks {
            Some((base, _)) => {
                self.rerank_model.set(base.to_owned());
                self.tab.set(labs::tab_place(&NAMES, "rerank"));
            }
            None => self.model.set(model),
        }
    }

    /// What is filled in, for a link or a file.
    fn filled(self) -> Filled {
        let input = Input {
            model: self.model.get(),
            settings: self.settings.get(),
            texts: self.texts.get(),
            query: self.query.get(),
        };
        let region = self.state.draft.with(|draft| draft.region.clone());
        Filled { lab: input.lab(&region), tab: labs::tab_word(&NAMES, self.tab.get()) }
    }

    /// Fills in what came by a link or a file; what had come of other texts goes. Gives what found no place.
    fn fill(self, filled: &Filled) -> Vec<String> {
        let (input, notes) = Input::from_lab(&filled.lab);
        for of in [self.main, self.lengths, self.asked] {
            of.forget();
        }
        batch::forget(self.converse);
        self.element.set(Element::Float);
        self.chosen.set(None);
        self.pair.set((0, 1));
        self.pointed.set(None);
        self.model.set(input.model);
        self.settings.set(input.settings);
        self.texts.update(|texts| texts.take_over(input.texts));
        self.query.set(input.query);
        self.tab.set(labs::tab_place(&NAMES, &filled.tab));
        notes
    }

    /// A call of this body, or what is wrong with the endpoint.
    pub fn call(self, operation: Operation, model: &ModelId, body: &Value) -> Result<Call, String> {
        Ok(Call::of(operation, &self.state.endpoint.get_untracked()?, model, body))
    }

    /// The request of a call as it would be sent, for showing.
    pub fn shown_request(self, model: &ModelId, body: &Value) -> Option<Call> {
        Some(Call::of(Operation::InvokeModel, &self.state.shown_endpoint()?, model, body))
    }

    /// Begins a run of a plan.
    pub fn start(self, target: StudyRuns, study: Study) {
        if !batch::may_start(self.state) {
            return;
        }
        let calls: Result<Vec<Call>, String> = study
            .planned
            .iter()
            .map(|planned| self.call(Operation::InvokeModel, &study.model, &planned.call.body))
            .collect();
        match calls {
            Ok(calls) => {
                target.study.set(Some(study));
                batch::start_after(self.state, target.runs, calls, self.ready());
            }
            Err(why) => self.state.status.announce(format!("Not sent: {why}")),
        }
    }

    /// Waits until the simulator, where it is the one that answers, has what it measures with, or cannot have it.
    pub async fn ready(self) {
        if self.state.mode.get_untracked() == Mode::Simulator && !matches!(self.table.get_untracked(), Some(Ok(()))) {
            let loaded = simulator::load_token_table().await;
            self.table.try_set(Some(loaded));
        }
    }

    /// Runs the texts, or says what keeps them from being sent.
    pub fn run(self) {
        match self.plan.get_untracked() {
            Ok(study) => {
                if !study_has(&study, self.element.get_untracked()) {
                    self.element.set(Element::Float);
                }
                self.start(self.main, study);
            }
            Err(issues) => {
                let text = issues.first().map(|issue| issue.text.clone()).unwrap_or_default();
                self.state.status.announce(format!("Not sent: {text}"));
                crate::platform::focus::move_to(".lab [aria-invalid=\"true\"], .lab__issues");
            }
        }
    }

    /// The call that ranks the texts by how well they fit the query, or what keeps it from being sent.
    pub fn ranking(self) -> Result<(ModelId, Value), String> {
        let model = ModelId::parse(&self.rerank_model.read()).map_err(|error| error.to_string())?;
        let format = rerank::Format::for_model(&model).ok_or("This is no rerank model that the page knows")?;
        let documents = self.texts.with(Texts::words);
        let body = rerank::body(format, &self.query.read(), &documents, None)?;
        Ok((model, body))
    }

    /// Calls Converse with the model and the first text, to see what it says.
    pub fn try_converse(self) {
        let Some(model) = self.model_id.get_untracked() else { return };
        let text = self.texts.with_untracked(|texts| {
            texts.rows().first().map_or_else(|| "Hello".to_owned(), |row| row.text.text.clone())
        });
        let body = json!({ "messages": [{ "role": "user", "content": [{ "text": text }] }] });
        if let (true, Ok(call)) = (batch::may_start(self.state), self.call(Operation::Converse, &model, &body)) {
            batch::start(self.state, self.converse, vec![call]);
        }
    }
}

/// Whether a plan asks for this type.
fn study_has(study: &Study, element: Element) -> bool {
    let asked = ["/embeddingTypes", "/embedding_types"].iter().find_map(|pointer| study.settings.get(pointer));
    match asked.and_then(Value::as_array) {
        Some(list) => list.iter().any(|word| word == element.word()),
        None => element == Element::Float,
    }
}

/// What has come of a run that is over.
fn picture(main: StudyRuns, element: Element, chosen: Option<Measure>) -> Option<Picture> {
    if main.runs.running.get() {
        return None;
    }
    let origin = main.runs.batch.with(|batch| batch.as_ref().map(|batch| batch.origin))?;
    main.study.with(|study| {
        let study = study.as_ref()?;
        let elements = study.elements();
        let element = if elements.contains(&element) { element } else { *elements.first()? };
        let (places, vectors) = study.come(Purpose::Texts, element);
        let measures = Measure::for_element(element);
        let measure = chosen.filter(|measure| measures.contains(measure)).or_else(|| measures.first().copied())?;
        let group_names = texts::groups(&study.texts);
        let text = |place: &usize| study.texts.get(*place);
        let group = |place: &usize| {
            let own = text(place)?.group.trim();
            group_names.iter().position(|group| group == own)
        };
        Some(Picture {
            names: places.iter().map(|&place| study.name(place)).collect(),
            words: places.iter().map(|place| text(place).map(|text| text.text.clone()).unwrap_or_default()).collect(),
            groups: places.iter().map(group).collect(),
            matrix: matrix(measure, &vectors).ok()?,
            vectors: vectors.into_iter().cloned().collect(),
            texts: places,
            group_names,
            measure,
            origin,
        })
    })
}

/// The types of numbers that have come of a run.
pub fn elements_of(study: &Study) -> Vec<Element> {
    study.elements()
}

thread_local! {
    static LAB: Slot<Lab> = const { Slot::new() };
}

/// The view's state.
pub fn use_lab() -> Lab {
    LAB.with(|lab| lab.get(|| Lab::new(use_app())))
}
