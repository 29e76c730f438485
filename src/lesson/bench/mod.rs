//! The bench: everything that a learner changes in a lesson, as plain data, and the calls that it makes.
//!
//! It is the lesson's own. The host player applies actions to it and runs them on the simulator through the same road as the
//! page: request, signature with the example credentials, simulator, folded answer. The page keeps the same values in its own
//! state; [`edit::draft`] is the part of an action that both share.

pub mod edit;
mod inspect;
mod labs;
mod program;
mod replay;
mod road;
mod run;
mod stored;

use serde_json::Value;

use super::action::{Action, Button};
use super::journal::{Call, Embeddings, Entry, Glass, Journal, Placement};
use super::step::{Cards, Kind, Lesson, Place, Start, Step};
use crate::experiment::document::lab::LabKind;
use crate::experiment::embeddings::{Input as Texts, Study};
use crate::experiment::explorer::sheet::Sheet;
use crate::experiment::form::draft::Draft;
use crate::experiment::images::Input as Images;
use crate::experiment::run::session::Session;
use crate::experiment::{Experiment, Subject};
use crate::simulator::Mishap;
use crate::simulator::account::Account;
use crate::simulator::account::models::quotas::Quotas;

pub use inspect::{damage, field_at, pin};
pub use labs::facts;
pub use road::{Road, SEED};

/// The state of a lesson.
#[derive(Debug, Default)]
pub struct Bench {
    /// Where the learner works.
    pub place: Place,
    /// The playground's form.
    pub draft: Draft,
    /// The simulator's fault.
    pub fault: Option<Mishap>,
    /// The embeddings view's input.
    pub texts: Texts,
    /// The images view's input.
    pub images: Images,
    /// The Explorer's call.
    pub explorer: Option<Sheet>,
    /// The program on the code bench.
    pub program: String,
    /// The simulator's account.
    pub account: Account,
    /// The last run of the playground.
    pub session: Session,
    /// How the cards of the step are placed.
    pub placement: Placement,
    /// What happened.
    pub journal: Journal,
    cards: Cards,
    kind: Kind,
    glass: Glass,
    study: Option<Study>,
    embedded: Embeddings,
    outputs: Vec<(String, Value)>,
    calls: u64,
}

impl Bench {
    /// The bench at the start of a lesson.
    pub fn of(lesson: &Lesson, road: &Road<'_>) -> Self {
        let mut bench = Self::default();
        bench.begin(&lesson.start, road);
        bench
    }

    /// Brings the bench to the start of a step: the solutions of the steps before it are played, as by a link to the step or a
    /// reset.
    ///
    /// # Errors
    /// When a solution cannot be played, with the step.
    pub fn at(lesson: &Lesson, step: usize, road: &Road<'_>) -> Result<Self, String> {
        let mut bench = Self::of(lesson, road);
        for before in lesson.steps.iter().take(step) {
            bench.step(before, road);
            for action in &before.solve {
                bench.apply(action, road).map_err(|why| format!("step {}: {why}", before.id))?;
            }
        }
        if let Some(step) = lesson.steps.get(step) {
            bench.step(step, road);
        }
        Ok(bench)
    }

    /// Begins a step where the bench is now.
    pub fn step(&mut self, step: &Step, road: &Road<'_>) {
        self.journal.begin();
        self.cards.clone_from(&step.cards);
        self.kind = step.kind;
        self.placement = Placement { bins: vec![None; step.cards.cards.len()], order: Vec::new() };
        self.glass = Glass::default();
        if let Some(start) = &step.start {
            self.begin(start, road);
            self.journal.begin();
        }
    }

    fn begin(&mut self, start: &Start, road: &Road<'_>) {
        if let Some(experiment) = &start.experiment {
            self.fill(experiment);
        }
        if let Some(place) = start.place {
            self.place = place;
        }
        if !start.is_empty() {
            self.fault = start.fault;
        }
        if let Some(program) = &start.program {
            self.program.clone_from(program);
            self.place = start.place.unwrap_or(Place::Program);
        }
        for action in &start.account {
            // What a start asks of the account is verified by the player, which sees the refusal in the journal.
            let _ = self.apply(action, road);
        }
    }

