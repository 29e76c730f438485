//! What this device stores: the user's draft, the theme, and the keys of everything else. Never a credential, an
//! endpoint or the mode.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::visit::arrive;
use crate::experiment::Draft;
use crate::experiment::document::tabs;
use crate::experiment::document::visit::{Place, Shelf};
use crate::platform::focus;
use crate::platform::storage::{self, NotKept};
use crate::ui::state::{AppState, Theme};
use crate::ui::widgets::debounce::Settling;

/// The storage key of the draft.
const DRAFT: &str = "outcrop.draft.1";
/// The storage key of the drafts that closed tabs left.
const LEFT: &str = "outcrop.draft.1.left";
/// The storage key of the theme.
const THEME: &str = "outcrop.theme";

/// The key that is present once the user has dismissed the sentence about the page; `boot.js` reads it too.
const ABOUT: &str = "outcrop.about";

/// Whether the user has dismissed the sentence about the page.
pub fn knows_the_page() -> bool {
    storage::read(ABOUT).is_some()
}

/// Keeps the sentence about the page away from now on. Without storage, it is shown again at the next visit.
pub fn know_the_page() {
    let _ = storage::write(ABOUT, "read");
}

/// The draft of the last visit, or the first experiment, and a message if a stored draft could not be read whole. Its
/// text is set aside then, so that nothing typed is lost.
pub fn draft() -> (Draft, Option<String>) {
    let mut message = None;
    // Where this tab's text cannot be read, the device may have another tab's.
    let places: [fn(&str) -> Option<String>; 2] = [storage::read, storage::read_shared];
    for text in places.into_iter().filter_map(|read| read(DRAFT)).filter(|text| !text.is_empty()) {
        let Some(draft) = Draft::from_json(&text) else {
            storage::set_aside(DRAFT, &text);
            message = Some("The stored draft could not be read. History offers it as a file".to_owned());
            continue;
        };
        let (draft, changes) = draft.repaired();
        if !changes.is_empty() {
            storage::set_aside(DRAFT, &text);
            let changes = changes.join("; ");
            message = Some(
                ["The stored draft was repaired: ", &changes, ". History offers the whole of it as a file"].concat(),
            );
        }
        return (draft, message);
    }
    (Draft::default(), message)
}

/// The draft as last stored.
pub fn stored_draft() -> Option<String> {
    storage::read(DRAFT)
}

/// Stores the user's own draft.
pub fn write_draft(draft: &Draft) -> Result<(), NotKept> {
    let text = draft.to_json();
    LENGTH.set(text.len());
    storage::write(DRAFT, &text)
}

/// From this length on, in bytes, a draft is stored when typing pauses: storing a megabyte takes longer than a key may.
const LARGE: usize = 64 * 1024;
/// How long typing in a large draft must pause, in milliseconds.
const PAUSE_MS: u32 = 500;

thread_local! {
    /// The length of the draft as it was last stored.
    static LENGTH: Cell<usize> = const { Cell::new(0) };
    /// Whether a large draft still has to be stored.
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// Stores the user's own draft now if it still has to be. Whatever covers it calls this first.
pub fn settle(state: AppState) {
    if WAITS.take() && !state.overlay.teaches_untracked() && !state.overlay.covered.get_untracked() {
        store_own(state);
    }
}

fn store_own(state: AppState) {
    if let Err(failure) = state.draft.with_untracked(write_draft) {
        spawn_local(async move {
            // Without this part, the page cannot report it; the draft is still on the screen.
            let _ = arrive::late::not_stored(state, failure).await;
        });
    }
}

/// The storage key of a view's sheet. For the playground it holds only title and note.
pub fn key(shelf: Shelf, place: Place) -> &'static str {
    match (shelf, place) {
        (Shelf::Own, Place::Playground) => "outcrop.playground.2",
        (Shelf::Own, Place::Compare) => "outcrop.compare.2",
        (Shelf::Own, Place::Embeddings) => "outcrop.embeddings.2",
        (Shelf::Own, Place::Images) => "outcrop.images.2",
        (Shelf::Own, Place::Explorer) => "outcrop.explorer.2",
        (Shelf::Visit, Place::Playground) => "outcrop.playground.2.visit",
        (Shelf::Visit, Place::Compare) => "outcrop.compare.2.visit",
        (Shelf::Visit, Place::Embeddings) => "outcrop.embeddings.2.visit",
        (Shelf::Visit, Place::Images) => "outcrop.images.2.visit",
        (Shelf::Visit, Place::Explorer) => "outcrop.explorer.2.visit",
    }
}

