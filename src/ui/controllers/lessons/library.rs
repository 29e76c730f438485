//! The lessons that can be opened: ours, and those that a teacher's file or link has brought.

use std::cell::RefCell;
use std::sync::Arc;

use super::draw;
use crate::lesson::index::{self, Track};
use crate::lesson::progress::Progress;
use crate::lesson::step::Lesson;
use crate::page::lessons::Address;
use crate::platform::clock;

thread_local! {
    /// The lessons that were opened from files and links, while the page is open.
    static BROUGHT: RefCell<Vec<(Arc<Lesson>, String)>> = const { RefCell::new(Vec::new()) };
    /// Our lessons that were read so far.
    static OURS: RefCell<Vec<Arc<Lesson>>> = const { RefCell::new(Vec::new()) };
}

/// The lesson of this name.
pub fn find(id: &str) -> Option<Arc<Lesson>> {
    let ours = OURS.with_borrow(|ours| ours.iter().find(|lesson| lesson.id == id).cloned());
    let brought =
        || BROUGHT.with_borrow(|all| all.iter().find(|(lesson, _)| lesson.id == id).map(|(own, _)| own.clone()));
    if let Some(known) = ours.or_else(brought) {
        return Some(known);
    }
    let lesson = if id == draw::ID { draw::lesson()? } else { index::find(id)?.lesson().ok()? };
    let lesson = Arc::new(lesson);
    OURS.with_borrow_mut(|ours| ours.push(lesson.clone()));
    Some(lesson)
}

/// Forgets the final check that was read, because another one was drawn.
pub fn forget_exam() {
    OURS.with_borrow_mut(|ours| ours.retain(|lesson| lesson.id != draw::ID));
}

/// Adds a lesson of a teacher with its text; one with the same name is replaced.
pub fn bring(lesson: Lesson, text: String) {
    BROUGHT.with_borrow_mut(|brought| {
        brought.retain(|(other, _)| other.id != lesson.id);
        brought.push((Arc::new(lesson), text));
    });
}

/// The lessons that were brought.
pub fn brought() -> Vec<Arc<Lesson>> {
    BROUGHT.with_borrow(|brought| brought.iter().map(|(lesson, _)| lesson.clone()).collect())
}

/// The text of a lesson that was brought.
pub fn text(id: &str) -> Option<String> {
    BROUGHT.with_borrow(|brought| brought.iter().find(|(lesson, _)| lesson.id == id).map(|(_, text)| text.clone()))
}

/// Whether a name is that of one of our lessons.
pub fn is_ours(id: &str) -> bool {
    id == draw::ID || index::find(id).is_some()
}

/// The lessons of a track.
pub fn of_track(track: &Track) -> Vec<Arc<Lesson>> {
    index::LESSONS.iter().filter(|entry| entry.track() == Some(track)).filter_map(|entry| find(entry.id)).collect()
}

/// All lessons that can be opened.
pub fn all() -> Vec<Arc<Lesson>> {
    index::LESSONS.iter().filter_map(|entry| find(entry.id)).chain(brought()).collect()
}

/// The address of a step by its name, if the lesson is there.
pub fn address(lesson: &str, step: &str) -> Option<Address> {
    let lesson = find(lesson)?;
    let (place, _) = lesson.step(step)?;
    Some(Address::new(&lesson.id, place))
}

/// The lesson that is due for a review: the one that waited longest.
pub fn due(progress: &Progress) -> Option<Arc<Lesson>> {
    progress.due(index::LESSONS.iter().map(|entry| entry.id), clock::now()).first().and_then(|id| find(id))
}
