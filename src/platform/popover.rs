//! Where a popover opens: below the button that opened it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// The distance from the button, and the least from the edges of the window, in pixels.
const GAP: f64 = 4.0;

/// Puts the popover with this element id below the element with the other one, within the window.
pub fn place_below(id: &str, button: &str) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    let find = |id: &str| document.get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let (Some(popover), Some(button)) = (find(id), find(button)) else { return };
    let pixels = |length: Result<JsValue, JsValue>| length.ok().and_then(|length| length.as_f64()).unwrap_or_default();
    let (width, height) = (pixels(window.inner_width()), pixels(window.inner_height()));
    let (at, own_width) = (button.get_bounding_client_rect(), popover.get_bounding_client_rect().width());
    let left = at.right().max(own_width + GAP).min(width - GAP) - own_width;
    // Below the button there must be room for a few rows; else it begins higher.
    let top = (at.bottom() + GAP).min(height / 2.0);
    let style = popover.style();
    for (property, value) in [("left", left), ("top", top), ("max-height", height - top - GAP * 2.0)] {
        // In whole pixels: printing a float would weigh six kilobytes in the first load.
        #[expect(clippy::cast_possible_truncation, reason = "a length on the screen")]
        let value = value.round() as i32;
        // A length in pixels is a value that each of them takes.
        let _ = style.set_property(property, &format!("{value}px"));
    }
}
