//! What this device keeps of the lessons: the progress, and the bench of the open lesson, each under a key of its own. The keys of
//! the user's own work are not among them.
//!
//! The progress is one for all tabs: each change is made to what the device has at that moment. The bench is the tab's own first.

use crate::lesson::progress::Progress;
use crate::platform::storage;

/// The storage key of the progress.
const PROGRESS: &str = "outcrop.lessons.1.progress";
/// The storage key of the bench.
pub const BENCH: &str = "outcrop.lessons.1.bench";

/// The stored progress. A text of which nothing can be read is kept under another key.
pub fn progress() -> Progress {
    let Some(text) = storage::read_shared(PROGRESS) else { return Progress::default() };
    let progress = Progress::from_json(&text);
    if progress == Progress::default() {
        storage::set_aside(PROGRESS, &text);
    }
    progress
}

/// Stores the progress, and says whether the device has it now. What only the tab has ends with the tab.
pub fn write_progress(progress: &Progress) -> bool {
    write(PROGRESS, &progress.to_json())
}

/// Stores a text for all tabs, and says whether the device has it now.
pub fn write(key: &str, text: &str) -> bool {
    storage::write_shared(key, text);
    storage::read_shared(key).as_deref() == Some(text)
}

/// Removes the progress and the bench.
pub fn forget() {
    storage::remove(PROGRESS);
    storage::remove(BENCH);
}
