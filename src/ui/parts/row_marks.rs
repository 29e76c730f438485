//! The marks of links between two documents.

use crate::twin::LinkKind;
use crate::twin::row_marks::RowMark;
use crate::ui::widgets::json_view::Mark;

/// The value of `data-s`, by which the style sheets know a kind of link.
pub fn look(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Same | LinkKind::Renamed => "mapped",
        LinkKind::Moved | LinkKind::Reshaped => "moved",
        LinkKind::OnlyHere => "only",
        LinkKind::Lossy => "lossy",
    }
}

/// The mark as drawn on a row.
pub fn drawn(mark: RowMark) -> Mark {
    let link = mark.links.first().copied().unwrap_or_default();
    Mark {
        state: look(mark.kind),
        badge: mark.badge,
        hint: mark.words,
        meaning: mark.kind.meaning(),
        label: mark.label,
        link,
        links: mark.links,
    }
}
