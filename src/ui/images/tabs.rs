//! The tabs of the lower half.

/// The tabs, in order.
pub const NAMES: [&str; 4] = ["Request", "Response", "HTTP", "Code"];

/// Their words in links. A link outlives a tab's name, so these never change.
pub const WORDS: [&str; 4] = ["request", "response", "http", "code"];
