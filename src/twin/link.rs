//! One row of the correspondence between a Converse body and its native twin.
//!
//! A link has one kind, whatever else is true of it: what is lost comes first, then what has no counterpart, then another
//! structure, then another name, then another place. So a value that is renamed and moved is *renamed*.

/// How the two places of a link relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Same name, same place, same value. The index in a list may differ.
    Same,
    /// Same value under another name, in the same place or another.
    Renamed,
    /// Same name and value in another place, or in a header.
    Moved,
    /// The same thing in another structure.
    Reshaped,
    /// On one side only, because the other has no counterpart.
    OnlyHere,
    /// The other side cannot hold all of it.
    Lossy,
}

impl LinkKind {
    /// All kinds, in the order of a legend.
    pub const ALL: [Self; 6] = [Self::Same, Self::Renamed, Self::Moved, Self::Reshaped, Self::OnlyHere, Self::Lossy];

    /// What the label means, in one sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Same => "Same name, same place, same value.",
            Self::Renamed => "Same value, another name. It may be in another place, too.",
            Self::Moved => "Same name and value, in another place or in an HTTP header.",
            Self::Reshaped => "Same content, another structure: a list of blocks becomes one string, for example.",
            Self::OnlyHere => "One of the two bodies has this; the other has no counterpart.",
            Self::Lossy => "The native body cannot hold all of this; a part is lost.",
        }
    }

    /// The kind of a value that is the same in two places. The name decides before the place does.
    pub(super) fn of_places(converse: &str, native: &str) -> Self {
        let names = |place: &str| -> Vec<String> {
            let is_index = |token: &&str| token.bytes().all(|byte| byte.is_ascii_digit());
            place.split('/').filter(|token| !is_index(token)).map(str::to_owned).collect()
        };
        if native.starts_with(HEADER_PLACE) {
            return Self::Moved;
        }
        let (from, to) = (names(converse), names(native));
        if from == to {
            Self::Same
        } else if from.last() == to.last() {
            Self::Moved
        } else {
            Self::Renamed
        }
    }

    /// The kind in lower-case words, for a label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Reshaped => "reshaped",
            Self::OnlyHere => "only here",
            Self::Lossy => "lossy",
        }
    }
}

/// Places in the Converse body and places in the native request that belong together.
///
/// A place is a JSON pointer (RFC 6901) into its document and stands for everything below it. A native place that is a
/// request header and not in the body is written `header:Name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Places in the Converse body; empty when only the native request has this.
    pub converse: Vec<String>,
    /// Places in the native request; empty when only Converse has this.
    pub native: Vec<String>,
    /// How the places relate.
    pub kind: LinkKind,
    /// Why, in one sentence.
    pub note: String,
}

/// The prefix of a native place that is a header.
pub const HEADER_PLACE: &str = "header:";
