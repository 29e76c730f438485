//! What the open view can do: it registers how it runs and stops, and the regions that F6 goes through. A part of the page
//! that alone can do something offers it here for as long as it is there.
//!
//! What is registered belongs to its view and is gone with it; asking for it then does nothing. A view that was loaded after
//! the reader had left it is drawn without a context, and registers nothing.

use leptos::prelude::*;

use super::place::sight;
use crate::page::View;
use crate::page::commands::Action;
use crate::platform::frame;
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

#[derive(Clone, Copy)]
struct Registry {
    state: AppState,
    views: StoredValue<Vec<(View, ViewActions)>>,
    offered: StoredValue<Vec<(Action, Callback<()>)>>,
    /// What was asked for before it was offered.
    awaited: StoredValue<Option<Action>>,
    /// The view that was open when Run was pressed, if it was not drawn then.
    pressed: StoredValue<Option<View>>,
}

/// Sets the registry up in the current owner.
pub fn provide(state: AppState) {
    provide_context(Registry {
        state,
        views: StoredValue::new(Vec::new()),
        offered: StoredValue::new(Vec::new()),
        awaited: StoredValue::new(None),
        pressed: StoredValue::new(None),
    });
}

/// Registers the actions of a view, in place of those it had when it was open before.
pub fn register(view: View, actions: ViewActions) {
    let Some(registry) = use_context::<Registry>() else { return };
    registry.views.update_value(|views| {
        views.retain(|(other, _)| *other != view);
        views.push((view, actions));
    });
    sight::follow(registry.state, view, actions.running);
    if registry.pressed.get_value() == Some(view) {
        registry.pressed.set_value(None);
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
    registry.pressed.set_value(Some(registry.state.place.view.get_untracked()));
}

/// The actions of the open view, once it is drawn.
pub fn current() -> Option<ViewActions> {
    let registry: Registry = use_context()?;
    let open = registry.state.place.view.get_untracked();
    registry.views.with_value(|views| views.iter().find(|(view, _)| *view == open).map(|(_, actions)| *actions))
}

/// Offers an action of a part that has just been drawn. Where it was asked for already, it is done at once.
pub fn offer(action: Action, act: Callback<()>) {
    let Some(registry) = use_context::<Registry>() else { return };
    registry.offered.update_value(|offered| {
        offered.retain(|(other, _)| *other != action);
        offered.push((action, act));
    });
    if registry.awaited.get_value() == Some(action) {
        registry.awaited.set_value(None);
        act.run(());
    }
}

/// Does an action. Where its part is not in the page, it is done when the part offers it, and `show` brings the part.
pub fn ask(action: Action, show: impl FnOnce()) {
    let Some(registry) = use_context::<Registry>() else { return };
    let act = registry.offered.with_value(|all| all.iter().find(|(other, _)| *other == action).map(|(_, act)| *act));
    let done = act.and_then(|act| act.try_run(())).is_some();
    registry.awaited.set_value((!done).then_some(action));
    if !done {
        show();
    }
}
