//! Saves a file to the user's device.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::BrowserError;

/// Saves a text as a file with this name.
pub fn text(name: &str, text: &str) -> Result<(), BrowserError> {
    let is_json = name.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    bytes(name, if is_json { "application/json" } else { "text/plain;charset=utf-8" }, text.as_bytes())
}

/// Saves these bytes as a file with this name.
pub fn bytes(name: &str, content_type: &str, bytes: &[u8]) -> Result<(), BrowserError> {
    offer(name, content_type, bytes).map_err(|_| BrowserError::FileNotSaved(name.to_owned()))
}

fn offer(name: &str, content_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(content_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    Url::revoke_object_url(&url)
}
