//! The interface of the visit: it passes events to the state machine and performs the effects.
//!
//! [`crate::experiment::document::visit`] decides what a link, a file, the history or a reproduction puts over the
//! reader's own work; this file connects it to the storage, the address, the views and the banner.

pub mod arrive;
pub mod labs;
pub mod links;
pub mod replace;
mod tidings;

use leptos::prelude::*;

use self::labs::{Filled, Labs};
pub use self::tidings::tell_not_stored;
use self::tidings::{Tidings, saved};
use super::lessons::bench;
use super::{store, views};
use crate::experiment::compare::{Comparison, FEWEST_MEMBERS};
use crate::experiment::document::experiment::ViewState;
use crate::experiment::document::lab::{Lab, LabKind};
use crate::experiment::document::tabs::FROM_A_TAB;
use crate::experiment::document::visit::{Effect as Act, Event, Place, Shelf, Stored, Visit, place_of};
use crate::experiment::{Draft, Experiment, Subject};
use crate::platform::storage::{self, NotKept};
use crate::share::stored;
use crate::ui::state::{AppState, Arrived, Shared, Slot, View};

/// The content that waits for the Compare view.
#[derive(Clone)]
enum Waiting {
    /// This comparison.
    Sheet(Comparison),
    /// The view's initial content.
    First,
}

/// The visit of this page, and the comparison that waits for its view.
#[derive(Clone, Copy)]
struct Desk {
    visit: StoredValue<Visit>,
    comparison: RwSignal<Option<Waiting>>,
    /// The content of the Compare view, once opened.
    compared: StoredValue<Option<Comparison>>,
    /// Whether the user has hidden the title and the note of a kept experiment.
    is_put_away: StoredValue<bool>,
}

thread_local! {
    static DESK: Slot<Desk> = const { Slot::new() };
}

impl Desk {
    fn of(state: AppState) -> Self {
        DESK.with(|desk| desk.get(|| Self::new(state)))
    }

    fn new(state: AppState) -> Self {
        let mut visit = Visit::default();
        // Views request their content when they open.
        for place in Place::ALL {
            visit.apply(Event::Reloaded(place, stored_of(place)));
        }
        if !state.overlay.covered.get_untracked() {
            note_own_draft(state, &mut visit);
        }
        let desk = Self {
            visit: StoredValue::new(visit),
            comparison: RwSignal::new(None),
            compared: StoredValue::new(None),
            is_put_away: StoredValue::new(false),
        };
        // Each view has a title and a note of its own.
        Effect::new(move |_| {
            state.place.view.track();
            publish(state, desk);
        });
        desk
    }
}

/// The stored content of a view, from this version of the page or an earlier one.
fn stored_of(place: Place) -> Stored {
    let read = |name: &str| {
        let text = storage::read(name)?;
        let sheet = stored::read(&text).filter(|sheet| place_of(&sheet.subject) == place);
        if sheet.is_none() {
            storage::set_aside(name, &text);
        }
        sheet
    };
    let (shown, aside) = store::old_keys(place);
    // An earlier version stored the edited sheet under the first key, and the user's own under the second.
    let own = read(aside);
    let visit = read(store::key(Shelf::Visit, place)).or_else(|| own.as_ref().and_then(|_| read(shown)));
    let own = match place {
        Place::Playground => {
            let described = read(store::key(Shelf::Own, place));
            own.or_else(|| read(shown)).map(|own| match described {
                Some(Experiment { title, note, .. }) => Experiment { title, note, ..own },
                None => own,
            })
        }
        Place::Compare | Place::Embeddings | Place::Images | Place::Explorer => {
            own.or_else(|| read(store::key(Shelf::Own, place))).or_else(|| read(shown))
        }
    };
    if let (Some(own), true) = (&own, storage::read(aside).is_some()) {
        let moved = keep_sheet(Shelf::Own, place, own)
            .and_then(|()| visit.as_ref().map_or(Ok(()), |visit| keep_sheet(Shelf::Visit, place, visit)));
        // If storage has no room for the new keys, the old ones stay and are read again next time.
        if moved.is_ok() {
            storage::remove(aside);
        }
    }
    Stored { own, visit }
}

