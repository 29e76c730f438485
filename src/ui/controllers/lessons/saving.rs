//! What is not saved, in words: a full or blocked storage loses nothing while the page is open, and says what to do.

use leptos::prelude::*;

use super::desk::Desk;

/// What is not saved, and what to do; `None` if everything is.
pub fn words(desk: Desk) -> Option<&'static str> {
    match (desk.keeps_progress.get(), desk.keeps_bench.get()) {
        (true, true) => None,
        (true, false) => Some("What you typed is not saved: this browser’s storage is full or blocked. Do not reload."),
        (false, _) => Some(
            "Your progress is not saved: this browser’s storage is full or blocked. Keep this tab open, and save a hand-in file \
             before you leave.",
        ),
    }
}
