//! Small texts in the tab's storage (`sessionStorage`) and in the device's (`localStorage`).
//!
//! A text is written to both. The tab's copy is read first, so two tabs do not overwrite each other's view on reload; a new
//! tab starts from the newest text. If storage is blocked or full, nothing is kept, and [`write()`] says why. The page never
//! passes a secret to this door.

use wasm_bindgen::JsValue;
use web_sys::{Storage, Window, window};

use super::BrowserError;

/// Reads a text that was kept under this name.
pub fn read(name: &str) -> Option<String> {
    let window = window()?;
    stores(&window).into_iter().filter_map(found).find_map(|store| store.get_item(name).ok().flatten())
}

/// A text was not kept. The first load writes texts and does not explain failures, so the cause is read from the browser's
/// error only when a part that is loaded late asks for it.
#[derive(Clone, Debug)]
pub struct NotKept(Option<JsValue>);

impl From<NotKept> for BrowserError {
    fn from(NotKept(error): NotKept) -> Self {
        error.map_or(Self::StorageBlocked, |error| Self::from_storage(&error))
    }
}

/// Keeps a text. It fails if neither the tab's storage nor the device's took it.
pub fn write(name: &str, text: &str) -> Result<(), NotKept> {
    let window = window().ok_or(NotKept(None))?;
    let kept = |store: Access| match store {
        Ok(Some(store)) => store.set_item(name, text).map_err(|error| NotKept(Some(error))),
        Ok(None) | Err(_) => Err(NotKept(None)),
    };
    let [tab, device] = stores(&window).map(kept);
    device.or(tab)
}

/// Reads a text from the device's storage, where another tab may have written it.
pub fn read_shared(name: &str) -> Option<String> {
    found(window()?.local_storage())?.get_item(name).ok().flatten()
}

/// Keeps a text in the device's storage only, for other tabs. Without storage, nothing is kept.
pub fn write_shared(name: &str, text: &str) {
    if let Some(store) = window().and_then(|window| found(window.local_storage())) {
        // A full storage keeps what it has.
        let _ = store.set_item(name, text);
    }
}

/// What the name of a text that could not be read has at its end.
const UNREAD: &str = ".unread";

/// Moves a text that could not be read to a name of its own in the device's storage, so that the next one under this name does not
/// destroy it. A different one that was moved there before stays.
pub fn set_aside(name: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let Some(window) = window() else { return };
    let Some(device) = found(window.local_storage()) else { return };
    let mut aside = [name, UNREAD].concat();
    while let Ok(Some(other)) = device.get_item(&aside) {
        if other == text {
            break;
        }
        aside.push('+');
    }
    // A large text has no room twice.
    for store in stores(&window).into_iter().filter_map(found) {
        if store.get_item(name).is_ok_and(|stored| stored.as_deref() == Some(text)) {
            let _ = store.remove_item(name);
        }
    }
    if device.set_item(&aside, text).is_err() {
        // It had room before.
        let _ = device.set_item(name, text);
    }
}

/// The names of the texts that were set aside, with the name of each before that.
pub fn set_aside_names() -> Vec<(String, String)> {
    let Some(store) = window().and_then(|window| found(window.local_storage())) else { return Vec::new() };
    let names = (0..store.length().unwrap_or(0)).filter_map(|place| store.key(place).ok().flatten());
    let mut names: Vec<_> = names
        .filter_map(|name| {
            let before = name.trim_end_matches('+').strip_suffix(UNREAD)?.to_owned();
            Some((name, before))
        })
        .collect();
    names.sort();
    names
}

/// Removes a text.
pub fn remove(name: &str) {
    let Some(window) = window() else { return };
    for store in stores(&window).into_iter().filter_map(found) {
        // A storage that refuses has nothing to remove.
        let _ = store.remove_item(name);
    }
}

/// A storage as the browser gives it out: none or an error if it is blocked.
type Access = Result<Option<Storage>, JsValue>;

/// The tab's storage and the device's.
fn stores(window: &Window) -> [Access; 2] {
    [window.session_storage(), window.local_storage()]
}

fn found(store: Access) -> Option<Storage> {
    store.ok().flatten()
}
