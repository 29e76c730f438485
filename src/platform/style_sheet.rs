//! The style sheet of the views that load after the first paint.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlLinkElement;

/// The file, relative to the page.
const HREF: &str = "late.css";

/// Adds the sheet to the page, once, and waits until it applies. Where it does not come, the view is drawn without it.
pub async fn load() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if document.query_selector("link[data-late]").ok().flatten().is_some() {
        return;
    }
    let Some(link) = document.create_element("link").ok().and_then(|made| made.dyn_into::<HtmlLinkElement>().ok())
    else {
        return;
    };
    link.set_rel("stylesheet");
    link.set_href(HREF);
    let loaded = Promise::new(&mut |resolve, _| {
        link.set_onload(Some(&resolve));
        link.set_onerror(Some(&resolve));
    });
    if let Some(head) = document.head()
        && head.append_child(&link).is_ok()
    {
        // It resolves either way.
        let _: Result<JsValue, JsValue> = JsFuture::from(loaded).await;
    }
    // Set when it is there, so that two views that open at once both wait.
    let _ = link.set_attribute("data-late", "");
}
