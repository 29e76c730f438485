//! What one can do in a lesson: go on, guess, answer, place cards, have the solution played, pass the step on.

mod ask;
mod go;
mod labs;
mod lines;
mod operation;
mod pass_on;
mod perform;
mod program;
mod start;

pub use ask::{
    Decoys, Use, answer, check_cards, deal, guess, misplaced, move_card, place_card, shown_value, shuffled, use_card,
};
pub use go::{back, close, forget, left_for, next, not_now, open, place, refusal, reset, review, show_me};
pub use pass_on::{keep, link, markdown};
pub use program::start_program;
