//! Putting text on the clipboard.

use wasm_bindgen_futures::JsFuture;

/// Copies a text. The error is a sentence for the reader.
pub async fn copy(text: &str) -> Result<(), String> {
    const REFUSED: &str = "The browser did not allow copying. Select the text and copy it yourself";
    let window = web_sys::window().ok_or(REFUSED)?;
    if !window.is_secure_context() {
        return Err(REFUSED.to_owned());
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.map(|_| ()).map_err(|_| REFUSED.to_owned())
}
