//! The tabs of the lower half.

/// The tabs, in order.
pub const NAMES: [&str; 8] =
    ["Cosine step by step", "Neighbours", "Dimensions", "Vectors", "Requests", "Why not Converse?", "Rerank", "Code"];

/// Their words in links. A link outlives a tab's name, so these never change.
pub const WORDS: [&str; 8] =
    ["one-cell-by-hand", "neighbours", "lengths", "vectors", "requests", "try-converse", "rerank", "code"];
