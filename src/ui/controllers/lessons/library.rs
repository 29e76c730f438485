//! The lessons that can be opened: ours, and those that a teacher's file or link has brought.

use std::cell::RefCell;
use std::sync::Arc;

use crate::lesson::index;
use crate::lesson::progress::Progress;
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

/// Whether a name is that of one of our lessons.
pub fn is_ours(id: &str) -> bool {
    index::lesson(id).is_some()
}

/// A track: lessons of one subject.
pub struct Track {
    /// Its letter.
    pub letter: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it needs before; empty for nothing.
    pub needs: &'static str,
    /// Its lessons.
    pub lessons: Vec<Arc<Lesson>>,
}

/// The tracks that have lessons.
pub fn tracks() -> Vec<Track> {
    let lessons = |ids: &[&str]| ids.iter().filter_map(|id| find(id)).collect::<Vec<_>>();
    let all = [Track { letter: "A", name: "First calls", needs: "", lessons: lessons(&["a1"]) }];
    all.into_iter().filter(|track| !track.lessons.is_empty()).collect()
}

/// All lessons that can be opened.
pub fn all() -> Vec<Arc<Lesson>> {
    tracks().into_iter().flat_map(|track| track.lessons).chain(brought()).collect()
}

/// A check of the checklist, which is a step.
pub struct Gate {
    /// What it asks.
    pub question: &'static str,
    /// The lesson.
    pub lesson: String,
    /// The step's name.
    pub step: String,
}

/// The four checks.
pub fn gates() -> Vec<Gate> {
    Vec::new()
}

/// The lesson that is due for a review, with its title.
pub fn review(progress: &Progress) -> Option<(String, String)> {
    let _ = progress;
    None
}
