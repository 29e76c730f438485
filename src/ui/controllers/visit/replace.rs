//! Replaces the draft with an example, the first experiment or the draft from before. The user's draft can be restored, and
//! is in the history too: a reload loses neither.

use leptos::prelude::*;

use super::tidings::Tidings;
use crate::experiment::document::visit::{BEFORE_EXAMPLE, BEFORE_START, BEFORE_UNDO, Event};
use crate::experiment::examples::Example;
use crate::experiment::{Draft, Experiment, Subject};
use crate::ui::controllers::lessons::bench;
use crate::ui::controllers::toast;
use crate::ui::state::{AppState, Slot, View};

/// The experiment that replaces the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// An example.
    Example(Example),
    /// The experiment that the page begins with.
    First,
    /// The draft that was replaced last.
    Undo,
}

thread_local! {
    /// The last replacement: while it is not edited, the user's draft is the one from before it.
    static FILLED: Slot<StoredValue<Option<Draft>>> = const { Slot::new() };
    /// The title and note of the draft that can be restored.
    static DESCRIBED: Slot<StoredValue<(String, String)>> = const { Slot::new() };
}

/// Replaces the draft.
pub fn replace(state: AppState, with: Replacement) {
    if state.overlay.teaches_untracked() {
        bench::give_back(state);
    }
    let now = state.draft.get_untracked();
    let filled = FILLED.with(|filled| filled.get(|| StoredValue::new(None)));
    let before = DESCRIBED.with(|described| described.get(|| StoredValue::new(Default::default())));
    let (mut name, mut note) = (String::new(), String::new());
    let (draft, title, message) = match with {
        Replacement::Example(example) => {
            let message = format!("Example “{}”: {}", example.name(), example.teaches());
            (example.draft(&now.region), BEFORE_EXAMPLE, message)
        }
        Replacement::First => (Draft::default(), BEFORE_START, "Started over with the first experiment".to_owned()),
        Replacement::Undo => {
            let Some(draft) = state.overlay.replaced.get_untracked() else { return };
            (name, note) = before.get_value();
            (draft, BEFORE_UNDO, "Your draft is restored".to_owned())
        }
    };
    let say = match with {
        Replacement::Undo => {
            filled.set_value(None);
            state.overlay.replaced.set(None);
            toast::say::<String>
        }
        Replacement::Example(_) | Replacement::First => {
            let is_untouched = filled.with_value(|filled| filled.as_ref() == Some(&now));
            if !is_untouched && now != draft {
                before.set_value(super::described(state, View::Playground));
                state.overlay.replaced.set(Some(now));
            }
            filled.set_value(Some(draft.clone()));
            if state.overlay.replaced.with_untracked(Option::is_some) {
                toast::offer_undo
            } else {
                toast::say::<String>
            }
        }
    };
    super::apply_with(
        state,
        Event::Replaced(Experiment { title: name, note, ..Experiment::new(Subject::Playground(draft)) }, title),
        Tidings { messages: vec![message], say: Some(say), ..Tidings::default() },
    );
}
