//! Holds the form's request against the service model, a moment after the last change, in the words that the service
//! would refuse it with.
//!
//! The model is fetched with the first change, not with the page: the experiment that the page opens with is in order.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::simulator;
use crate::experiment::issue::Refusal;
use crate::platform::clock;
use crate::ui::lazy;
use crate::ui::memo::memo;
use crate::ui::state::AppState;

/// How long the typing must rest, in milliseconds.
const REST_MS: u32 = 250;

/// Keeps `state.refusals` up to date.
pub fn watch(state: AppState) {
    let body = memo(move || {
        state.shown.read().as_ref().map(|shown| shown.twin.converse.body_text.clone()).unwrap_or_default()
    });
    let latest = StoredValue::new(0_u64);
    Effect::new(move |before: Option<()>| {
        let body = body.get();
        if before.is_none() {
            return;
        }
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        spawn_local(async move {
            clock::sleep_ms(REST_MS).await;
            if latest.try_get_value() != Some(number) {
                return;
            }
            // Without the model the service itself says what is wrong.
            let Ok(model) = simulator::service_model(state).await else { return };
            let Ok(refusals) = lazy::refusals(model, body).await else { return };
            if latest.try_get_value() == Some(number) && state.refusals.with_untracked(|old| *old != refusals) {
                state.refusals.set(refusals);
            }
        });
    });
}

/// What the service would say of a field.
pub fn refusal_of(state: AppState, field: crate::experiment::Field) -> Option<String> {
    state.refusals.with(|refusals: &Vec<Refusal>| {
        refusals
            .iter()
            .find(|refusal| refusal.field == field)
            .map(|refusal| format!("Bedrock will refuse this: {}", refusal.message))
    })
}
