//! The state of the embeddings view. It lives as long as the page, so that it survives a change of view.

use std::sync::Arc;

use leptos::prelude::*;

use super::tabs::WORDS;
use crate::aws::endpoint::Endpoint;
use crate::bedrock::embedding::distance::Measure;
use crate::bedrock::embedding::{Element, Format, Issue, Place};
use crate::bedrock::form::Settings;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::rerank;
use crate::experiment::embeddings::other_calls;
use crate::experiment::embeddings::picture::Picture;
use crate::experiment::embeddings::study::Purpose;
use crate::experiment::embeddings::{Input, Study, Texts};
use crate::experiment::run::batch::Batch;
use crate::experiment::run::calls::Calls;
use crate::lesson::bench::facts as labs_facts;
use crate::lesson::journal::Embeddings;
use crate::ui::controllers::batch::{self, Runs};
use crate::ui::controllers::lessons::tap;
use crate::ui::controllers::simulator;
use crate::ui::controllers::visit;
use crate::ui::controllers::visit::labs::{self, Filled};
use crate::ui::state::{AppState, Mode, Slot, use_app};

/// A run of vectors: its plan with the results so far, and its calls.
#[derive(Clone, Copy)]
pub struct StudyRuns {
    /// The plan, after the first run started.
    pub study: RwSignal<Option<Study>>,
    /// Its calls.
    pub runs: Runs,
}

impl StudyRuns {
    fn new(results: &'static str) -> Self {
        let study = RwSignal::new(None::<Study>);
        let taken = Callback::new(move |(index, body)| {
            // The study is read after the run; during it, only the calls' signal changes.
            let answered = study.try_update_untracked(|study| study.as_mut().map(|study| study.answer(index, &body)));
            answered.flatten().unwrap_or(Ok(())).map(|()| None)
        });
        Self { study, runs: Runs::new(results, taken) }
    }

    /// The state before the first run.
    fn forget(self, state: AppState) {
        batch::forget(state, self.runs);
        self.study.set(None);
    }

    /// Takes its results away, to be shown again later.
    fn take(self) -> Results {
        (self.study.get_untracked(), self.runs.take())
    }

    /// Shows results again.
    fn show(self, (study, batch): Results) {
        self.study.set(study);
        self.runs.batch.set(batch);
    }

    /// Whether its vectors are not the ones that this plan would bring: other calls, or texts with other labels and groups.
    pub fn out_of_date(self, plan: impl Fn() -> Option<Study> + Copy + Send + Sync + 'static) -> Memo<bool> {
        let other_calls = self.runs.out_of_date(move || plan().map(|study| study.calls()));
        Memo::new(move |_| {
            let is_of_now = |study: &Study| plan().is_some_and(|now| now.texts == study.texts);
            self.study.with(|study| study.as_ref().is_some_and(|study| other_calls.get() || !is_of_now(study)))
        })
    }
}

/// The results of a run.
type Results = (Option<Study>, Option<Batch>);

/// The user's own results, which wait while a lesson is open.
struct Own {
    /// The form that they belong to.
    input: Input,
    runs: [Results; 3],
    converse: Option<Batch>,
    element: Element,
    chosen: Option<Measure>,
    pair: (usize, usize),
}

/// The view's signals.
#[derive(Clone, Copy)]
pub struct Lab {
    /// The page's state.
    pub state: AppState,
    /// Model ID or ARN, as typed.
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
    /// The run of the query.
    pub asked: StudyRuns,
    /// The chosen rerank model.
    pub rerank_model: RwSignal<String>,
    /// The call to Converse.
    pub converse: Runs,
    own: StoredValue<Option<Own>>,
    /// The chosen embedding type.
    pub element: RwSignal<Element>,
    /// The chosen measure.
    pub chosen: RwSignal<Option<Measure>>,
    /// The pair that is computed step by step, by index in the plot.
    pub pair: RwSignal<(usize, usize)>,
    /// The text under the pointer or the cursor, by index in the plot.
    pub pointed: RwSignal<Option<usize>>,
    /// The open tab.
    pub tab: RwSignal<usize>,
    /// Whether the simulator's token table is loaded, once requested; otherwise why not.
    pub table: RwSignal<Option<Result<(), String>>>,
    /// The model, if its text is a valid ID.
    pub model_id: Memo<Option<ModelId>>,
    /// Its body's format, if it is an embedding model.
    pub format: Memo<Option<Format>>,
    /// The current plan: the calls of a run, or what prevents it.
    pub plan: Memo<Result<Study, Vec<Issue>>>,
    /// The data of the plots, after a run.
    pub picture: Memo<Option<Arc<Picture>>>,
    /// Whether what is drawn is not what the texts and the settings would give now.
    pub outdated: Memo<bool>,
}

