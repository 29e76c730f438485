//! The models that the reader's account is offered, for every model field. They are read at a press only, in AWS mode.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::page::offered::Offered;
use crate::ui::controllers::toast;
use crate::ui::state::{AppState, Slot};

thread_local! {
    static OFFERED: Slot<RwSignal<Option<Offered>>> = const { Slot::new() };
}

/// What the account is offered, once that was read.
pub fn offered() -> RwSignal<Option<Offered>> {
    OFFERED.with(|offered| offered.get(|| RwSignal::new(None)))
}

/// Reads it, at a press.
pub fn load(state: AppState) {
    spawn_local(async move {
        if let Err(error) = late::load(state).await {
            toast::say(state, error.to_string());
        }
    });
}

/// The late part of this file; see [`crate::ui::late`].
#[allow(unsafe_code, clippy::unnecessary_wraps, reason = "the attribute writes code that loads and may fail")]
pub mod late {
    use wasm_split_helpers::wasm_split;

    use crate::ui::late::PartError;
    use crate::ui::state::AppState;

    /// Reads the models and profiles of the account: two calls, and further pages.
    #[wasm_split(explorer, fallible)]
    pub fn load(state: AppState) -> Result<(), PartError> {
        crate::ui::controllers::account::offers::load(state);
        Ok(())
    }
}
