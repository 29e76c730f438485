//! How a link between the two requests looks at its rows.

use crate::twin::LinkKind;
use crate::twin::row_marks::RowMark;
use crate::ui::widgets::json_view::Mark;

/// The look of a kind of link.
pub fn state_of(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Same | LinkKind::Renamed => "mapped",
        LinkKind::Moved | LinkKind::Reshaped => "moved",
        LinkKind::OnlyHere => "only",
        LinkKind::Lossy => "lossy",
    }
}

/// A mark as the rows draw it.
pub fn drawn(mark: RowMark) -> Mark {
    let hint = match mark.kind {
        LinkKind::Same | LinkKind::Renamed => String::new(),
        kind => kind.label().to_owned(),
    };
    Mark { state: state_of(mark.kind), number: mark.number, hint, label: mark.label, link: mark.link }
}
