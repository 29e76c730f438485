//! The page for a room: large type, no ids of an account, and the keys of a clicker.

use leptos::ev;
use leptos::prelude::*;

use super::desk::Desk;
use super::play;
use crate::platform::focus;

/// Turns the size for a room on or off.
pub fn toggle(desk: Desk) {
    desk.presents.update(|presents| *presents = !*presents);
    let on = desk.presents.get_untracked();
    focus::set_root_attribute("data-presenter", on.then_some(""));
    desk.state.status.announce(if on { "Presenter size is on" } else { "Presenter size is off" });
}

/// Follows the keys of a clicker until the calling view is gone: Page Up and Page Down move, a full stop veils the answer.
pub fn follow(desk: Desk) {
    let handle = window_event_listener(ev::keydown, move |event| {
        use wasm_bindgen::JsCast;
        let in_field = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        if in_field || !desk.presents.get_untracked() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "PageDown" => play::next(desk),
            "PageUp" => play::back(desk),
            "." => desk.is_covered.update(|covered| *covered = !*covered),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    });
    on_cleanup(move || handle.remove());
}
