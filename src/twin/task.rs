//! The state of a family's writer, and what every writer does with lists.

use serde_json::Value;

use super::ledger::Ledger;
use super::link::LinkKind;
use super::translation::Span;
use crate::bedrock::model_id::ModelId;

/// The input and the links of a writer.
pub(super) struct Task<'a> {
    /// The Converse body.
    pub(super) body: &'a Value,
    /// The messages of the Converse body.
    pub(super) messages: &'a [Value],
    /// The model that the request is for.
    pub(super) model: &'a ModelId,
    /// The links so far.
    pub(super) ledger: Ledger,
    /// The spans of prompts so far.
    pub(super) spans: Vec<Span>,
}

/// Links an empty list, because it has no item that could have a link.
pub(super) fn empty_list(ledger: &mut Ledger, (from, source): (&str, &[Value]), (to, written): (&str, &[Value])) {
    if !written.is_empty() {
        return;
    }
    let (kind, note) = if source.is_empty() {
        (LinkKind::Same, "An empty list on both sides.")
    } else {
        (LinkKind::Lossy, "This body cannot hold any of these blocks, so its list is empty.")
    };
    ledger.link(kind, [from.to_owned()], [to.to_owned()], note);
}

/// The items of a list; empty when the member is missing or is not a list.
pub(super) fn items<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    document.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
