//! The state of the screen.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::experiment::jobs::Fault;
use crate::experiment::jobs::guardrail::Form;
use crate::experiment::jobs::guardrail::bench::{Sentence, apply, key};
use crate::experiment::jobs::guardrail::checks::{self, CHECKS, Scores};
use crate::experiment::jobs::guardrail::list::{self as rows_of, DRAFT, Row};
use crate::experiment::jobs::guardrail::verdict::{self, Verdict};
use crate::experiment::jobs::refusal::Refusal;
use crate::ui::controllers::account::ask::{By, Desk, Go, Loaded, each};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Slot, use_app};

/// What follows when the draft was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Rest,
    /// The bench tries the sentences again.
    TryAgain,
}

/// A verdict, or why there is none.
pub type Tried = Result<Verdict, Refusal>;

/// The state of the screen, for the life of the page.
#[derive(Clone, Copy)]
pub struct Screen {
    pub state: AppState,
    pub rows: Loaded<Vec<Row>>,
    /// The guardrail that is edited; `None` for a new one.
    pub current: RwSignal<Option<String>>,
    pub form: RwSignal<Form>,
    /// The draft as it was read or saved last.
    pub saved: RwSignal<Option<Form>>,
    pub faults: Memo<Vec<Fault>>,
    /// Whether a press has shown what is missing.
    pub tried: RwSignal<bool>,
    pub versions: Loaded<Vec<Row>>,
    /// The two versions that are compared.
    pub compared: [Loaded<Form>; 2],
    /// The draft of the guardrail that is being opened.
    pub opening: Loaded<()>,
    pub sentences: RwSignal<Vec<Sentence>>,
    /// The versions that the bench tries.
    pub against: RwSignal<Vec<String>>,
    /// The verdicts, by version and sentence.
    pub verdicts: RwSignal<HashMap<String, Tried>>,
    /// Whether the bench also scores each sentence without a guardrail.
    pub checks: RwSignal<bool>,
    /// The scores, by sentence.
    pub scores: RwSignal<HashMap<String, Result<Scores, Refusal>>>,
    /// Whether the bench is running; a stop sets it back.
    pub running: RwSignal<bool>,
    /// Whether the bench tries the draft when it is ready after a save.
    pub waits: RwSignal<bool>,
    pub desk: Desk,
}

thread_local! {
    static SCREEN: Slot<Screen> = const { Slot::new() };
}

/// The state.
pub fn use_screen() -> Screen {
    SCREEN.with(|screen| {
        screen.get(|| {
            let form = RwSignal::<Form>::default();
            Screen {
                state: use_app(),
                rows: Loaded::new(),
                current: RwSignal::new(None),
                form,
                saved: RwSignal::new(None),
                faults: memo(move || form.with(Form::faults)),
                tried: RwSignal::new(false),
                versions: Loaded::new(),
                compared: [Loaded::new(), Loaded::new()],
                opening: Loaded::new(),
                sentences: RwSignal::default(),
                against: RwSignal::new(vec![DRAFT.to_owned()]),
                verdicts: RwSignal::default(),
                checks: RwSignal::new(false),
                scores: RwSignal::default(),
                running: RwSignal::new(false),
                waits: RwSignal::new(false),
                desk: Desk::new(),
            }
        })
    })
}

impl Screen {
    /// Reads the guardrails, and the versions of the open one.
    pub fn read(self, by: By) {
        self.rows.load(self.state, by, rows_of::list(), rows_of::read);
        if let Some(id) = self.current.get_untracked() {
            self.versions.load(self.state, by, rows_of::versions(&id), rows_of::read);
        }
    }

