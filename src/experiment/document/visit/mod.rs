//! The visit: a link, a file, the history or a reproduction covers the user's own work, and the user can go back.
//!
//! It is a pure state machine, like the [`Session`](crate::experiment::run::session::Session): an [`Event`] goes in, the
//! new state and a list of [`Effect`]s come out, and a controller performs them. Each view has a sheet that the user owns
//! and, during a visit, a cover over it. Only the user's own edits reach the own sheet, and only while nothing covers it.
//!
//! A property test holds two invariants. After [`Event::Back`] every own sheet is as the user last edited it. No typed text
//! is lost: if an event removes it from the page, it is still in a sheet, or goes into the history or a file. The state
//! machine knows no storage, no address and no text format.

mod event;
mod sheet;

#[cfg(test)]
mod tests;

pub use event::{Banner, Effect, Event, SharedAnswers, Shelf, Source, Stored};
pub use sheet::{Place, place_of, sheets_of};

use sheet::Cover;

use super::experiment::{Experiment, Subject, ViewState};
use crate::experiment::form::draft::Draft;

/// Title of an own draft in the history, after the user kept another one.
pub const BEFORE_KEEP: &str = "My draft before the link";
/// Title of an edited draft in the history, after another one took its place.
pub const EDITED: &str = "Edited copy of an opened experiment";
/// Title of an own draft in the history, after an entry was restored over it.
pub const BEFORE_RESTORE: &str = "My draft before the restore";
/// Title of an own draft in the history, after an example took its place.
pub const BEFORE_EXAMPLE: &str = "My draft before the example";
/// Title of an own draft in the history, after the user started over.
pub const BEFORE_START: &str = "My draft before starting over";
/// Title of a draft in the history that the user took back.
pub const BEFORE_UNDO: &str = "My draft before the undo";

/// A view: the user's own sheet, and what covers it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Slot {
    own: Option<Experiment>,
    cover: Option<Cover>,
    /// Whether the own sheet is in the history already, because it was restored from there and not edited since.
    from_history: bool,
}

/// The state of all views.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visit {
    playground: Slot,
    compare: Slot,
    embeddings: Slot,
    images: Slot,
    explorer: Slot,
    banner: Option<Banner>,
    answers: Option<SharedAnswers>,
    error: Option<String>,
    from: Option<Place>,
}

impl Visit {
    /// What the banner says, while there is something to decide.
    pub fn banner(&self) -> Option<&Banner> {
        self.banner.as_ref()
    }

    /// The answers from the link or file of the playground; they stay when it is kept.
    pub fn answers(&self) -> Option<&SharedAnswers> {
        self.answers.as_ref()
    }

    /// Whether the user has work of their own under what covers it: a draft that is not the first one, or a sheet of another
    /// view.
    pub fn has_own_below(&self) -> bool {
        Place::ALL.into_iter().filter(|place| self.is_covered(*place)).any(|place| match self.own(place) {
            Some(own) => own.subject != Subject::Playground(Draft::default()),
            None => false,
        })
    }

    /// Why the last link or file could not be opened, until that is dismissed.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The user's own sheet in a view; `None` while it is the sheet that the view begins with.
    pub fn own(&self, place: Place) -> Option<&Experiment> {
        self.slot(place).own.as_ref()
    }

    /// What a view shows; `None` while that is what the view begins with.
    pub fn shown(&self, place: Place) -> Option<&Experiment> {
        let slot = self.slot(place);
        slot.cover.as_ref().map(|cover| &cover.sheet).or(slot.own.as_ref())
    }

    /// Whether something covers the user's own sheet in a view.
    pub fn is_covered(&self, place: Place) -> bool {
        self.slot(place).cover.is_some()
    }

    /// Whether a draft that reproduces an error is in the playground.
    pub fn is_reproducing(&self) -> bool {
        self.playground.cover.as_ref().is_some_and(|cover| cover.reproduces)
    }

