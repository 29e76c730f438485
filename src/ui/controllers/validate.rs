//! Validates the form's requests shortly after the last change: against the limits in the service's documentation, and
//! against the constraints of its model, in the words of its own refusals.
//!
//! The model is fetched on the first change, not with the page: the initial experiment is valid.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{simulator, store};
use crate::experiment::form::issue::Refusal;
use crate::platform::clock;
use crate::ui::controllers::parts;
use crate::ui::state::{AppState, Slot};

/// How long typing must pause, in milliseconds.
const REST_MS: u32 = 250;

/// Keeps `state.refusals` up to date from now on. This part is loaded after the page: the draft may have changed before.
pub fn watch(state: AppState) {
    LATEST.with(|latest| latest.get(|| follow(state)));
}

thread_local! {
    /// The number of the latest change.
    static LATEST: Slot<StoredValue<u64>> = const { Slot::new() };
}

fn follow(state: AppState) -> StoredValue<u64> {
    let latest = StoredValue::new(0_u64);
    Effect::new(move |before: Option<()>| {
        let shown = state.shown.get();
        let Some(shown) = shown.filter(|_| before.is_some() || store::is_changed()) else { return };
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        spawn_local(async move {
            clock::sleep_ms(REST_MS).await;
            if latest.try_get_value() != Some(number) {
                return;
            }
            // Without the model, the service itself reports what is wrong.
            let Ok(model) = simulator::service_model(state).await else { return };
            let Ok(refusals) = parts::refusals(model, shown.twin).await else { return };
            if latest.try_get_value() == Some(number) && state.refusals.with_untracked(|old| *old != refusals) {
                state.refusals.set(refusals);
            }
        });
    });
    latest
}

/// The predicted refusal at a field.
pub fn refusal_of(state: AppState, field: crate::experiment::Field) -> Option<String> {
    state.refusals.with(|refusals: &Vec<Refusal>| {
        refusals.iter().find(|refusal| refusal.field == field).map(|refusal| refusal.message.clone())
    })
}
