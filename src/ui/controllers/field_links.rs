//! Form fields are part of the links: while a field has the focus, its rows in both requests are lit.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent};

use crate::platform::frame;
use crate::ui::state::AppState;

/// Lights the rows of the field that got the focus: the place of the Converse body that stands in `data-at`, on the field or
/// around it.
pub fn on_focus(state: AppState, event: &FocusEvent) {
    let at = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("[data-at]").ok().flatten())
        .and_then(|element| element.get_attribute("data-at"));
    // With the next frame: the focus also moves because a field is being taken out of the page, in the middle of an update.
    frame::next(move || light(state, at.and_then(|at| link_at(state, &at))));
}

/// Lets go of the rows when the focus leaves the form.
pub fn on_blur(state: AppState) {
    frame::next(move || light(state, None));
}

fn light(state: AppState, link: Option<usize>) {
    if state.reading.lit.with_untracked(|lit| lit.hovered) != link {
        state.reading.lit.update(|lit| lit.hovered = link);
    }
}

/// The first link that has something to do with this place of the Converse body.
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
