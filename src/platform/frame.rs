//! The next animation frame, and the next moment with nothing to do.

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

/// Runs `act` when the page has nothing else to do; a browser that cannot tell runs it before the next repaint.
pub fn idle(act: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let callback = Closure::once_into_js(act);
    if window.request_idle_callback(callback.unchecked_ref()).is_err() {
        // As above.
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}
