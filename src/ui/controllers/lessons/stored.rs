//! What this device keeps of the lessons: the progress, and the bench of the open lesson, each under a key of its own. The keys of
//! the user's own work are not among them.

use crate::lesson::progress::Progress;
use crate::platform::storage;

/// The storage key of the progress.
const PROGRESS: &str = "outcrop.lessons.1.progress";
/// The storage key of the bench.
pub const BENCH: &str = "outcrop.lessons.1.bench";

/// The stored progress. A text of which nothing can be read is kept under another key.
pub fn progress() -> Progress {
    let Some(text) = storage::read(PROGRESS) else { return Progress::default() };
    let progress = Progress::from_json(&text);
    if progress == Progress::default() {
        storage::set_aside(PROGRESS, &text);
    }
    progress
}

/// Stores the progress. Without storage it lasts as long as the page.
pub fn write_progress(progress: &Progress) {
    let _ = storage::write(PROGRESS, &progress.to_json());
}

/// Removes the progress and the bench.
pub fn forget() {
    storage::remove(PROGRESS);
    storage::remove(BENCH);
}
