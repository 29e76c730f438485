//! What this device keeps: small texts in the tab's own storage and in the browser's.
//!
//! A text is written to both. The tab's copy wins when it is read, so two tabs do not overwrite each other's view on reload;
//! a new tab starts from the newest text. Where storage is refused (private windows, full disk), nothing is kept and nothing
//! fails. Nothing secret is ever given to this door.

use web_sys::{Storage, Window, window};

/// Reads a text that was kept under this name.
pub fn read(name: &str) -> Option<String> {
    let window = window()?;
    [tab(&window), device(&window)].into_iter().flatten().find_map(|store| store.get_item(name).ok().flatten())
}

/// Keeps a text. Returns whether the device took it.
pub fn write(name: &str, text: &str) -> bool {
    let Some(window) = window() else { return false };
    let kept = |store: Option<Storage>| store.is_some_and(|store| store.set_item(name, text).is_ok());
    let in_tab = kept(tab(&window));
    kept(device(&window)) || in_tab
}

/// Removes a text.
pub fn remove(name: &str) {
    let Some(window) = window() else { return };
    for store in [tab(&window), device(&window)].into_iter().flatten() {
        // A store that refuses has nothing to remove.
        let _ = store.remove_item(name);
    }
}

fn tab(window: &Window) -> Option<Storage> {
    window.session_storage().ok().flatten()
}

fn device(window: &Window) -> Option<Storage> {
    window.local_storage().ok().flatten()
}