/// Passes the user's own playground content to the visit, while nothing covers it.
fn note_own_draft(state: AppState, visit: &mut Visit) {
    let draft = state.draft.get_untracked();
    let is_known = match visit.own(Place::Playground).map(|own| &own.subject) {
        Some(Subject::Playground(own)) => *own == draft,
        Some(Subject::Compare(..) | Subject::Lab(_)) | None => draft == Draft::default(),
    };
    if !is_known && !visit.is_covered(Place::Playground) {
        // The effect that stores it may not have run yet.
        if let Err(failure) = store::write_draft(&draft) {
            tell_not_stored(state, failure);
        }
        visit.apply(Event::Changed(Place::Playground, Subject::Playground(draft), ViewState::default()));
    }
}

/// Applies an event and performs its effects.
pub fn apply(state: AppState, event: Event) {
    apply_with(state, event, Tidings::default());
}

/// Applies an event, performs its effects, and adds their messages to these.
fn apply_with(state: AppState, event: Event, mut tidings: Tidings) {
    let desk = Desk::of(state);
    if state.overlay.teaches_untracked() {
        // What a link, a file or the history opens belongs to the user's own work, so the lesson ends first.
        bench::give_back(state);
    }
    if matches!(event, Event::Keep) {
        desk.is_put_away.set_value(false);
    }
    let effects = desk.visit.try_update_value(|visit| {
        note_own_draft(state, visit);
        visit.apply(event)
    });
    publish(state, desk);
    for effect in effects.unwrap_or_default() {
        perform(state, desk, effect, &mut tidings);
    }
    tidings.tell(state);
}

/// Shows an experiment that an earlier visit left undecided.
pub fn resume(state: AppState) {
    let desk = Desk::of(state);
    publish(state, desk);
    let draft = desk.visit.with_value(|visit| {
        let sheet = visit.shown(Place::Playground).filter(|_| visit.is_covered(Place::Playground))?;
        sheet.draft().cloned()
    });
    if let Some(draft) = draft {
        state.draft.set(draft);
    }
}

/// Puts the drafts that closed tabs left into the history, and says so.
pub fn offer_left(state: AppState) {
    let drafts: Vec<_> = store::take_left().into_iter().map(|draft| (FROM_A_TAB, draft)).collect();
    if !drafts.is_empty() {
        Tidings { drafts, ..Tidings::default() }.tell(state);
    }
}

/// Hides the title and the note of a kept experiment for this visit; Share still offers them.
pub fn put_away(state: AppState) {
    let desk = Desk::of(state);
    desk.is_put_away.set_value(true);
    publish(state, desk);
}

/// The playground's draft was edited while it covers the user's own.
pub fn edited(state: AppState) {
    let draft = state.draft.get_untracked();
    apply(state, Event::Changed(Place::Playground, Subject::Playground(draft), ViewState::default()));
}

/// The title and note of a view's experiment.
pub fn described(state: AppState, view: View) -> (String, String) {
    Desk::of(state).visit.with_value(|visit| {
        visit.shown(place(view)).map(|sheet| (sheet.title.clone(), sheet.note.clone())).unwrap_or_default()
    })
}

