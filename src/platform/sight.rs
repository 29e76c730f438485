//! Where the parts of the page are in the window, and the user's presses and scrolling.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Element, ScrollIntoViewOptions, ScrollLogicalPosition};

fn element(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok().flatten()
}

/// Upper and lower edge of the first element that matches, from the top of the window, and the height of the window; all in
/// pixels.
pub fn edges(selector: &str) -> Option<[f64; 3]> {
    let height = web_sys::window()?.inner_height().ok()?.as_f64()?;
    let rect = element(selector)?.get_bounding_client_rect();
    Some([rect.top(), rect.bottom(), height])
}

/// Scrolls so that the first element that matches begins at the top, at once: nothing moves on the way.
pub fn bring(selector: &str) {
    if let Some(element) = element(selector) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Start);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Calls `act` whenever the user presses, types or scrolls, for as long as the page lives.
pub fn on_acts(act: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let act = Closure::<dyn Fn()>::new(act).into_js_value();
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    for name in ["wheel", "touchmove", "pointerdown", "keydown"] {
        // A window always takes a listener.
        let _ =
            window.add_event_listener_with_callback_and_add_event_listener_options(name, act.unchecked_ref(), &options);
    }
}