    fn fill(&mut self, experiment: &Experiment) {
        match &experiment.subject {
            Subject::Playground(draft) | Subject::Compare(draft, _) => {
                self.place = Place::Playground;
                self.draft = draft.clone();
                self.session = Session::default();
            }
            Subject::Lab(lab) => {
                self.draft.region.clone_from(&lab.region);
                match lab.kind {
                    LabKind::Embeddings => {
                        self.place = Place::Embeddings;
                        self.texts = Texts::from_lab(lab).0;
                        self.study = None;
                    }
                    LabKind::Images => {
                        self.place = Place::Images;
                        self.images = Images::from_lab(lab).0;
                    }
                    LabKind::Explorer => {
                        self.place = Place::Explorer;
                        self.explorer = Sheet::from_lab(lab).0;
                    }
                }
            }
        }
    }

    /// Does what an action says. What happens is written to the journal.
    ///
    /// # Errors
    /// Why the page would not do it: a field is invalid, there is no such message, nothing was run yet.
    pub fn apply(&mut self, action: &Action, road: &Road<'_>) -> Result<(), String> {
        match action {
            Action::Open(place) => self.place = *place,
            Action::Press(button) => return self.press(*button, road),
            Action::Set(..)
            | Action::Unset(_)
            | Action::SendAs(_)
            | Action::Stream(_)
            | Action::Region(_)
            | Action::Message(..)
            | Action::AddMessage(..)
            | Action::RemoveMessage(_)
            | Action::Role(..)
            | Action::Put(..)
            | Action::Drop(..)
            | Action::Replace(..)
            | Action::Attach
            | Action::Continue(_)
            | Action::AnswerTool(_) => return edit::draft(&mut self.draft, action, run::turn(&self.session)),
            Action::Model(model) => match self.place {
                Place::Embeddings => self.texts.model.clone_from(model),
                Place::Images => self.images.model.clone_from(model),
                Place::Playground | Place::Explorer | Place::Program => self.draft.model.clone_from(model),
            },
            Action::Setting(pointer, value) => match self.place {
                Place::Images => self.images.settings.set(pointer, value.clone()),
                Place::Embeddings | Place::Playground | Place::Explorer | Place::Program => {
                    self.texts.settings.set(pointer, value.clone());
                }
            },
            Action::Unsetting(pointer) => match self.place {
                Place::Images => self.images.settings.unset(pointer),
                Place::Embeddings | Place::Playground | Place::Explorer | Place::Program => {
                    self.texts.settings.unset(pointer);
                }
            },
            Action::Fault(fault) => self.fault = *fault,
            Action::Caret(pane, at) => return self.put_caret(*pane, at, road),
            Action::Pin(pane, at) => return self.put_pin(*pane, at),
            Action::Unpin => self.journal.push(Entry::Pin(None)),
            Action::Guess(guess) => self.journal.push(Entry::Guess(guess.clone())),
            Action::Answer(value) => self.journal.push(Entry::Answer(value.clone())),
            Action::Place(card, bin) => return self.place_card(card, bin, road),
            Action::Order(texts) => return self.put_order(texts),
            Action::Code(program) => self.program.clone_from(program),
            Action::CodeLine(number, text) => return self.set_line(*number, Some(text)),
            Action::RemoveLine(number) => return self.set_line(*number, None),
            Action::Operation(input) => return self.operation(input, road),
            Action::Call(call) => return self.model_call(call, road),
            Action::Sign(change) => return self.sign(change, road),
            Action::Frame(number) => return self.open_frame(*number),
            Action::Byte(byte) => return self.select_byte(*byte),
            Action::Flip(byte) => return self.flip_byte(*byte),
            Action::Clock(hours) => {
                self.account.clock.forward(i64::from(*hours) * crate::simulator::account::clock::HOUR_MS);
                self.tell_account();
            }
            Action::Quota(name, number) => {
                self.account.quotas = quotas(self.account.quotas, name, *number)?;
                self.tell_account();
            }
            Action::Texts(texts) => {
                let texts = texts.iter().map(crate::experiment::document::lab::LabText::new);
                self.texts.texts.replace(texts);
            }
            Action::Query(query) => self.texts.query.clone_from(query),
        }
        Ok(())
    }

