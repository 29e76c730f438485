//! Files that the user chose, pasted or dropped, and files that the page gives.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, File, FileList, HtmlAnchorElement, Url};

/// The files of a list.
pub fn of_list(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// Name and bytes of a file. The error is a sentence.
pub async fn read(file: File) -> Result<(String, Vec<u8>), String> {
    let name = file.name();
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| format!("{name} could not be read"))?;
    Ok((name, Uint8Array::new(&buffer).to_vec()))
}

/// Calls `act` with the files of a drop, anywhere on the page, if one of them has a name that ends like this; other drops go
/// where they were going. For as long as the page lives.
pub fn on_drop(ending: &'static str, act: impl Fn(Vec<File>) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let over = Closure::<dyn Fn(DragEvent)>::new(|event: DragEvent| {
        // Without this the browser leaves the page for the file.
        event.prevent_default();
    });
    let drop = Closure::<dyn Fn(DragEvent)>::new(move |event: DragEvent| {
        let dropped = of_list(event.data_transfer().and_then(|data| data.files()));
        if !dropped.is_empty() {
            event.prevent_default();
        }
        if dropped.iter().any(|file| file.name().ends_with(ending)) {
            event.stop_propagation();
            act(dropped);
        }
    });
    for (name, listener) in [("dragover", over), ("drop", drop)] {
        // In the capturing phase, before what lies under the pointer.
        let _ = window.add_event_listener_with_callback_and_bool(name, listener.as_ref().unchecked_ref(), true);
        listener.forget();
    }
}

/// Gives the user a text as a file of this name.
pub fn save(name: &str, text: &str) -> Result<(), String> {
    save_bytes(name, text.as_bytes(), "application/json")
}

/// Gives the user a file of this name, bytes and media type.
pub fn save_bytes(name: &str, bytes: &[u8], media_type: &str) -> Result<(), String> {
    let failed = |_| "The browser did not take the file".to_owned();
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).map_err(failed)?;
    let url = Url::create_object_url_with_blob(&blob).map_err(failed)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    Url::revoke_object_url(&url).map_err(failed)
}