impl Lab {
    fn new(state: AppState) -> Self {
        let start = Input::default();
        let model = RwSignal::new(start.model);
        let settings = RwSignal::new(start.settings);
        let texts = RwSignal::new(start.texts);
        let main = StudyRuns::new("#similarity");
        let element = RwSignal::new(Element::Float);
        let chosen = RwSignal::new(None);
        let model_id = Memo::new(move |_| model.with(|model| ModelId::parse(model).ok()));
        let format = Memo::new(move |_| model_id.with(|model| model.as_ref().and_then(Format::for_model)));
        let plan = Memo::new(move |_| match &*model_id.read() {
            Some(model) => Study::plan(model, texts.read().rows(), &settings.read()),
            None => Err(vec![Issue { place: Place::Run, text: "Not a model ID. Choose one from the list".to_owned() }]),
        });
        let drawn = Memo::new(move |_| picture(main, element.get(), chosen.get()).map(Arc::new));
        let other = main.out_of_date(move || plan.get().ok());
        let lab = Self {
            state,
            model,
            settings,
            texts,
            main,
            lengths: StudyRuns::new("#lab-lengths"),
            query: RwSignal::new(start.query),
            asked: StudyRuns::new("#lab-nearest"),
            rerank_model: RwSignal::new("cohere.rerank-v3-5:0".to_owned()),
            converse: Runs::new("#lab-converse", Callback::new(|_| Ok(None))),
            own: StoredValue::new(None),
            element,
            chosen,
            pair: RwSignal::new((0, 1)),
            pointed: RwSignal::new(None),
            tab: RwSignal::new(0),
            table: RwSignal::new(None),
            model_id,
            format,
            plan,
            picture: drawn,
            outdated: Memo::new(move |_| drawn.read().is_some() && other.get()),
        };
        visit::follow(state, Memo::new(move |_| lab.filled()), Callback::new(move |filled| lab.fill(&filled)));
        lab.offer_to_lessons();
        lab
    }

    /// What lessons see of the view, and the buttons that they press.
    fn offer_to_lessons(self) {
        let over = |runs: StudyRuns, read: fn(&Study) -> Embeddings| {
            Signal::derive(move || {
                (!runs.runs.running.get()).then(|| runs.study.with(|study| study.as_ref().map(read))).flatten()
            })
        };
        let texts = over(self.main, |study| labs_facts(study, Purpose::Texts));
        let lengths = over(self.lengths, |study| {
            let lengths = study.lengths();
            let last = lengths.last().copied().unwrap_or_default();
            Embeddings { lengths, ..labs_facts(study, Purpose::Length(last)) }
        });
        let query = over(self.asked, |study| labs_facts(study, Purpose::Texts));
        let asked = Signal::derive(move || {
            let query = query.get()?.vectors.into_iter().next();
            let query_text = self.query.get_untracked();
            Some(Embeddings { query_text, query, ..texts.get()? })
        });
        tap::studies().set(vec![texts, lengths, asked]);
        tap::offer("Try Converse", Callback::new(move |()| self.try_converse()));
        tap::offer("Compare lengths", Callback::new(move |()| self.compare_lengths()));
        tap::offer_query(Callback::new(move |query| self.query.set(query)));
        tap::offer("Search", Callback::new(move |()| self.ask()));
    }

    /// Runs the texts at each length.
    fn compare_lengths(self) {
        let Some(model) = self.model_id.get_untracked() else { return };
        let plan = untrack(|| Study::plan_lengths(&model, self.texts.read().rows(), &self.settings.read()));
        if let Ok(study) = plan {
            self.start(self.lengths, study);
        }
    }

    /// Runs the query.
    fn ask(self) {
        let Some(model) = self.model_id.get_untracked() else { return };
        if let Ok(study) = Study::plan_query(&model, &self.query.get_untracked(), &self.settings.get_untracked()) {
            self.start(self.asked, study);
        }
    }

    /// Fills in a model that the user chose in another view. A rerank model opens the Rerank tab.
    pub fn take_model(self, model: String) {
        let known = ModelId::parse(&model).ok();
        let ranks = known.as_ref().and_then(|model| Some((model.base_id()?, rerank::Format::for_model(model)?)));
        match ranks {
            Some((base, _)) => {
                self.rerank_model.set(base.to_owned());
                self.tab.set(labs::tab_place(&WORDS, "rerank"));
            }
            None => self.model.set(model),
        }
    }

    fn input(self) -> Input {
        Input {
            model: self.model.get(),
            settings: self.settings.get(),
            texts: self.texts.get(),
            query: self.query.get(),
        }
    }

