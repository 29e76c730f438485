//! What the index keeps of a record: what a list shows, and the beginnings of the texts that a search looks at.
//!
//! Its size is limited whatever the record holds, so that a list and a search read no record. It is derived from the record and
//! can be made again at any time.

use serde::{Deserialize, Serialize};

use super::{CallRecord, Entry};
use crate::bedrock::operation::Operation;
use crate::experiment::document::recorded::{Outcome, Recorded};
use crate::experiment::run::exchange::Origin;

/// Most bytes of texts that are kept for a search.
const MOST_TEXT: usize = 6_000;
/// Most bytes of one of these texts, so that a long one leaves room for the others.
const MOST_OF_ONE: usize = 2_500;
/// Most characters of a name.
const MOST_NAME: usize = 300;

/// What the index keeps of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Indexed {
    /// When it began, in milliseconds since 1970.
    pub at_ms: i64,
    /// Its name in the list.
    pub name: String,
    /// The model of its draft.
    pub model: String,
    /// Whether it is pinned.
    pub pinned: bool,
    /// How many bytes the record takes.
    pub bytes: usize,
    /// Its first calls, with facts only.
    pub calls: Vec<Facts>,
    /// Whether this version cannot read the record.
    pub is_unread: bool,
    /// The beginnings of the searched texts, in small letters, a line each.
    text: String,
    /// Whether `text` has them whole.
    is_whole: bool,
}

/// The facts of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The operation.
    pub operation: Recorded<Operation>,
    /// Who answered.
    pub by: Recorded<Origin>,
    /// The HTTP status, once there was one.
    pub status: Option<u16>,
    /// How it ended.
    pub outcome: Recorded<Outcome>,
    /// Tokens written, where stated.
    pub output_tokens: Option<u64>,
    /// Milliseconds until the end.
    pub total_ms: Option<i64>,
}

impl Facts {
    fn of(call: &CallRecord) -> Self {
        Self {
            operation: call.operation.clone(),
            by: call.by.clone(),
            status: call.status,
            outcome: call.outcome.clone(),
            output_tokens: call.output_tokens,
            total_ms: call.total_ms,
        }
    }

    /// Who answered; a word that this version does not know counts as the simulator.
    pub fn origin(&self) -> Origin {
        self.by.known().unwrap_or(Origin::Simulator)
    }
}

/// Whether a search finds a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Find {
    /// It has every word.
    Yes,
    /// It does not.
    No,
    /// The index does not have every word, and the record has more text than the index.
    Unknown,
}

impl Indexed {
    /// What the index keeps of a record that is stored as this text.
    pub fn of_stored(text: &str) -> Self {
        match Entry::from_json(text) {
            Some(entry) => Self::of(&entry, text.len()),
            None => Self { bytes: text.len(), is_unread: true, is_whole: true, ..Self::default() },
        }
    }

    /// What the index keeps of a record that takes so many bytes.
    pub fn of(entry: &Entry, bytes: usize) -> Self {
        let short = |text: &str| text.chars().take(MOST_NAME).collect();
        let (mut text, mut is_whole) = (String::new(), true);
        for searched in entry.searched() {
            let room = MOST_OF_ONE.min(MOST_TEXT.saturating_sub(text.len()));
            let kept = beginning(&searched, room);
            is_whole &= kept.len() == searched.len();
            if !kept.is_empty() {
                text.push_str(&kept.to_lowercase());
                text.push('\n');
            }
        }
        Self {
            at_ms: entry.at_ms,
            name: short(&entry.name()),
            model: match &entry.lab {
                Some(lab) => short(lab.model.split('/').next().unwrap_or_default()),
                None => short(&entry.draft.model),
            },
            pinned: entry.pinned,
            bytes,
            calls: entry.calls.iter().take(2).map(Facts::of).collect(),
            is_unread: false,
            text,
            is_whole,
        }
    }

    /// As it is stored.
    pub fn to_json(&self) -> String {
        // Plain data always becomes JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what the index stores.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whether it has each of these words, which are in small letters.
    pub fn find(&self, words: &[String]) -> Find {
        if words.iter().all(|word| self.text.contains(word.as_str())) {
            Find::Yes
        } else if self.is_whole {
            Find::No
        } else {
            Find::Unknown
        }
    }
}

/// The numbers that the second list does not have; both are in order.
pub fn absent(keys: &[u64], from: &[u64]) -> Vec<u64> {
    keys.iter().copied().filter(|key| from.binary_search(key).is_err()).collect()
}

/// The beginning of a text, at most so many bytes, up to a whole character.
fn beginning(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests;