/// The keys that an earlier version of the page used: for what a view showed, and for the user's own work that was put
/// aside.
pub fn old_keys(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Playground => (DRAFT, "outcrop.draft.mine"),
        Place::Compare => ("outcrop.compare.1", "outcrop.compare.mine"),
        Place::Embeddings => ("outcrop.embeddings.1", "outcrop.embeddings.mine"),
        Place::Images => ("outcrop.images.1", "outcrop.images.mine"),
        // No earlier version had it.
        Place::Explorer => ("outcrop.explorer.1", "outcrop.explorer.mine"),
    }
}

/// Whether the last visit ended before its reader decided what to keep.
pub fn has_undecided() -> bool {
    let stored = |name: &str| storage::read(name).is_some();
    Place::ALL.into_iter().any(|place| stored(key(Shelf::Visit, place)) || stored(old_keys(place).1))
}

/// Whether the draft has a title or a note.
pub fn is_described() -> bool {
    storage::read(key(Shelf::Own, Place::Playground)).is_some()
}

/// Whether a closed tab left a draft.
pub fn has_left() -> bool {
    storage::read_shared(LEFT).is_some()
}

/// Takes the drafts that closed tabs left, without this tab's own. A text that cannot be read whole is set aside.
pub fn take_left() -> Vec<Draft> {
    let waiting = storage::read_shared(LEFT).unwrap_or_default();
    storage::remove(LEFT);
    let mine = storage::read(DRAFT);
    let offered = tabs::offered(&waiting, mine.as_deref()).into_iter();
    let draft = |text: &str| {
        let read = Draft::from_json(text).map(Draft::repaired);
        if read.as_ref().is_none_or(|(_, changes)| !changes.is_empty()) {
            storage::set_aside(DRAFT, text);
        }
        read.map(|(draft, _)| draft)
    };
    offered.filter_map(draft).collect()
}

/// Leaves the draft for the next visit, if this tab changed it and another tab wrote another one after it.
fn leave(draft: &Draft) {
    let mine = draft.to_json();
    let (stored, waiting) = (storage::read_shared(DRAFT), storage::read_shared(LEFT));
    if let Some(left) = tabs::left(&mine, stored.as_deref(), waiting.as_deref()) {
        storage::write_shared(LEFT, &left);
    }
}

/// The theme of the last visit.
pub fn theme() -> Theme {
    match storage::read(THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

thread_local! {
    /// How often the draft was stored. The first time stores the draft that was read.
    static STORED: Cell<u32> = const { Cell::new(0) };
}

/// Whether the draft has changed since it was read.
pub fn is_changed() -> bool {
    STORED.get() > 1
}

/// Stores draft and theme from now on.
pub fn keep(state: AppState) {
    let pause = Settling::new();
    // A page in the background may be closed without another event.
    let hiding = window_event_listener_untyped("visibilitychange", move |_| settle(state));
    on_cleanup(move || hiding.remove());
    let closing = window_event_listener_untyped("pagehide", move |_| {
        settle(state);
        if is_changed() && !state.overlay.covered.get_untracked() {
            state.overlay.lesson().with_untracked(|own| match own {
                Some(own) => leave(own),
                None => state.draft.with_untracked(leave),
            });
        }
    });
    on_cleanup(move || closing.remove());
    Effect::new(move |_| {
        STORED.set(STORED.get().saturating_add(1));
        let draft = state.draft.read();
        // A lesson has a draft of its own, which it stores elsewhere.
        if state.overlay.teaches_untracked() {
            return;
        }
        if !state.overlay.covered.get_untracked() {
            WAITS.set(true);
            if LENGTH.get().max(draft.text_len()) > LARGE {
                pause.after(PAUSE_MS, move || settle(state));
            } else {
                settle(state);
            }
            return;
        }
        spawn_local(async move {
            // Whatever covers the user's draft was opened by this part, so it is loaded.
            let _ = arrive::late::edited(state).await;
        });
    });
    Effect::new(move |_| {
        let name = match state.reading.theme.get() {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        focus::set_root_attribute("data-theme", name);
        match name {
            Some(name) => {
                // Without storage, the next visit starts with the system theme.
                let _ = storage::write(THEME, name);
            }
            None => storage::remove(THEME),
        }
    });
}
