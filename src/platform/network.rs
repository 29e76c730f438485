//! The state of the network, and the user's activity.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether the browser says that it has a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page was loaded over TLS.
pub fn page_is_secure() -> bool {
    web_sys::window().and_then(|window| window.location().protocol().ok()).is_some_and(|scheme| scheme == "https:")
}

/// Whether anything at all answers at this address. The response is opaque: the page learns only that there is one, so
/// this works where CORS hides a response. The request carries no data of the user, because a redirect is followed: in the
/// mode “no-cors” a browser refuses to fetch in any other way (the Fetch standard; tried in Chromium, 2026-11-30).
pub async fn answers(address: &str) -> bool {
    let asked = || -> Option<Promise> {
        let window = web_sys::window()?;
        let fetch: Function = Reflect::get(&window, &JsValue::from_str("fetch")).ok()?.dyn_into().ok()?;
        let options = Object::new();
        for (name, value) in [("mode", "no-cors"), ("credentials", "omit"), ("referrerPolicy", "no-referrer")] {
            Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
        }
        fetch.call2(&window, &JsValue::from_str(address), &options).ok()?.dyn_into().ok()
    };
    match asked() {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// Calls `act` whenever a key is pressed or the pointer is used, for as long as the page lives.
pub fn on_activity(act: impl FnMut() + 'static) {
    use wasm_bindgen::closure::Closure;
    let Some(window) = web_sys::window() else { return };
    let act = Closure::<dyn FnMut()>::new(act);
    for event in ["keydown", "pointerdown", "pointermove"] {
        // The three names are events that every window has.
        let _ = window.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    }
    act.forget();
}
