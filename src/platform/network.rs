//! What a page can learn of the network besides an answer.

use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, RequestMode};

/// Whether the browser says that it has a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page was loaded over TLS.
pub fn page_is_secure() -> bool {
    web_sys::window().and_then(|window| window.location().protocol().ok()).is_some_and(|scheme| scheme == "https:")
}

/// Whether anything at all answers at this address. The answer is opaque: the page learns that it came, and nothing else, so
/// it comes through where CORS hides an answer. Nothing of the reader's is sent along.
pub async fn answers(address: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    JsFuture::from(window.fetch_with_str_and_init(address, &init)).await.is_ok()
}

/// Calls `act` whenever a key is pressed or the pointer is used, for as long as the page lives.
pub fn on_activity(act: impl FnMut() + 'static) {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    let Some(window) = web_sys::window() else { return };
    let act = Closure::<dyn FnMut()>::new(act);
    for event in ["keydown", "pointerdown", "pointermove"] {
        // The three names are events that every window has.
        let _ = window.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    }
    act.forget();
}