/// Registers the embeddings or images view: how it is read and how it is filled. The banner lists what could not be
/// filled in.
pub fn follow(state: AppState, now: Memo<Filled>, fill: Callback<Filled, Vec<String>>) {
    let (labs, desk) = (Labs::of_page(), Desk::of(state));
    labs.add(now);
    let kind = now.with_untracked(|now| now.lab.kind);
    let place = place(labs::view(kind));
    let filled = StoredValue::new(None::<Filled>);
    let fill_with = move |sheet: Filled| {
        let notes = fill.run(sheet);
        let now = now.get_untracked();
        filled.set_value(Some(now.clone()));
        if state.overlay.teaches_untracked() {
            return;
        }
        apply(state, Event::Filled(place, Subject::Lab(now.lab), notes));
    };
    // The content is what waits, or what was stored. Fields that this version does not know are ignored, as in a link.
    let waits = untrack(|| labs.take(kind));
    let own = desk.visit.with_value(|visit| visit.shown(place).cloned()).and_then(sheet_of_lab);
    let first = if state.overlay.teaches_untracked() {
        labs.put_aside(kind, own);
        waits
    } else {
        own
    };
    if let Some(sheet) = first {
        fill_with(sheet);
    }
    Effect::new(move |_| {
        if let Some(sheet) = labs.take(kind) {
            fill_with(sheet);
        }
    });
    Effect::new(move |before: Option<Filled>| {
        let now = now.get();
        // Initial and filled-in content do not count as the user's changes. The region belongs to the playground.
        let is_change = !state.overlay.teaches_untracked()
            && before.is_some_and(|before| !same(&before, &now))
            && filled.with_value(|filled| filled.as_ref().is_none_or(|filled| !same(filled, &now)));
        if is_change {
            filled.set_value(None);
            let view = ViewState { tab: now.tab.clone(), ..ViewState::default() };
            apply(state, Event::Changed(place, Subject::Lab(now.lab.clone()), view));
        }
        now
    });
}

/// Whether two are equal except for the region.
fn same(one: &Filled, other: &Filled) -> bool {
    let lab = Lab { region: other.lab.region.clone(), ..one.lab.clone() };
    lab == other.lab && one.tab == other.tab
}

/// The comparison of the Compare view, tracked from now on. `first` is its initial content.
pub fn comparison(state: AppState, first: Comparison) -> RwSignal<Comparison> {
    let desk = Desk::of(state);
    desk.comparison.set(None);
    let usable = |comparison: &Comparison| comparison.members.len() >= FEWEST_MEMBERS;
    let shown = desk.visit.with_value(|visit| match &visit.shown(Place::Compare)?.subject {
        Subject::Compare(_, comparison) => Some(comparison.clone()).filter(usable),
        Subject::Playground(_) | Subject::Lab(_) => None,
    });
    let comparison = RwSignal::new(shown.unwrap_or_else(|| first.clone()));
    let filled = StoredValue::new(comparison.get_untracked());
    Effect::new(move |_| {
        let sheet = match desk.comparison.get() {
            Some(Waiting::Sheet(sheet)) if usable(&sheet) => sheet,
            Some(Waiting::Sheet(_) | Waiting::First) => first.clone(),
            None => return,
        };
        filled.set_value(sheet.clone());
        comparison.set(sheet.clone());
        apply(state, Event::Filled(Place::Compare, Subject::Compare(Draft::default(), sheet), Vec::new()));
    });
    Effect::new(move |_| {
        let now = comparison.get();
        desk.compared.set_value(Some(now.clone()));
        if filled.with_value(|filled| *filled != now) {
            filled.set_value(now.clone());
            apply(state, Event::Changed(Place::Compare, Subject::Compare(Draft::default(), now), ViewState::default()));
        }
    });
    comparison
}

/// The comparison that its view shows, once opened.
pub fn shown_comparison(state: AppState) -> Option<Comparison> {
    Desk::of(state).compared.get_value()
}

/// What the banner and the playground show during a visit.
fn publish(state: AppState, desk: Desk) {
    let (arrived, covered, reproducing) = desk.visit.with_value(|visit| {
        let banner = visit.banner().map(|banner| Arrived {
            source: banner.source,
            title: banner.title.clone(),
            note: banner.note.clone(),
            notes: banner.notes.clone(),
            has_own: visit.has_own_below(),
            is_kept: false,
            error: None,
        });
        let failed = visit.error().map(|why| Arrived { error: Some(why.to_owned()), ..Arrived::default() });
        let kept = visit
            .own(open_place(state))
            .filter(|own| !(own.title.trim().is_empty() && own.note.trim().is_empty()))
            .filter(|_| !desk.is_put_away.get_value() && !visit.is_reproducing())
            .map(|own| Arrived {
                title: own.title.clone(),
                note: own.note.clone(),
                is_kept: true,
                ..Arrived::default()
            });
        let is_new = state
            .overlay
            .shared
            .with_untracked(|shared| shared.as_ref().map(|shared| &shared.answers) != visit.answers());
        if is_new {
            let after = state.run.session.with_untracked(|session| session.run);
            state.overlay.shared.set(visit.answers().cloned().map(|answers| Shared { answers, after }));
        }
        (failed.or(banner).or(kept), visit.is_covered(Place::Playground), visit.is_reproducing())
    });
    state.overlay.covered.set(covered);
    state.overlay.reproducing.set(reproducing);
    if state.overlay.arrived.with_untracked(|shown| *shown != arrived) {
        state.overlay.arrived.set(arrived);
    }
}

