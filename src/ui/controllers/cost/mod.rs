//! What calls cost: the prices that the user set, and the sum of this visit.

pub mod own_prices;
pub mod totals;