    fn press(&mut self, button: Button, road: &Road<'_>) -> Result<(), String> {
        match (button, self.place) {
            (Button::Run, Place::Playground) => self.run_playground(road),
            (Button::Run, Place::Embeddings) => self.run_texts(road),
            (Button::Run, Place::Images) => self.run_image(road),
            (Button::Run, Place::Explorer) => self.run_explorer(road),
            (Button::Run, Place::Program) => self.run_program(road),
            (Button::TryConverse, _) => self.try_converse(road),
            (Button::CompareLengths, _) => self.run_lengths(road),
            (Button::Search, _) => self.run_query(road),
        }
    }

    fn place_card(&mut self, card: &str, bin: &str, road: &Road<'_>) -> Result<(), String> {
        let place = self.cards.cards.iter().position(|own| own.text == card);
        let place = place.ok_or_else(|| format!("there is no card “{card}”"))?;
        let chosen = self.cards.bins.iter().position(|own| own == bin);
        let chosen = chosen.ok_or_else(|| format!("there is no bin “{bin}”"))?;
        if let Some(slot) = self.placement.bins.get_mut(place) {
            *slot = Some(chosen);
        }
        self.journal.push(Entry::Cards(self.placement.clone()));
        let tried = self.cards.tries.iter().find(|tried| tried.card == card && tried.bin == bin);
        for action in tried.map(|tried| tried.actions.clone()).unwrap_or_default() {
            self.apply(&action, road)?;
        }
        Ok(())
    }

    fn put_order(&mut self, texts: &[String]) -> Result<(), String> {
        let mut order = Vec::new();
        for text in texts {
            let place = self.cards.cards.iter().position(|card| card.text == *text);
            order.push(place.ok_or_else(|| format!("there is no card “{text}”"))?);
        }
        self.placement.order = order;
        // The cards of a step with a program are its lines.
        if self.kind == Kind::Order && self.place == Place::Program {
            self.program = texts.join("\n");
        }
        self.journal.push(Entry::Cards(self.placement.clone()));
        Ok(())
    }

    fn set_line(&mut self, number: usize, text: Option<&str>) -> Result<(), String> {
        let mut lines: Vec<&str> = self.program.lines().collect();
        let place = number.checked_sub(1).filter(|place| *place < lines.len());
        let place = place.ok_or_else(|| format!("the program has no line {number}"))?;
        match (text, lines.get_mut(place)) {
            (Some(text), Some(line)) => *line = text,
            _ => {
                lines.remove(place);
            }
        }
        self.program = lines.join("\n");
        Ok(())
    }

    /// Writes the account to the journal.
    fn tell_account(&mut self) {
        let account = serde_json::to_value(&self.account).unwrap_or_default();
        self.journal.push(Entry::Account(account));
    }

    /// Writes a finished call to the journal.
    fn tell_call(&mut self, call: Call) {
        self.journal.push(Entry::Call(call));
    }
}

/// The quotas with one of them changed.
///
/// # Errors
/// When there is no quota of that name.
pub fn quotas(quotas: Quotas, name: &str, number: u64) -> Result<Quotas, String> {
    let mut members = serde_json::to_value(quotas).unwrap_or_default();
    let member = members.get_mut(name).ok_or_else(|| format!("there is no quota {name}"))?;
    *member = number.into();
    serde_json::from_value(members).map_err(|error| error.to_string())
}
