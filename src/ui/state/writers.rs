//! The writers of native bodies that are loaded: Claude's at first, which the first experiment needs, and those of all families
//! once a late part has installed them.

use leptos::prelude::*;

use super::Slot;
use crate::bedrock::family::{Body, Family};
use crate::twin;

/// The writers, and whether they are all.
#[derive(Clone, Copy)]
struct Loaded {
    writers: twin::Writers,
    all: bool,
}

thread_local! {
    static LOADED: Slot<RwSignal<Loaded>> = const { Slot::new() };
}

fn loaded() -> RwSignal<Loaded> {
    LOADED.with(|slot| slot.get(|| RwSignal::new(Loaded { writers: twin::Writers::CLAUDE, all: false })))
}

/// The writers. Tracked.
pub fn writers() -> twin::Writers {
    loaded().get().writers
}

/// Whether the writers of all families are loaded, and with them the part of a run. Tracked.
pub fn are_all() -> bool {
    loaded().get().all
}

/// Why there is no native body yet, if the family's writer is still to come. Tracked.
pub fn awaited(family: Option<Family>) -> Option<&'static str> {
    let comes = !loaded().get().all && family.is_some_and(|family| family.body() != Body::Claude);
    comes.then_some("Loading what writes the body of this model…")
}

/// Brings the writers of all families. Only a late part calls this: it has them.
pub fn install() {
    let loaded = loaded();
    if !loaded.get_untracked().all {
        loaded.set(Loaded { writers: twin::Writers::ALL, all: true });
    }
}
