//! Points at one element of the page: a ring, the way to it, and whether it is in sight.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The attribute of the element that is pointed at.
const MARK: &str = "data-look";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The name of an element for its readers: its label, or its text.
fn name(element: &Element) -> String {
    let label = element.get_attribute("aria-label").or_else(|| element.text_content()).unwrap_or_default();
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements that match a selector, outside of the element with this selector.
fn all(selector: &str, outside: &str) -> Vec<Element> {
    let Some(list) = document().and_then(|document| document.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into::<Element>().ok())
        .filter(|element| element.closest(outside).ok().flatten().is_none())
        .collect()
}

/// The selector of the first drawn element with this name, outside of another element: one with exactly that name, otherwise one
/// whose name begins so. The element gets the mark.
pub fn mark_named(selector: &str, label: &str, outside: &str) -> bool {
    let found = all(selector, outside);
    let drawn = |element: &&Element| element.get_bounding_client_rect().width() > 0.0;
    let exact = found.iter().filter(drawn).find(|element| name(element) == label);
    let begins = || found.iter().filter(drawn).find(|element| name(element).starts_with(label));
    exact.or_else(begins).is_some_and(mark)
}

/// Marks the first element that matches.
pub fn mark_first(selector: &str) -> bool {
    document()
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .is_some_and(|element| mark(&element))
}

/// A field shows no mark of its own, so what surrounds it has the mark.
fn mark(element: &Element) -> bool {
    let around = |of: &Element| of.closest(".param, .field, .msg, .check, label, .regionbox, .modelbox").ok().flatten();
    let marked = match element.tag_name().as_str() {
        "LABEL" => labelled(element).and_then(|field| around(&field)).unwrap_or_else(|| element.clone()),
        "INPUT" | "SELECT" | "TEXTAREA" => around(element).unwrap_or_else(|| element.clone()),
        _ => element.clone(),
    };
    if marked.get_attribute(MARK).is_none() {
        // An attribute name that is fixed is always taken.
        let _ = marked.set_attribute(MARK, "");
    }
    true
}

/// The field of a label.
fn labelled(label: &Element) -> Option<Element> {
    match label.get_attribute("for") {
        Some(id) => document()?.get_element_by_id(&id),
        None => label.query_selector("input, select, textarea").ok().flatten(),
    }
}

/// Takes all marks away.
pub fn clear() {
    for element in all(&format!("[{MARK}]"), "[data-never]") {
        // As above.
        let _ = element.remove_attribute(MARK);
    }
}

/// Height of a line of the page, in pixels.
const LINE_PX: f64 = 20.0;

/// Where the marked element is, if it is out of sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Away {
    /// So many lines above what can be seen.
    Above(u32),
    /// So many lines below it.
    Below(u32),
}

/// Rounded up: what is just out of sight is one line away.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 1, and `as` ends at the largest number"
)]
fn lines(px: f64) -> u32 {
    (px / LINE_PX).ceil().max(1.0) as u32
}

/// Where the marked element is out of sight: outside of the window or of a pane that scrolls, or behind the element with this
/// selector. `None` if the target is in sight or not on the page.
pub fn away(panel: &str) -> Option<Away> {
    let window = web_sys::window()?;
    let marked = document()?.query_selector(&format!("[{MARK}]")).ok().flatten()?;
    let own = marked.get_bounding_client_rect();
    if own.height() <= 0.0 {
        return None;
    }
    let (mut top, mut bottom) = (0.0_f64, window.inner_height().ok()?.as_f64()?);
    let mut pane = marked.parent_element().and_then(|parent| parent.closest(".scroll").ok().flatten());
    while let Some(found) = pane {
        let edge = found.get_bounding_client_rect();
        top = top.max(edge.top());
        bottom = bottom.min(edge.bottom());
        pane = found.parent_element().and_then(|parent| parent.closest(".scroll").ok().flatten());
    }
    if own.top() >= bottom {
        return Some(Away::Below(lines(own.top() - bottom)));
    }
    if own.bottom() <= top {
        return Some(Away::Above(lines(top - own.bottom())));
    }
    let over = document()?.query_selector(panel).ok().flatten()?;
    let cover = over.get_bounding_client_rect();
    let is_behind = !over.contains(Some(&marked))
        && own.top() >= cover.top()
        && own.bottom() <= cover.bottom()
        && own.left() < cover.right()
        && own.right() > cover.left();
    let is_low = cover.top() > top + (bottom - top) / 4.0;
    match (is_behind, is_low) {
        (false, _) => None,
        (true, true) => Some(Away::Below(lines(own.bottom() - cover.top()))),
        (true, false) => Some(Away::Above(lines(cover.bottom() - own.top()))),
    }
}

/// Moves the focus to the marked element, or to the first thing in it that takes it, and brings it into sight. Says whether there
/// is one.
pub fn go() -> bool {
    let Some(marked) = document().and_then(|document| document.query_selector(&format!("[{MARK}]")).ok().flatten())
    else {
        return false;
    };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    marked.scroll_into_view_with_scroll_into_view_options(&options);
    let takes = "input, select, textarea, button, a[href], [tabindex='0']";
    let inside = || marked.query_selector(takes).ok().flatten();
    // A row of JSON is reached through its list.
    let around = || marked.closest("[tabindex='0']").ok().flatten();
    let own = marked.matches(takes).unwrap_or(false).then(|| marked.clone());
    let target = own.or_else(inside).or_else(around).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|element| element.focus().is_ok())
}