    /// Reads after a change.
    pub fn again<T>(self) -> impl Fn(T) + Send + Sync + 'static {
        move |_| self.read(By::Press)
    }

    /// Opens a guardrail: its draft into the form, its versions into the list.
    pub fn open(self, id: String) {
        self.opening.load(self.state, By::Press, rows_of::get(&id, DRAFT), move |output| {
            let form = Form::read(output);
            self.leave();
            self.current.set(Some(id));
            self.saved.set(Some(form.clone()));
            self.form.set(form);
            self.read(By::Press);
        });
    }

    /// Starts a new guardrail with this form.
    pub fn start(self, form: Form) {
        self.leave();
        self.form.set(form);
    }

    /// Leaves the open guardrail. The sentences stay.
    pub fn leave(self) {
        self.current.set(None);
        self.saved.set(None);
        self.tried.set(false);
        self.running.set(false);
        self.waits.set(false);
        self.versions.clear();
        self.compared.into_iter().for_each(Loaded::clear);
        self.against.set(vec![DRAFT.to_owned()]);
        self.verdicts.set(HashMap::new());
    }

    /// Whether the form differs from the saved draft.
    pub fn is_changed(self) -> bool {
        self.saved.with(|saved| saved.as_ref().is_none_or(|saved| self.form.with(|form| form != saved)))
    }

    /// The state of the open guardrail.
    pub fn row(self) -> Option<Row> {
        let id = self.current.get()?;
        self.rows.value.with(|rows| rows.iter().flatten().find(|row| row.id == id).cloned())
    }

    /// After the draft was saved: its verdicts are out of date.
    pub fn draft_saved(self, then: Then) {
        self.saved.set(Some(self.form.get_untracked()));
        let of_draft = key(DRAFT, None);
        self.verdicts.update(|verdicts| verdicts.retain(|key, _| !key.starts_with(&of_draft)));
        // The list still shows the state before the change.
        self.rows.clear();
        self.waits.set(then == Then::TryAgain);
        self.read(By::Press);
    }

    /// Tries every sentence against these versions, and scores it if that is wanted.
    pub fn try_all(self, versions: &[String]) {
        let id = self.current.get_untracked();
        if self.running.get_untracked() {
            return;
        }
        let sentences: Vec<Sentence> = self
            .sentences
            .with_untracked(|all| all.iter().filter(|each| !each.text.trim().is_empty()).cloned().collect());
        let scored = self.checks.get_untracked();
        let versions = if id.is_some() { versions } else { &[] };
        let calls: Vec<(Trial, Sentence)> = sentences
            .iter()
            .flat_map(|sentence| {
                let tried = versions.iter().map(|version| Trial::Version(version.clone()));
                tried.chain(scored.then_some(Trial::Checks)).map(move |trial| (trial, sentence.clone()))
            })
            .collect();
        if calls.is_empty() {
            return;
        }
        let of = id.clone().unwrap_or_default();
        let asks = calls.iter().map(|(trial, sentence)| match trial {
            Trial::Version(version) => apply(&of, version, sentence),
            Trial::Checks => checks::ask(sentence),
        });
        let asks = asks.collect();
        let last = calls.len() - 1;
        let starts = each(self.state, asks, move |at, answer| {
            let is_current = self.current.try_get_untracked().flatten() == id;
            if !is_current || self.running.try_get_untracked() != Some(true) {
                return Go::Stop;
            }
            match calls.get(at) {
                Some((Trial::Version(version), sentence)) => {
                    let tried = answer.map(|output| verdict::read(&output, &sentence.text));
                    self.verdicts.update(|verdicts| {
                        verdicts.insert(key(version, Some(sentence)), tried);
                    });
                }
                Some((Trial::Checks, sentence)) => {
                    let read = answer.map(|output| checks::read(&output, &sentence.text));
                    self.scores.update(|scores| {
                        scores.insert(key(CHECKS, Some(sentence)), read);
                    });
                }
                None => {}
            }
            if at == last {
                self.running.set(false);
                self.state.status.announce("Every sentence was tried");
            }
            Go::On
        });
        self.running.set(starts);
    }
}

/// What a sentence is tried with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trial {
    /// A version of the guardrail: `ApplyGuardrail`.
    Version(String),
    /// No guardrail: `InvokeGuardrailChecks`.
    Checks,
}
