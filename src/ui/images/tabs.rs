//! The tabs of the lower half.

/// The tabs, in order.
pub const NAMES: [&str; 4] = ["Request", "Response", "HTTP", "Code"];
