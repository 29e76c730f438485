//! Keys that work everywhere on the page.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::explain::{self, Loading};
use super::{place, view_actions};
use crate::page::keys::{self, Press, Shortcut};
use crate::platform::focus;
use crate::ui::state::{AppState, Dialog, View, use_app};

/// Listens for the page's keys.
pub fn listen(state: AppState) {
    view_actions::provide(state);
    let owner = Owner::current();
    let handle = window_event_listener(ev::keydown, move |event| {
        if let Some(owner) = &owner {
            owner.with(|| on_key(state, &event));
        }
    });
    on_cleanup(move || handle.remove());
}

thread_local! {
    /// The keys that were pressed after the palette's, before it was loaded.
    static EARLY: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The keys for the palette that were pressed before it was there, in order. They are handed over once.
pub fn early_keys() -> Vec<String> {
    EARLY.take()
}

/// Keeps a key for the palette while it is loading. Its own key and Escape close it instead; if it does not load, the keys
/// are the page's again.
fn is_kept(state: AppState, event: &KeyboardEvent) -> bool {
    if state.place.dialog.get_untracked() != Some(Dialog::Palette) {
        return false;
    }
    let is_there = document().query_selector("dialog[open], #app > .notice--err").ok().flatten().is_some();
    let key = event.key();
    let is_text =
        key.chars().nth(1).is_none() || matches!(key.as_str(), "Backspace" | "Enter" | "ArrowDown" | "ArrowUp");
    if is_there || key != "Escape" && (!is_text || event.ctrl_key() || event.meta_key() || event.alt_key()) {
        return false;
    }
    if key == "Escape" {
        EARLY.take();
        state.place.dialog.set(None);
    } else {
        EARLY.with_borrow_mut(|keys| keys.push(key));
    }
    true
}

fn on_key(state: AppState, event: &KeyboardEvent) {
    if event.default_prevented() {
        return;
    }
    if is_kept(state, event) {
        event.prevent_default();
        return;
    }
    let found = keys::shortcut(Press {
        key: &event.key(),
        code: &event.code(),
        command: (event.ctrl_key() || event.meta_key()).into(),
        alt: event.alt_key().into(),
        shift: event.shift_key().into(),
    });
    let Some(shortcut) = found else { return };
    // By the page, not by the state: the browser reports a closed dialog a moment later.
    let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
    let is_taken = match shortcut {
        // Closes a dialog. Without one, the key is left to the browser unless it stops a call.
        // The strip would be below it.
        Shortcut::Escape | Shortcut::Strip if in_dialog => return,
        Shortcut::Escape => view_actions::current().is_some_and(view_actions::ViewActions::is_running),
        Shortcut::Sheet if in_dialog || is_typing(event) => return,
        Shortcut::Run
        | Shortcut::Palette
        | Shortcut::Sheet
        | Shortcut::Explain
        | Shortcut::Strip
        | Shortcut::Inspect(_)
        | Shortcut::Maximise
        | Shortcut::NextRegion
        | Shortcut::PreviousRegion => true,
    };
    if is_taken {
        event.prevent_default();
    }
    press(state, shortcut);
}

/// Performs a key's command.
pub fn press(state: AppState, shortcut: Shortcut) {
    match shortcut {
        Shortcut::Run => match view_actions::current() {
            Some(actions) => actions.run_or_stop(),
            None => view_actions::run_when_drawn(),
        },
        Shortcut::Escape => match view_actions::current().filter(|actions| actions.is_running()) {
            Some(actions) => actions.run_or_stop(),
            None => state.place.maximised.set(false),
        },
        Shortcut::Palette => {
            let is_open = state.place.dialog.get_untracked() == Some(Dialog::Palette);
            EARLY.take();
            state.place.dialog.set((!is_open).then_some(Dialog::Palette));
        }
        Shortcut::Sheet => state.place.dialog.set(Some(Dialog::Shortcuts)),
        Shortcut::Explain => explain::help().loading.set(Loading::Asked),
        Shortcut::Strip => explain::help().strip.update(|open| *open = !*open),
        // The Explorer has tabs of its own.
        Shortcut::Inspect(_) if state.place.view.get_untracked() == View::Explorer => {}
        Shortcut::Inspect(tab) => state.place.inspect.set(tab),
        Shortcut::Maximise => place::maximise(state),
        Shortcut::NextRegion => go_to_region(Towards::Next),
        Shortcut::PreviousRegion => go_to_region(Towards::Previous),
    }
}

/// Whether the key goes into a text field.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
        || element.tag_name() == "INPUT"
            && !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "range"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Towards {
    Next,
    Previous,
}

/// Moves the focus to the open view's next region that is in the page and has a focusable element.
fn go_to_region(towards: Towards) {
    let of_view = view_actions::current().map(|actions| actions.regions).unwrap_or_default();
    let of_lesson: &[&str] = if use_app().overlay.teaches_untracked() { &["lesson"] } else { &[] };
    let regions: Vec<&str> = of_lesson.iter().chain(of_view).copied().collect();
    let inside = |id: &str| {
        document().active_element().is_some_and(|element| element.closest(&format!("#{id}")).ok().flatten().is_some())
    };
    let here = regions.iter().position(|id| inside(id));
    let count = regions.len();
    for step in 1..=count {
        let to = match (here, towards) {
            (None, Towards::Next) => step - 1,
            (None, Towards::Previous) => count - step,
            (Some(here), Towards::Next) => (here + step) % count,
            (Some(here), Towards::Previous) => (here + count - step) % count,
        };
        let Some(region) = regions.get(to) else { continue };
        // An empty response has only a button; a column of the comparison has fields.
        for inside in [":is(textarea, input:checked, .scroll, [tabindex=\"0\"])", ":is(input, select, button):enabled"]
        {
            if focus::move_to(&format!("#{region} {inside}")) {
                return;
            }
        }
    }
}
