//! The state of a family's reader: the native body, the Converse body so far, and where each piece came from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::bedrock::model_id::ModelId;

/// The input and the output of a reader.
pub(super) struct Reading<'a> {
    /// The native body.
    pub(super) native: &'a Value,
    /// The model that the body is for.
    pub(super) model: &'a ModelId,
    /// The Converse body so far.
    pub(super) out: Map<String, Value>,
    /// Pairs of a given place and the place where the writer writes it, when the two differ.
    pub(super) written_at: BTreeMap<String, String>,
    pub(super) given_at: BTreeMap<String, String>,
    /// Given places that were dropped.
    pub(super) dropped: BTreeSet<String>,
    /// Given places that the writer omits without loss.
    pub(super) shorthand: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(native: &'a Value, model: &'a ModelId) -> Self {
        let (written_at, given_at) = (BTreeMap::new(), BTreeMap::new());
        let (dropped, shorthand) = (BTreeSet::new(), BTreeSet::new());
        Self { native, model, out: Map::new(), written_at, given_at, dropped, shorthand }
    }

    /// Records that the writer writes at `written` what was given at `given`.
    pub(super) fn pair(&mut self, written: String, given: String) {
        if written != given {
            self.written_at.insert(given.clone(), written.clone());
            self.given_at.insert(written, given);
        }
    }

    /// Records that the given place was dropped.
    pub(super) fn drop_at(&mut self, given: String) {
        self.dropped.insert(given);
    }

    /// Records that the writer's form means the same without the given place.
    pub(super) fn omit_at(&mut self, given: String) {
        self.shorthand.insert(given);
    }

    pub(super) fn is_dropped(&self, pointer: &str) -> bool {
        ancestors(pointer).any(|at| self.dropped.contains(at))
    }
}

/// The pointer and its parents, nearest first, without the root.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |at| at.rfind('/').and_then(|end| at.get(..end))).filter(|at| !at.is_empty())
}

/// The pointer with its longest known prefix replaced.
pub(super) fn with_prefix(pointer: &str, places: &BTreeMap<String, String>) -> String {
    let found = ancestors(pointer).find_map(|at| Some((at, places.get(at)?)));
    found.map_or_else(|| pointer.to_owned(), |(at, to)| format!("{to}{}", pointer.get(at.len()..).unwrap_or_default()))
}

/// A Converse text block.
pub(super) fn text_block(text: &str) -> Value {
    json!({ "text": text })
}
