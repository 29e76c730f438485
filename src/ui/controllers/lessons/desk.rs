//! The open lesson: its step, its journal, and what is judged from it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{done, stored};
use crate::aws::time::Timestamp;
use crate::lesson::check::{self, Judged};
use crate::lesson::deal::dealt;
use crate::lesson::journal::{Entry, Journal, Placement};
use crate::lesson::progress::{Progress, State};
use crate::lesson::step::{Lesson, Step};
use crate::platform::clock;
use crate::platform::point::Away;
use crate::ui::state::{AppState, Slot, use_app};

/// How much of the panel is shown where it does not stand beside the view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// One line.
    Strip,
    /// Half of the window.
    #[default]
    Half,
    /// All of it.
    Full,
}

impl Size {
    /// Its word in the style sheet.
    pub fn as_data(self) -> &'static str {
        match self {
            Self::Strip => "strip",
            Self::Half => "half",
            Self::Full => "full",
        }
    }
}

/// The signals of the open lesson.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page's state.
    pub state: AppState,
    /// What the panel belongs to: the views offer their actions there.
    owner: StoredValue<Option<Owner>>,
    /// The lesson.
    pub lesson: RwSignal<Option<Arc<Lesson>>>,
    /// The step, from 0.
    pub step: RwSignal<usize>,
    /// Counts what the page was told to prepare or play: only the last goes on.
    turn: StoredValue<u32>,
    /// Whether a lesson is being opened.
    pub is_opening: StoredValue<bool>,
    /// When the step was opened.
    pub opened_at: StoredValue<Timestamp>,
    /// The code of the class; empty for none.
    pub class: RwSignal<String>,
    /// What happened.
    pub journal: RwSignal<Journal>,
    /// Where the reader has put the cards so far.
    pub placement: RwSignal<Placement>,
    /// The program on the code bench.
    pub program: RwSignal<String>,
    /// How many hints of the step are open.
    pub hints: RwSignal<usize>,
    /// How many attempts of the step missed.
    pub misses: RwSignal<usize>,
    /// Whether the solution of the step was played.
    pub is_shown: RwSignal<bool>,
    /// Whether the program of the code bench runs.
    pub is_running_program: RwSignal<bool>,
    /// Whether the page is brought to the start of a step.
    pub is_arriving: RwSignal<bool>,
    /// Whether actions are being played.
    pub is_playing: RwSignal<bool>,
    /// How often the lesson was started anew, which draws other cards. Without a class code it begins at a number of its own.
    pub round: StoredValue<u32>,
    /// What the cards of the open lesson were drawn by; empty if it deals none.
    pub draw: StoredValue<String>,
    /// The progress in all lessons.
    pub progress: RwSignal<Progress>,
    /// Whether the device keeps the progress.
    pub keeps_progress: RwSignal<bool>,
    /// Whether the browser keeps the bench for a reload.
    pub keeps_bench: RwSignal<bool>,
    /// How much of the panel is shown.
    pub size: RwSignal<Size>,
    /// Whether the page is shown to a room.
    pub presents: RwSignal<bool>,
    /// Whether the answers are covered while the room votes.
    pub is_covered: RwSignal<bool>,
    /// Where the target of the step is, if it is out of sight.
    pub away: RwSignal<Option<Away>>,
    /// Why something could not be opened or played.
    pub error: RwSignal<Option<String>>,
    /// The conditions of the step.
    pub judged: Memo<Vec<Judged>>,
    /// Whether all are met.
    pub is_done: Memo<bool>,
    /// The words for a wrong attempt that is recognised.
    pub wrong: Memo<Option<String>>,
    /// Whether a guess is still to be made, so that the answer is veiled.
    pub is_veiled: Memo<bool>,
}

thread_local! {
    static DESK: Slot<Desk> = const { Slot::new() };
}

impl Desk {
    /// The page's own.
    pub fn of_page() -> Self {
        DESK.with(|desk| desk.get(|| Self::new(use_app())))
    }

