//! Copies text to the clipboard.

use wasm_bindgen_futures::JsFuture;

use super::BrowserError;

/// Copies a text.
pub async fn copy(text: &str) -> Result<(), BrowserError> {
    let window = web_sys::window().filter(web_sys::Window::is_secure_context).ok_or(BrowserError::CopyDenied)?;
    let copied = JsFuture::from(window.navigator().clipboard().write_text(text)).await;
    copied.map(|_| ()).map_err(|_| BrowserError::CopyDenied)
}
