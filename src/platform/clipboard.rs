//! Copies text to the clipboard.

use wasm_bindgen_futures::JsFuture;

use super::BrowserError;

/// The text of [`BrowserError::CopyDenied`]. The first load shows only this one, so it does without the texts of the others.
pub const DENIED: &str = "The browser did not allow copying. Select the text and copy it yourself";

/// Copies a text. The only error is [`BrowserError::CopyDenied`].
pub async fn copy(text: &str) -> Result<(), BrowserError> {
    let window = web_sys::window().filter(web_sys::Window::is_secure_context).ok_or(BrowserError::CopyDenied)?;
    let copied = JsFuture::from(window.navigator().clipboard().write_text(text)).await;
    copied.map(|_| ()).map_err(|_| BrowserError::CopyDenied)
}
