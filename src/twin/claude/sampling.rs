//! The optional settings of Claude's body.

use crate::twin::link::LinkKind;
use crate::twin::settings::Setting;

/// The settings without `max_tokens`, which the writer handles separately because it is required.
pub(super) const SAMPLING: [Setting; 3] = [
    (
        "temperature",
        "/temperature",
        LinkKind::Moved,
        "Claude reads temperature at the top level of the body; Converse gathers such settings in inferenceConfig.",
    ),
    (
        "topP",
        "/top_p",
        LinkKind::Renamed,
        "Claude's format spells it in snake case, at the top level; recent models refuse it together with temperature.",
    ),
    (
        "stopSequences",
        "/stop_sequences",
        LinkKind::Renamed,
        "Claude's format spells it in snake case, at the top level of the body.",
    ),
];
