//! The embeddings and images views, for links and files: how each is read and filled, and the words of its tabs.
//!
//! A view registers once how it is read and filled ([`super::follow`]). Content waits until its view is loaded.

use leptos::prelude::*;

use crate::experiment::document::lab::{Lab, LabKind};
use crate::ui::state::{Slot, View};

/// The content of such a view: the form, and the open tab by its word in links (empty for the first one).
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The form.
    pub lab: Lab,
    /// The open tab.
    pub tab: String,
}

/// A view that was opened.
#[derive(Clone)]
struct Known {
    kind: LabKind,
    now: Memo<Filled>,
    start: Filled,
}

/// Both views.
#[derive(Clone, Copy)]
pub struct Labs {
    known: StoredValue<Vec<Known>>,
    waiting: RwSignal<Vec<Filled>>,
    /// While a lesson is open: the user's own content of each view; `None` for its initial content.
    aside: StoredValue<Vec<(LabKind, Option<Filled>)>>,
}

thread_local! {
    static LABS: Slot<Labs> = const { Slot::new() };
}

impl Labs {
    /// The page's own.
    pub fn of_page() -> Self {
        LABS.with(|labs| {
            labs.get(|| Self {
                known: StoredValue::new(Vec::new()),
                waiting: RwSignal::new(Vec::new()),
                aside: StoredValue::new(Vec::new()),
            })
        })
    }

    /// Registers a view. Its current content is its initial one.
    pub fn add(self, now: Memo<Filled>) {
        let start = now.get_untracked();
        self.known.update_value(|known| known.push(Known { kind: start.lab.kind, now, start }));
    }

    fn known(self, kind: LabKind) -> Option<Known> {
        self.known.with_value(|known| known.iter().find(|known| known.kind == kind).cloned())
    }

    /// The content that a view shows, or will show once it is loaded.
    pub fn now(self, kind: LabKind) -> Option<Filled> {
        let waiting = self.waiting.with_untracked(|all| all.iter().find(|each| each.lab.kind == kind).cloned());
        waiting.or_else(|| self.known(kind).map(|known| known.now.get_untracked()))
    }

    /// Whether content waits for a view.
    pub fn waits(self, kind: LabKind) -> bool {
        self.waiting.with_untracked(|all| all.iter().any(|each| each.lab.kind == kind))
    }

    /// Fills a view as soon as it is loaded; `None` restores its initial content.
    pub fn fill(self, kind: LabKind, filled: Option<Filled>) {
        let filled = filled.or_else(|| self.known(kind).map(|known| known.start));
        self.waiting.update(|all| {
            all.retain(|other| other.lab.kind != kind);
            all.extend(filled);
        });
    }

    /// Puts the content of all loaded views aside, for a lesson.
    pub fn put_all_aside(self) {
        for kind in LabKind::ALL {
            if let Some(now) = self.now(kind) {
                self.put_aside(kind, Some(now));
            }
        }
    }

    /// Puts this content of a view aside, unless there is some.
    pub fn put_aside(self, kind: LabKind, own: Option<Filled>) {
        self.aside.update_value(|aside| {
            if !aside.iter().any(|(of, _)| *of == kind) {
                aside.push((kind, own));
            }
        });
    }

    /// Fills the views with what was put aside.
    pub fn take_back(self) {
        for (kind, own) in self.aside.try_update_value(std::mem::take).unwrap_or_default() {
            self.fill(kind, own);
        }
    }

    /// Takes the content that waits for a view; tracked.
    pub fn take(self, kind: LabKind) -> Option<Filled> {
        let place = self.waiting.with(|all| all.iter().position(|each| each.lab.kind == kind))?;
        self.waiting.try_update_untracked(|all| all.swap_remove(place))
    }
}

/// The view of a kind.
pub fn view(kind: LabKind) -> View {
    match kind {
        LabKind::Embeddings => View::Embeddings,
        LabKind::Images => View::Images,
        LabKind::Explorer => View::Explorer,
    }
}

/// The kind of a view.
pub fn kind(view: View) -> Option<LabKind> {
    match view {
        View::Embeddings => Some(LabKind::Embeddings),
        View::Images => Some(LabKind::Images),
        View::Explorer => Some(LabKind::Explorer),
        View::Playground | View::Compare | View::Lessons => None,
    }
}

/// A tab's word in links; empty for the first one, which a link need not name.
pub fn tab_word(words: &[&str], place: usize) -> String {
    words.get(place).filter(|_| place > 0).copied().unwrap_or_default().to_owned()
}

/// The place of the tab with this word; the first one if no tab has it.
pub fn tab_place(words: &[&str], word: &str) -> usize {
    words.iter().position(|own| *own == word).unwrap_or(0)
}
