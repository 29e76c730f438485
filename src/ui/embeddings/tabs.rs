//! The tabs of the lower half.

/// The tabs, in order.
pub const NAMES: [&str; 8] =
    ["One cell by hand", "Neighbours", "Lengths", "Vectors", "Requests", "Try Converse", "Rerank", "Code"];
