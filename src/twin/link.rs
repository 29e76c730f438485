//! One row of the correspondence between a Converse body and its native twin.

/// How the two places of a link relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Same name, same place, same value.
    Same,
    /// Same value under another name.
    Renamed,
    /// Same value in another place (or in a header).
    Moved,
    /// The same thing in another shape.
    Reshaped,
    /// On one side only, because the other has no counterpart.
    OnlyHere,
    /// The other side cannot hold all of it.
    Lossy,
}

impl LinkKind {
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
