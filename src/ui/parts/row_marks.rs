//! How a link between the two requests looks at its rows.

use crate::twin::LinkKind;
use crate::twin::row_marks::RowMark;
use crate::ui::widgets::json_view::Mark;

/// A look that one or two kinds of link have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The same on both sides, but for the name.
    Mapped,
    /// In another place or shape.
    Moved,
    /// On this side only.
    Only,
    /// With a loss.
    Lossy,
}

impl Look {
    /// The look of a kind of link.
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

/// A mark as the rows draw it.
pub fn drawn(mark: RowMark) -> Mark {
    let hint = match mark.kind {
        LinkKind::Same | LinkKind::Renamed => String::new(),
        kind => kind.label().to_owned(),
    };
    Mark { state: Look::of(mark.kind).as_data(), number: mark.number, hint, label: mark.label, link: mark.link }
}
