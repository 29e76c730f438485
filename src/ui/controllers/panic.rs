//! Catches a panic, reports it, and offers the draft for copying.
//!
//! After a panic the wasm code is not called again. The message and the stored draft go to `boot.js` as an event; it shows the
//! sheet.

use std::panic;

use wasm_bindgen::JsValue;

/// Installs the hook. The message names a location in our code; no type with a secret shows it in `Debug`.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if let Some(window) = web_sys::window() {
            let detail = js_sys::Object::new();
            let set = |name: &str, value: &str| {
                // Setting a member of a plain object cannot fail.
                let _ = js_sys::Reflect::set(&detail, &JsValue::from_str(name), &JsValue::from_str(value));
            };
            set("message", &text);
            if let Some(draft) = super::store::stored_draft() {
                set("draft", &draft);
            }
            let init = web_sys::CustomEventInit::new();
            init.set_detail(&detail);
            if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict("outcrop:panic", &init) {
                let _ = window.dispatch_event(&event);
            }
        }
        web_sys::console::error_1(&JsValue::from_str(&text));
    }));
}