fn perform(state: AppState, desk: Desk, effect: Act, tidings: &mut Tidings) {
    match effect {
        Act::Fill(place, sheet) => fill(state, desk, place, sheet),
        Act::Store(shelf, place, sheet) => {
            if let Err(failure) = keep_sheet(shelf, place, &sheet) {
                tell_not_stored(state, failure);
            }
        }
        Act::Forget(shelf, place) => storage::remove(store::key(shelf, place)),
        Act::LeaveAddress => views::leave_experiment(state),
        Act::ToHistory(title, draft) => tidings.drafts.push((title, draft)),
        Act::CallToHistory(title, lab) => tidings.calls.push((title, lab)),
        Act::SaveFile(sheet) => tidings.messages.push(saved(&sheet)),
        Act::Show(place) => views::show(state, view(place)),
        Act::Say(text) => tidings.messages.insert(0, text.to_owned()),
    }
}

fn fill(state: AppState, desk: Desk, place: Place, sheet: Option<Experiment>) {
    match place {
        Place::Playground => {
            let draft = sheet.and_then(|sheet| sheet.draft().cloned()).unwrap_or_default();
            state.draft.set(draft);
        }
        Place::Compare => desk.comparison.set(Some(match sheet.map(|sheet| sheet.subject) {
            Some(Subject::Compare(_, comparison)) => Waiting::Sheet(comparison),
            Some(Subject::Playground(_) | Subject::Lab(_)) | None => Waiting::First,
        })),
        Place::Embeddings => Labs::of_page().fill(LabKind::Embeddings, sheet.and_then(sheet_of_lab)),
        Place::Images => Labs::of_page().fill(LabKind::Images, sheet.and_then(sheet_of_lab)),
        Place::Explorer => Labs::of_page().fill(LabKind::Explorer, sheet.and_then(sheet_of_lab)),
    }
}

fn sheet_of_lab(sheet: Experiment) -> Option<Filled> {
    match sheet.subject {
        Subject::Lab(lab) => Some(Filled { lab, tab: sheet.view.tab }),
        Subject::Playground(_) | Subject::Compare(..) => None,
    }
}

fn keep_sheet(shelf: Shelf, place: Place, sheet: &Experiment) -> Result<(), NotKept> {
    let name = store::key(shelf, place);
    match (shelf, &sheet.subject) {
        (Shelf::Own, Subject::Playground(draft)) => {
            store::write_draft(draft)?;
            if sheet.title.is_empty() && sheet.note.is_empty() {
                storage::remove(name);
                return Ok(());
            }
            // The draft is stored separately; this holds its title and note.
            let described = Experiment { subject: Subject::Playground(Draft::default()), ..sheet.clone() };
            storage::write(name, &stored::write(&described))
        }
        (Shelf::Own | Shelf::Visit, _) => storage::write(name, &stored::write(sheet)),
    }
}

fn place(view: View) -> Place {
    match view {
        // The list of lessons has nothing of its own to share.
        View::Playground | View::Lessons => Place::Playground,
        View::Compare => Place::Compare,
        View::Embeddings => Place::Embeddings,
        View::Images => Place::Images,
        View::Explorer => Place::Explorer,
    }
}

fn view(place: Place) -> View {
    match place {
        Place::Playground => View::Playground,
        Place::Compare => View::Compare,
        Place::Embeddings => View::Embeddings,
        Place::Images => View::Images,
        Place::Explorer => View::Explorer,
    }
}

/// The open view, as a place of the visit.
pub fn open_place(state: AppState) -> Place {
    place(state.place.view.get_untracked())
}
