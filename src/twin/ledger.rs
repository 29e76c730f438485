//! Records the links of a translation while it writes, and finds what the writer did not use.
//!
//! A writer records every member of the Converse body that it uses. At the end the ledger walks the body, and each member
//! that no writer used becomes a *lossy* link: nothing is dropped silently, whichever family wrote.

use serde_json::{Map, Value};

use super::link::{Link, LinkKind};
use crate::text::json::pointer_token;

/// Links noted so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    links: Vec<Link>,
}

impl Ledger {
    /// Records one link.
    pub(super) fn link<const C: usize, const N: usize>(
        &mut self,
        kind: LinkKind,
        converse: [String; C],
        native: [String; N],
        note: impl Into<String>,
    ) {
        let kind = match (kind, converse.as_slice(), native.as_slice()) {
            // A value that is the same on both sides has the kind that its places have.
            (LinkKind::Same | LinkKind::Renamed | LinkKind::Moved, [converse], [native]) => {
                LinkKind::of_places(converse, native)
            }
            _ => kind,
        };
        self.links.push(Link { converse: converse.into(), native: native.into(), kind, note: note.into() });
    }

    /// The links as recorded, without those for unused members.
    pub(super) fn into_links(self) -> Vec<Link> {
        self.links
    }

    /// Records one link; the places are lists built at run time.
    pub(super) fn push(&mut self, kind: LinkKind, converse: Vec<String>, native: Vec<String>, note: &str) {
        if !converse.is_empty() || !native.is_empty() {
            self.links.push(Link { converse, native, kind, note: note.to_owned() });
        }
    }

    /// The number of links, which is the index of the next one.
    pub(super) fn len(&self) -> usize {
        self.links.len()
    }

    /// Records a place that only the native request has.
    pub(super) fn only_native<const N: usize>(&mut self, native: [String; N], note: impl Into<String>) {
        self.link(LinkKind::OnlyHere, [], native, note);
    }

    /// Records a place that only Converse has.
    pub(super) fn only_converse(&mut self, converse: String, note: impl Into<String>) {
        self.link(LinkKind::OnlyHere, [converse], [], note);
    }

    /// Records a place that the native body cannot hold.
    pub(super) fn lost(&mut self, converse: String, note: impl Into<String>) {
        self.link(LinkKind::Lossy, [converse], [], note);
    }

    /// All links, with a lossy one for each part of `converse_body` that no writer used.
    pub(super) fn finish(mut self, converse_body: &Value, note: impl Fn(&str) -> String) -> Vec<Link> {
        let used = self.links.iter().flat_map(|link| &link.converse);
        for pointer in unused(converse_body, used) {
            let note = note(&pointer);
            self.lost(pointer, note);
        }
        self.links
    }
}

/// The topmost parts of a document that contain no place in `used`.
pub(super) fn unused<'a>(document: &Value, used: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    // The map of a JSON object is in the first load anyway; any other set would weigh two kilobytes more.
    let mut places = Map::new();
    for pointer in used {
        places.insert(pointer.clone(), Value::Null);
    }
    let mut unused = Vec::new();
    walk(String::new(), document, &places, &mut unused);
    unused
}

/// Whether some part of `value` is in `used`; adds its topmost unused parts to `unused`.
fn walk(pointer: String, value: &Value, used: &Map<String, Value>, unused: &mut Vec<String>) -> bool {
    if used.contains_key(&pointer) {
        return true;
    }
    let children: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (format!("{pointer}/{i}"), item)).collect(),
        Value::Object(members) => members.iter().map(|(k, v)| (format!("{pointer}/{}", pointer_token(k)), v)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let before = unused.len();
    let mut is_used = false;
    for (pointer, child) in children {
        is_used |= walk(pointer, child, used, unused);
    }
    if !is_used && !pointer.is_empty() {
        unused.truncate(before);
        unused.push(pointer);
    }
    is_used
}
