//! The popover as the description of an element.

use web_sys::HtmlElement;

use super::ID;

const DESCRIBED: &str = "aria-describedby";

/// A screen reader reads the popover as the description of the element, after its own.
pub fn describe(element: &HtmlElement) {
    let own = element.get_attribute(DESCRIBED).unwrap_or_default();
    // Both names are valid.
    let _ = element.set_attribute(DESCRIBED, format!("{own} {ID}").trim());
}

/// Removes the popover from the element's description.
pub fn undescribe(element: &HtmlElement) {
    let Some(all) = element.get_attribute(DESCRIBED) else { return };
    let own: Vec<&str> = all.split(' ').filter(|id| *id != ID && !id.is_empty()).collect();
    let _ = if own.is_empty() {
        element.remove_attribute(DESCRIBED)
    } else {
        element.set_attribute(DESCRIBED, &own.join(" "))
    };
}
