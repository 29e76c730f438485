//! What the views of embeddings and images give to links and files, and what they take from them.
//!
//! A view says once how it is read and how it is filled ([`follow`]). What comes waits until its view is there. The
//! reader's own is kept until the reader decides, as the playground's draft is.

use leptos::prelude::*;

use crate::experiment::lab::{Lab, LabKind};
use crate::platform::fragment;
use crate::ui::state::{AppState, View};

/// What such a view shows: what is filled in, and the open tab by its word in links (empty for the first one).
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// What is filled in.
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

/// Both views, as far as links and files go.
#[derive(Clone, Copy)]
pub struct Labs {
    known: StoredValue<Vec<Known>>,
    came: RwSignal<Vec<Filled>>,
    /// What was there before something came; `None` for a view that had not been opened.
    own: StoredValue<Vec<(LabKind, Option<Filled>)>>,
    /// Where the reader was.
    from: StoredValue<Option<View>>,
}

impl Labs {
    /// The page's one.
    pub fn of(app: AppState) -> Self {
        app.kept(|_| Self {
            known: StoredValue::new(Vec::new()),
            came: RwSignal::new(Vec::new()),
            own: StoredValue::new(Vec::new()),
            from: StoredValue::new(None),
        })
    }

    fn known(self, kind: LabKind) -> Option<Known> {
        self.known.with_value(|known| known.iter().find(|known| known.kind == kind).cloned())
    }

    /// What a view shows, or will show once it is there.
    pub fn now(self, kind: LabKind) -> Option<Filled> {
        let waiting = self.came.with_untracked(|came| came.iter().find(|came| came.lab.kind == kind).cloned());
        waiting.or_else(|| self.known(kind).map(|known| known.now.get_untracked()))
    }

    /// Fills a view with what came, and remembers what was there.
    pub fn take(self, app: AppState, filled: Filled) {
        let kind = filled.lab.kind;
        // A second link on top of the first does not make the first one the reader's own.
        if self.own.with_value(|own| own.iter().all(|(of, _)| *of != kind)) {
            let before = self.known(kind).map(|known| known.now.get_untracked());
            self.own.update_value(|own| own.push((kind, before)));
        }
        self.from.update_value(|from| *from = from.or(Some(app.view.get_untracked())));
        self.fill(filled);
        app.view.set(view(kind));
    }

    fn fill(self, filled: Filled) {
        self.came.update(|came| {
            came.retain(|other| other.lab.kind != filled.lab.kind);
            came.push(filled);
        });
    }

    /// Gives the reader's own back, and the view in which the reader was.
    pub fn back(self, app: AppState) {
        let own = self.own.try_update_value(std::mem::take).unwrap_or_default();
        for (kind, own) in own {
            match own.or_else(|| self.known(kind).map(|known| known.start)) {
                Some(own) => self.fill(own),
                None => self.came.update(|came| came.retain(|came| came.lab.kind != kind)),
            }
        }
        if let Some(from) = self.from.try_update_value(Option::take).flatten() {
            app.view.set(from);
        }
    }

    /// Ends the visit: what came is the reader's own now. Gives what was there before, where that was more than what a
    /// view begins with.
    pub fn settle(self) -> Vec<Filled> {
        self.from.set_value(None);
        let own = self.own.try_update_value(std::mem::take).unwrap_or_default();
        let changed = |(kind, own): (LabKind, Option<Filled>)| {
            own.filter(|own| self.known(kind).is_none_or(|known| known.start.lab != own.lab))
        };
        own.into_iter().filter_map(changed).collect()
    }
}

/// Makes a view known: how it is read, and how it is filled. What filling it could not place is told in the banner.
pub fn follow(app: AppState, now: Memo<Filled>, fill: Callback<Filled, Vec<String>>) {
    let labs = Labs::of(app);
    let start = now.get_untracked();
    let kind = start.lab.kind;
    labs.known.update_value(|known| known.push(Known { kind, now, start }));
    // What came, as long as it is only looked at.
    let looked_at = RwSignal::new(None::<Lab>);
    Effect::new(move |_| {
        let place = labs.came.with(|came| came.iter().position(|came| came.lab.kind == kind));
        let Some(place) = place else { return };
        let Some(filled) = labs.came.try_update_untracked(|came| came.swap_remove(place)) else { return };
        let notes = fill.run(filled);
        let visiting = app.arrived.with_untracked(Option::is_some);
        looked_at.set(visiting.then(|| now.get_untracked().lab));
        if visiting && !notes.is_empty() {
            app.arrived.update(|arrived| {
                if let Some(arrived) = arrived {
                    arrived.notes.extend(notes);
                }
            });
        }
    });
    Effect::new(move |_| {
        // Only while something is looked at is a view read at every change.
        let edited = looked_at.with(|lab| lab.as_ref().is_some_and(|lab| now.with(|now| now.lab != *lab)));
        if edited {
            looked_at.set(None);
            leave_address(app);
        }
    });
}

/// Takes the experiment out of the address; the view stays in it.
pub fn leave_address(app: AppState) {
    match app.view.get_untracked() {
        View::Playground => fragment::clear(),
        view => {
            if let Some((.., name)) = View::ALL.iter().find(|(of, ..)| *of == view) {
                fragment::replace(name);
            }
        }
    }
}

/// The view of a kind.
pub fn view(kind: LabKind) -> View {
    match kind {
        LabKind::Embeddings => View::Embeddings,
        LabKind::Images => View::Images,
    }
}

/// The kind of a view.
pub fn kind(view: View) -> Option<LabKind> {
    match view {
        View::Embeddings => Some(LabKind::Embeddings),
        View::Images => Some(LabKind::Images),
        View::Playground | View::Compare => None,
    }
}

/// A tab's word in links: its name in small letters, with hyphens; empty for the first one.
pub fn tab_word(names: &[&str], place: usize) -> String {
    match (place, names.get(place)) {
        (0, _) | (_, None) => String::new(),
        (_, Some(name)) => name.to_ascii_lowercase().replace(' ', "-"),
    }
}

/// The place of the tab with this word; the first one where there is none such.
pub fn tab_place(names: &[&str], word: &str) -> usize {
    (1..names.len()).find(|place| tab_word(names, *place) == word).unwrap_or(0)
}
