//! Files that the user chose, pasted or dropped.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList};

use super::BrowserError;

/// The files of a list.
pub fn from_list(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// Name and bytes of a file.
pub async fn read(file: File) -> Result<(String, Vec<u8>), BrowserError> {
    let name = file.name();
    match JsFuture::from(file.array_buffer()).await {
        Ok(buffer) => Ok((name, Uint8Array::new(&buffer).to_vec())),
        Err(_) => Err(BrowserError::FileNotRead(name)),
    }
}

/// Calls `act` with the files that are dropped anywhere on the page, if the name of one ends like this. Other drops reach
/// the element under the pointer. The listener stays for as long as the page lives.
pub fn on_drop(ending: &'static str, act: impl Fn(Vec<File>) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let over = Closure::<dyn Fn(DragEvent)>::new(|event: DragEvent| {
        // Without this the browser leaves the page for the file.
        event.prevent_default();
    });
    let drop = Closure::<dyn Fn(DragEvent)>::new(move |event: DragEvent| {
        let dropped = from_list(event.data_transfer().and_then(|data| data.files()));
        if !dropped.is_empty() {
            event.prevent_default();
        }
        if dropped.iter().any(|file| file.name().ends_with(ending)) {
            event.stop_propagation();
            act(dropped);
        }
    });
    for (name, listener) in [("dragover", over), ("drop", drop)] {
        // In the capturing phase, before the element under the pointer.
        let _ = window.add_event_listener_with_callback_and_bool(name, listener.as_ref().unchecked_ref(), true);
        listener.forget();
    }
}
