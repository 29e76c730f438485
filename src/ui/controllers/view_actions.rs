//! What the open view can do: it registers how it runs and stops, and the regions that F6 goes through. A part of the page
//! that alone can do something offers it here for as long as it is there.
//!
//! What is registered belongs to its view and is gone with it; asking for it then does nothing. A view that was loaded after
//! the reader had left it is drawn without a context, and registers nothing.

use leptos::prelude::*;

use crate::page::View;
use crate::page::commands::Action;
use crate::ui::state::AppState;

/// What a view registers.
#[derive(Clone, Copy)]
pub struct ViewActions {
    /// Begins a run, or says what is in its way.
    pub run: Callback<()>,
    /// Stops what is running.
    pub stop: Callback<()>,
    /// Whether something runs.
    pub running: Signal<bool>,
    /// The element ids of its regions, in the order that F6 goes through them. One that is not in the page is passed over.
    pub regions: &'static [&'static str],
}

impl ViewActions {
    /// Runs, or stops what is running.
    pub fn run_or_stop(self) {
        let act = if self.is_running() { self.stop } else { self.run };
        act.try_run(());
    }

    /// Whether something runs.
    pub fn is_running(self) -> bool {
        self.running.try_get_untracked() == Some(true)
    }
}

const VIEWS: usize = View::ALL.len();
const ACTIONS: usize = Action::ALL.len();

#[derive(Clone, Copy)]
struct Registry {
    state: AppState,
    /// By the view's place among the views.
    views: StoredValue<[Option<ViewActions>; VIEWS]>,
    /// By the action's place among the actions.
    offered: StoredValue<[Option<Callback<()>>; ACTIONS]>,
    /// What was asked for before it was offered.
    awaited: StoredValue<Option<Action>>,
}

/// Sets the registry up in the current owner.
pub fn provide(state: AppState) {
    provide_context(Registry {
        state,
        views: StoredValue::new([None; VIEWS]),
        offered: StoredValue::new([None; ACTIONS]),
        awaited: StoredValue::new(None),
    });
}

/// Registers the actions of a view, in place of those it had when it was open before.
pub fn register(view: View, actions: ViewActions) {
    let Some(registry) = use_context::<Registry>() else { return };
    registry.views.update_value(|views| {
        if let Some(place) = views.get_mut(view as usize) {
            *place = Some(actions);
        }
    });
}

/// The actions of the open view, once it is drawn.
pub fn current() -> Option<ViewActions> {
    let registry: Registry = use_context()?;
    let open = registry.state.place.view.get_untracked();
    registry.views.with_value(|views| views.get(open as usize).copied().flatten())
}

/// Offers an action of a part that has just been drawn. Where it was asked for already, it is done at once.
pub fn offer(action: Action, act: Callback<()>) {
    let Some(registry) = use_context::<Registry>() else { return };
    registry.offered.update_value(|offered| {
        if let Some(place) = offered.get_mut(action as usize) {
            *place = Some(act);
        }
    });
    if registry.awaited.get_value() == Some(action) {
        registry.awaited.set_value(None);
        act.run(());
    }
}

/// Does an action. Where its part is not in the page, it is done when the part offers it, and `show` brings the part.
pub fn ask(action: Action, show: impl FnOnce()) {
    let Some(registry) = use_context::<Registry>() else { return };
    let act = registry.offered.with_value(|offered| offered.get(action as usize).copied().flatten());
    let done = act.and_then(|act| act.try_run(())).is_some();
    registry.awaited.set_value((!done).then_some(action));
    if !done {
        show();
    }
}
