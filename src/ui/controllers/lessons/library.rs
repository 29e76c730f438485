//! The lessons that can be opened: ours, and those that a teacher's file or link has brought.

use std::cell::RefCell;
use std::sync::Arc;

use crate::lesson::index;
use crate::lesson::step::Lesson;

thread_local! {
    /// The lessons that were opened from files and links, while the page is open.
    static BROUGHT: RefCell<Vec<Arc<Lesson>>> = const { RefCell::new(Vec::new()) };
    /// Our lessons that were read so far.
    static OURS: RefCell<Vec<Arc<Lesson>>> = const { RefCell::new(Vec::new()) };
}

/// The lesson of this name.
pub fn find(id: &str) -> Option<Arc<Lesson>> {
    let of = |list: &RefCell<Vec<Arc<Lesson>>>| list.borrow().iter().find(|lesson| lesson.id == id).cloned();
    if let Some(known) = OURS.with(of).or_else(|| BROUGHT.with(of)) {
        return Some(known);
    }
    let lesson = Arc::new(index::lesson(id)?);
    OURS.with_borrow_mut(|ours| ours.push(lesson.clone()));
    Some(lesson)
}

/// Adds a lesson of a teacher; one with the same name is replaced.
pub fn bring(lesson: Lesson) {
    BROUGHT.with_borrow_mut(|brought| {
        brought.retain(|other| other.id != lesson.id);
        brought.push(Arc::new(lesson));
    });
}

/// The lessons that were brought.
pub fn brought() -> Vec<Arc<Lesson>> {
    BROUGHT.with_borrow(Clone::clone)
}
