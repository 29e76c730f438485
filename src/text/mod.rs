//! Text for people: JSON as printed and addressable rows, Markdown as blocks, numbers and times.
//!
//! This room knows none of our types. It never makes HTML: its results are data that the page draws as text nodes.

pub mod arithmetic;
pub mod csv;
pub mod editing;
pub mod hex;
pub mod json;
pub mod layout;
pub mod link;
pub mod markdown;
pub mod number;
pub mod order;
pub mod outside;
pub mod program;
pub mod sniff;