    fn new(state: AppState) -> Self {
        let lesson = RwSignal::new(None::<Arc<Lesson>>);
        let step = RwSignal::new(0);
        let journal = RwSignal::new(Journal::default());
        let judged = Memo::new(move |_| {
            with_step(lesson, step, |step| check::outcome(&step.check, &step.cards, journal.read().view()))
                .unwrap_or_default()
        });
        let is_arriving = RwSignal::new(false);
        let is_done = Memo::new(move |_| {
            !is_arriving.get() && judged.with(|judged| !judged.is_empty() && judged.iter().all(|one| one.met))
        });
        let wrong = Memo::new(move |_| {
            if is_done.get() || is_arriving.get() {
                return None;
            }
            with_step(lesson, step, |step| {
                check::wrong(&step.wrong, &step.cards, journal.read().view()).map(|wrong| wrong.words.clone())
            })?
        });
        let is_veiled = Memo::new(move |_| {
            let asks = with_step(lesson, step, |step| !step.veil.is_empty()).unwrap_or_default();
            asks && journal.read().view().guess().is_none()
        });
        Self {
            state,
            owner: StoredValue::new(None),
            lesson,
            step,
            turn: StoredValue::new(0),
            is_opening: StoredValue::new(false),
            opened_at: StoredValue::new(clock::now()),
            class: RwSignal::new(String::new()),
            journal,
            placement: RwSignal::new(Placement::default()),
            program: RwSignal::new(String::new()),
            hints: RwSignal::new(0),
            misses: RwSignal::new(0),
            is_shown: RwSignal::new(false),
            is_running_program: RwSignal::new(false),
            is_arriving,
            is_playing: RwSignal::new(false),
            round: StoredValue::new(0),
            draw: StoredValue::new(String::new()),
            progress: RwSignal::new(stored::progress()),
            keeps_progress: RwSignal::new(true),
            keeps_bench: RwSignal::new(true),
            size: RwSignal::new(Size::default()),
            presents: RwSignal::new(false),
            is_covered: RwSignal::new(false),
            away: RwSignal::new(None),
            error: RwSignal::new(None),
            judged,
            is_done,
            wrong,
            is_veiled,
        }
    }

    /// Reads the open step, tracked.
    pub fn with_step<T>(self, read: impl FnOnce(&Step) -> T) -> Option<T> {
        with_step(self.lesson, self.step, read)
    }

    /// The open step, untracked.
    pub fn step_untracked(self) -> Option<Step> {
        untrack(|| self.with_step(Clone::clone))
    }

    /// The name of the open lesson and of its step, untracked.
    pub fn names(self) -> Option<(String, String)> {
        untrack(|| {
            let lesson = self.lesson.read().as_ref().map(|lesson| lesson.id.clone())?;
            Some((lesson, self.with_step(|step| step.id.clone())?))
        })
    }

    /// How many steps the lesson has; tracked.
    pub fn steps(self) -> usize {
        self.lesson.read().as_ref().map_or(0, |lesson| lesson.steps.len())
    }

    /// Writes down what happened, and judges it.
    pub fn push(self, entry: Entry) {
        if self.is_arriving.get_untracked() {
            self.journal.update(|journal| journal.push(entry));
            return;
        }
        let before = self.is_done.get_untracked();
        let attempt = is_attempt(&entry);
        self.journal.update(|journal| journal.push(entry));
        let Some((lesson, step)) = self.names() else { return };
        if self.is_done.get_untracked() {
            if !before {
                let shown = self.is_shown.get_untracked();
                let state = if shown { State::Shown } else { State::Done };
                let seconds = self.seconds();
                self.change_progress(|progress| {
                    progress.spent(&lesson, &step, seconds);
                    progress.met(&lesson, &step, state, clock::now());
                });
                let record = self.progress.with_untracked(|progress| progress.step(&lesson, &step));
                let is_kept = done::note(&lesson, &step, &self.draw.get_value(), self.journal.get_untracked(), &record);
                if !is_kept {
                    self.keeps_progress.set(false);
                }
            }
        } else if attempt && !self.is_playing.get_untracked() {
            /// After so many misses the first hint opens by itself.
            const OPENS: usize = 2;
            self.misses.update(|misses| *misses += 1);
            self.change_progress(|progress| progress.missed(&lesson, &step));
            if self.misses.get_untracked() >= OPENS && self.hints.get_untracked() == 0 {
                self.open_hint();
            }
        }
    }

