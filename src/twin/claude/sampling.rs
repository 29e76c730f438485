//! The settings of Claude's body that are not required.

use crate::twin::link::LinkKind;
use crate::twin::settings::Setting;

/// Settings other than `max_tokens`, which is written by itself, since it is required.
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
        "Claude's format spells it in snake case, at the top level; recent models refuse it beside temperature.",
    ),
    (
        "stopSequences",
        "/stop_sequences",
        LinkKind::Renamed,
        "Claude's format spells it in snake case, at the top level of the body.",
    ),
];
