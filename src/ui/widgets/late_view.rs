//! The name under which views that come after the first paint ask for themselves.

pub use super::lazy_view::lazy_view as late_view;