    /// The seconds since the step was opened, or since this was last asked. A step that waited for an hour was not worked on.
    fn seconds(self) -> u32 {
        /// Longest time that counts, in seconds.
        const LONGEST: i64 = 60 * 60;
        let now = clock::now();
        let since = self.opened_at.try_update_value(|at| std::mem::replace(at, now)).unwrap_or(now);
        u32::try_from((now.since_ms(since) / 1_000).clamp(0, LONGEST)).unwrap_or(0)
    }

    /// The lesson with the cards of this class and round.
    pub fn deal(self, whole: &Lesson) -> Arc<Lesson> {
        let deals = whole.steps.iter().any(|step| step.cards.deal.is_some());
        let draw =
            if deals { untrack(|| format!("{}/{}", self.class.read(), self.round.get_value())) } else { String::new() };
        self.draw.set_value(draw.clone());
        Arc::new(dealt(whole, &draw))
    }

    /// Begins to prepare or play something: what was being prepared or played before ends.
    pub fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn()
    }

    /// The number of what is being prepared or played.
    pub fn turn(self) -> u32 {
        self.turn.get_value()
    }

    /// Whether this is still to go on: a lesson is open, and nothing else began since then.
    pub fn goes_on(self, turn: u32) -> bool {
        self.turn() == turn && self.state.overlay.teaches_untracked()
    }

    /// Changes the progress and stores it. What another tab has stored meanwhile stays.
    pub fn change_progress(self, change: impl FnOnce(&mut Progress)) {
        let mut progress =
            if self.keeps_progress.get_untracked() { stored::progress() } else { self.progress.get_untracked() };
        change(&mut progress);
        self.keeps_progress.set(stored::write_progress(&progress));
        self.progress.set(progress);
    }

    /// Reads the progress again, which another tab may have changed.
    pub fn read_progress(self) {
        if self.keeps_progress.get_untracked() {
            self.progress.set(stored::progress());
        }
    }

    /// Opens the next hint.
    pub fn open_hint(self) {
        self.hints.update(|hints| *hints += 1);
        if let Some((lesson, step)) = self.names() {
            self.change_progress(|progress| progress.hinted(&lesson, &step));
        }
    }

    /// The calling view is the panel, from where the actions of the views are reached.
    pub fn adopt(self) {
        self.owner.set_value(Owner::current());
    }

    /// Does this as if it came from the panel; `None` before the panel is drawn.
    pub fn within<T>(self, act: impl FnOnce() -> T) -> Option<T> {
        self.owner.get_value().map(|owner| owner.with(act))
    }

    /// Clears what belongs to a step.
    pub fn clear_step(self) {
        self.placement.set(Placement::default());
        self.hints.set(0);
        self.misses.set(0);
        self.is_shown.set(false);
        self.is_covered.set(false);
        self.error.set(None);
    }
}

fn with_step<T>(
    lesson: RwSignal<Option<Arc<Lesson>>>,
    step: RwSignal<usize>,
    read: impl FnOnce(&Step) -> T,
) -> Option<T> {
    let lesson = lesson.read();
    lesson.as_ref()?.steps.get(step.get()).map(read)
}

/// Whether something counts as an attempt to do the step, and not only as a look around.
fn is_attempt(entry: &Entry) -> bool {
    match entry {
        Entry::Call(_)
        | Entry::Operation(_)
        | Entry::Program(_)
        | Entry::Answer(_)
        | Entry::Cards(_)
        | Entry::Embeddings(_) => true,
        Entry::Signature(_)
        | Entry::Glass(_)
        | Entry::Caret(_)
        | Entry::Pin(_)
        | Entry::Guess(_)
        | Entry::Account(_) => false,
    }
}
