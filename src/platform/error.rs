//! Why the browser did not do what the page asked for.

use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use super::clipboard;

/// A failure at one of the doors. Its text is for the user.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BrowserError {
    /// A setting of the browser or a private window denies storage to the page.
    #[error("This browser blocks storage for this page")]
    StorageBlocked,
    /// The device, or the browser's share for this page, is full.
    #[error("This device has no storage left for this page")]
    QuotaExceeded,
    /// Another tab runs a newer version of the page, with a newer database.
    #[error("A newer version of this page has changed the storage. Reload the page")]
    NewerDatabase,
    /// The browser ended the operation before it was complete.
    #[error("The browser stopped the operation before it was complete. Try again")]
    Aborted,
    /// Storage failed for another reason; the browser's message.
    #[error("This browser could not read or write its storage ({0})")]
    Storage(String),
    /// The browser denied access to the clipboard.
    #[error("{}", clipboard::DENIED)]
    CopyDenied,
    /// The file with this name could not be read.
    #[error("{0} could not be read")]
    FileNotRead(String),
    /// The file with this name could not be saved.
    #[error("{0} could not be saved: the browser did not take the file")]
    FileNotSaved(String),
    /// A file of the page itself did not load: its path and the reason.
    #[error("{0}: {1}")]
    NotLoaded(String, String),
}

impl BrowserError {
    /// The cause of a failure of storage.
    pub(super) fn from_storage(error: &JsValue) -> Self {
        let Some(error) = error.dyn_ref::<DomException>() else { return Self::unknown() };
        match error.name().as_str() {
            "QuotaExceededError" => Self::QuotaExceeded,
            "VersionError" => Self::NewerDatabase,
            "SecurityError" | "InvalidStateError" => Self::StorageBlocked,
            "AbortError" => Self::Aborted,
            _ => Self::Storage(error.message()),
        }
    }

    /// A failure of storage of which the browser states no cause.
    pub(super) fn unknown() -> Self {
        Self::Storage("no reason given".to_owned())
    }
}
