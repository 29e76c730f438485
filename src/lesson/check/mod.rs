//! Conditions over the journal, and how they are judged.
//!
//! A condition reads facts by a selector (`C.res/stopReason`) and compares them. [`outcome()`] gives, for each condition of a step,
//! whether it is met and what was found instead, in words.

pub mod condition;
pub mod evaluate;
pub mod fact;
pub mod members;
pub mod parse;
pub mod words;

pub use condition::{Compare, Condition, Operand, Selector, Subject};
pub use evaluate::{Judged, judge, outcome, wrong};
