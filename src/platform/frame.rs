//! The next animation frame.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Runs `act` before the next repaint; at once when the page is hidden, because a hidden page paints no frames.
pub fn next(act: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    if window.document().is_some_and(|document| document.hidden()) {
        act();
        return;
    }
    let callback = Closure::once_into_js(act);
    // A window that paints always takes the callback; there is nothing to do about one that does not.
    let _ = window.request_animation_frame(callback.unchecked_ref());
}
