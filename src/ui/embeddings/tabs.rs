//! The tabs of the lower half. Their words in links stay as they were when a name changes.

/// The tabs, in order.
pub const NAMES: [&str; 8] =
    ["Cosine step by step", "Neighbours", "Dimensions", "Vectors", "Requests", "Why not Converse?", "Rerank", "Code"];

/// The names that their words in links are made of.
pub const LINK_NAMES: [&str; 8] =
    ["", "Neighbours", "Lengths", "Vectors", "Requests", "Try Converse", "Rerank", "Code"];
