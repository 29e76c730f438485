//! Files that the user chose, pasted or dropped.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList};

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
