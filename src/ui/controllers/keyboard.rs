//! Keys that work everywhere on the page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::run;
use crate::platform::focus;
use crate::ui::state::{AppState, Dialog, Inspect, View};

/// The regions that F6 goes through, in order: those of the playground, of embeddings and images, of the comparison. Of a
/// view that is not open there is none.
const REGIONS: [&str; 13] = [
    "#mode",
    "#compose",
    "#converse-request",
    "#invoke-request",
    "#converse-response",
    "#invoke-response",
    "#similarity",
    "#map",
    "#results",
    "#response:has(> .lab__inspect)",
    ".columns",
    ".answers",
    ".worddiff",
];

/// Listens for the page's keys.
pub fn listen(state: AppState) {
    let owner = Owner::current();
    let handle = window_event_listener(ev::keydown, move |event| {
        if let Some(owner) = &owner {
            owner.with(|| on_key(state, &event));
        }
    });
    on_cleanup(move || handle.remove());
}

fn on_key(state: AppState, event: &KeyboardEvent) {
    if event.default_prevented() {
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "Enter" if command => {
            event.prevent_default();
            if state.place.view.get_untracked() == View::Playground {
                run::run_or_stop();
            } else {
                focus::press("#run");
            }
        }
        "k" | "K" if command && !event.alt_key() && !event.shift_key() => {
            event.prevent_default();
            let open = state.place.dialog.get_untracked() == Some(Dialog::Palette);
            state.place.dialog.set((!open).then_some(Dialog::Palette));
        }
        "Escape" if state.place.view.get_untracked() != View::Playground => {
            focus::press("#run[data-running]");
        }
        "Escape" if state.place.dialog.get_untracked().is_none() && state.run.running.get_untracked() => {
            event.prevent_default();
            run::stop();
        }
        "Escape" if state.place.dialog.get_untracked().is_none() => state.place.maximised.set(false),
        // By the key's place: with Alt, a Mac types another sign.
        _ if event.alt_key() && !command => {
            let digit = event.code().strip_prefix("Digit").and_then(|digit| digit.parse::<usize>().ok());
            let tab = digit.and_then(|digit| Inspect::ALL.get(digit.checked_sub(1)?));
            if let Some((tab, _)) = tab {
                event.prevent_default();
                state.place.inspect.set(*tab);
            }
        }
        "F6" => {
            event.prevent_default();
            next_region(event.shift_key());
        }
        "?" if !command && !is_typing(event) && state.place.dialog.get_untracked().is_none() => {
            event.prevent_default();
            state.place.dialog.set(Some(Dialog::Shortcuts));
        }
        _ => {}
    }
}

/// Whether the key goes into a text field.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
        || element.tag_name() == "INPUT"
            && !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "range"))
}

fn next_region(backwards: bool) {
    let inside = |selector: &str| {
        document().active_element().is_some_and(|element| element.closest(selector).ok().flatten().is_some())
    };
    let here = REGIONS.iter().position(|selector| inside(selector));
    let count = REGIONS.len();
    for step in 1..=count {
        let to = match (here, backwards) {
            (None, false) => step - 1,
            (None, true) => count - step,
            (Some(here), false) => (here + step) % count,
            (Some(here), true) => (here + count - step) % count,
        };
        let Some(region) = REGIONS.get(to) else { continue };
        // A response that is not there yet has nothing to read, only a button; a column of the comparison has its fields.
        for inside in [":is(textarea, input:checked, .scroll, [tabindex=\"0\"])", ":is(input, select, button):enabled"]
        {
            if focus::move_to(&format!("{region} {inside}")) {
                return;
            }
        }
    }
}
