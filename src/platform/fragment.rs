//! The address's fragment, which no server receives.

/// The fragment with its `#`; empty if there is none.
pub fn read() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Sets the fragment, with its `#`: a step in the history, as a link would make.
pub fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        // A fragment is always a valid address.
        let _ = window.location().set_hash(fragment);
    }
}

/// Takes the fragment out of the address, without a step in the history.
pub fn clear() {
    replace("");
}

/// Puts another fragment, with its `#`, into the address, without a step in the history and without telling anybody.
pub fn replace(fragment: &str) {
    let Some(window) = web_sys::window() else { return };
    let (Ok(path), Ok(query), Ok(history)) =
        (window.location().pathname(), window.location().search(), window.history())
    else {
        return;
    };
    // Only a page in a frame of another origin may not; the fragment then stays.
    let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("{path}{query}{fragment}")));
}

/// The address of this page without its fragment.
pub fn page() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}