    /// Puts the results aside when the first form of a lesson replaces the user's own.
    fn put_aside(self) {
        let is_first = self.own.with_value(Option::is_none);
        if !(is_first && self.state.overlay.teaches_untracked()) {
            return;
        }
        for runs in [self.main.runs, self.lengths.runs, self.asked.runs, self.converse] {
            batch::stop(self.state, runs);
        }
        let own = untrack(|| Own {
            input: self.input(),
            runs: [self.main.take(), self.lengths.take(), self.asked.take()],
            converse: self.converse.take(),
            element: self.element.get(),
            chosen: self.chosen.get(),
            pair: self.pair.get(),
        });
        self.own.set_value(Some(own));
    }

    /// Shows the user's own results again, once their form is back.
    fn take_back(self, input: &Input) {
        if self.state.overlay.teaches_untracked() {
            return;
        }
        let Some(own) = self.own.try_update_value(Option::take).flatten() else { return };
        // Rows have other numbers after they are filled in, so the forms are compared as they are written.
        if own.input.lab("") != input.lab("") {
            return;
        }
        for (runs, results) in [self.main, self.lengths, self.asked].into_iter().zip(own.runs) {
            runs.show(results);
        }
        self.converse.batch.set(own.converse);
        self.element.set(own.element);
        self.chosen.set(own.chosen);
        self.pair.set(own.pair);
    }

    /// The form's content, for a link or a file.
    fn filled(self) -> Filled {
        let input = self.input();
        let region = self.state.draft.with(|draft| draft.region.clone());
        Filled { lab: input.lab(&region), tab: labs::tab_word(&WORDS, self.tab.get()) }
    }

    /// Fills in the content of a link or a file and drops earlier results. Returns what could not be filled in.
    fn fill(self, filled: &Filled) -> Vec<String> {
        let (input, notes) = Input::from_lab(&filled.lab);
        self.put_aside();
        for of in [self.main, self.lengths, self.asked] {
            of.forget(self.state);
        }
        batch::forget(self.state, self.converse);
        self.element.set(Element::Float);
        self.chosen.set(None);
        self.pair.set((0, 1));
        self.pointed.set(None);
        self.model.set(input.model.clone());
        self.settings.set(input.settings.clone());
        self.texts.update(|texts| texts.take_over(input.texts.clone()));
        self.query.set(input.query.clone());
        self.tab.set(labs::tab_place(&WORDS, &filled.tab));
        self.take_back(&input);
        notes
    }

    /// The destination of calls, or what is wrong with the endpoint.
    pub fn endpoint(self) -> Result<Endpoint, String> {
        self.state.endpoint.get_untracked()
    }

    /// Starts a run of a plan.
    pub fn start(self, target: StudyRuns, study: Study) {
        if !batch::may_start(self.state) {
            return;
        }
        match self.endpoint() {
            Ok(endpoint) => {
                let calls = study.calls().at(&endpoint);
                target.study.set(Some(study));
                batch::start_after(self.state, target.runs, calls, self.ready());
            }
            Err(why) => self.state.status.announce(format!("Not sent: {why}")),
        }
    }

    /// In simulator mode, waits until the token table is loaded or has failed to load.
    pub async fn ready(self) {
        if self.state.mode.get_untracked() == Mode::Simulator && !matches!(self.table.get_untracked(), Some(Ok(()))) {
            let loaded = simulator::load_token_table().await;
            self.table.try_set(Some(loaded));
        }
    }

    /// Runs the texts, or says what prevents it.
    pub fn run(self) {
        match self.plan.get_untracked() {
            Ok(study) => {
                if !study.asks_for(self.element.get_untracked()) {
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

    /// The call that ranks the texts against the query, or what prevents it.
    pub fn ranking(self) -> Result<Calls, String> {
        other_calls::ranking(&self.rerank_model.read(), &self.query.read(), &self.texts.read())
    }

    /// Calls Converse with the model and the first text, to show the answer.
    pub fn try_converse(self) {
        let Some(model) = self.model_id.get_untracked() else { return };
        if let (true, Ok(endpoint)) = (batch::may_start(self.state), self.endpoint()) {
            let call = self.texts.with_untracked(|texts| other_calls::converse_attempt(&endpoint, &model, texts));
            batch::start(self.state, self.converse, vec![call]);
        }
    }
}

/// The results of a finished run.
fn picture(main: StudyRuns, element: Element, chosen: Option<Measure>) -> Option<Picture> {
    if main.runs.running.get() {
        return None;
    }
    let origin = main.runs.batch.with(|batch| batch.as_ref().map(|batch| batch.origin))?;
    main.study.with(|study| Picture::of(study.as_ref()?, origin, element, chosen))
}

/// The embedding types that a run returned.
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
