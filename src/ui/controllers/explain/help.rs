//! What is explained at all, and when that is loaded: the part that the first load has.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use crate::ui::state::Slot;

/// Whether the explanations are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Nobody has needed them yet.
    Asleep,
    /// They are loaded, or on their way.
    Awake,
    /// The key for what has the focus was pressed.
    Asked,
}

/// What is explained, for the life of the page.
#[derive(Clone, Copy)]
pub struct Help {
    /// The explanations of names.
    pub loading: RwSignal<Loading>,
    /// Whether the strip “Which API, which client” is open.
    pub strip: RwSignal<bool>,
}

thread_local! {
    static HELP: Slot<Help> = const { Slot::new() };
    /// Where the pointer is in the window.
    static POINTER: Cell<(i32, i32)> = const { Cell::new((0, 0)) };
}

/// Where the pointer was last, in the window: it may rest since before the explanations were loaded.
pub fn pointer() -> (i32, i32) {
    POINTER.get()
}

/// What is explained.
pub fn help() -> Help {
    HELP.with(|help| help.get(|| Help { loading: RwSignal::new(Loading::Asleep), strip: RwSignal::new(false) }))
}

/// Loads the explanations when the pointer or the focus first meets something that they are for.
pub fn wake() {
    let loading = help().loading;
    for name in ["pointermove", "focusin"] {
        let _ = window_event_listener_untyped(name, move |event| {
            if let Some(event) = event.dyn_ref::<MouseEvent>() {
                POINTER.set((event.client_x(), event.client_y()));
            }
            let meets = || {
                let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                element.is_some_and(|element| {
                    element
                        .closest(".k,pre,dt,th,label,.label,.scroll,.ce,.sigtab,.ftable,.hmac,.errcard")
                        .is_ok_and(|found| found.is_some())
                })
            };
            if loading.get_untracked() == Loading::Asleep && meets() {
                loading.set(Loading::Awake);
            }
        });
    }
}
