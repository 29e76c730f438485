//! What the open view can do: it registers how it runs and stops, and its regions for F6. A part that alone can do
//! something offers that here as long as it is in the page.
//!
//! A registration belongs to its view and is dropped with it; using it then does nothing. A view that loads after the
//! user has left it is drawn without a context and registers nothing.

use leptos::prelude::*;

use super::place::sight;
use crate::page::View;
use crate::page::commands::Action;
use crate::platform::frame;
use crate::ui::state::AppState;

/// What a view registers.
#[derive(Clone, Copy)]
pub struct ViewActions {
    /// Starts a run, or says what prevents it.
    pub run: Callback<()>,
    /// Stops what is running.
    pub stop: Callback<()>,
    /// Whether something is running.
    pub running: Signal<bool>,
    /// The element ids of its regions, in F6 order. Regions that are not in the page are skipped.
    pub regions: &'static [&'static str],
}

impl ViewActions {
    /// Runs, or stops what is running.
    pub fn run_or_stop(self) {
        let act = if self.is_running() { self.stop } else { self.run };
        act.try_run(());
    }

    /// Whether something is running.
    pub fn is_running(self) -> bool {
        self.running.try_get_untracked() == Some(true)
    }
}

const VIEWS: usize = View::ALL.len();
const ACTIONS: usize = Action::ALL.len();

#[derive(Clone, Copy)]
struct Registry {
    state: AppState,
    held: StoredValue<Held>,
}

#[derive(Clone, Copy)]
struct Held {
    /// Indexed by view.
    views: [Option<ViewActions>; VIEWS],
    /// Indexed by action.
    offered: [Option<Callback<()>>; ACTIONS],
    /// The action that was requested before it was offered.
    awaited: Option<Action>,
    /// The view that was open when Run was pressed, if it was not drawn then.
    pressed: Option<View>,
}

/// Creates the registry in the current owner.
pub fn provide(state: AppState) {
    let held = Held { views: [None; VIEWS], offered: [None; ACTIONS], awaited: None, pressed: None };
    provide_context(Registry { state, held: StoredValue::new(held) });
}

/// Registers the actions of a view, replacing its earlier ones.
pub fn register(view: View, actions: ViewActions) {
    let Some(registry) = use_context::<Registry>() else { return };
    let mut held = registry.held.get_value();
    if let Some(place) = held.views.get_mut(view as usize) {
        *place = Some(actions);
    }
    let is_pressed = held.pressed == Some(view);
    if is_pressed {
        held.pressed = None;
    }
    registry.held.set_value(held);
    sight::follow(registry.state, view, actions.running);
    if is_pressed {
        // The view is drawn before the next frame.
        frame::next(move || {
            if registry.state.place.view.try_get_untracked() == Some(view) {
                actions.run.try_run(());
            }
        });
    }
}

/// Runs the open view as soon as it is drawn: the key was pressed before.
pub fn run_when_drawn() {
    let Some(registry) = use_context::<Registry>() else { return };
    let open = registry.state.place.view.get_untracked();
    registry.held.update_value(|held| held.pressed = Some(open));
}

/// The actions of the open view, once drawn.
pub fn current() -> Option<ViewActions> {
    let registry: Registry = use_context()?;
    let open = registry.state.place.view.get_untracked();
    registry.held.get_value().views.get(open as usize).copied().flatten()
}

/// Whether a view is drawn: it has registered its actions, and they are alive.
pub fn is_drawn(view: View) -> bool {
    let Some(registry) = use_context::<Registry>() else { return false };
    let held = registry.held.get_value();
    let actions = held.views.get(view as usize).copied().flatten();
    actions.is_some_and(|actions| actions.running.try_get_untracked().is_some())
}

/// Offers an action of a part that was just drawn. If it was already requested, it is done at once.
pub fn offer(action: Action, act: Callback<()>) {
    let Some(registry) = use_context::<Registry>() else { return };
    let mut held = registry.held.get_value();
    let is_awaited = held.awaited == Some(action);
    if is_awaited {
        held.awaited = None;
    }
    if let Some(place) = held.offered.get_mut(action as usize) {
        *place = Some(act);
    }
    registry.held.set_value(held);
    if is_awaited {
        act.run(());
    }
}

/// Does an action. If its part is not in the page, `show` opens the part, and the action is done when the part offers
/// it.
pub fn ask(action: Action, show: impl FnOnce()) {
    let Some(registry) = use_context::<Registry>() else { return };
    let held = registry.held.get_value();
    let act = held.offered.get(action as usize).copied().flatten();
    let done = act.and_then(|act| act.try_run(())).is_some();
    registry.held.set_value(Held { awaited: (!done).then_some(action), ..held });
    if !done {
        show();
    }
}
