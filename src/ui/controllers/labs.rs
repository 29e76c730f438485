//! What the views of embeddings and images give to links and files, and what they take from them.
//!
//! A view says once how it is read and how it is filled ([`follow`]). What comes waits until its view is there. What is
//! filled in is kept on this device. While what came is only looked at, the device keeps the reader's own; with the first
//! edit the reader's own is put aside where a reload finds it, until the reader decides, as the playground's draft is.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::store;
use crate::experiment::document::lab::{Lab, LabKind};
use crate::platform::{fragment, storage};
use crate::ui::state::{AppState, View};

/// Most bytes of pictures in base64 that the device keeps of a view: a browser gives a site's texts about 5 MB, and the
/// drafts stand first.
const MOST_PICTURE_BYTES: usize = 1_000_000;

/// What such a view shows: what is filled in, and the open tab by its word in links (empty for the first one).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// What came, as long as it is only looked at.
    looked_at: RwSignal<Option<Lab>>,
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
            own: StoredValue::new(put_aside()),
            from: StoredValue::new(None),
        })
    }

    fn known(self, kind: LabKind) -> Option<Known> {
        self.known.with_value(|known| known.iter().find(|known| known.kind == kind).cloned())
    }

    /// Whether something of the reader's own waits for a decision.
    pub fn has_own(self) -> bool {
        self.own.with_value(|own| own.iter().any(|(_, own)| own.is_some()))
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
            let before = self.known(kind).map(|known| known.now.get_untracked()).or_else(|| stored(kind));
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
        for (kind, own) in self.decided() {
            match own.or_else(|| self.known(kind).map(|known| known.start)) {
                Some(own) => self.fill(own),
                None => self.came.update(|came| came.retain(|came| came.lab.kind != kind)),
            }
        }
        if let Some(from) = self.from.try_update_value(Option::take).flatten() {
            app.view.set(from);
        }
    }

    /// Takes the reader's own out of what waits for a decision.
    fn decided(self) -> Vec<(LabKind, Option<Filled>)> {
        for kind in KINDS {
            storage::remove(store::lab_aside(kind));
        }
        self.own.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// What came has been edited: the reader's own goes to where a reload finds it.
    fn put_aside(self, kind: LabKind) {
        self.own.with_value(|own| {
            if let Some((_, Some(own))) = own.iter().find(|(of, _)| *of == kind) {
                write(store::lab_aside(kind), own.clone());
            }
        });
    }

    /// Ends the visit: what came is the reader's own now. Gives what was there before, where that was more than what a
    /// view begins with.
    pub fn settle(self) -> Vec<Filled> {
        self.from.set_value(None);
        let own = self.decided();
        for known in self.known.get_value() {
            known.looked_at.set(None);
        }
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
    let looked_at = RwSignal::new(None::<Lab>);
    let came = move || labs.came.with(|came| came.iter().position(|came| came.lab.kind == kind));
    labs.known.update_value(|known| known.push(Known { kind, now, start, looked_at }));
    if untrack(came).is_none()
        && let Some(stored) = stored(kind)
    {
        // What a newer page stored and this one has no field for is left out, as it is of a link.
        fill.run(stored);
    }
    Effect::new(move |_| {
        let Some(place) = came() else { return };
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
    Effect::new(move |before: Option<Option<Filled>>| {
        let now = now.get();
        let edited = looked_at.with(|lab| lab.as_ref().map(|lab| *lab != now.lab));
        let kept = match (edited, before) {
            (Some(false), before) => return before.flatten(),
            // What the view begins with needs no keeping.
            (None, None) => return Some(now),
            (_, before) => before.flatten(),
        };
        if edited.is_some() {
            labs.put_aside(kind);
            looked_at.set(None);
            leave_address(app);
        }
        if kept.as_ref() != Some(&now) {
            write(store::lab(kind), now.clone());
        }
        Some(now)
    });
}

/// Both kinds.
const KINDS: [LabKind; 2] = [LabKind::Embeddings, LabKind::Images];

/// What was filled in on the last visit.
fn stored(kind: LabKind) -> Option<Filled> {
    let filled: Filled = store::read(store::lab(kind))?;
    (filled.lab.kind == kind).then_some(filled)
}

/// What was put aside on an earlier visit and not decided on.
fn put_aside() -> Vec<(LabKind, Option<Filled>)> {
    let aside = |kind| Some((kind, Some(store::read::<Filled>(store::lab_aside(kind))?)));
    KINDS.into_iter().filter_map(aside).collect()
}

fn write(name: &str, filled: Filled) {
    let filled = Filled { lab: filled.lab.within(MOST_PICTURE_BYTES), ..filled };
    // Plain data: it always becomes JSON.
    if let Ok(text) = serde_json::to_string(&filled) {
        storage::write(name, &text);
    }
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
