//! Brings an answer into sight that came out of it: on a phone, in a narrow window, at 400 % zoom.
//!
//! The page moves only for a user who has done nothing since Run. For anyone else, a button says where the answer is. The
//! focus stays where it is.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::View;
use crate::page::sight::Extent;
use crate::platform::sight;
use crate::ui::memo::memo;
use crate::ui::state::AppState;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has come yet.
    Waiting,
    /// The first part of an answer is there.
    Answering,
    /// Everything has ended.
    Over,
}

/// Follows the runs of a view from now on.
pub fn follow(app: AppState, view: View, running: Signal<bool>) {
    let stage = memo(move || {
        if running.try_get() != Some(true) {
            return Stage::Over;
        }
        let answers = view == View::Playground
            && app.run.session.with(|session| session.exchanges().any(|call| call.head.is_some()));
        if answers { Stage::Answering } else { Stage::Waiting }
    });
    Effect::new(move |before: Option<Stage>| {
        let now = stage.get();
        if before.is_some_and(|before| before != now) {
            spawn_local(async move {
                // The part came with the run itself.
                let _ = late::turned(app, view, now).await;
            });
        }
        now
    });
}

/// Follows from now on which section of the playground is at the top of the window.
pub fn follow_sections(state: AppState) {
    let handle = window_event_listener(ev::scroll, move |_| {
        spawn_local(async move {
            // Without the part, the strip of sections marks the one that it marked.
            let _ = late::scrolled(state).await;
        });
    });
    on_cleanup(move || handle.remove());
}

/// Where the answers of a view are.
fn answers_of(view: View) -> &'static str {
    match view {
        View::Playground => "#response",
        View::Compare => "#answers",
        View::Embeddings => "#similarity",
        View::Images => "#results",
        View::Explorer => "#answer",
        View::Lessons => "#main",
    }
}

/// Where the first element is that matches.
fn extent(selector: &str) -> Option<Extent> {
    sight::edges(selector).map(|[top, bottom, window]| Extent { top, bottom, window })
}

/// Whether nothing of these answers has to be brought into sight.
pub fn is_in_sight(answers: &str) -> bool {
    extent(answers).is_none_or(Extent::is_in_sight)
}

/// What of this file is fetched late; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
pub mod late {
    use std::cell::Cell;

    use leptos::prelude::*;
    use wasm_split_helpers::wasm_split;

    use super::{Stage, answers_of, extent, is_in_sight};
    use crate::page::View;
    use crate::page::sight::{SECTIONS, section_in_sight};
    use crate::platform::sight;
    use crate::ui::late::PartError;
    use crate::ui::state::AppState;

    thread_local! {
        /// Whether the user has pressed, typed or scrolled since the run began.
        static BUSY: Cell<bool> = const { Cell::new(false) };
        /// Whether that is being watched.
        static WATCHED: Cell<bool> = const { Cell::new(false) };
        /// Whether this run's answer was brought into sight.
        static SHOWN: Cell<bool> = const { Cell::new(false) };
    }

    /// A run has come this far.
    #[wasm_split(run, fallible)]
    pub fn turned(state: AppState, view: View, stage: Stage) -> Result<(), PartError> {
        let answers = answers_of(view);
        match stage {
            Stage::Waiting => {
                BUSY.set(false);
                SHOWN.set(false);
                state.status.out_of_sight.set(None);
                if !WATCHED.replace(true) {
                    sight::on_acts(|| BUSY.set(true));
                }
            }
            Stage::Answering | Stage::Over if is_in_sight(answers) => {}
            Stage::Answering | Stage::Over if !BUSY.get() && !SHOWN.replace(true) => sight::bring(answers),
            Stage::Answering => {}
            Stage::Over => state.status.out_of_sight.set(Some(answers)),
        }
        Ok(())
    }

    /// The window was scrolled.
    #[wasm_split(run, fallible)]
    pub fn scrolled(state: AppState) -> Result<(), PartError> {
        if state.status.out_of_sight.get_untracked().is_some_and(is_in_sight) {
            state.status.out_of_sight.set(None);
        }
        let section = section_in_sight(SECTIONS.map(|id| extent(&format!("#{id}"))));
        if state.place.section.get_untracked() != section {
            state.place.section.set(section);
        }
        Ok(())
    }
}
