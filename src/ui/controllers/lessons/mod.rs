//! Lessons in the page: opened by an address, fed by what the reader does, and played when the reader asks to see it.
//!
//! [`crate::lesson`] has the lessons and judges them. This folder opens them, gives them a bench of their own ([`mod@bench`]), writes
//! the journal ([`watch`]), performs actions ([`play`]), points ([`look`]) and keeps the progress ([`stored`]).

pub mod badge;
pub mod bench;
pub mod desk;
pub mod done;
pub mod draw;
pub mod exam;
pub mod hand_in;
pub mod late;
pub mod library;
pub mod look;
pub mod own;
pub mod play;
pub mod present;
pub mod resume;
pub mod saving;
pub mod stored;
pub mod tap;
pub mod watch;

use crate::platform::storage;

/// The key that is present once the user knows that there are lessons: after a first run, or by a press.
const LEARN: &str = "outcrop.learn";

/// Whether the user knows that there are lessons.
pub fn are_known() -> bool {
    storage::read(LEARN).is_some()
}

/// Offers no lesson from now on. Without storage, they are offered again at the next visit.
pub fn know() {
    let _ = storage::write(LEARN, "read");
}

/// Whether a lesson was left for another view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is closed.
    Yes,
    /// It stays: the view belongs to it.
    No,
}

/// Whether a fragment opens a lesson, of ours or of a teacher, or what a learner handed in.
pub fn is_address(fragment: &str) -> bool {
    ["#lesson=", "#l=", "#t="].iter().any(|start| fragment.starts_with(start))
}
