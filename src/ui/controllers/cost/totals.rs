//! The totals of this visit's calls, added up as each run ends.

use super::own_prices;
use crate::experiment::Exchange;
use crate::experiment::run::metrics::Metrics;
use crate::ui::state::AppState;

/// Adds finished calls. A replayed recording is not a call.
pub fn add<'a>(state: AppState, calls: impl IntoIterator<Item = &'a Exchange>) {
    let prices = own_prices::read();
    let made = calls.into_iter().filter(|call| call.recorded_at.is_none());
    state.run.add(made.map(|call| Metrics::of(call, &prices)));
}
