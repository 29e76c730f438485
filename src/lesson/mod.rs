//! Lessons: steps that a learner does in the page, judged by what happened and not by what the page shows.
//!
//! A lesson is a text file ([`format`](mod@format)), read into a [`step::Lesson`]. What the learner does fills a
//! [`journal::Journal`]; a [`check`] reads only that. [`action`] is what a person could do, as data: the page and the bench
//! apply the same. The [`player`] plays each step of a lesson on the bench, through the same road as the page.
//!
//! The room sends nothing, reads no clock and holds no credential of a user: a lesson runs in the simulator only.

pub mod action;
pub mod badge;
pub mod bench;
pub mod check;
pub mod deal;
pub mod exam;
pub mod format;
pub mod hand_in;
pub mod index;
pub mod input;
pub mod journal;
pub mod player;
pub mod program;
pub mod progress;
pub mod retired;
pub mod step;
pub mod tokens;
pub mod truth;
