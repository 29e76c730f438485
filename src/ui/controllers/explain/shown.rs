//! What a popover holds, where it is, and how it was opened.

use super::subject::{Asked, Edges, Subject};
use crate::explain::Entry;

/// How a popover was opened, which decides how it closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// By a pointer or focus at rest: it goes with them.
    Resting,
    /// By F1 or a long press: it stays until it is closed.
    Asked,
}

/// What the popover holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// An explanation.
    One {
        /// What was asked for.
        asked: Asked,
        /// The answer.
        entry: Entry,
    },
    /// The names of a part of the page, to choose from.
    Names(Vec<Subject>),
    /// Why there is nothing to explain.
    Nothing(String),
}

/// The popover: what it holds, and where.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What it holds.
    pub content: Content,
    /// Where the name is on the screen.
    pub edges: Edges,
    /// How it was opened.
    pub opened: Opened,
}
