//! What the calls of this visit took together, counted as each run ends.

use leptos::prelude::*;

use super::own_prices;
use crate::experiment::Exchange;
use crate::experiment::run::metrics::Metrics;
use crate::ui::state::AppState;

/// Adds calls that are over. A recording that was played is no call.
pub fn add<'a>(state: AppState, calls: impl IntoIterator<Item = &'a Exchange>) {
    let prices = own_prices::read();
    let made = calls.into_iter().filter(|call| call.recorded_at.is_none());
    let words = state.total.try_update_value(|total| {
        for call in made {
            total.add(&Metrics::of(call, &prices));
        }
        (total.calls > 0).then(|| total.words())
    });
    if let Some(Some(words)) = words {
        state.total_words.set(words);
    }
}
