//! Moves the keyboard focus and the view, and sets the page's root attributes.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Moves the focus to the first element that matches, and says whether there was one.
pub fn move_to(selector: &str) -> bool {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Scrolls as little as needed to bring the first element that matches into view.
pub fn bring_into_view(selector: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = element {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Brings the start of the first element that matches into view, unless a good part of it is in view.
pub fn reveal(selector: &str) {
    let Some(window) = web_sys::window() else { return };
    let element = window.document().and_then(|document| document.query_selector(selector).ok().flatten());
    let height = window.inner_height().ok().and_then(|height| height.as_f64());
    let (Some(element), Some(height)) = (element, height) else { return };
    let place = element.get_bounding_client_rect();
    let seen = place.bottom().min(height) - place.top().max(0.0);
    if seen < place.height().min(height / 3.0) {
        element.scroll_into_view();
    }
}

/// Closes the popover with this element id.
pub fn hide_popover(id: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // One that is closed already stays closed.
        let _ = element.hide_popover();
    }
}

/// Sets or removes an attribute of `<html>`, by which the style sheets know the theme.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}
