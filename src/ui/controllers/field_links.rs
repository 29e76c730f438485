//! Form fields are part of the links: the focused field's rows are highlighted in both requests.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent};

use crate::platform::frame;
use crate::ui::state::AppState;

/// Highlights the rows of the focused field. `data-at`, on the field or an ancestor, holds its pointer in the Converse
/// body.
pub fn on_focus(state: AppState, event: &FocusEvent) {
    let at = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("[data-at]").ok().flatten())
        .and_then(|element| element.get_attribute("data-at"));
    // Wait for the next frame: the focus can also move during an update, because a field is removed from the page.
    frame::next(move || light(state, at.and_then(|at| link_at(state, &at))));
}

/// Removes the highlight when the focus leaves the form.
pub fn on_blur(state: AppState) {
    frame::next(move || light(state, None));
}

fn light(state: AppState, link: Option<usize>) {
    if state.reading.lit.with_untracked(|lit| lit.hovered) != link {
        state.reading.lit.update(|lit| lit.hovered = link);
    }
}

/// The first link that involves this pointer of the Converse body.
fn link_at(state: AppState, at: &str) -> Option<usize> {
    let around = |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    state.shown.with_untracked(|shown| {
        let links = &shown.as_ref()?.twin.links;
        let exact = |place: &String| place == at;
        let near = |place: &String| around(at, place) || around(place, at);
        links
            .iter()
            .position(|link| link.converse.iter().any(exact))
            .or_else(|| links.iter().position(|link| link.converse.iter().any(near)))
    })
}
