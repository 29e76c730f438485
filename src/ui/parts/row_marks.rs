//! The marks of links between the two requests.

use crate::twin::LinkKind;
use crate::twin::row_marks::RowMark;
use crate::ui::widgets::json_view::Mark;

/// A mark, shared by one or two kinds of link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The same on both sides, except for the name.
    Mapped,
    /// At another place or in another shape.
    Moved,
    /// On this side only.
    Only,
    /// With a loss.
    Lossy,
}

impl Look {
    /// The mark of a kind of link.
    pub fn of(kind: LinkKind) -> Self {
        match kind {
            LinkKind::Same | LinkKind::Renamed => Self::Mapped,
            LinkKind::Moved | LinkKind::Reshaped => Self::Moved,
            LinkKind::OnlyHere => Self::Only,
            LinkKind::Lossy => Self::Lossy,
        }
    }

    /// The value of `data-s`, by which the style sheets know it.
    pub fn as_data(self) -> &'static str {
        match self {
            Self::Mapped => "mapped",
            Self::Moved => "moved",
            Self::Only => "only",
            Self::Lossy => "lossy",
        }
    }
}

/// The mark as drawn on a row.
pub fn drawn(mark: RowMark) -> Mark {
    let hint = match mark.kind {
        LinkKind::Same | LinkKind::Renamed => String::new(),
        kind => kind.label().to_owned(),
    };
    Mark { state: Look::of(mark.kind).as_data(), number: mark.number, hint, label: mark.label, link: mark.link }
}
