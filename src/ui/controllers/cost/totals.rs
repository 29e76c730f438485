//! What the calls of this visit took together, counted as each run ends.

use super::own_prices;
use crate::experiment::Exchange;
use crate::experiment::run::metrics::Metrics;
use crate::ui::state::AppState;

/// Adds calls that are over. A recording that was played is no call.
pub fn add<'a>(state: AppState, calls: impl IntoIterator<Item = &'a Exchange>) {
    let prices = own_prices::read();
    let made = calls.into_iter().filter(|call| call.recorded_at.is_none());
    state.run.add(made.map(|call| Metrics::of(call, &prices)));
}