    /// Applies an event.
    pub fn apply(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Reloaded(place, stored) => self.reload(place, stored, &mut effects),
            Event::Opened { experiment, source, notes, from } => {
                self.open(experiment, source, notes, from, &mut effects);
            }
            Event::Failed(why) => self.error = Some(why),
            Event::Dismissed => {
                self.error = None;
                effects.push(Effect::LeaveAddress);
            }
            Event::Changed(place, subject, view) => self.change(place, subject, view, &mut effects),
            Event::Filled(place, subject, notes) => {
                let slot = self.slot_mut(place);
                if let Some(sheet) = slot.cover.as_mut().map(|cover| &mut cover.sheet).or(slot.own.as_mut()) {
                    sheet.subject = subject;
                }
                if let Some(banner) = &mut self.banner {
                    banner.notes.extend(notes);
                }
            }
            Event::Keep => self.keep(&mut effects),
            Event::Back => self.back(&mut effects),
            Event::Restored(draft) => {
                self.restore(Experiment::new(Subject::Playground(draft)), BEFORE_RESTORE, &mut effects);
            }
            Event::Replaced(sheet, title) => {
                let (name, note) = (sheet.title.clone(), sheet.note.clone());
                let place = place_of(&sheet.subject);
                self.restore(sheet, title, &mut effects);
                // The title and note of a link do not apply to another experiment.
                let is_about = place == Place::Playground || self.is_covered(place);
                if let Some(banner) = self.banner.as_mut().filter(|_| is_about) {
                    *banner = Banner { title: name, note, ..Banner::undecided() };
                }
            }
            Event::Reproduced(draft) => self.reproduce(draft, &mut effects),
            Event::ReproductionEnded => self.end_reproduction(&mut effects),
        }
        effects
    }

    fn reload(&mut self, place: Place, stored: Stored, effects: &mut Vec<Effect>) {
        let Stored { own, visit } = stored;
        // A visit that was opened before a late view asks for what is stored stays on top.
        if let (Some(visit), None) = (visit, &self.slot(place).cover) {
            self.banner.get_or_insert_with(|| Banner {
                source: None,
                title: visit.title.clone(),
                note: visit.note.clone(),
                notes: Vec::new(),
            });
            self.slot_mut(place).cover = Some(Cover::edited(visit));
        }
        let slot = self.slot_mut(place);
        if slot.own.is_none() {
            slot.own = own;
        }
        if let Some(shown) = self.shown(place) {
            effects.push(Effect::Fill(place, Some(shown.clone())));
        }
    }

    fn open(
        &mut self,
        experiment: Experiment,
        source: Source,
        notes: Vec<String>,
        from: Place,
        effects: &mut Vec<Effect>,
    ) {
        let last = place_of(&experiment.subject);
        let shown = match self.shown(Place::Playground).map(|sheet| &sheet.subject) {
            Some(Subject::Playground(draft)) => draft.clone(),
            Some(Subject::Compare(..) | Subject::Lab(_)) | None => Draft::default(),
        };
        // The second of two links goes back to where the user was before the first.
        self.from.get_or_insert(from);
        self.error = None;
        let sheets = sheets_of(&experiment, &shown);
        let draft = experiment.draft().cloned().filter(|_| !experiment.answers.is_empty());
        self.answers = draft.map(|draft| SharedAnswers { source, draft, answers: experiment.answers });
        let (title, note) = (experiment.title, experiment.note);
        self.banner = Some(Banner { source: Some(source), title, note, notes });
        for sheet in sheets {
            let place = place_of(&sheet.subject);
            self.uncover(place, effects);
            self.slot_mut(place).cover = Some(Cover::looking(sheet.clone()));
            effects.push(Effect::Fill(place, Some(sheet)));
        }
        effects.push(Effect::Show(last));
    }

    fn change(&mut self, place: Place, subject: Subject, view: ViewState, effects: &mut Vec<Effect>) {
        let slot = self.slot_mut(place);
        if let Some(cover) = &mut slot.cover {
            let is_edit = cover.sheet.subject != subject;
            cover.sheet.view = view;
            if is_edit {
                let first = !std::mem::replace(&mut cover.edited, true);
                cover.sheet.subject = subject;
                if first {
                    effects.push(Effect::LeaveAddress);
                }
            }
            if cover.edited {
                effects.push(Effect::Store(Shelf::Visit, place, cover.sheet.clone()));
            }
            return;
        }
        let sheet = match slot.own.take() {
            Some(own) => Experiment { subject, view, ..own },
            None => Experiment { view, ..Experiment::new(subject) },
        };
        slot.from_history = false;
        slot.own = Some(sheet.clone());
        effects.push(Effect::Store(Shelf::Own, place, sheet));
    }

    fn keep(&mut self, effects: &mut Vec<Effect>) {
        for place in Place::ALL {
            let slot = self.slot_mut(place);
            let Some(cover) = slot.cover.take() else { continue };
            let known = std::mem::take(&mut slot.from_history);
            let own = slot.own.replace(cover.sheet.clone());
            // The user did not choose to drop an edit under a reproduction.
            cover.rescue_under(effects);
            if let Some(own) = own
                && !known
                && !sheet::differs_in_region_only(&own.subject, &cover.sheet.subject)
            {
                sheet::rescue(own, BEFORE_KEEP, effects);
            }
            effects.push(Effect::Store(Shelf::Own, place, cover.sheet));
            effects.push(Effect::Forget(Shelf::Visit, place));
        }
        self.end();
        effects.extend([Effect::LeaveAddress, Effect::Say("Kept")]);
    }

    fn back(&mut self, effects: &mut Vec<Effect>) {
        // The address first: a view that is shown afterwards gets an address of its own.
        effects.push(Effect::LeaveAddress);
        for place in Place::ALL {
            if self.slot(place).cover.is_some() {
                self.uncover(place, effects);
                effects.push(Effect::Fill(place, self.slot(place).own.clone()));
            }
        }
        let from = self.from;
        self.end();
        self.answers = None;
        effects.extend(from.map(Effect::Show));
    }

    fn restore(&mut self, sheet: Experiment, title: &'static str, effects: &mut Vec<Effect>) {
        let place = place_of(&sheet.subject);
        if place == Place::Playground {
            self.answers = None;
        }
        let slot = self.slot_mut(place);
        if slot.cover.is_some() {
            self.uncover(place, effects);
            self.slot_mut(place).cover = Some(Cover::edited(sheet.clone()));
            effects.push(Effect::LeaveAddress);
            effects.push(Effect::Store(Shelf::Visit, place, sheet.clone()));
            // A reproduction that was left has no banner: the way back needs one.
            self.banner.get_or_insert_with(Banner::undecided);
        } else {
            let known = std::mem::replace(&mut slot.from_history, true);
            if let Some(own) = slot.own.replace(sheet.clone())
                && !known
                && own.subject != sheet.subject
            {
                sheet::rescue(own, title, effects);
            }
            effects.push(Effect::Store(Shelf::Own, place, sheet.clone()));
        }
        effects.extend([Effect::Fill(place, Some(sheet)), Effect::Show(place)]);
    }

    fn reproduce(&mut self, draft: Draft, effects: &mut Vec<Effect>) {
        let sheet = Experiment::new(Subject::Playground(draft));
        let slot = self.slot_mut(Place::Playground);
        let under = match slot.cover.take() {
            // One reproduction after another: what lies under the first stays there.
            Some(mut first) if first.reproduces => {
                let under = first.under.take();
                first.rescue(effects);
                under
            }
            other => other.map(Box::new),
        };
        slot.cover = Some(Cover { under, reproduces: true, ..Cover::looking(sheet.clone()) });
        effects.extend([Effect::Fill(Place::Playground, Some(sheet)), Effect::Show(Place::Playground)]);
    }

    fn end_reproduction(&mut self, effects: &mut Vec<Effect>) {
        let slot = self.slot_mut(Place::Playground);
        let Some(mut cover) = slot.cover.take_if(|cover| cover.reproduces) else { return };
        slot.cover = cover.under.take().map(|under| *under);
        let stored = cover.edited;
        cover.rescue(effects);
        match &slot.cover {
            Some(under) if under.edited => {
                effects.push(Effect::Store(Shelf::Visit, Place::Playground, under.sheet.clone()));
            }
            Some(_) | None if stored => effects.push(Effect::Forget(Shelf::Visit, Place::Playground)),
            Some(_) | None => {}
        }
        effects.push(Effect::Fill(Place::Playground, self.shown(Place::Playground).cloned()));
    }

    /// Takes the cover off a view. What was typed into it goes into the history or a file.
    fn uncover(&mut self, place: Place, effects: &mut Vec<Effect>) {
        if let Some(cover) = self.slot_mut(place).cover.take() {
            cover.rescue(effects);
            effects.push(Effect::Forget(Shelf::Visit, place));
        }
    }

    fn end(&mut self) {
        (self.banner, self.error, self.from) = (None, None, None);
    }

    fn slot(&self, place: Place) -> &Slot {
        match place {
            Place::Playground => &self.playground,
            Place::Compare => &self.compare,
            Place::Embeddings => &self.embeddings,
            Place::Images => &self.images,
            Place::Explorer => &self.explorer,
        }
    }

    fn slot_mut(&mut self, place: Place) -> &mut Slot {
        match place {
            Place::Playground => &mut self.playground,
            Place::Compare => &mut self.compare,
            Place::Embeddings => &mut self.embeddings,
            Place::Images => &mut self.images,
            Place::Explorer => &mut self.explorer,
        }
    }
}
