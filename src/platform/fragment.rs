//! The address's fragment, which no server sees.

/// The fragment with its `#`; empty where there is none.
pub fn read() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}
